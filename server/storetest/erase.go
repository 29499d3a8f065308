package storetest

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"placard/data"
	"placard/server"
)

// erase: the content goes from every file, what was counted stays, and nothing that came later is touched.
func erase(t *testing.T, a Adapter) {
	dir := t.TempDir()
	s := open(t, a, dir)
	items := []data.Sealed{
		Sealed(data.Signature, "2008-02-27"), Sealed(data.Signature, "2008-02-27"), Sealed(data.Letter, "2008-02-27"),
		Sealed(data.Comment, "2008-02-28"), Sealed(data.Signature, "2008-02-28"), Sealed(data.Signature, "2008-02-28"),
	}
	put(t, s, items...)
	record(t, s, server.Opening{Seq: 1, Person: []byte("a"), Mailbox: []byte("m")}, server.Opening{Seq: 2, Person: []byte("a")},
		server.Opening{Seq: 3, Target: "president"}, server.Opening{Seq: 4}, server.Opening{Seq: 5, Person: []byte("b")})
	if _, err := s.Moderate(t.Context(), 4, server.Shown); err != nil {
		t.Fatal(err)
	}
	kept := func(want map[data.Kind]int64, wantLast int64) {
		t.Helper()
		got, last, err := s.Kept(t.Context(), Campaign)
		if err != nil || !maps.Equal(got, want) || last != wantLast {
			t.Errorf("kept %v up to %d, %v, want %v up to %d", got, last, err, want, wantLast)
		}
	}
	kept(map[data.Kind]int64{data.Signature: 4, data.Letter: 1, data.Comment: 1}, 6)
	if n, err := s.Erase(t.Context(), "other", 6, 9); err != nil || n != 0 {
		t.Errorf("another campaign: got %d, %v", n, err)
	}
	for _, want := range []int64{3, 1, 0} {
		if n, err := s.Erase(t.Context(), Campaign, 4, 3); err != nil || n != want {
			t.Errorf("got %d, %v, want %d", n, err, want)
		}
	}
	kept(map[data.Kind]int64{data.Signature: 2}, 6)
	if got, want := totalOf(t, s, data.Signature), (server.Total{Received: 4, Counted: 2, Doubled: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	list, err := s.List(t.Context(), server.Query{Campaign: Campaign, Limit: 9})
	if err != nil || len(list) != 2 || list[0].Seq != 5 || list[0].Sealed.Digest() != items[4].Digest() {
		t.Errorf("got %d listed, %v, want numbers 5 and 6", len(list), err)
	}
	if m, err := s.ModerationTotals(t.Context(), Campaign); err != nil || m[server.Shown] != 0 {
		t.Errorf("comments: got %v, %v", m, err)
	}
	if due, err := s.Due(t.Context(), Campaign, time.Now().Add(time.Hour), nil, 9); err != nil || len(due) != 0 {
		t.Errorf("letters: got %+v, %v", due, err)
	}
	if d, err := s.Deliveries(t.Context(), server.DeliveryQuery{Campaign: Campaign, Limit: 9}); err != nil || len(d) != 1 || d[0].State != server.Stopped || d[0].Reason != server.ReasonErased {
		t.Errorf("letters: got %+v, %v", d, err)
	}
	// A kit that sends one again, and one that asks, hear what they heard before.
	again, err := s.Put(t.Context(), items[:1])
	if err != nil || again[0].Status != data.Duplicate || again[0].Seq != 1 {
		t.Errorf("sent again: got %+v, %v", again, err)
	}
	// With other keys the rest is opened again; of what is erased the counts stay.
	if err := s.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := totalOf(t, s, data.Signature), (server.Total{Received: 4, Counted: 1, Doubled: 1}); got != want {
		t.Errorf("forgotten: got %+v, want %+v", got, want)
	}
	if got, want := unopened(t, s, 9), []int64{5, 6}; !slices.Equal(got, want) {
		t.Errorf("forgotten: %v are to be opened, want %v", got, want)
	}
	for i, want := range []bool{false, false, false, false, true, true} {
		if got := inFiles(t, dir, items[i].Seal[1000:1040]); got != want {
			t.Errorf("content of number %d is in a file: %v, want %v", i+1, got, want)
		}
	}
}

// inFiles reports whether any file of a folder has the bytes in it.
func inFiles(t *testing.T, dir string, b []byte) (found bool) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		found = found || bytes.Contains(content, b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
