//go:build !js

package outbox

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"placard/data"
)

// peek reads a request's body and puts it back.
func peek(r *http.Request) []byte {
	b, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(b))
	return b
}

// TestNotOurServer: whatever answers in place of the server, nothing leaves the outbox, and the status says so.
func TestNotOurServer(t *testing.T) {
	portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("followed to %s", r.URL)
	}))
	defer portal.Close()
	page := func(status int, contentType string) func(*campaignServer, http.ResponseWriter, []byte) {
		return func(_ *campaignServer, w http.ResponseWriter, _ []byte) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(status)
			io.WriteString(w, "<html>Welcome! Please sign in.</html>")
		}
	}
	redirect := func(status int) func(*campaignServer, http.ResponseWriter, []byte) {
		return func(_ *campaignServer, w http.ResponseWriter, _ []byte) {
			w.Header().Set("Location", portal.URL)
			w.WriteHeader(status)
		}
	}
	accepted := func(s *campaignServer, body []byte) data.Answer {
		a := data.Answer{Digest: data.BatchDigest(body), Epoch: uuid.New()}
		items, _ := data.ParseBatch(body)
		for _, i := range items {
			a.Receipts = append(a.Receipts, data.Receipt{ID: i.Sealed.ID, Status: data.Accepted, Seq: 1})
		}
		return a
	}
	for name, answer := range map[string]func(s *campaignServer, w http.ResponseWriter, body []byte){
		"200 and a page":        page(200, "text/html"),
		"200, a page, our type": page(200, data.AnswerType),
		"204":                   page(204, ""),
		"302":                   redirect(302),
		"307":                   redirect(307),
		"308":                   redirect(308),
		"403 and a page":        page(403, "text/html"),
		"502 and a page":        page(502, "text/html"),
		"511":                   page(511, "text/html"),
		"error type, no error":  page(422, data.ErrorType),
		"error as a success":    page(200, data.ErrorType),
		"nothing":               func(*campaignServer, http.ResponseWriter, []byte) {},
		"other type": func(s *campaignServer, w http.ResponseWriter, body []byte) {
			b, sig, _ := data.SignAnswer(accepted(s, body), s.key)
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set(data.SignatureHeader, sig)
			w.Write(b)
		},
		"no signature": func(s *campaignServer, w http.ResponseWriter, body []byte) {
			b, _, _ := data.SignAnswer(accepted(s, body), s.key)
			w.Header().Set("Content-Type", data.AnswerType)
			w.Write(b)
		},
		"an answer to another batch": func(s *campaignServer, w http.ResponseWriter, body []byte) {
			a := accepted(s, body)
			a.Digest = data.BatchDigest([]byte("another"))
			s.answer(w, a)
		},
		"a changed answer": func(s *campaignServer, w http.ResponseWriter, body []byte) {
			b, sig, _ := data.SignAnswer(accepted(s, body), s.key)
			w.Header().Set("Content-Type", data.AnswerType)
			w.Header().Set(data.SignatureHeader, sig)
			w.Write(bytes.Replace(b, []byte(`"seq":1`), []byte(`"seq":2`), 1))
		},
		"an answer without end": func(s *campaignServer, w http.ResponseWriter, body []byte) {
			w.Header().Set("Content-Type", data.AnswerType)
			io.Copy(w, io.LimitReader(zeros{}, 4*maxAnswer))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t)
			o := newOutbox(t, s, quick)
			queue(t, o, 3)
			s.meddle = func(_ int, w http.ResponseWriter, r *http.Request) bool {
				answer(s, w, peek(r))
				return true
			}
			wantErr(t, o.Drain(t.Context()), data.CodeNotOurServer)
			wantTally(t, o, 3, 0, 0)
			if st := o.Status(); st.Online || !st.Seen.IsZero() || st.Err == nil || st.Err.Code != data.CodeNotOurServer {
				t.Errorf("status: got %+v, want %s", st, data.CodeNotOurServer)
			}
			s.lock(func() { s.meddle = nil })
			if err := o.Drain(t.Context()); err != nil {
				t.Error(err)
			}
			wantTally(t, o, 0, 3, 0)
		})
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// TestForeignReceipts: the server's word counts for what it was asked, nothing else.
func TestForeignReceipts(t *testing.T) {
	s := newServer(t)
	o := newOutbox(t, s, quick)
	ids := queue(t, o, 5) // the first batch holds four
	s.meddle = func(n int, w http.ResponseWriter, r *http.Request) bool {
		s.answer(w, data.Answer{Digest: data.BatchDigest(peek(r)), Epoch: s.epoch, Receipts: []data.Receipt{
			{ID: ids[4], Status: data.Accepted, Seq: 1}, {ID: ids[0], Status: data.Accepted, Seq: 2}, {ID: ids[0], Status: data.Refused},
		}, Counters: &data.Counters{Campaign: "other"}})
		s.meddle = func(int, http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) }
		return true
	}
	wantErr(t, o.Drain(t.Context()), data.CodeOffline)
	wantTally(t, o, 4, 1, 0)
}

func TestOffline(t *testing.T) {
	s := newServer(t)
	o := newOutbox(t, s, quick)
	queue(t, o, 2)
	address := s.Listener.Addr().String()
	s.Close()
	wantErr(t, o.Drain(t.Context()), data.CodeOffline)
	wantTally(t, o, 2, 0, 0)
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Skip("the port is taken")
	}
	back := &http.Server{Handler: http.HandlerFunc(s.serve)}
	go back.Serve(l)
	defer back.Close()
	if err := o.Drain(t.Context()); err != nil {
		t.Error(err)
	}
	wantTally(t, o, 0, 2, 0)
}

