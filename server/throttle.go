package server

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"
)

const (
	freeTries   = 3                // failures before waiting begins
	longestWait = 5 * time.Minute  // between two tries
	forgetAfter = 30 * time.Minute // without a try
	maxClients  = 10_000
)

// throttle makes who fails to log in wait, twice as long each time. Clients are known by a hash keyed with random
// bytes of this run, in memory: no address is kept.
type throttle struct {
	now   func() time.Time
	key   [32]byte
	lanes [2]lane // for strangers, and for browsers that have logged in before

	mu sync.Mutex
	m  map[[16]byte]*tries
}

// lane lets one password check run at a time, since each takes 64 MiB, and a few wait for it.
type lane struct{ queue, busy chan struct{} }

const laneQueue = 16

type tries struct {
	failed int
	until  time.Time
	last   time.Time
}

func newThrottle(now func() time.Time) *throttle {
	t := &throttle{now: now, m: map[[16]byte]*tries{}}
	for i := range t.lanes {
		t.lanes[i] = lane{make(chan struct{}, laneQueue), make(chan struct{}, 1)}
	}
	_, _ = rand.Read(t.key[:]) // never fails: crypto/rand ends the program instead
	return t
}

func (t *throttle) hash(client string) [16]byte {
	h := hmac.New(sha256.New, t.key[:])
	h.Write([]byte(client))
	return [16]byte(h.Sum(nil))
}

// begin says how long the client has to wait before its next try. Where it is zero, the try has begun and counts as
// failed until succeed says otherwise, so that many tries at once are no way around the wait.
func (t *throttle) begin(client string) time.Duration {
	key, now := t.hash(client), t.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.m[key]
	if c == nil || now.Sub(c.last) > forgetAfter {
		t.sweep(now)
		c = &tries{}
		t.m[key] = c
	}
	if wait := c.until.Sub(now); wait > 0 {
		return wait
	}
	c.last = now
	if c.failed++; c.failed >= freeTries {
		wait := longestWait
		if n := c.failed - freeTries; n < 16 {
			wait = min(longestWait, time.Second<<n)
		}
		c.until = now.Add(wait)
	}
	return 0
}

// enter waits for its turn in the lane. It returns how to leave, or nil where too many wait already.
func (l lane) enter() (leave func()) {
	select {
	case l.queue <- struct{}{}:
	default:
		return nil
	}
	l.busy <- struct{}{}
	return func() { <-l.busy; <-l.queue }
}

// succeed forgets the client's failures.
func (t *throttle) succeed(client string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.m, t.hash(client))
}

// sweep makes room: first the old ones, then, under attack from everywhere, any.
func (t *throttle) sweep(now time.Time) {
	if len(t.m) < maxClients {
		return
	}
	for k, c := range t.m {
		if now.Sub(c.last) > forgetAfter {
			delete(t.m, k)
		}
	}
	for k := range t.m {
		if len(t.m) < maxClients {
			return
		}
		delete(t.m, k)
	}
}
