// Package storetest is the contract that every [server.Store] passes: the comments of that interface, as tests.
package storetest

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"placard/data"
	"placard/server"
)

var seed = flag.Uint64("store.seed", 0, "seed of the random tests; 0 takes the clock")

// Adapter tells how to open a store in a folder of its own: a fresh one where the folder is empty, and the same
// again where one was.
type Adapter struct {
	Open func(dir string) (server.Store, error)
}

// Campaign is the campaign of the suite's actions.
const Campaign = "kenya-2008"

// Run runs the suite.
func Run(t *testing.T, a Adapter) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, Adapter)
	}{
		{"PutAnswersEachItem", putAnswersEachItem},
		{"SeqsGrowAcrossRestarts", seqsGrow},
		{"ConcurrentPutsOfTheSame", concurrentPuts},
		{"Held", held},
		{"TotalsAndDays", totals},
		{"OpeningResumes", openingResumes},
		{"RecordIsIdempotent", recordIdempotent},
		{"DoublesAreOfTheFirst", doubles},
		{"MailboxesHoldTwo", mailboxes},
		{"Decide", decide},
		{"Moderation", moderation},
		{"Erase", erase},
		{"Withdraw", withdraw},
		{"Forget", forget},
		{"ListPages", listPages},
		{"DeliveriesBegin", deliveriesBegin},
		{"DeliveriesAreDue", deliveriesAreDue},
		{"DeliveriesMove", deliveriesMove},
		{"DeliveriesOutliveOpenings", deliveriesOutlive},
		{"Settings", settings},
		{"Closed", closed},
		{"KilledAtAnyPoint", killed},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, a) })
	}
}

// Sealed makes an item that any store takes. Its seal is noise: a store does not look inside.
func Sealed(kind data.Kind, day string) data.Sealed {
	noise := make([]byte, 2100)
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	return data.Sealed{ID: uuid.New(), Campaign: Campaign, Kind: kind, Day: day, Size: 2048, Seal: noise}
}

func signatures(n int) []data.Sealed {
	list := make([]data.Sealed, n)
	for i := range list {
		list[i] = Sealed(data.Signature, "2008-02-27")
	}
	return list
}

func open(t *testing.T, a Adapter, dir string) server.Store {
	t.Helper()
	s, err := a.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // a second Close is allowed to fail
	return s
}

func put(t *testing.T, s server.Store, items ...data.Sealed) []data.Receipt {
	t.Helper()
	r, err := s.Put(t.Context(), items)
	if err != nil {
		t.Fatal(err)
	}
	if len(r) != len(items) {
		t.Fatalf("got %d receipts, want %d", len(r), len(items))
	}
	return r
}

func putAnswersEachItem(t *testing.T, a Adapter) {
	s := open(t, a, t.TempDir())
	one, two := Sealed(data.Signature, "2008-02-27"), Sealed(data.Letter, "2008-02-28")
	if r := put(t, s); len(r) != 0 {
		t.Errorf("nothing: got %v", r)
	}
	r := put(t, s, one, two)
	if r[0].Status != data.Accepted || r[1].Status != data.Accepted || r[0].Seq != 1 || r[1].Seq != 2 || r[0].ID != one.ID {
		t.Errorf("first time: got %+v", r)
	}
	other := one
	other.Seal = slices.Clone(one.Seal)
	other.Seal[0]++
	moved := two
	moved.Day = "2008-03-01"
	three := Sealed(data.Signature, "2008-02-27")
	r = put(t, s, one, other, three, moved, two, three)
	want := []struct {
		status data.Status
		seq    int64
		code   data.Code
	}{{data.Duplicate, 1, ""}, {data.Refused, 0, data.CodeConflict}, {data.Accepted, 3, ""}, {data.Refused, 0, data.CodeConflict}, {data.Duplicate, 2, ""}, {data.Duplicate, 3, ""}}
	for i, w := range want {
		if r[i].Status != w.status || r[i].Code != w.code || w.seq != 0 && r[i].Seq < w.seq {
			t.Errorf("item %d: got %+v, want %+v", i, r[i], w)
		}
		if w.code != "" && r[i].Hint != w.code.Hint() {
			t.Errorf("item %d: got hint %q", i, r[i].Hint)
		}
	}
	if r[2].Seq != r[5].Seq {
		t.Errorf("twice in one call: got seqs %d and %d", r[2].Seq, r[5].Seq)
	}
	kept, err := s.List(t.Context(), server.Query{Limit: 10})
	if err != nil || len(kept) != 3 {
		t.Fatalf("got %d items, %v, want 3", len(kept), err)
	}
	for i, w := range []data.Sealed{one, two, three} {
		if got := kept[i].Sealed; got.Digest() != w.Digest() {
			t.Errorf("item %d came back changed", i)
		}
	}
}

