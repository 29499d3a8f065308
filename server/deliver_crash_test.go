package server_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"placard/server"
	"placard/server/mail/mailtest"
)

var mailSeed = flag.Uint64("mail.seed", 0, "seed of the random faults; 0 takes the clock")

// crashing is a store that works for so many moves, and then never again, as if the power had gone: before the last
// one was written, or just after.
type crashing struct {
	server.Store
	left atomic.Int64
	late bool
}

var errPower = errors.New("the power went")

func (c *crashing) Move(ctx context.Context, d server.Delivery, from ...server.DeliveryState) (bool, error) {
	left := c.left.Add(-1)
	if left > 0 {
		return c.Store.Move(ctx, d, from...)
	}
	if left == 0 && c.late {
		_, err := c.Store.Move(ctx, d, from...)
		return false, errors.Join(errPower, err)
	}
	return false, errPower
}

func (c *crashing) crashed() bool { return c.left.Load() <= 0 }

// restart makes a new server over a store, as after a crash.
func (o *office) restart(store server.Store) {
	o.t.Helper()
	o.Mail.Post.Rest()
	c := o.Config
	c.Store = store
	s, err := server.New(c)
	if err != nil {
		o.t.Fatal(err)
	}
	s.SetMailClock(o.clock.now)
	o.Server = s
	if _, err := store.Interrupt(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

// in counts the letters in a state.
func (o *office) in(state server.DeliveryState) int {
	o.t.Helper()
	list, err := o.store.Deliveries(o.t.Context(), server.DeliveryQuery{Campaign: campaign, State: state, Limit: 1000})
	if err != nil {
		o.t.Fatal(err)
	}
	return len(list)
}

// untilCrash mails until the store crashes or no letter waits.
func (o *office) untilCrash(store *crashing) {
	o.restart(store)
	ctx, cancel := context.WithCancel(o.t.Context())
	defer cancel()
	go func() { // what has run into the crash goes on trying until it is stopped
		for ctx.Err() == nil && !store.crashed() {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	for ctx.Err() == nil && o.in(server.Waiting) > 0 {
		o.clock.add(30 * time.Minute)
		_, _ = o.DeliverSome(ctx)
	}
}

// TestNoLetterTwiceNoneLost mails 200 letters while the line is cut and the server crashes at random: each is mailed
// once at most, none is forgotten, and what is called sent was mailed.
func TestNoLetterTwiceNoneLost(t *testing.T) {
	seed := *mailSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("replay with -mail.seed=%d", seed)
	r := rand.New(rand.NewPCG(seed, seed))
	o := newOffice(t, func(c *server.Config) { c.Pack.Forms[0].Letter.Deadline = time.Time{} })
	n := 200
	if testing.Short() {
		n = 60
	}
	for i := range n {
		o.write(letterTo([]string{"president", "minister"}[i%2], fmt.Sprint("Writer ", i), ""))
	}
	faults := rand.New(rand.NewPCG(seed, ^seed))
	o.relay.Fail(func(mailtest.Step) mailtest.Fault {
		if faults.IntN(12) > 0 {
			return mailtest.None
		}
		return mailtest.Fault(1 + faults.IntN(3)) // what is refused for good has a test of its own
	})
	crashes := 0
	for ; o.in(server.Waiting) > 0 && crashes < 10*n; crashes++ {
		store := &crashing{Store: o.store, late: r.IntN(2) == 0}
		store.left.Store(1 + r.Int64N(20))
		o.untilCrash(store)
	}
	o.restart(o.store)
	times := map[string]int{}
	for _, m := range o.relay.Mails() {
		id := m.Header.Get("Message-Id")
		if times[id]++; times[id] > 1 {
			t.Errorf("%s was mailed %d times", id, times[id])
		}
	}
	sent, unsure := o.in(server.Sent), o.in(server.Unsure)
	if sent+unsure != n || len(times) < sent || crashes < 5 || unsure == 0 {
		t.Errorf("got %d sent, %d unsure, %d mailed, %d crashes", sent, unsure, len(times), crashes)
	}
	t.Logf("%d crashes: %d sent, %d unsure, %d mailed", crashes, sent, unsure, len(times))
}
