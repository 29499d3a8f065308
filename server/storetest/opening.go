package storetest

import (
	"slices"
	"testing"

	"placard/data"
	"placard/server"
)

func record(t *testing.T, s server.Store, o ...server.Opening) {
	t.Helper()
	if err := s.Record(t.Context(), o); err != nil {
		t.Fatal(err)
	}
}

func unopened(t *testing.T, s server.Store, limit int) []int64 {
	t.Helper()
	list, err := s.Unopened(t.Context(), limit)
	if err != nil {
		t.Fatal(err)
	}
	seqs := []int64{}
	for _, a := range list {
		seqs = append(seqs, a.Seq)
	}
	return seqs
}

func openingResumes(t *testing.T, a Adapter) {
	dir := t.TempDir()
	s := open(t, a, dir)
	items := signatures(5)
	put(t, s, items...)
	if got, want := unopened(t, s, 3), []int64{1, 2, 3}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	record(t, s, server.Opening{Seq: 1}, server.Opening{Seq: 2, Code: data.CodeSealMalformed})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, a, dir)
	list, err := s.Unopened(t.Context(), 10)
	if err != nil || len(list) != 3 || list[0].Seq != 3 || list[0].Sealed.Digest() != items[2].Digest() {
		t.Fatalf("after a restart: got %+v, %v", list, err)
	}
	record(t, s, server.Opening{Seq: 3}, server.Opening{Seq: 4}, server.Opening{Seq: 5})
	if got := unopened(t, s, 10); len(got) != 0 {
		t.Errorf("all opened: got %v", got)
	}
	if got, want := totalOf(t, s, data.Signature), (server.Total{Received: 5, Counted: 4, Closed: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func recordIdempotent(t *testing.T, a Adapter) {
	s := open(t, a, t.TempDir())
	put(t, s, signatures(2)...)
	for range 3 {
		record(t, s, server.Opening{Seq: 1, Person: []byte("a")}, server.Opening{Seq: 2, Person: []byte("a")}, server.Opening{Seq: 99})
	}
	record(t, s, server.Opening{Seq: 1, Code: data.CodeSealClosed})
	if got, want := totalOf(t, s, data.Signature), (server.Total{Received: 2, Counted: 1, Doubled: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func doubles(t *testing.T, a Adapter) {
	s := open(t, a, t.TempDir())
	put(t, s, signatures(6)...)
	record(t, s,
		server.Opening{Seq: 1, Person: []byte("a")}, server.Opening{Seq: 2}, server.Opening{Seq: 3},
		server.Opening{Seq: 4, Person: []byte("a")}, server.Opening{Seq: 5, Person: []byte("b")})
	record(t, s, server.Opening{Seq: 6, Person: []byte("a")})
	list, err := s.List(t.Context(), server.Query{Campaign: Campaign, State: server.Doubled, Limit: 10})
	if err != nil || len(list) != 2 || list[0].Seq != 4 || list[1].Seq != 6 || list[0].Double != 1 || list[1].Double != 1 {
		t.Errorf("got %+v, %v, want 4 and 6, doubles of 1", list, err)
	}
}

func mailboxes(t *testing.T, a Adapter) {
	s := open(t, a, t.TempDir())
	put(t, s, signatures(6)...)
	by := func(seq int64, person, mailbox string) server.Opening {
		return server.Opening{Seq: seq, Person: []byte(person), Mailbox: []byte(mailbox)}
	}
	record(t, s, by(1, "a", "m"), by(2, "a", "m"), by(3, "b", "m"), by(4, "c", "m"), by(5, "d", "n"))
	if got, want := totalOf(t, s, data.Signature), (server.Total{Received: 6, Counted: 3, Doubled: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if _, err := s.Decide(t.Context(), 3, server.Doubled); err != nil {
		t.Fatal(err)
	}
	record(t, s, by(6, "e", "m")) // there is room again
	list, err := s.List(t.Context(), server.Query{Campaign: Campaign, State: server.Doubled, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	var got [][2]int64
	for _, a := range list {
		got = append(got, [2]int64{a.Seq, a.Double})
	}
	if want := [][2]int64{{2, 1}, {3, 0}, {4, 1}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v: each with what it came after", got, want)
	}
}

func decide(t *testing.T, a Adapter) {
	s := open(t, a, t.TempDir())
	put(t, s, signatures(4)...)
	record(t, s, server.Opening{Seq: 1, Person: []byte("a")}, server.Opening{Seq: 2, Person: []byte("a")}, server.Opening{Seq: 3, Code: data.CodeSealClosed})
	step := func(seq int64, state server.State, want bool, total server.Total) {
		t.Helper()
		if got, err := s.Decide(t.Context(), seq, state); err != nil || got != want {
			t.Errorf("decide %d %s: got %v, %v, want %v", seq, state, got, err, want)
		}
		if got := totalOf(t, s, data.Signature); got != total {
			t.Errorf("decide %d %s: got %+v, want %+v", seq, state, got, total)
		}
	}
	step(2, server.Counted, true, server.Total{Received: 4, Counted: 2, Closed: 1})
	step(2, server.Counted, true, server.Total{Received: 4, Counted: 2, Closed: 1})
	step(2, server.Doubled, true, server.Total{Received: 4, Counted: 1, Doubled: 1, Closed: 1})
	step(3, server.Counted, false, server.Total{Received: 4, Counted: 1, Doubled: 1, Closed: 1})
	step(4, server.Counted, false, server.Total{Received: 4, Counted: 1, Doubled: 1, Closed: 1})
	if _, err := s.Decide(t.Context(), 2, server.Closed); err == nil {
		t.Error("decide closed: got no error")
	}
}

func forget(t *testing.T, a Adapter) {
	s := open(t, a, t.TempDir())
	put(t, s, signatures(2)...)
	record(t, s, server.Opening{Seq: 1, Person: []byte("a")}, server.Opening{Seq: 2, Person: []byte("a")})
	if err := s.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := totalOf(t, s, data.Signature), (server.Total{Received: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := unopened(t, s, 10); len(got) != 2 {
		t.Errorf("got %v unopened, want both", got)
	}
}

func listPages(t *testing.T, a Adapter) {
	s := open(t, a, t.TempDir())
	for i := range 9 {
		put(t, s, Sealed([]data.Kind{data.Signature, data.Letter, data.Signature}[i%3], "2008-02-27"))
	}
	for seq := range int64(8) {
		o := server.Opening{Seq: seq + 1}
		if seq == 3 {
			o.Code = data.CodeSealMismatch
		}
		record(t, s, o)
	}
	for _, c := range []struct {
		q    server.Query
		want []int64
	}{
		{server.Query{Limit: 100}, []int64{1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{server.Query{Limit: 2, After: 7}, []int64{8, 9}},
		{server.Query{Limit: 2, Newest: true}, []int64{9, 8}},
		{server.Query{Limit: 3, Newest: true, Before: 8}, []int64{7, 6, 5}},
		{server.Query{Limit: 9, Kind: data.Letter}, []int64{2, 5, 8}},
		{server.Query{Limit: 9, Kind: data.Signature, State: server.Counted}, []int64{1, 3, 6, 7}},
		{server.Query{Limit: 2, Kind: data.Signature, State: server.Counted, Newest: true, Before: 7}, []int64{6, 3}},
		{server.Query{Limit: 9, State: server.Closed}, []int64{4}},
		{server.Query{Limit: 9, Campaign: "other"}, nil},
		{server.Query{Limit: 9, Campaign: Campaign, After: 2, Before: 5}, []int64{3, 4}},
	} {
		list, err := s.List(t.Context(), c.q)
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		for _, a := range list {
			got = append(got, a.Seq)
			if a.Seq == 4 && (a.State != server.Closed || a.Code != data.CodeSealMismatch) || a.Seq == 9 && a.State != server.Fresh {
				t.Errorf("%+v: got %+v", c.q, a)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%+v: got %v, want %v", c.q, got, c.want)
		}
	}
}
