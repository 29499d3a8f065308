//go:build !js

package outbox

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"placard/data"
)

var (
	goldenIDs = []uuid.UUID{uuid.MustParse("6f1d0c5e-8c1b-4b8a-9d3e-2b1f00a4c7d1"), uuid.MustParse("0b9f7c1a-1234-4abc-8def-0123456789ab")}
	goldenKey = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
)

// TestWire compares every request of the client with what it has always been: a server may be older or newer than
// the kit by years. The files are written by hand when a request is new, and never changed.
func TestWire(t *testing.T) {
	items := []data.Sealed{
		{ID: goldenIDs[0], Campaign: campaignID, Kind: data.Signature, Day: "2008-02-27", Size: 2048, Seal: []byte("age-encryption.org/v1\n(not a real seal)\x00\xff\n")},
		{ID: goldenIDs[1], Campaign: campaignID, Kind: data.Comment, Day: "2008-02-28", Size: 4096, Seal: []byte("another")},
	}
	for name, call := range map[string]func(context.Context, *client){
		"actions":  func(ctx context.Context, c *client) { c.send(ctx, items) },
		"held":     func(ctx context.Context, c *client) { c.held(ctx, goldenIDs) },
		"counters": func(ctx context.Context, c *client) { c.counters(ctx) },
	} {
		t.Run(name, func(t *testing.T) {
			var got []byte
			server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				r.Host = "campaign.example"
				got, _ = httputil.DumpRequest(r, true)
			}))
			defer server.Close()
			c := newClient(data.Campaign{ID: campaignID, Server: server.URL + "/", ReceiptKey: goldenKey.Public().(ed25519.PublicKey)}, newLink(quick.Stall))
			call(t.Context(), c)
			file := "testdata/" + name + ".request"
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v; the request is:\n%q", err, got)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("got:\n%q\nwant, by %s:\n%q", got, file, want)
			}
		})
	}
}

// TestGoldenAnswers reads answers that a server once gave.
func TestGoldenAnswers(t *testing.T) {
	c := data.Campaign{ID: campaignID, ReceiptKey: goldenKey.Public().(ed25519.PublicKey)}
	r := response{status: 200, header: header{}, body: []byte(`{"digest":"d1","epoch":"3d6c1b52-35a5-4f2e-9f7c-5a7a2a9b0c11","at":"2008-02-27T17:04:05.123Z","safe":7,` +
		`"receipts":[{"id":"6f1d0c5e-8c1b-4b8a-9d3e-2b1f00a4c7d1","status":"accepted","seq":8},{"id":"0b9f7c1a-1234-4abc-8def-0123456789ab","status":"refused","code":"conflict","hint":"Make a new one.","news":1}],` +
		`"counters":{"campaign":"kenya-2008","at":"2008-02-27T17:04:05Z","basis":"counted","counts":{"signature":12345,"dance":2}},"later":[1]}`)}
	r.header["Content-Type"] = data.AnswerType + "; charset=utf-8"
	r.header[data.SignatureHeader] = sign(goldenKey, "placard answer v1\x00", r.body)
	a, err := readAnswer(r, "d1", c, goldenIDs)
	if err != nil {
		t.Fatal(err)
	}
	want := []data.Receipt{
		{ID: goldenIDs[0], Status: data.Accepted, Seq: 8},
		{ID: goldenIDs[1], Status: data.Refused, Code: data.CodeConflict, Hint: "Make a new one."},
	}
	if !slices.Equal(a.Receipts, want) || a.Safe != 7 || a.Counters.Counts[data.Signature] != 12345 {
		t.Errorf("got %+v, want %+v", a, want)
	}
}

func TestCodedFailures(t *testing.T) {
	for _, test := range []struct {
		status     int
		kind, body string
		code       data.Code
		hint       string
		coded      bool
	}{
		{413, data.ErrorType, `{"code":"batch_too_large","hint":"<b>Call 555</b>"}`, data.CodeBatchTooLarge, data.CodeBatchTooLarge.Hint(), true},
		{422, data.ErrorType, `{"code":"never_heard_of","hint":"Update the kit."}`, "never_heard_of", "Update the kit.", true},
		{422, data.ErrorType, `{"code":"Odd Code!","hint":"x"}`, data.CodeNotOurServer, data.CodeNotOurServer.Hint(), false},
		{302, data.ErrorType, `{"code":"conflict","hint":"x"}`, data.CodeNotOurServer, data.CodeNotOurServer.Hint(), false},
		{500, "text/html", `{"code":"internal"}`, data.CodeNotOurServer, data.CodeNotOurServer.Hint(), false},
		{400, data.ErrorType, `{"code":"new_code","hint":"` + strings.Repeat("é", 1000) + `"}`, "new_code", strings.Repeat("é", 150), true},
	} {
		f := readFailure(response{test.status, header{"Content-Type": test.kind}, []byte(test.body)})
		if f.Code != test.code || f.Hint != test.hint || f.coded != test.coded {
			t.Errorf("%d %.40s: got %s %q, want %s %q", test.status, test.body, f.Code, f.Hint, test.code, test.hint)
		}
	}
}

// FuzzAnswer feeds both readers of what comes back with bytes that a server signed, or did not.
func FuzzAnswer(f *testing.F) {
	f.Add([]byte(`{"digest":"d","epoch":"3d6c1b52-35a5-4f2e-9f7c-5a7a2a9b0c11","receipts":[{"id":"6f1d0c5e-8c1b-4b8a-9d3e-2b1f00a4c7d1","status":"accepted","seq":1}]}`), data.AnswerType, 200)
	f.Add([]byte(`{"digest":"d","epoch":"3d6c1b52-35a5-4f2e-9f7c-5a7a2a9b0c11","safe":-1,"receipts":null,"counters":{}}`), data.AnswerType, 200)
	f.Add([]byte(`{"code":"internal","hint":"h"}`), data.ErrorType, 500)
	f.Add([]byte(`<html>`), "text/html", 302)
	c := data.Campaign{ID: campaignID, ReceiptKey: goldenKey.Public().(ed25519.PublicKey)}
	f.Fuzz(func(t *testing.T, body []byte, kind string, status int) {
		r := response{status, header{"Content-Type": kind, "Retry-After": kind, "Date": string(body)}, body}
		if _, err := readAnswer(r, "d", c, goldenIDs); err == nil {
			t.Fatal("taken without a signature")
		}
		if e := readFailure(r); e.Code == "" || len(e.Hint) > maxHint || e.after > mostAfter || e.after < 0 {
			t.Fatalf("got %+v", e)
		}
		r.header[data.SignatureHeader] = sign(goldenKey, "placard answer v1\x00", body)
		a, err := readAnswer(r, "d", c, goldenIDs)
		if err != nil {
			return
		}
		seen := map[uuid.UUID]bool{}
		for _, receipt := range a.Receipts {
			if seen[receipt.ID] || !slices.Contains(goldenIDs, receipt.ID) {
				t.Fatalf("receipt of %v, twice or never asked for", receipt.ID)
			}
			seen[receipt.ID] = true
		}
	})
}
