package seal

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"placard/data"
)

func newKey(t testing.TB) *age.HybridIdentity {
	t.Helper()
	k, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func signature(name string) data.Action {
	a := data.NewAction("kenya-2008", data.Signature, time.Date(2008, 2, 27, 17, 4, 5, 0, time.UTC))
	a.Fields[data.FieldName] = name
	a.Fields[data.FieldEmail] = "wanjiru@example.org"
	return a
}

func TestEitherKeyOpens(t *testing.T) {
	campaign, recovery := newKey(t), newKey(t)
	want := signature("Wanjirũ wa Ngũgĩ")
	s, err := Seal(want, campaign.Recipient(), recovery.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []age.Identity{campaign, recovery} {
		got, err := Open(s, k)
		if err != nil {
			t.Fatal(err)
		}
		if got.Fields[data.FieldName] != want.Fields[data.FieldName] || !got.At.Equal(want.At) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	if _, err := Open(s, newKey(t)); !errors.Is(err, data.NewError(data.CodeSealClosed, "", nil)) {
		t.Errorf("a stranger's key: got %v, want %s", err, data.CodeSealClosed)
	}
}

func TestOutsideMustMatchInside(t *testing.T) {
	k := newKey(t)
	one, err := Seal(signature("One"), k.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	two, _ := Seal(signature("Two"), k.Recipient())
	for name, change := range map[string]func(*data.Sealed){
		"id":       func(s *data.Sealed) { s.ID = two.ID },
		"campaign": func(s *data.Sealed) { s.Campaign = "other" },
		"kind":     func(s *data.Sealed) { s.Kind = data.Letter },
		"day":      func(s *data.Sealed) { s.Day = "2008-02-28" },
		"size":     func(s *data.Sealed) { s.Size-- },
		"seal":     func(s *data.Sealed) { s.Seal = two.Seal },
	} {
		s := one
		change(&s)
		if _, err := Open(s, k); !errors.Is(err, data.NewError(data.CodeSealMismatch, "", nil)) {
			t.Errorf("%s: got %v, want %s", name, err, data.CodeSealMismatch)
		}
	}
}

func TestEveryFlippedByteAndEveryTruncationIsRefused(t *testing.T) {
	k := newKey(t)
	s, err := Seal(signature("One"), k.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	good := s.Seal
	step := 1
	if testing.Short() {
		step = 37
	}
	for i := 0; i < len(good); i += step {
		s.Seal = append([]byte(nil), good...)
		s.Seal[i] ^= 0x40
		if _, err := Open(s, k); err == nil {
			t.Fatalf("byte %d flipped: opened", i)
		}
		s.Seal = good[:i]
		if _, err := Open(s, k); err == nil {
			t.Fatalf("cut at %d: opened", i)
		}
	}
}

func TestLengthSaysLittle(t *testing.T) {
	k := newKey(t)
	short, _ := Seal(signature("Al"), k.Recipient())
	long, _ := Seal(signature(strings.Repeat("é", data.MaxName)), k.Recipient())
	if len(short.Seal) != len(long.Seal) {
		t.Errorf("got seals of %d and %d bytes, want the same", len(short.Seal), len(long.Seal))
	}
	for n := 1; n < 1<<20; n += 97 {
		if c := sizeClass(n); c < n || c > max(floor, n+n/8) {
			t.Fatalf("sizeClass(%d) = %d", n, c)
		}
	}
}

func TestNothingHidesBehindTheContent(t *testing.T) {
	plain, err := encode(signature("One"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := decode(plain); err != nil {
		t.Fatal(err)
	}
	end := head + int(binary.BigEndian.Uint32(plain[1:]))
	for name, change := range map[string]func([]byte){
		"padding": func(b []byte) { b[len(b)-1] = 1 },
		"length":  func(b []byte) { binary.BigEndian.PutUint32(b[1:], uint32(end-head+1)) },
	} {
		b := append([]byte(nil), plain...)
		change(b)
		if _, err := decode(b); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}

func TestAClockBeyondTheCalendarIsACodedError(t *testing.T) {
	a := signature("One")
	a.At = time.Date(12008, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, err := Seal(a, newKey(t).Recipient()); !errors.Is(err, data.NewError(data.CodeDayMalformed, "", nil)) {
		t.Errorf("got %v, want %s", err, data.CodeDayMalformed)
	}
}

func TestRecipientsArePostQuantum(t *testing.T) {
	x, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range [][]string{nil, {"age1"}, {x.Recipient().String()}, {newKey(t).Recipient().String(), x.Recipient().String()}} {
		if _, err := ParseRecipients(list); err == nil {
			t.Errorf("%.40q: taken", list)
		}
	}
	if rs, err := ParseRecipients([]string{newKey(t).Recipient().String()}); err != nil || len(rs) != 1 {
		t.Errorf("got %v, %v", rs, err)
	}
}

func BenchmarkSeal(b *testing.B) {
	one, two := newKey(b), newKey(b)
	a := signature("Wanjirũ wa Ngũgĩ")
	for b.Loop() {
		if _, err := Seal(a, one.Recipient(), two.Recipient()); err != nil {
			b.Fatal(err)
		}
	}
}
