package storetest

import (
	"maps"
	"slices"
	"testing"

	"placard/data"
	"placard/server"
)

func moderation(t *testing.T, a Adapter) {
	dir := t.TempDir()
	s := open(t, a, dir)
	put(t, s, Sealed(data.Comment, "2008-02-27"), Sealed(data.Comment, "2008-02-27"), Sealed(data.Comment, "2008-02-27"),
		Sealed(data.Comment, "2008-02-27"), Sealed(data.Signature, "2008-02-27"), Sealed(data.Comment, "2008-02-27"))
	record(t, s, server.Opening{Seq: 1}, server.Opening{Seq: 2}, server.Opening{Seq: 3}, server.Opening{Seq: 4, Code: data.CodeSealClosed}, server.Opening{Seq: 5})
	is := func(pending, shown, hidden []int64) {
		t.Helper()
		totals, err := s.ModerationTotals(t.Context(), Campaign)
		if err != nil {
			t.Fatal(err)
		}
		for state, want := range map[server.Moderation][]int64{server.Pending: pending, server.Shown: shown, server.Hidden: hidden} {
			list, err := s.List(t.Context(), server.Query{Campaign: Campaign, Kind: data.Comment, State: server.Counted, Moderation: state, Limit: 9})
			if err != nil {
				t.Fatal(err)
			}
			var got []int64
			for _, a := range list {
				got = append(got, a.Seq)
			}
			if !slices.Equal(got, want) || totals[state] != int64(len(want)) {
				t.Errorf("%s: got %v of %d, want %v", state, got, totals[state], want)
			}
		}
		if other, err := s.ModerationTotals(t.Context(), "other"); err != nil || len(other) != 0 {
			t.Errorf("another campaign: got %v, %v", maps.Collect(maps.All(other)), err)
		}
	}
	move := func(seq int64, to server.Moderation, want bool) {
		t.Helper()
		if got, err := s.Moderate(t.Context(), seq, to); err != nil || got != want {
			t.Errorf("%d to %s: got %v, %v, want %v", seq, to, got, err, want)
		}
	}
	is([]int64{1, 2, 3}, nil, nil)
	move(1, server.Shown, true)
	move(2, server.Hidden, true)
	move(4, server.Shown, false) // not opened
	move(5, server.Shown, false) // no comment
	move(6, server.Shown, false) // not opened yet
	move(9, server.Shown, false)
	is([]int64{3}, []int64{1}, []int64{2})
	move(2, server.Shown, true)
	move(1, server.Pending, true)
	if _, err := s.Moderate(t.Context(), 3, "nonsense"); err == nil {
		t.Error("nonsense: got no error")
	}
	is([]int64{1, 3}, []int64{2}, nil)
	if _, err := s.Decide(t.Context(), 2, server.Doubled); err != nil {
		t.Fatal(err)
	}
	is([]int64{1, 3}, nil, nil)
	if err := s.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	is(nil, nil, nil)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, a, dir)
	record(t, s, server.Opening{Seq: 1}, server.Opening{Seq: 2})
	is([]int64{1}, []int64{2}, nil)
}
