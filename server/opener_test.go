package server_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"filippo.io/age"

	"placard/data"
	"placard/server"
)

func TestWhoIsTheSamePerson(t *testing.T) {
	key := make([]byte, 32)
	of := func(name, email string) string {
		person, _ := server.Person(key, action(name, email))
		return string(person)
	}
	base := of("José Ngũgĩ", "jose@example.org")
	for _, c := range []struct {
		name, email string
		same        bool
	}{
		{"José Ngũgĩ", "jose@example.org", true},
		{"JOSÉ NGŨGĨ", "Jose@Example.ORG", true},
		{"Jose\u0301 Ngu\u0303gi\u0303", "jose@example.org", true}, // decomposed, as some systems type
		{"  José   Ngũgĩ ", " jose@example.org ", true},
		{"Ｊｏｓé Ngũgĩ", "jose@example.org", true}, // full width
		{"José\u200D Ngũgĩ", "jose@example.org", true},
		{"Jose Ngugi", "jose@example.org", false}, // without accents it is another name
		{"José Ngũgĩ", "jose@example.com", false},
		{"José Ngũgĩ", "jos.e@example.org", false},
		{"José Ngũgĩ", "jose+petition@example.org", false},
		{"María Ngũgĩ", "jose@example.org", false}, // one address, two people
	} {
		if got := of(c.name, c.email) == base; got != c.same {
			t.Errorf("%q <%s>: got same %v, want %v", c.name, c.email, got, c.same)
		}
	}
	if of("STRASSE", "a@example.org") != of("straße", "a@example.org") {
		t.Error("folding is not full case folding")
	}
	if of("José", "") != "" {
		t.Error("a name alone tells a person")
	}
	other := make([]byte, 32)
	other[0] = 1
	if person, _ := server.Person(other, action("José Ngũgĩ", "jose@example.org")); string(person) == base {
		t.Error("the hash does not depend on the key")
	}
	letter := action("José Ngũgĩ", "jose@example.org")
	letter.Kind = data.Letter
	if person, mailbox := server.Person(key, letter); person != nil || mailbox != nil {
		t.Error("a second letter would double the first")
	}
}

func TestWhichMailboxItIs(t *testing.T) {
	key := make([]byte, 32)
	of := func(email string) string {
		_, mailbox := server.Person(key, action("Amina", email))
		return string(mailbox)
	}
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"jose.ngugi@gmail.com", "JoseNgugi+kenya@googlemail.com", true},
		{"jose+a@outlook.com", "jose+b@outlook.com", true},
		{"jo.se@outlook.com", "jose@outlook.com", false}, // dots are dropped by one provider alone
		{"jose+a@example.org", "jose@example.org", false},
		{"jose@gmail.com", "jose@outlook.com", false},
		{"jose@example.org", "jose@example.org.", true},
	} {
		if got := of(c.a) == of(c.b); got != c.same {
			t.Errorf("%s and %s: got same %v, want %v", c.a, c.b, got, c.same)
		}
	}
	if of("") != "" {
		t.Error("nobody's mailbox is one")
	}
}

// TestThirdOfAMailbox: a couple shares an address and counts; who comes third is set aside, until an organiser has looked.
func TestThirdOfAMailbox(t *testing.T) {
	h := start(t)
	h.send(h.seal(action("Amina", "family@example.org")), h.seal(action("Baraka", "family@example.org")),
		h.seal(action("Chausiku", "family@example.org")), h.seal(action("Amina", "amina@example.org")))
	if got, want := h.total(data.Signature), (server.Total{Received: 4, Counted: 3, Doubled: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	list, err := h.store.List(t.Context(), server.Query{Campaign: campaign, State: server.Doubled, Limit: 9})
	if err != nil || len(list) != 1 || list[0].Seq != 3 || list[0].Double != 1 {
		t.Errorf("got %+v, %v, want number 3 after number 1", list, err)
	}
}

func TestDoublesAreNotCounted(t *testing.T) {
	h := start(t)
	h.send(h.seal(action("Amina", "amina@example.org")))
	h.send(h.seal(action("AMINA ", "Amina@example.org")), h.seal(action("Amina", "")), h.seal(action("Amina", "")))
	if got, want := h.total(data.Signature), (server.Total{Received: 4, Counted: 3, Doubled: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if a := h.send(h.seal(action("Juma", ""))); a.Counters.Counts[data.Signature] < 3 {
		t.Errorf("got %+v", a.Counters)
	}
}

// TestOpeningResumes stops a server with a hundred actions unopened, crashes the opening half-way, and starts again.
func TestOpeningResumes(t *testing.T) {
	h := start(t, blind)
	for range 10 {
		var items []data.Sealed
		for range 10 {
			items = append(items, h.seal(action("Amina", "amina@example.org")))
		}
		h.send(items...)
	}
	h.stop()

	crashing := &recordOnce{}
	half := startIn(t, h.dir, func(c *server.Config) { crashing.Store, c.Store = c.Store, crashing })
	for crashing.refused.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	half.stop()

	again := startIn(t, h.dir)
	if got, want := again.total(data.Signature), (server.Total{Received: 100, Counted: 1, Doubled: 99}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// recordOnce records once and fails from then on.
type recordOnce struct {
	server.Store
	calls, refused atomic.Int32
}

func (r *recordOnce) Record(ctx context.Context, o []server.Opening) error {
	if r.calls.Add(1) > 1 {
		r.refused.Add(1)
		return errors.New("the power went")
	}
	return r.Store.Record(ctx, o)
}

// TestNewKeyOpensAgain gives a server first a wrong key, then the right one.
func TestNewKeyOpensAgain(t *testing.T) {
	wrong, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	h := start(t, func(c *server.Config) { c.Identities = []*age.HybridIdentity{wrong} })
	h.send(h.seal(action("A", "")), h.seal(action("B", "")))
	if got, want := h.total(data.Signature), (server.Total{Received: 2, Closed: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	h.stop()
	again := startIn(t, h.dir, func(c *server.Config) { c.Identities = append(c.Identities, wrong) })
	if err := again.StartOpener(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := again.total(data.Signature), (server.Total{Received: 2, Counted: 2}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
