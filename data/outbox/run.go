package outbox

import (
	"context"
	"math/rand/v2"
	"time"
)

// Run sends whatever waits, as soon as there is a connection, until ctx ends; it returns ctx's error. After a failure
// it tries again at once, and then after waits that double, each of a random length. It tries at once when
// something is queued, when the device comes online, and on [Outbox.Wake]. A server that asked to be left alone for a while
// (Retry-After) is left alone by the first of these.
func (o *Outbox) Run(ctx context.Context) error {
	online := onlineEvents(ctx)
	offlineEvents(ctx, func() { o.setStatus(func(s *Status) { s.Online = false }) })
	for failures := 0; ; {
		f := o.drain(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		wait := o.nextPoll()
		switch {
		case f == nil:
			failures = 0
		case f.coded:
			failures = max(failures+1, 2) // it was heard: at once would be no different
			wait = max(o.pace.backoff(failures), f.after)
		default:
			failures++
			wait = max(o.pace.backoff(failures), f.after)
		}
		if f != nil {
			o.log.Info("sending failed", "code", f.Code, "failures", failures, "wait", wait)
			o.setStatus(func(s *Status) { s.Next = time.Now().Add(wait) })
		}
		var quiet time.Duration
		if f != nil {
			quiet = f.after
		}
		if o.rest(ctx, wait, quiet, online) {
			failures = 0
		}
	}
}

// rest waits for the next attempt, and reports whether it has reason to fare better than the last. For the time of
// quiet no queued action ends the wait.
func (o *Outbox) rest(ctx context.Context, wait, quiet time.Duration, online <-chan struct{}) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	begun := time.Now()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-o.queued:
			if time.Since(begun) < quiet {
				continue // it goes with the others when the timer fires
			}
			return false
		case <-timer.C:
			o.forgive()
			return false
		case <-o.woken:
		case <-online:
		}
		o.client.transport.closeIdle() // they may be of another network
		o.forgive()
		if !o.Status().Online {
			o.askNow()
		}
		return true
	}
}

// forgive lets what was set aside take part in the next round.
func (o *Outbox) forgive() {
	o.flow.Lock()
	defer o.flow.Unlock()
	clear(o.aside)
}

// askNow makes the next round ask the server even if nothing waits: what is shown as offline may be online again.
func (o *Outbox) askNow() {
	o.flow.Lock()
	defer o.flow.Unlock()
	o.poll = time.Time{}
}

func (o *Outbox) nextPoll() time.Duration {
	o.flow.Lock()
	defer o.flow.Unlock()
	return time.Until(o.poll)
}

// backoff returns the wait before the retry that follows so many failures in a row.
func (p Pace) backoff(failures int) time.Duration {
	if failures <= 1 {
		return 0
	}
	wait := p.First
	for n := 2; n < failures && wait < p.Most; n++ {
		wait *= 2
	}
	wait = min(wait, p.Most)
	return wait/2 + jitter(wait/2)
}

// jitter returns a random time up to d: kits that lost the network together must not come back together.
func jitter(d time.Duration) time.Duration { return rand.N(d + 1) }
