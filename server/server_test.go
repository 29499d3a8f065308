package server_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"

	"placard/data"
	"placard/data/seal"
	"placard/server"
	"placard/server/sqlite"
)

const campaign = "kenya-2008"

// host is a server over a real store and a real connection.
type host struct {
	*server.Server
	t          testing.TB
	url, dir   string
	store      server.Store
	receiptKey ed25519.PublicKey
	key        *age.HybridIdentity
	recipients []age.Recipient
	logs       *logs
	stop       func()
}

// logs gathers what a server logs.
type logs struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// key is made once: making one costs more than a test.
var testKey = sync.OnceValue(func() *age.HybridIdentity {
	k, err := age.GenerateHybridIdentity()
	if err != nil {
		panic(err)
	}
	return k
})

// start runs a server with a fresh store; change may alter its configuration and, with the server made, its limits.
func start(t testing.TB, change ...any) *host {
	t.Helper()
	dir := t.TempDir()
	return startIn(t, dir, change...)
}

func startIn(t testing.TB, dir string, change ...any) *host {
	t.Helper()
	h := startIdle(t, dir, change...)
	h.listen()
	return h
}

// startIdle makes a server that neither listens nor works by itself.
func startIdle(t testing.TB, dir string, change ...any) *host {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(dir, "placard.db"))
	if err != nil {
		t.Fatal(err)
	}
	pub, priv, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	h := &host{t: t, dir: dir, store: store, receiptKey: pub, key: testKey(), logs: &logs{}}
	h.recipients = []age.Recipient{h.key.Recipient()}
	c := server.Config{
		Campaign: data.Campaign{ID: campaign, Server: "http://127.0.0.1:1", Recipients: []string{h.key.Recipient().String()}, ReceiptKey: pub},
		Store:    store, ReceiptKey: priv, Identities: []*age.HybridIdentity{h.key},
		Log: slog.New(slog.NewJSONHandler(h.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, f := range change {
		if f, ok := f.(func(*server.Config)); ok {
			f(&c)
		}
	}
	if h.Server, err = server.New(c); err != nil {
		t.Fatal(err)
	}
	for _, f := range change {
		if f, ok := f.(func(*server.Server)); ok {
			f(h.Server)
		}
	}
	t.Cleanup(func() { _ = store.Close() }) // who listens has closed it
	return h
}

func (h *host) listen() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		h.t.Fatal(err)
	}
	h.url = "http://" + l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.Serve(ctx, l) }()
	h.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			h.t.Errorf("serve: %v", err)
		}
		if err := h.store.Close(); err != nil {
			h.t.Errorf("close store: %v", err)
		}
	})
	h.t.Cleanup(h.stop)
}

// withKey returns a server that is not listening, over the same store, with the key.
func (h *host) withKey() *server.Server {
	h.t.Helper()
	c := h.Config
	c.Identities = []*age.HybridIdentity{h.key}
	s, err := server.New(c)
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func blind(c *server.Config) { c.Identities = nil }

func action(name, email string) data.Action {
	a := data.NewAction(campaign, data.Signature, time.Date(2008, 2, 27, 17, 4, 5, 0, time.UTC))
	a.Fields[data.FieldName] = name
	if email != "" {
		a.Fields[data.FieldEmail] = email
	}
	a.Consents = []data.Consent{{Purpose: "contact", Given: email != "", TextHash: strings.Repeat("ab", 32), Lang: "en", Method: "checkbox, unticked at first"}}
	return a
}

func (h *host) seal(a data.Action) data.Sealed {
	h.t.Helper()
	s, err := seal.Seal(a, h.recipients...)
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// frames makes a batch.
func frames(items ...data.Sealed) []byte {
	var b []byte
	for _, s := range items {
		b = data.AppendFrame(b, s)
	}
	return b
}

// do sends a request; header fields come in pairs.
func (h *host) do(method, path string, body io.Reader, header ...string) (*http.Response, []byte) {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, body)
	if err != nil {
		h.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	c := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := c.Do(r)
	if err != nil {
		h.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatalf("%s %s: %v", method, path, err)
	}
	return resp, b
}

// send sends a batch and verifies the answer.
func (h *host) send(items ...data.Sealed) data.Answer {
	h.t.Helper()
	return h.sendBody(frames(items...))
}

func (h *host) sendBody(body []byte) data.Answer {
	h.t.Helper()
	resp, b := h.do("POST", "/v1/actions", bytes.NewReader(body), "Content-Type", data.BatchType)
	if resp.StatusCode != 200 || resp.Header.Get("Content-Type") != data.AnswerType {
		h.t.Fatalf("got %s %s: %s", resp.Status, resp.Header.Get("Content-Type"), b)
	}
	a, err := data.OpenAnswer(b, resp.Header.Get(data.SignatureHeader), data.BatchDigest(body), h.receiptKey)
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// total waits until everything is opened and returns the sums.
func (h *host) total(kind data.Kind) server.Total {
	h.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(2 * time.Millisecond) {
		m, err := h.store.Totals(h.t.Context(), campaign)
		if err != nil {
			h.t.Fatal(err)
		}
		if m[kind].Waiting() == 0 {
			return m[kind]
		}
		if time.Now().After(deadline) {
			h.t.Fatalf("still not opened: %+v", m[kind])
		}
	}
}

func wantError(t *testing.T, resp *http.Response, body []byte, code data.Code) {
	t.Helper()
	var e data.Error
	if err := json.Unmarshal(body, &e); err != nil {
		t.Errorf("got %q, want a coded error: %v", body, err)
		return
	}
	if e.Code != code || e.Hint != code.Hint() || e.Hint == "" || resp.StatusCode != code.Status() || resp.Header.Get("Content-Type") != data.ErrorType {
		t.Errorf("got %s, %s, %q, %q; want %s and its hint", resp.Status, e.Code, e.Hint, resp.Header.Get("Content-Type"), code)
	}
}

func statuses(a data.Answer) string {
	var s []string
	for _, r := range a.Receipts {
		w := string(r.Status)
		if r.Code != "" {
			w += "/" + string(r.Code)
		}
		s = append(s, w)
	}
	return strings.Join(s, " ")
}

func wantStatuses(t *testing.T, a data.Answer, want string) {
	t.Helper()
	if got := statuses(a); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	for _, r := range a.Receipts {
		if r.Code != "" && r.Hint != r.Code.Hint() {
			t.Errorf("%s: got hint %q", r.Code, r.Hint)
		}
	}
}
