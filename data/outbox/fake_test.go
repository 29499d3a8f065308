//go:build !js

package outbox

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"placard/data"
	"placard/data/local"
)

const campaignID = "kenya-2008"

// campaignServer answers as the wire says, from memory, and lets a test get in the way.
type campaignServer struct {
	*httptest.Server
	campaign data.Campaign
	key      ed25519.PrivateKey
	identity *age.HybridIdentity

	mu      sync.Mutex
	epoch   uuid.UUID
	safe    int64
	stored  map[uuid.UUID]data.Sealed
	seqs    map[uuid.UUID]int64
	batches []int                                                           // items in each batch that came
	paths   []string                                                        // of the requests that came
	meddle  func(n int, w http.ResponseWriter, r *http.Request) (done bool) // called with the number of the request, from 1
	judge   func(data.Sealed) (data.Receipt, bool)
}

var identity = sync.OnceValue(func() *age.HybridIdentity {
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		panic(err)
	}
	return id
})

func newServer(t testing.TB) *campaignServer {
	t.Helper()
	seed := [ed25519.SeedSize]byte{1, 2, 3}
	s := &campaignServer{
		key: ed25519.NewKeyFromSeed(seed[:]), identity: identity(), epoch: uuid.New(),
		stored: map[uuid.UUID]data.Sealed{}, seqs: map[uuid.UUID]int64{},
	}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	s.campaign = data.Campaign{
		ID: campaignID, Server: s.URL, Recipients: []string{s.identity.Recipient().String()},
		ReceiptKey: s.key.Public().(ed25519.PublicKey),
	}
	return s
}

func (s *campaignServer) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.paths = append(s.paths, r.Method+" "+r.URL.Path)
	n, meddle := len(s.paths), s.meddle
	s.mu.Unlock()
	if meddle != nil && meddle(n, w, r) {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	a := data.Answer{Digest: data.BatchDigest(body), Epoch: s.epoch, At: time.Now().UTC(), Safe: s.safe}
	switch r.URL.Path {
	case "/v1/actions":
		items, err := data.ParseBatch(body)
		if err != nil {
			fail(w, err.(*data.Error))
			return
		}
		s.batches = append(s.batches, len(items))
		for _, item := range items {
			a.Receipts = append(a.Receipts, s.take(item.Sealed))
		}
	case "/v1/held":
		var q data.HeldRequest
		if err := json.Unmarshal(body, &q); err != nil || len(q.IDs) == 0 || len(q.IDs) > data.MaxHeldIDs {
			fail(w, data.NewError(data.CodeItemMalformed, "", err))
			return
		}
		for _, id := range q.IDs {
			receipt := data.Receipt{ID: id, Status: data.Missing}
			if seq, ok := s.seqs[id]; ok {
				receipt.Status, receipt.Seq = data.Held, seq
			}
			a.Receipts = append(a.Receipts, receipt)
		}
	case "/v1/counters":
		b, _ := json.Marshal(s.counters())
		w.Header().Set(data.SignatureHeader, sign(s.key, "placard counters v1\x00", b))
		w.Header().Set("Content-Type", "application/json")
		w.Write(b)
		return
	default:
		fail(w, data.NewError(data.CodeNotFound, "", nil))
		return
	}
	c := s.counters()
	a.Counters = &c
	s.answer(w, a)
}

func (s *campaignServer) answer(w http.ResponseWriter, a data.Answer) {
	b, sig, err := data.SignAnswer(a, s.key)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", data.AnswerType)
	w.Header().Set(data.SignatureHeader, sig)
	w.Write(b)
}

func (s *campaignServer) counters() data.Counters {
	return data.Counters{Campaign: campaignID, At: time.Now().UTC(), Basis: data.BasisReceived, Counts: map[data.Kind]int64{data.Signature: int64(len(s.stored))}}
}

func (s *campaignServer) take(x data.Sealed) data.Receipt {
	if s.judge != nil {
		if r, ok := s.judge(x); ok {
			r.ID = x.ID
			return r
		}
	}
	if old, ok := s.stored[x.ID]; ok {
		if old.Digest() != x.Digest() {
			return data.Receipt{ID: x.ID, Status: data.Refused, Code: data.CodeConflict}
		}
		return data.Receipt{ID: x.ID, Status: data.Duplicate, Seq: s.seqs[x.ID]}
	}
	x.Seal = slices.Clone(x.Seal)
	s.stored[x.ID], s.seqs[x.ID] = x, int64(len(s.stored)+1)
	return data.Receipt{ID: x.ID, Status: data.Accepted, Seq: s.seqs[x.ID]}
}

// lock runs f with the server's fields at rest.
func (s *campaignServer) lock(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

func (s *campaignServer) count() (n int) {
	s.lock(func() { n = len(s.stored) })
	return n
}

func fail(w http.ResponseWriter, e *data.Error) {
	w.Header().Set("Content-Type", data.ErrorType)
	w.WriteHeader(e.Code.Status())
	json.NewEncoder(w).Encode(e)
}

// quick is a pace for tests, in which nobody has time.
var quick = Pace{Stall: 300 * time.Millisecond, First: 5 * time.Millisecond, Most: 40 * time.Millisecond, Idle: time.Hour}

func newOutbox(t testing.TB, s *campaignServer, pace Pace) *Outbox {
	t.Helper()
	store, err := local.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	o, err := New(Config{Store: store, Campaign: s.campaign, Pace: pace})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// run runs the outbox until the test ends.
func run(t testing.TB, o *Outbox) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- o.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != context.Canceled {
			t.Errorf("Run: got %v, want %v", err, context.Canceled)
		}
	})
}

func signature(n int) data.Action {
	a := data.NewAction(campaignID, data.Signature, time.Now())
	a.Fields[data.FieldName] = fmt.Sprintf("Wanjirũ the %dth", n)
	a.Fields[data.FieldEmail] = fmt.Sprintf("wanjiru%d@example.org", n)
	return a
}

func queue(t testing.TB, o *Outbox, n int) []uuid.UUID {
	t.Helper()
	var ids []uuid.UUID
	for i := range n {
		a := signature(i)
		if err := o.Queue(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, a.ID)
	}
	return ids
}

// eventually waits until f holds.
func eventually(t testing.TB, what string, f func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !f(); {
		if time.Now().After(deadline) {
			t.Fatalf("not in 20 s: %s", what)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func tally(t testing.TB, o *Outbox) data.Tally {
	t.Helper()
	got, err := o.Tally(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func wantTally(t testing.TB, o *Outbox, waiting, sent, refused int) {
	t.Helper()
	if got := tally(t, o); got.Waiting != waiting || got.Sent != sent || got.Refused != refused {
		t.Errorf("got %d waiting, %d sent, %d refused, want %d, %d, %d", got.Waiting, got.Sent, got.Refused, waiting, sent, refused)
	}
}

func wantErr(t testing.TB, err error, code data.Code) {
	t.Helper()
	if e := asError("", err); err == nil || e.Code != code {
		t.Errorf("got error %v, want %s", err, code)
	}
}
