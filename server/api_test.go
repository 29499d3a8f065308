package server_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"placard/data"
	"placard/server"
)

func TestActionsAreAcceptedOnce(t *testing.T) {
	h := start(t)
	one, two := h.seal(action("Wanjirũ", "wanjiru@example.org")), h.seal(action("Ochieng", ""))
	a := h.send(one, two)
	wantStatuses(t, a, "accepted accepted")
	if a.Epoch != h.Epoch() || a.Receipts[0].Seq != 1 || a.Receipts[1].ID != two.ID || a.Counters == nil {
		t.Errorf("got %+v", a)
	}
	wantStatuses(t, h.send(two, one, one), "duplicate duplicate duplicate")
	other := two
	other.Seal = append([]byte(nil), two.Seal...)
	other.Seal[len(other.Seal)-1] ^= 1
	wantStatuses(t, h.send(other, one), "refused/conflict duplicate")
	if got, want := h.total(data.Signature), (server.Total{Received: 2, Counted: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if a = h.send(one); a.Counters.Counts[data.Signature] != 2 || a.Counters.Basis != data.BasisCounted || a.Counters.Campaign != campaign {
		t.Errorf("got counters %+v", a.Counters)
	}
}

func TestBlindServerCountsWhatItReceived(t *testing.T) {
	h := start(t, blind)
	a := h.send(h.seal(action("A", "")), h.seal(action("B", "")))
	if a.Counters.Basis != data.BasisReceived || a.Counters.Counts[data.Signature] != 2 {
		t.Errorf("got %+v", a.Counters)
	}
}

func TestBadRequests(t *testing.T) {
	h := start(t)
	good := frames(h.seal(action("A", "")))
	held := func(ids int, campaign string) string {
		b, err := json.Marshal(data.HeldRequest{Campaign: campaign, IDs: make([]uuid.UUID, ids)})
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	otherDigest := "sha-256=:" + base64.StdEncoding.EncodeToString(make([]byte, 32)) + ":"
	for _, c := range []struct {
		name, method, path, contentType, body string
		code                                  data.Code
		header                                []string
	}{
		{"JSON", "POST", "/v1/actions", "application/json", `{"id":1}`, data.CodeContentType, nil},
		{"a form", "POST", "/v1/actions", "application/x-www-form-urlencoded", "a=b", data.CodeContentType, nil},
		{"no content type", "POST", "/v1/actions", "", string(good), data.CodeContentType, nil},
		{"nothing", "POST", "/v1/actions", data.BatchType, "", data.CodeBatchEmpty, nil},
		{"JSON in disguise", "POST", "/v1/actions", data.BatchType, `{"id":"`, data.CodeBatchMalformed, nil},
		{"cut", "POST", "/v1/actions", data.BatchType, string(good[:len(good)-1]), data.CodeBatchMalformed, nil},
		{"a length that lies", "POST", "/v1/actions", data.BatchType, "99999999 9\n{}\n\n", data.CodeBatchMalformed, nil},
		{"negative length", "POST", "/v1/actions", data.BatchType, "-1 9\n{}\n\n", data.CodeBatchMalformed, nil},
		{"endless length", "POST", "/v1/actions", data.BatchType, strings.Repeat("9", 5000) + "\n", data.CodeBatchMalformed, nil},
		{"too many frames", "POST", "/v1/actions", data.BatchType, strings.Repeat("2 0\n{}\n\n", 101), data.CodeBatchTooLarge, nil},
		{"10 MB name", "POST", "/v1/actions", data.BatchType, `{"name":"` + strings.Repeat("a", 10<<20) + `"}`, data.CodeBatchTooLarge, nil},
		{"other digest", "POST", "/v1/actions", data.BatchType, string(good), data.CodeDigestMismatch, []string{"Content-Digest", otherDigest}},
		{"broken digest", "POST", "/v1/actions", data.BatchType, string(good), data.CodeDigestMismatch, []string{"Content-Digest", "sha-256=:x:"}},
		{"a digest twice", "POST", "/v1/actions", data.BatchType, string(good), data.CodeDigestMismatch, []string{"Content-Digest", digestOf(good) + ", " + otherDigest}},
		{"GET", "GET", "/v1/actions", "", "", data.CodeMethod, nil},
		{"DELETE", "DELETE", "/v1/actions", "", "", data.CodeMethod, nil},
		{"POST to counters", "POST", "/v1/counters", "", "", data.CodeMethod, nil},
		{"no such address", "GET", "/v1/nothing", "", "", data.CodeNotFound, nil},
		{"below one", "POST", "/v1/actions/x", data.BatchType, string(good), data.CodeNotFound, nil},
		{"other campaign's counters", "GET", "/v1/counters?campaign=other", "", "", data.CodeCampaignUnknown, nil},
		{"held: not JSON", "POST", "/v1/held", "application/json", "{", data.CodeRequestMalformed, nil},
		{"held: other JSON", "POST", "/v1/held", "application/json", `{"ids":["x"]}`, data.CodeRequestMalformed, nil},
		{"held: none", "POST", "/v1/held", "application/json", held(0, campaign), data.CodeRequestMalformed, nil},
		{"held: too many", "POST", "/v1/held", "application/json", held(data.MaxHeldIDs+1, campaign), data.CodeBatchTooLarge, nil},
		{"held: far too many", "POST", "/v1/held", "application/json", held(5000, campaign), data.CodeBatchTooLarge, nil},
		{"held: other campaign", "POST", "/v1/held", "application/json", held(1, "other"), data.CodeCampaignUnknown, nil},
		{"held: wrong type", "POST", "/v1/held", "text/plain", held(1, campaign), data.CodeContentType, nil},
		{"held: deep JSON", "POST", "/v1/held", "application/json", strings.Repeat("[", 60_000), data.CodeRequestMalformed, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, chunked := range []bool{false, true} {
				var body io.Reader = strings.NewReader(c.body)
				if chunked {
					body = struct{ io.Reader }{body} // of unknown length
				}
				header := append([]string{}, c.header...)
				if c.contentType != "" {
					header = append(header, "Content-Type", c.contentType)
				}
				resp, b := h.do(c.method, c.path, body, header...)
				wantError(t, resp, b, c.code)
				if c.code == data.CodeMethod && resp.Header.Get("Allow") == "" {
					t.Error("no Allow")
				}
			}
		})
	}
	if got := h.total(data.Signature); got.Received != 0 {
		t.Errorf("a bad request was stored: %+v", got)
	}
	if strings.Contains(h.logs.String(), "panic") {
		t.Error("something panicked")
	}
}

func digestOf(body []byte) string {
	sum := sha256.Sum256(body)
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

func TestGoodDigestIsTaken(t *testing.T) {
	h := start(t)
	body := frames(h.seal(action("A", "")))
	for _, digest := range []string{digestOf(body), "md5=:AAAA:, " + digestOf(body), "sha-512=:AAAA:"} {
		resp, b := h.do("POST", "/v1/actions", bytes.NewReader(body), "Content-Type", data.BatchType+"; charset=binary", "Content-Digest", digest)
		if resp.StatusCode != 200 {
			t.Errorf("%s: got %s %s", digest, resp.Status, b)
		}
	}
}

func TestHeld(t *testing.T) {
	h := start(t)
	s := h.seal(action("A", ""))
	h.send(s)
	stranger := uuid.New()
	body, err := json.Marshal(data.HeldRequest{Campaign: campaign, IDs: []uuid.UUID{stranger, s.ID}})
	if err != nil {
		t.Fatal(err)
	}
	resp, b := h.do("POST", "/v1/held", bytes.NewReader(body), "Content-Type", "application/json")
	a, err := data.OpenAnswer(b, resp.Header.Get(data.SignatureHeader), data.BatchDigest(body), h.receiptKey)
	if err != nil {
		t.Fatal(err)
	}
	wantStatuses(t, a, "missing held")
	if a.Receipts[1].Seq != 1 {
		t.Errorf("got seq %d, want 1", a.Receipts[1].Seq)
	}
}

func TestCounters(t *testing.T) {
	h := start(t)
	h.send(h.seal(action("A", "")))
	h.total(data.Signature)
	resp, b := h.do("GET", "/v1/counters?campaign="+campaign, nil)
	sig, err := base64.StdEncoding.DecodeString(resp.Header.Get(data.SignatureHeader))
	if err != nil || !ed25519.Verify(h.receiptKey, append([]byte("placard counters v1\x00"), b...), sig) {
		t.Errorf("the signature does not fit (%v)", err)
	}
	var c data.Counters
	if err := json.Unmarshal(b, &c); err != nil || c.Counts[data.Signature] != 1 || c.Campaign != campaign {
		t.Errorf("got %s, %v", b, err)
	}
}

func TestCampaignFile(t *testing.T) {
	h := start(t)
	for path, server := range map[string]string{"/v1/campaign": "http://127.0.0.1:1", "/campaign.json": ""} {
		_, b := h.do("GET", path, nil)
		c, err := data.ParseCampaign(b)
		if err != nil || c.ID != campaign || c.Server != server {
			t.Errorf("%s: got %+v, %v", path, c, err)
		}
	}
}

func TestEpochIsNewAtEachStart(t *testing.T) {
	h := start(t)
	h.stop()
	if again := startIn(t, h.dir); again.Epoch() == h.Epoch() {
		t.Error("got the same epoch twice")
	}
}

// brokenStore fails, or panics, where it should store.
type brokenStore struct {
	server.Store
	put func() error
}

func (b *brokenStore) Put(ctx context.Context, items []data.Sealed) ([]data.Receipt, error) {
	if err := b.put(); err != nil {
		return nil, err
	}
	return b.Store.Put(ctx, items)
}

func TestBrokenStore(t *testing.T) {
	broken := &brokenStore{}
	h := start(t, func(c *server.Config) { broken.Store, c.Store = c.Store, broken })
	good, bad := h.seal(action("A", "")), h.seal(action("B", ""))
	bad.Kind = "dance"
	broken.put = func() error { return data.NewError(data.CodeServerFull, "", errors.New("disk full")) }
	wantStatuses(t, h.send(good, bad), "later/server_full refused/kind_unknown")
	broken.put = func() error { return errors.New("disk I/O error") }
	wantStatuses(t, h.send(bad, good), "refused/kind_unknown later/internal")
	broken.put = func() error { panic("a bug") }
	resp, b := h.do("POST", "/v1/actions", bytes.NewReader(frames(good)), "Content-Type", data.BatchType)
	wantError(t, resp, b, data.CodeInternal)
	if bytes.Contains(b, []byte("bug")) {
		t.Errorf("the error tells what is inside: %s", b)
	}
	broken.put = func() error { return nil }
	wantStatuses(t, h.send(good), "accepted")
}

func TestHealth(t *testing.T) {
	h := start(t)
	resp, b := h.do("GET", "/healthz", nil)
	if resp.StatusCode != 200 || string(b) != "ok\n" {
		t.Errorf("got %s %q", resp.Status, b)
	}
	resp, _ = h.do("HEAD", "/healthz", nil)
	if resp.StatusCode != 200 {
		t.Errorf("HEAD: got %s", resp.Status)
	}
}

// TestEveryAnswerIsSafe looks at the headers of every sort of answer.
func TestEveryAnswerIsSafe(t *testing.T) {
	h := start(t, func(c *server.Config) { c.HTTPS = true })
	for _, path := range []string{"/healthz", "/v1/campaign", "/v1/nothing", "/v1/actions", "/", "/nothing", "/organiser/", "/organiser/login",
		"/organiser/nothing", "/organiser/style.css", "/campaign.json", "/../../etc/passwd", "/.git/config"} {
		resp, _ := h.do("GET", path, nil)
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cross-Origin-Opener-Policy": "same-origin",
			"Strict-Transport-Security": "max-age=31536000",
		} {
			if got := resp.Header.Get(name); got != want {
				t.Errorf("%s: %s: got %q, want %q", path, name, got, want)
			}
		}
		csp := resp.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe-inline") {
			t.Errorf("%s: got policy %q", path, csp)
		}
		if r := resp.Header.Get("Referrer-Policy"); r != "no-referrer" && r != "same-origin" {
			t.Errorf("%s: got %q", path, r)
		}
		if resp.Header.Get("Access-Control-Allow-Origin") != "" || resp.Header.Get("Server") != "" || resp.Header.Get("Permissions-Policy") == "" {
			t.Errorf("%s: got %v", path, resp.Header)
		}
	}
}

// TestLogsTellNobody runs all sorts of requests at the most talkative level.
func TestLogsTellNobody(t *testing.T) {
	h := start(t)
	h.send(h.seal(action("Wanjirũ wa Ngũgĩ", "wanjiru@example.org")))
	h.total(data.Signature)
	h.do("POST", "/v1/actions", strings.NewReader("127.0.0.1 wanjiru"), "Content-Type", data.BatchType, "User-Agent", "Secretphone", "X-Forwarded-For", "203.0.113.9")
	h.do("GET", "/secret-path?name=wanjiru", nil)
	h.do("WANJIRU", "/", nil)
	h.stop()
	got := strings.ToLower(h.logs.String())
	if !strings.Contains(got, "request") {
		t.Fatal("nothing was logged")
	}
	for _, word := range []string{"wanjir", "127.0.0.1", "203.0.113.9", "secretphone", "secret-path", "ngũgĩ"} {
		if strings.Contains(got, word) {
			t.Errorf("the log tells %q:\n%s", word, got)
		}
	}
}

func TestStopDrains(t *testing.T) {
	slow := &brokenStore{}
	entered, release := make(chan struct{}), make(chan struct{})
	slow.put = func() error { close(entered); <-release; return nil }
	h := start(t, func(c *server.Config) { slow.Store, c.Store = c.Store, slow })
	s := h.seal(action("A", ""))
	answer := make(chan data.Answer, 1)
	go func() { answer <- h.send(s) }()
	<-entered
	stopped := make(chan struct{})
	go func() { h.stop(); close(stopped) }()
	time.Sleep(50 * time.Millisecond)
	select {
	case <-stopped:
		t.Fatal("stopped over a request under way")
	default:
	}
	close(release)
	if a := <-answer; statuses(a) != "accepted" {
		t.Errorf("got %s", statuses(a))
	}
	<-stopped
	if _, err := http.Get(h.url + "/healthz"); err == nil {
		t.Error("still answers after the stop")
	}
}
