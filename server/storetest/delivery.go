package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"placard/data"
	"placard/server"
)

// opened is when the suite's letters are opened.
var opened = time.Date(2008, 2, 27, 12, 0, 0, 0, time.UTC)

// letters stores n letters, opened, to the targets by turns; the one with seq n is due n minutes after opened.
func letters(t *testing.T, s server.Store, n int, targets ...string) {
	t.Helper()
	for i := range n {
		r := put(t, s, Sealed(data.Letter, "2008-02-27"))
		record(t, s, server.Opening{Seq: r[0].Seq, Target: targets[i%len(targets)], Due: opened.Add(time.Duration(r[0].Seq) * time.Minute)})
	}
}

func delivery(t *testing.T, s server.Store, seq int64) server.Delivery {
	t.Helper()
	list, err := s.Deliveries(t.Context(), server.DeliveryQuery{Campaign: Campaign, Seq: seq, Limit: 2})
	if err != nil || len(list) != 1 {
		t.Fatalf("letter %d: got %+v, %v", seq, list, err)
	}
	return list[0]
}

func move(t *testing.T, s server.Store, d server.Delivery, want bool, from ...server.DeliveryState) {
	t.Helper()
	if got, err := s.Move(t.Context(), d, from...); err != nil || got != want {
		t.Errorf("move %+v from %v: got %v, %v, want %v", d, from, got, err, want)
	}
}

func due(t *testing.T, s server.Store, now time.Time, not ...string) []int64 {
	t.Helper()
	list, err := s.Due(t.Context(), Campaign, now, not, 3)
	if err != nil {
		t.Fatal(err)
	}
	seqs := []int64{}
	for _, d := range list {
		seqs = append(seqs, d.Seq)
	}
	return seqs
}

func deliveriesBegin(t *testing.T, a Adapter) {
	s := open(t, a, t.TempDir())
	put(t, s, Sealed(data.Signature, "2008-02-27"), Sealed(data.Letter, "2008-02-26"), Sealed(data.Letter, "2008-02-27"))
	record(t, s, server.Opening{Seq: 1}, server.Opening{Seq: 2, Target: "president", Due: opened}, server.Opening{Seq: 3, Code: data.CodeSealClosed})
	list, err := s.Deliveries(t.Context(), server.DeliveryQuery{Campaign: Campaign, Limit: 9})
	want := server.Delivery{Seq: 2, Day: "2008-02-26", Counts: true, Target: "president", State: server.Waiting, Next: opened}
	if err != nil || len(list) != 1 || list[0] != want {
		t.Errorf("got %+v, %v, want only %+v", list, err, want)
	}
	if list, err := s.Deliveries(t.Context(), server.DeliveryQuery{Campaign: "other", Limit: 9}); err != nil || len(list) != 0 {
		t.Errorf("another campaign: got %+v, %v", list, err)
	}
}

func deliveriesAreDue(t *testing.T, a Adapter) {
	s := open(t, a, t.TempDir())
	letters(t, s, 6, "president", "minister")
	if got, want := due(t, s, opened.Add(2*time.Minute)), []int64{1, 2}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	later := opened.Add(time.Hour)
	if got, want := due(t, s, later), []int64{1, 2, 3}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := due(t, s, later, "president", "nobody"), []int64{2, 4, 6}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, err := s.Decide(t.Context(), 1, server.Doubled); err != nil {
		t.Fatal(err)
	}
	move(t, s, server.Delivery{Seq: 2, Target: "minister", State: server.Stopped}, true, server.Waiting)
	if got, want := due(t, s, later), []int64{3, 4, 5}; !slices.Equal(got, want) {
		t.Errorf("with one set aside, one stopped: got %v, want %v", got, want)
	}
}

func deliveriesMove(t *testing.T, a Adapter) {
	dir := t.TempDir()
	s := open(t, a, dir)
	letters(t, s, 3, "president")
	d := server.Delivery{Seq: 1, Day: "2008-02-27", Counts: true, Target: "minister", State: server.Waiting, Attempts: 3, Next: opened.Add(time.Hour), Code: 451, Reason: "4.7.1"}
	move(t, s, d, false, server.Sending, server.Unsure)
	move(t, s, d, true, server.Sending, server.Waiting)
	if got := delivery(t, s, 1); got != d {
		t.Errorf("got %+v, want %+v", got, d)
	}
	move(t, s, server.Delivery{Seq: 99, State: server.Sent}, false, server.Waiting)
	if _, err := s.Decide(t.Context(), 2, server.Doubled); err != nil {
		t.Fatal(err)
	}
	move(t, s, server.Delivery{Seq: 2, Target: "president", State: server.Sending}, false, server.Waiting) // set aside
	move(t, s, server.Delivery{Seq: 1, Target: "president", State: server.Sending}, true, server.Waiting)
	move(t, s, server.Delivery{Seq: 1, Target: "president", State: server.Sending}, false, server.Waiting) // not twice
	move(t, s, server.Delivery{Seq: 3, Target: "president", State: server.Sent}, true, server.Waiting)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, a, dir)
	if n, err := s.Interrupt(t.Context()); n != 1 || err != nil {
		t.Errorf("got %d interrupted, %v, want 1", n, err)
	}
	totals, err := s.DeliveryTotals(t.Context(), Campaign)
	if got, want := fmt.Sprint(totals), "[{president sent 1 0} {president unsure 1 0} {president waiting 1 1}]"; err != nil || got != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}

// deliveriesOutlive opens everything again, as with other keys: what was mailed is not mailed again.
func deliveriesOutlive(t *testing.T, a Adapter) {
	s := open(t, a, t.TempDir())
	letters(t, s, 2, "president")
	move(t, s, server.Delivery{Seq: 1, Target: "president", State: server.Sent}, true, server.Waiting)
	if err := s.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := due(t, s, opened.Add(time.Hour)); len(got) != 0 {
		t.Errorf("nothing is opened: got %v due", got)
	}
	record(t, s, server.Opening{Seq: 1, Target: "president", Due: opened}, server.Opening{Seq: 2, Target: "president", Due: opened})
	if got := delivery(t, s, 1); got.State != server.Sent {
		t.Errorf("got %+v, want it still sent", got)
	}
	if got, want := due(t, s, opened.Add(time.Hour)), []int64{2}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
