package storetest

import (
	"slices"
	"testing"
	"time"

	"placard/data"
	"placard/server"
)

// withdraw: what is taken back counts no longer, is opened no more, and its content goes from every file; its neighbours
// and the receipts stay.
func withdraw(t *testing.T, a Adapter) {
	dir := t.TempDir()
	s := open(t, a, dir)
	items := []data.Sealed{
		Sealed(data.Signature, "2008-02-27"), Sealed(data.Signature, "2008-02-27"), Sealed(data.Letter, "2008-02-27"),
		Sealed(data.Comment, "2008-02-28"), Sealed(data.Signature, "2008-02-28"),
	}
	put(t, s, items...)
	record(t, s, server.Opening{Seq: 1, Person: []byte("a")}, server.Opening{Seq: 2, Person: []byte("b")},
		server.Opening{Seq: 3, Target: "president"}, server.Opening{Seq: 4})
	if _, err := s.Moderate(t.Context(), 4, server.Shown); err != nil {
		t.Fatal(err)
	}
	take := func(campaign string, seq int64, want bool) {
		t.Helper()
		if got, err := s.Withdraw(t.Context(), campaign, seq); err != nil || got != want {
			t.Errorf("withdraw %d: got %v, %v, want %v", seq, got, err, want)
		}
	}
	take(Campaign, 9, false)
	take("other", 1, false)
	for _, seq := range []int64{1, 3, 4, 5, 1} { // 5 was not opened yet; 1 comes twice
		take(Campaign, seq, true)
	}
	record(t, s, server.Opening{Seq: 5, Person: []byte("c")}) // by an opener that had read it before
	signatures := server.Total{Received: 3, Counted: 1, Withdrawn: 2}
	if got := totalOf(t, s, data.Signature); got != signatures || got.Waiting() != 0 {
		t.Errorf("got %+v, want %+v", got, signatures)
	}
	if got, want := totalOf(t, s, data.Comment), (server.Total{Received: 1, Withdrawn: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if m, err := s.ModerationTotals(t.Context(), Campaign); err != nil || len(m) != 0 {
		t.Errorf("comments: got %v, %v", m, err)
	}
	if d, err := s.Deliveries(t.Context(), server.DeliveryQuery{Campaign: Campaign, Limit: 9}); err != nil || len(d) != 1 || d[0].State != server.Stopped || d[0].Counts {
		t.Errorf("letters: got %+v, %v", d, err)
	}
	if due, err := s.Due(t.Context(), Campaign, time.Now().Add(time.Hour), nil, 9); err != nil || len(due) != 0 {
		t.Errorf("letters: got %+v, %v", due, err)
	}
	list, err := s.List(t.Context(), server.Query{Campaign: Campaign, Limit: 9})
	if err != nil || len(list) != 1 || list[0].Seq != 2 {
		t.Errorf("listed: %+v, %v", list, err)
	}
	if found, err := s.Decide(t.Context(), 1, server.Counted); err != nil || found {
		t.Errorf("what was withdrawn was counted again: %v, %v", found, err)
	}
	again, err := s.Put(t.Context(), items[:1])
	if err != nil || again[0].Status != data.Duplicate || again[0].Seq != 1 {
		t.Errorf("sent again: got %+v, %v", again, err)
	}
	// The same person is free to do it again.
	last := put(t, s, Sealed(data.Signature, "2008-03-01"))[0].Seq
	record(t, s, server.Opening{Seq: last, Person: []byte("a")})
	signatures.Received, signatures.Counted = 4, 2
	if got := totalOf(t, s, data.Signature); got != signatures {
		t.Errorf("done again: got %+v, want %+v", got, signatures)
	}
	for range 2 { // the sums are kept, and found again with other keys and after a start
		if err := s.Forget(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, want := unopened(t, s, 9), []int64{2, last}; !slices.Equal(got, want) {
			t.Errorf("forgotten: %v are to be opened, want %v", got, want)
		}
		if got, want := totalOf(t, s, data.Signature), (server.Total{Received: 4, Withdrawn: 2}); got != want {
			t.Errorf("forgotten: got %+v, want %+v", got, want)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = open(t, a, dir)
	}
	for i, want := range []bool{false, true, false, false, false} {
		if got := inFiles(t, dir, items[i].Seal[1000:1040]); got != want {
			t.Errorf("content of number %d is in a file: %v, want %v", i+1, got, want)
		}
	}
}
