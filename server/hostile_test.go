package server_test

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/uuid"

	"placard/data"
	"placard/server"
)

// sealRaw seals any content, as a kit that checks nothing would.
func (h *host) sealRaw(outside data.Action, content []byte) data.Sealed {
	h.t.Helper()
	var z bytes.Buffer
	w, err := flate.NewWriter(&z, flate.BestCompression)
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		h.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		h.t.Fatal(err)
	}
	plain := make([]byte, max(2048, 5+z.Len()))
	plain[0] = 1
	binary.BigEndian.PutUint32(plain[1:], uint32(z.Len()))
	copy(plain[5:], z.Bytes())
	var b bytes.Buffer
	e, err := age.Encrypt(&b, h.recipients...)
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := e.Write(plain); err != nil {
		h.t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		h.t.Fatal(err)
	}
	return data.Sealed{ID: outside.ID, Campaign: outside.Campaign, Kind: outside.Kind, Day: outside.Day(), Size: len(plain), Seal: b.Bytes()}
}

func (h *host) sealUnchecked(a data.Action) data.Sealed {
	h.t.Helper()
	b, err := json.Marshal(a)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.sealRaw(a, b)
}

// TestBadItemsNeverCostANeighbour sends each bad item between two good ones.
func TestBadItemsNeverCostANeighbour(t *testing.T) {
	h := start(t)
	frame := func(change func(*data.Sealed)) []byte {
		s := h.seal(action("Bad", ""))
		change(&s)
		return frames(s)
	}
	raw := func(header, seal string) []byte {
		return fmt.Appendf(nil, "%d %d\n%s\n%s\n", len(header), len(seal), header, seal)
	}
	counted := int64(0)
	for _, c := range []struct {
		name string
		bad  []byte
		code data.Code
	}{
		{"unknown kind", frame(func(s *data.Sealed) { s.Kind = "dance" }), data.CodeKindUnknown},
		{"other campaign", frame(func(s *data.Sealed) { s.Campaign = "other" }), data.CodeCampaignUnknown},
		{"campaign with a slash", frame(func(s *data.Sealed) { s.Campaign = "../etc" }), data.CodeCampaignUnknown},
		{"no id", frame(func(s *data.Sealed) { s.ID = uuid.Nil }), data.CodeIDMalformed},
		{"id with a time in it", frame(func(s *data.Sealed) { s.ID = uuid.Must(uuid.NewV7()) }), data.CodeIDMalformed},
		{"no such day", frame(func(s *data.Sealed) { s.Day = "2008-02-30" }), data.CodeDayMalformed},
		{"day with markup", frame(func(s *data.Sealed) { s.Day = "<script>" }), data.CodeDayMalformed},
		{"no seal", frame(func(s *data.Sealed) { s.Seal = nil }), data.CodeSealMalformed},
		{"seal cut short", frame(func(s *data.Sealed) { s.Seal = s.Seal[:s.Size] }), data.CodeSealMalformed},
		{"seal too large", frame(func(s *data.Sealed) { s.Seal = make([]byte, data.MaxSealBytes+1) }), data.CodeSealTooLarge},
		{"negative size", frame(func(s *data.Sealed) { s.Size = -1 }), data.CodeSealMalformed},
		{"header of a megabyte's name", raw(`{"id":"`+strings.Repeat("a", 300_000)+`"}`, "x"), data.CodeItemMalformed},
		{"header not JSON", raw("{", "x"), data.CodeItemMalformed},
		{"header a list", raw("[]", "x"), data.CodeItemMalformed},
		{"header empty", raw("", ""), data.CodeItemMalformed},
		{"header null", raw("null", ""), data.CodeIDMalformed},
		{"header with a huge number", raw(`{"size":1e999}`, ""), data.CodeItemMalformed},
		{"header with broken UTF-8", raw("{\"campaign\":\"\xff\"}", ""), data.CodeIDMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := append(frames(h.seal(action("Before", ""))), c.bad...)
			body = append(body, frames(h.seal(action("After", "")))...)
			wantStatuses(t, h.sendBody(body), "accepted refused/"+string(c.code)+" accepted")
			counted += 2
		})
	}
	if got, want := h.total(data.Signature), (server.Total{Received: counted, Counted: counted}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestBadInsides sends what only opening finds out: it is kept, told apart, and never counted.
func TestBadInsides(t *testing.T) {
	h := start(t)
	with := func(change func(*data.Action)) data.Sealed {
		a := action("Bad", "bad@example.org")
		change(&a)
		return h.sealUnchecked(a)
	}
	name := func(n string) data.Sealed {
		return with(func(a *data.Action) { a.Fields[data.FieldName] = n })
	}
	flipped := func(at int) data.Sealed {
		s := h.seal(action("Bad", ""))
		s.Seal[(at+len(s.Seal))%len(s.Seal)] ^= 0x10
		return s
	}
	stanza := h.seal(action("Bad", "")) // still base64, but not what was encrypted
	if at := 1000 + bytes.IndexFunc(stanza.Seal[1000:], func(r rune) bool { return r >= 'a' && r <= 'z' }); stanza.Seal[at] == 'q' {
		stanza.Seal[at] = 'r'
	} else {
		stanza.Seal[at] = 'q'
	}
	stranger, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	other := *h
	other.recipients = []age.Recipient{stranger.Recipient()}
	swapped := h.seal(action("Bad", ""))
	swapped.Seal = h.seal(action("Worse", "")).Seal
	for i, c := range []struct {
		name string
		s    data.Sealed
		code data.Code
	}{
		{"first byte flipped", flipped(0), data.CodeSealMalformed},
		{"stanza flipped", stanza, data.CodeSealClosed},
		{"last byte flipped", flipped(-1), data.CodeSealMalformed},
		{"noise", data.Sealed{ID: uuid.New(), Campaign: campaign, Kind: data.Signature, Day: "2008-02-27", Size: 2048, Seal: bytes.Repeat([]byte{7}, 3000)}, data.CodeSealMalformed},
		{"for other keys", other.seal(action("Bad", "")), data.CodeSealClosed},
		{"another's seal", swapped, data.CodeSealMismatch},
		{"not JSON", h.sealRaw(action("Bad", ""), []byte("{")), data.CodeSealMalformed},
		{"a bomb", h.sealRaw(action("Bad", ""), bytes.Repeat([]byte(" "), 8<<20)), data.CodeSealMalformed},
		{"10 MB name", name(strings.Repeat("a", 10<<20)), data.CodeSealMalformed},
		{"1,000,000 characters", name(strings.Repeat("a", 1_000_000)), data.CodeFieldTooLong},
		{"control characters", name("Bad\x1b[2J"), data.CodeFieldCharacters},
		{"zero byte", name("Bad\x00"), data.CodeFieldCharacters},
		{"bidi override", name("Bad\u202Egro"), data.CodeFieldCharacters},
		{"bidi isolate", name("\u2066Bad"), data.CodeFieldCharacters},
		{"lone surrogate", name("Bad\uFFFD"), data.CodeFieldCharacters},
		{"no name", name(" "), data.CodeFieldMissing},
		{"no such e-mail", with(func(a *data.Action) { a.Fields[data.FieldEmail] = "bad@@example" }), data.CodeEmailMalformed},
		{"a hundred fields", with(func(a *data.Action) {
			for i := range 100 {
				a.Fields[fmt.Sprint("f", i)] = "x"
			}
		}), data.CodeFieldUnknown},
		{"consent to nothing", with(func(a *data.Action) { a.Consents = []data.Consent{{}} }), data.CodeConsentMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := int64(i + 1)
			if a := h.send(c.s, h.seal(action("Good", ""))); statuses(a) != "accepted accepted" {
				t.Fatalf("got %s", statuses(a))
			}
			if got, want := h.total(data.Signature), (server.Total{Received: 2 * n, Counted: n, Closed: n}); got != want {
				t.Fatalf("got %+v, want %+v", got, want)
			}
			list, err := h.store.List(t.Context(), server.Query{State: server.Closed, Newest: true, Limit: 1})
			if err != nil || len(list) != 1 || list[0].Code != c.code || list[0].Sealed.Digest() != c.s.Digest() {
				t.Errorf("got %v, %v, want it kept with %s", list[0].Code, err, c.code)
			}
		})
	}
	if strings.Contains(h.logs.String(), "panic") {
		t.Error("something panicked")
	}
}

