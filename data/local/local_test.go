package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/uuid"

	"placard/data"
)

const campaign = "kenya-2008"

// open opens the named store and closes it after the test.
func open(t testing.TB, name string) *Store {
	t.Helper()
	s, err := Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// sealed makes an action with a seal of random bytes: the store never looks inside.
func sealed(day int) data.Sealed {
	s := data.Sealed{ID: uuid.New(), Campaign: campaign, Kind: data.Signature, Day: fmt.Sprintf("2008-02-%02d", 1+day%28), Size: 2048, Seal: make([]byte, 2100)}
	for i := range s.Seal {
		s.Seal[i] = byte(rand.Uint32())
	}
	return s
}

func add(t testing.TB, s *Store, n int) []data.Sealed {
	t.Helper()
	var list []data.Sealed
	for i := range n {
		list = append(list, sealed(i))
		if err := s.Add(t.Context(), list[i]); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

func answer(epoch uuid.UUID, safe int64, rs ...data.Receipt) data.Answer {
	return data.Answer{Epoch: epoch, Safe: safe, Receipts: rs}
}

func file(t testing.TB, s *Store, a data.Answer) {
	t.Helper()
	if err := s.File(t.Context(), a); err != nil {
		t.Fatal(err)
	}
}

func wantTally(t testing.TB, s *Store, waiting, sent, refused int) {
	t.Helper()
	got, err := s.Tally(t.Context(), campaign)
	if err != nil {
		t.Fatal(err)
	}
	if got.Waiting != waiting || got.Sent != sent || got.Refused != refused {
		t.Errorf("tally: got %d waiting, %d sent, %d refused, want %d, %d, %d", got.Waiting, got.Sent, got.Refused, waiting, sent, refused)
	}
}

func wantWaiting(t testing.TB, s *Store, want ...data.Sealed) {
	t.Helper()
	got, err := s.Waiting(t.Context(), campaign, 1000, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want) {
		t.Fatalf("got %d waiting, want %d", len(got), len(want))
	}
	for i := range got {
		if got[i].ID != want[i].ID || got[i].Digest() != want[i].Digest() {
			t.Errorf("waiting %d: got %v, want %v", i, got[i].ID, want[i].ID)
		}
	}
}

func TestWhatWasAddedIsThereAfterOpeningAgain(t *testing.T) {
	name := newName(t)
	s := open(t, name)
	list := add(t, s, 5)
	wantWaiting(t, s, list...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, name)
	wantWaiting(t, s, list...)
	wantTally(t, s, 5, 0, 0)
}

func TestAddAgain(t *testing.T) {
	s := open(t, newName(t))
	one := add(t, s, 1)[0]
	for range 3 {
		if err := s.Add(t.Context(), one); err != nil {
			t.Fatal(err)
		}
	}
	wantTally(t, s, 1, 0, 0)
	other := one
	other.Seal = bytes.Repeat([]byte{7}, 2100)
	if err := s.Add(t.Context(), other); !errors.Is(err, data.NewError(data.CodeConflict, "", nil)) {
		t.Errorf("other seal: got %v, want %s", err, data.CodeConflict)
	}
	wantWaiting(t, s, one)

	epoch := uuid.New()
	file(t, s, answer(epoch, 9, data.Receipt{ID: one.ID, Status: data.Accepted, Seq: 9}))
	if err := s.Add(t.Context(), one); err != nil {
		t.Errorf("again after it was sent and let go: %v", err)
	}
	wantTally(t, s, 0, 1, 0)
}

func TestWaitingStopsAtTheBytes(t *testing.T) {
	s := open(t, newName(t))
	add(t, s, 10)
	for _, test := range []struct{ limit, bytes, want int }{
		{100, 1, 1}, {100, 2100, 1}, {100, 2101, 2}, {100, 4200, 2}, {3, 1 << 20, 3}, {100, 1 << 20, 10}, {0, 1 << 20, 0},
	} {
		got, err := s.Waiting(t.Context(), campaign, test.limit, test.bytes)
		if err != nil || len(got) != test.want {
			t.Errorf("limit %d, %d bytes: got %d items (%v), want %d", test.limit, test.bytes, len(got), err, test.want)
		}
	}
	if got, err := s.Waiting(t.Context(), "other", 10, 1<<20); err != nil || len(got) != 0 {
		t.Errorf("other campaign: got %d items (%v), want none", len(got), err)
	}
}

func TestFile(t *testing.T) {
	s := open(t, newName(t))
	l := add(t, s, 6)
	epoch := uuid.New()
	file(t, s, answer(epoch, 0,
		data.Receipt{ID: l[0].ID, Status: data.Accepted, Seq: 1},
		data.Receipt{ID: l[1].ID, Status: data.Duplicate, Seq: 2},
		data.Receipt{ID: l[2].ID, Status: data.Refused, Code: data.CodeSealMalformed, Hint: "Again."},
		data.Receipt{ID: l[3].ID, Status: data.Later, Code: data.CodeServerFull, Hint: "Wait."},
		data.Receipt{ID: uuid.New(), Status: data.Accepted, Seq: 7},
		data.Receipt{ID: l[4].ID, Status: "unheard-of"},
	))
	wantTally(t, s, 3, 2, 1)
	wantWaiting(t, s, l[4], l[5], l[3])

	got, err := s.Page(t.Context(), campaign, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	want := []data.Entry{
		{ID: l[5].ID, State: data.StateWaiting}, {ID: l[4].ID, State: data.StateWaiting},
		{ID: l[3].ID, State: data.StateWaiting, Code: data.CodeServerFull, Hint: "Wait."},
		{ID: l[2].ID, State: data.StateRefused, Code: data.CodeSealMalformed, Hint: "Again."},
		{ID: l[1].ID, State: data.StateSent}, {ID: l[0].ID, State: data.StateSent},
	}
	for i := range want {
		want[i].Kind, want[i].Day = data.Signature, l[5-i].Day
		if got[i] != want[i] {
			t.Errorf("entry %d: got %+v, want %+v", i, got[i], want[i])
		}
	}

	// What went through loses its code; what is sent is not refused by a late word; what is refused stays so.
	file(t, s, answer(epoch, 0,
		data.Receipt{ID: l[3].ID, Status: data.Accepted, Seq: 3},
		data.Receipt{ID: l[0].ID, Status: data.Refused, Code: data.CodeConflict},
		data.Receipt{ID: l[1].ID, Status: data.Later},
		data.Receipt{ID: l[2].ID, Status: data.Later},
		data.Receipt{ID: l[2].ID, Status: data.Missing},
	))
	wantTally(t, s, 2, 3, 1)
	if got, _ = s.Page(t.Context(), campaign, 2, 1); got[0].Code != "" || got[0].Hint != "" || got[0].State != data.StateSent {
		t.Errorf("got %+v, want it sent without a code", got[0])
	}
}

func TestLaterKeepsTheOrder(t *testing.T) {
	s := open(t, newName(t))
	l := add(t, s, 5)
	later := func(list ...data.Sealed) {
		var rs []data.Receipt
		for _, x := range list {
			rs = append(rs, data.Receipt{ID: x.ID, Status: data.Later, Code: data.CodeServerFull})
		}
		file(t, s, data.Answer{Receipts: rs})
	}
	later(l[0], l[1])
	wantWaiting(t, s, l[2], l[3], l[4], l[0], l[1])
	later(l[3])
	wantWaiting(t, s, l[2], l[4], l[0], l[1], l[3])
	six := add(t, s, 1)[0]
	wantWaiting(t, s, l[2], l[4], l[0], l[1], l[3], six)
	later(l[2], l[4], l[0], l[1], l[3], six)
	wantWaiting(t, s, l[2], l[4], l[0], l[1], l[3], six)
}

func TestSafeLetsSealsGo(t *testing.T) {
	s := open(t, newName(t))
	l := add(t, s, 4)
	epoch := uuid.New()
	file(t, s, answer(epoch, 2,
		data.Receipt{ID: l[0].ID, Status: data.Accepted, Seq: 1},
		data.Receipt{ID: l[1].ID, Status: data.Accepted, Seq: 3},
		data.Receipt{ID: l[2].ID, Status: data.Accepted}, // a receipt without a number is never safe
	))
	if got, want := heldSeals(t, s), 3; got != want {
		t.Errorf("got %d seals, want %d", got, want)
	}
	file(t, s, answer(uuid.New(), 99)) // another epoch says nothing of ours
	file(t, s, data.Answer{Safe: 99})  // nor does none
	if got, want := heldSeals(t, s), 3; got != want {
		t.Errorf("another epoch: got %d seals, want %d", got, want)
	}
	file(t, s, answer(epoch, 99))
	if got, want := heldSeals(t, s), 2; got != want {
		t.Errorf("all safe: got %d seals, want %d", got, want)
	}
	wantTally(t, s, 1, 3, 0)
	wantWaiting(t, s, l[3])
}

func TestManySafeAtOnce(t *testing.T) {
	s := open(t, newName(t))
	l := add(t, s, 600)
	epoch := uuid.New()
	var rs []data.Receipt
	for i, x := range l {
		rs = append(rs, data.Receipt{ID: x.ID, Status: data.Accepted, Seq: int64(i + 1)})
	}
	file(t, s, answer(epoch, 599, rs...))
	if got, want := heldSeals(t, s), 1; got != want {
		t.Errorf("got %d seals, want %d", got, want)
	}
	wantTally(t, s, 0, 600, 0)
}

func TestANewEpochAsksAgain(t *testing.T) {
	s := open(t, newName(t))
	l := add(t, s, 4)
	one, two := uuid.New(), uuid.New()
	file(t, s, answer(one, 1,
		data.Receipt{ID: l[0].ID, Status: data.Accepted, Seq: 1}, // safe: its seal goes
		data.Receipt{ID: l[1].ID, Status: data.Accepted, Seq: 2},
		data.Receipt{ID: l[2].ID, Status: data.Accepted, Seq: 3},
	))
	unverified := func(epoch uuid.UUID, limit int) []uuid.UUID {
		t.Helper()
		ids, err := s.Unverified(t.Context(), campaign, epoch, limit)
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	if got := unverified(one, 10); len(got) != 0 {
		t.Errorf("same epoch: got %v, want none", got)
	}
	if got := unverified(two, 10); len(got) != 2 || got[0] != l[1].ID || got[1] != l[2].ID {
		t.Errorf("new epoch: got %v, want %v and %v", got, l[1].ID, l[2].ID)
	}
	if got := unverified(two, 1); len(got) != 1 {
		t.Errorf("limit 1: got %v", got)
	}
	file(t, s, answer(two, 0,
		data.Receipt{ID: l[0].ID, Status: data.Missing},
		data.Receipt{ID: l[1].ID, Status: data.Held, Seq: 8},
		data.Receipt{ID: l[2].ID, Status: data.Missing},
		data.Receipt{ID: l[3].ID, Status: data.Missing}, // it never was sent
	))
	wantTally(t, s, 2, 1, 1)
	wantWaiting(t, s, l[3], l[2])
	if got := unverified(two, 10); len(got) != 0 {
		t.Errorf("after the check: got %v, want none", got)
	}
	page, err := s.Page(t.Context(), campaign, 3, 1)
	if err != nil || len(page) != 1 || page[0].Code != data.CodeGoneOnServer || page[0].Hint != data.CodeGoneOnServer.Hint() {
		t.Errorf("lost on the server and here: got %+v, %v", page, err)
	}
	file(t, s, answer(two, 8))
	if got, want := heldSeals(t, s), 2; got != want {
		t.Errorf("got %d seals, want %d", got, want)
	}
}

func TestCountersStay(t *testing.T) {
	name := newName(t)
	s := open(t, name)
	c := &data.Counters{Campaign: campaign, Basis: data.BasisCounted, Counts: map[data.Kind]int64{data.Signature: 12345}}
	file(t, s, data.Answer{Counters: c})
	add(t, s, 1)
	s.Close()
	s = open(t, name)
	got, err := s.Tally(t.Context(), campaign)
	if err != nil || got.Counters == nil || got.Counters.Counts[data.Signature] != 12345 || got.Waiting != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestPageAnywhere(t *testing.T) {
	s := open(t, newName(t))
	l := add(t, s, 25)
	for _, test := range []struct{ offset, limit, want int }{{0, 10, 10}, {20, 10, 5}, {24, 1, 1}, {25, 10, 0}, {1000, 10, 0}, {7, 0, 0}} {
		got, err := s.Page(t.Context(), campaign, test.offset, test.limit)
		if err != nil || len(got) != test.want {
			t.Errorf("offset %d, limit %d: got %d (%v), want %d", test.offset, test.limit, len(got), err, test.want)
		}
		for i, e := range got {
			if want := l[24-test.offset-i].ID; e.ID != want {
				t.Errorf("offset %d, row %d: got %v, want %v", test.offset, i, e.ID, want)
			}
		}
	}
}

func TestCampaignsDoNotMix(t *testing.T) {
	s := open(t, newName(t))
	add(t, s, 3)
	other := sealed(1)
	other.Campaign = "other"
	if err := s.Add(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	add(t, s, 2)
	wantTally(t, s, 5, 0, 0)
	if got, err := s.Page(t.Context(), "other", 0, 10); err != nil || len(got) != 1 || got[0].ID != other.ID {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := s.Page(t.Context(), campaign, 0, 10); err != nil || len(got) != 5 {
		t.Errorf("got %d entries, %v, want 5", len(got), err)
	}
	file(t, s, answer(uuid.New(), 0, data.Receipt{ID: other.ID, Status: data.Accepted, Seq: 1}))
	if got, err := s.Unverified(t.Context(), campaign, uuid.New(), 10); err != nil || len(got) != 0 {
		t.Errorf("got %v, %v, want none", got, err)
	}
}

func TestAnActionIsNeverDeleted(t *testing.T) {
	s := open(t, newName(t))
	add(t, s, 1)
	if _, err := s.db.Exec("DELETE FROM action"); err == nil {
		t.Error("deleted")
	}
	wantTally(t, s, 1, 0, 0)
}

func TestANewerStoreIsLeftAlone(t *testing.T) {
	name := newName(t)
	s := open(t, name)
	list := add(t, s, 1)
	var version int
	if err := s.db.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.Exec(fmt.Sprintf("PRAGMA user_version = %d", version+1)); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if s, err := Open(t.Context(), name); !errors.Is(err, data.NewError(data.CodeStoreNewer, "", nil)) {
		t.Fatalf("got %v, %v, want %s", s, err, data.CodeStoreNewer)
	}
	db, err := openDB(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		t.Fatal(err)
	}
	db.Close()
	wantWaiting(t, open(t, name), list...)
}

func TestAFullDevice(t *testing.T) {
	s := open(t, newName(t))
	var pages int
	if err := s.db.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages+20)); err != nil {
		t.Fatal(err)
	}
	full := data.NewError(data.CodeDeviceFull, "", nil)
	var list []data.Sealed
	for {
		x := sealed(1)
		if err := s.Add(t.Context(), x); errors.Is(err, full) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, x)
	}
	wantWaiting(t, s, list...) // nothing lost, nothing half stored

	// What the server has may be lost there until it is in a backup: only then it makes room. It takes more than two
	// seals to empty a page of the browser's, which is of 32 KB.
	epoch := uuid.New()
	var receipts []data.Receipt
	for i, x := range list[:len(list)/2] {
		receipts = append(receipts, data.Receipt{ID: x.ID, Status: data.Accepted, Seq: int64(i + 1)})
	}
	file(t, s, answer(epoch, 0, receipts...))
	if err := s.Add(t.Context(), sealed(1)); !errors.Is(err, full) {
		t.Errorf("sent, not safe: got %v, want %s", err, data.CodeDeviceFull)
	}
	file(t, s, answer(epoch, int64(len(receipts))))
	more := add(t, s, 1)
	wantWaiting(t, s, append(list[len(receipts):], more...)...)
}

func TestAnEndedContextIsNotAStorageError(t *testing.T) {
	s := open(t, newName(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Add(ctx, sealed(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	wantTally(t, s, 0, 0, 0)
}

func heldSeals(t testing.TB, s *Store) (n int) {
	t.Helper()
	if err := s.db.QueryRow("SELECT count(*) FROM seal").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