// TestTheAnswerIsLost: the server stored the batch, the answer never came.
func TestTheAnswerIsLost(t *testing.T) {
	s := newServer(t)
	o := newOutbox(t, s, quick)
	queue(t, o, 3)
	s.meddle = func(n int, w http.ResponseWriter, r *http.Request) bool {
		if n > 1 {
			return false
		}
		s.serve(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	}
	wantErr(t, o.Drain(t.Context()), data.CodeOffline)
	wantTally(t, o, 3, 0, 0)
	if err := o.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantTally(t, o, 0, 3, 0)
	if got := s.count(); got != 3 {
		t.Errorf("got %d stored, want 3", got)
	}
}

// TestHalfOpen: the first connection goes silent for ever. A second one is dialled before the first is given up, and
// its answer is taken.
func TestHalfOpen(t *testing.T) {
	s := newServer(t)
	o := newOutbox(t, s, Pace{Stall: 30 * time.Second}) // far from giving up
	o.client.link.rtt, o.client.link.rate, o.client.link.stall = 100*time.Millisecond, 1<<20, 3*time.Second
	queue(t, o, 3)
	release := make(chan struct{})
	defer close(release)
	s.meddle = func(n int, _ http.ResponseWriter, r *http.Request) bool {
		if n == 1 {
			peek(r)
			<-release
		}
		return n == 1
	}
	start := time.Now()
	if err := o.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantTally(t, o, 0, 3, 0)
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("took %v, want about a second", d)
	}
	if got := len(s.paths); got < 2 {
		t.Errorf("got %d requests, want a second one beside the first", got)
	}
}

// TestEverythingIsSilent: nobody answers at all. The attempt ends in bounded time, and the next one has more patience.
func TestEverythingIsSilent(t *testing.T) {
	s := newServer(t)
	o := newOutbox(t, s, quick)
	o.client.link.rtt = 50 * time.Millisecond
	queue(t, o, 1)
	release := make(chan struct{})
	defer close(release)
	s.meddle = func(int, http.ResponseWriter, *http.Request) bool { <-release; return true }
	before := o.client.link.giveUp(64 << 10)
	err := o.Drain(t.Context())
	wantErr(t, err, data.CodeOffline)
	if !errors.Is(err, errStalled) {
		t.Errorf("got %v, want %v", err, errStalled)
	}
	if after := o.client.link.giveUp(64 << 10); after < 2*before {
		t.Errorf("patience: got %v after a stall, %v before", after, before)
	}
}

// TestASlowLinkFinishes: 120 kbit/s and 800 ms each way and back are slow, not broken.
func TestASlowLinkFinishes(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some 20 s")
	}
	t.Parallel()
	s := newServer(t)
	address := slowLink(t, s.Listener.Addr().String(), 15_000, 400*time.Millisecond)
	s.campaign.Server = "http://" + address
	o := newOutbox(t, s, Pace{})
	queue(t, o, 30)
	if err := o.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantTally(t, o, 0, 30, 0)
	t.Logf("batches %v, rtt %v, %.0f bytes a second", s.batches, o.client.link.rtt, o.client.link.rate)
	if len(s.batches) > 5 {
		t.Errorf("got batches %v: some were sent twice", s.batches)
	}
}

// TestAVerySlowLinkFinishes: the first guess of the link is far too good. Attempts fail until it is not.
func TestAVerySlowLinkFinishes(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some 30 s")
	}
	t.Parallel()
	s := newServer(t)
	address := slowLink(t, s.Listener.Addr().String(), 1_000, 50*time.Millisecond)
	s.campaign.Server = "http://" + address
	pace := quick
	o := newOutbox(t, s, pace)
	o.client.link.rate = 1 << 20
	o.client.link.rtt = 50 * time.Millisecond
	queue(t, o, 1)
	run(t, o)
	deadline := time.Now().Add(90 * time.Second)
	for s.count() == 0 || tally(t, o).Sent == 0 {
		if time.Now().After(deadline) {
			t.Fatalf("not sent; rtt %v, rate %.0f", o.client.link.rtt, o.client.link.rate)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// slowLink forwards connections at a rate of bytes a second each way, each byte late by delay.
func slowLink(t testing.TB, to string, rate int, delay time.Duration) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(func() { cancel(); l.Close() })
	var up, down atomic.Int64 // when the wire is free again, of all connections together
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			in.(*net.TCPConn).SetReadBuffer(8 << 10)
			out, err := net.Dial("tcp", to)
			if err != nil {
				in.Close()
				continue
			}
			context.AfterFunc(ctx, func() { in.Close(); out.Close() })
			go trickle(out, in, rate, delay, &up)
			go trickle(in, out, rate, delay, &down)
		}
	}()
	return l.Addr().String()
}

// trickle copies, and lets at most rate bytes a second through.
func trickle(to, from net.Conn, rate int, delay time.Duration, free *atomic.Int64) {
	type piece struct {
		b  []byte
		at time.Time
	}
	pieces := make(chan piece, 1000)
	go func() {
		defer to.Close()
		for p := range pieces {
			time.Sleep(time.Until(p.at))
			if _, err := to.Write(p.b); err != nil {
				from.Close()
			}
		}
	}()
	defer close(pieces)
	for {
		b := make([]byte, 512)
		n, err := from.Read(b)
		if err != nil {
			return
		}
		took := time.Duration(n) * time.Second / time.Duration(rate)
		start := time.Now().UnixNano()
		for {
			busy := free.Load()
			begin := max(busy, start)
			if free.CompareAndSwap(busy, begin+int64(took)) {
				start = begin
				break
			}
		}
		sent := time.Unix(0, start).Add(took)
		time.Sleep(time.Until(sent))
		pieces <- piece{b[:n], sent.Add(delay)}
	}
}