// TestNothingOpenedIsWrittenDown looks for what people wrote in every file of the server.
func TestNothingOpenedIsWrittenDown(t *testing.T) {
	h := start(t)
	for i := range 50 {
		h.send(h.seal(action(fmt.Sprintf("Wanjirũ%03d", i), fmt.Sprintf("wanjiru%03d@example.org", i))))
	}
	if got := h.total(data.Signature); got.Counted != 50 {
		t.Fatalf("got %+v", got)
	}
	words := []string{"Wanjir", "wanjir", "example.org", strings.Repeat("ab", 32)}
	search := func(when string) {
		files, err := os.ReadDir(h.dir)
		if err != nil || len(files) == 0 {
			t.Fatalf("got %v, %v", files, err)
		}
		for _, f := range files {
			b, err := os.ReadFile(filepath.Join(h.dir, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range words {
				if bytes.Contains(b, []byte(w)) {
					t.Errorf("%s: %s holds %q", when, f.Name(), w)
				}
			}
		}
	}
	search("running")
	h.stop()
	search("stopped")
}

// FuzzBatch posts anything at all: it is answered with a coded error or with one receipt an item, a good neighbour is
// stored whatever stands before it, and nothing panics.
func FuzzBatch(f *testing.F) {
	h := start(f)
	good := frames(h.seal(action("Good", "")))
	f.Add([]byte{})
	f.Add(good)
	f.Add([]byte("2 0\n{}\n\n"))
	f.Add([]byte("0 0\n\n\n"))
	f.Add(bytes.Replace(good, []byte("signature"), []byte("signatur\x00"), 1))
	f.Add(good[:len(good)/2])
	f.Fuzz(func(t *testing.T, b []byte) {
		body := append(append([]byte(nil), b...), good...)
		r := httptest.NewRequest("POST", "/v1/actions", bytes.NewReader(body))
		r.Header.Set("Content-Type", data.BatchType)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if strings.Contains(h.logs.String(), "panic") {
			t.Fatal("something panicked")
		}
		if w.Code != 200 {
			wantError(t, w.Result(), w.Body.Bytes(), codeIn(t, w.Body.Bytes()))
			return
		}
		a, err := data.OpenAnswer(w.Body.Bytes(), w.Header().Get(data.SignatureHeader), data.BatchDigest(body), h.receiptKey)
		if err != nil {
			t.Fatal(err)
		}
		items, err := data.ParseBatch(body)
		if err != nil || len(items) != len(a.Receipts) {
			t.Fatalf("got %d receipts for %d items, %v", len(a.Receipts), len(items), err)
		}
		last := items[len(items)-1]
		if status := a.Receipts[len(items)-1].Status; bytes.Equal(frames(last.Sealed), good) && status != data.Accepted && status != data.Duplicate {
			t.Errorf("the good neighbour got %s", status)
		}
	})
}

func codeIn(t *testing.T, body []byte) data.Code {
	var e data.Error
	if err := json.Unmarshal(body, &e); err != nil || e.Code == "" || e.Code == data.CodeInternal {
		t.Fatalf("got %q, want a coded error", body)
	}
	return e.Code
}