func seqsGrow(t *testing.T, a Adapter) {
	dir := t.TempDir()
	last := int64(0)
	for range 3 {
		s := open(t, a, dir)
		for _, r := range put(t, s, signatures(5)...) {
			if r.Seq <= last {
				t.Errorf("got seq %d after %d", r.Seq, last)
			}
			last = r.Seq
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// concurrentPuts sends the same items from many sides at once: each is accepted once.
func concurrentPuts(t *testing.T, a Adapter) {
	s := open(t, a, t.TempDir())
	items := signatures(60)
	const senders = 16
	got := make([][]data.Receipt, senders)
	var wg sync.WaitGroup
	for n := range senders {
		wg.Go(func() {
			for i := 0; i < len(items); i += 3 {
				k := (i + n*3) % len(items)
				r, err := s.Put(context.Background(), items[k:k+3])
				if err != nil {
					t.Error(err)
					return
				}
				got[n] = append(got[n], r...)
			}
		})
	}
	wg.Wait()
	accepted, seqs := map[uuid.UUID]int{}, map[uuid.UUID]int64{}
	for _, rs := range got {
		for _, r := range rs {
			if r.Status == data.Accepted {
				accepted[r.ID]++
			} else if r.Status != data.Duplicate {
				t.Errorf("got %+v", r)
			}
			if q, ok := seqs[r.ID]; ok && q != r.Seq {
				t.Errorf("%s: got seqs %d and %d", r.ID, q, r.Seq)
			}
			seqs[r.ID] = r.Seq
		}
	}
	for _, item := range items {
		if accepted[item.ID] != 1 {
			t.Errorf("%s: accepted %d times", item.ID, accepted[item.ID])
		}
	}
	if total := totalOf(t, s, data.Signature); total.Received != int64(len(items)) {
		t.Errorf("got %d received, want %d", total.Received, len(items))
	}
}

func totalOf(t *testing.T, s server.Store, kind data.Kind) server.Total {
	t.Helper()
	m, err := s.Totals(t.Context(), Campaign)
	if err != nil {
		t.Fatal(err)
	}
	return m[kind]
}

func held(t *testing.T, a Adapter) {
	s := open(t, a, t.TempDir())
	items := signatures(3)
	put(t, s, items...)
	stranger := uuid.New()
	r, err := s.Held(t.Context(), Campaign, []uuid.UUID{items[2].ID, stranger, items[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	want := []data.Receipt{{ID: items[2].ID, Status: data.Held, Seq: 3}, {ID: stranger, Status: data.Missing}, {ID: items[0].ID, Status: data.Held, Seq: 1}}
	if !slices.Equal(r, want) {
		t.Errorf("got %+v, want %+v", r, want)
	}
	r, err = s.Held(t.Context(), "other", []uuid.UUID{items[0].ID})
	if err != nil || r[0].Status != data.Missing {
		t.Errorf("another campaign's id: got %+v, %v", r, err)
	}
}

func totals(t *testing.T, a Adapter) {
	dir := t.TempDir()
	s := open(t, a, dir)
	put(t, s, Sealed(data.Signature, "2008-02-26"), Sealed(data.Signature, "2008-02-27"), Sealed(data.Letter, "2008-02-27"), Sealed(data.Signature, "2008-02-28"))
	record(t, s, server.Opening{Seq: 1, Person: []byte("a")}, server.Opening{Seq: 2, Person: []byte("a")}, server.Opening{Seq: 3, Code: data.CodeSealClosed})
	check := func(s server.Store) {
		t.Helper()
		if got, want := totalOf(t, s, data.Signature), (server.Total{Received: 3, Counted: 1, Doubled: 1}); got != want {
			t.Errorf("signatures: got %+v, want %+v", got, want)
		}
		if got, want := totalOf(t, s, data.Letter), (server.Total{Received: 1, Closed: 1}); got != want {
			t.Errorf("letters: got %+v, want %+v", got, want)
		}
		if got, want := totalOf(t, s, data.Photo), (server.Total{}); got != want {
			t.Errorf("photos: got %+v", got)
		}
		days, err := s.Days(t.Context(), Campaign, 2)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(days)
		want := fmt.Sprint([]server.DayTotal{
			{Day: "2008-02-28", Kind: data.Signature, Total: server.Total{Received: 1}},
			{Day: "2008-02-27", Kind: data.Letter, Total: server.Total{Received: 1, Closed: 1}},
			{Day: "2008-02-27", Kind: data.Signature, Total: server.Total{Received: 1, Doubled: 1}},
		})
		if got != want {
			t.Errorf("got days %s, want %s", got, want)
		}
	}
	check(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	check(open(t, a, dir))
	if m, err := s.Totals(t.Context(), "other"); err == nil && len(m) != 0 {
		t.Errorf("another campaign: got %v", m)
	}
}

func settings(t *testing.T, a Adapter) {
	dir := t.TempDir()
	s := open(t, a, dir)
	if v, err := s.Setting(t.Context(), "x"); v != "" || err != nil {
		t.Errorf("unset: got %q, %v", v, err)
	}
	for _, v := range []string{"one", "two"} {
		if err := s.SetSetting(t.Context(), "x", v); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, a, dir)
	if v, err := s.Setting(t.Context(), "x"); v != "two" || err != nil {
		t.Errorf("got %q, %v, want two", v, err)
	}
	if n, err := s.Safe(t.Context()); n != 0 || err != nil {
		t.Errorf("safe before any backup: got %d, %v", n, err)
	}
}

func closed(t *testing.T, a Adapter) {
	s := open(t, a, t.TempDir())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				if _, err := s.Put(context.Background(), signatures(1)); err != nil {
					return
				}
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	if err := s.Close(); err != nil {
		t.Errorf("close under way: %v", err)
	}
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("a Put hangs after Close")
	}
	if _, err := s.Put(t.Context(), signatures(1)); err == nil {
		t.Error("Put after Close: got no error")
	}
}

func newRand(t *testing.T) *rand.Rand {
	n := *seed
	if n == 0 {
		n = uint64(time.Now().UnixNano())
	}
	t.Logf("replay with -store.seed=%d", n)
	return rand.New(rand.NewPCG(n, n))
}
