package outbox

import (
	"context"
	"errors"
	"sync"
	"time"
)

// A link is the way to the server as it was measured. With rtt the time from the last byte sent to the answer, rate
// the bytes a second, and b the bytes that were handed to the system and may not have left it, an attempt
//
//	is doubled by a second one on a new connection  2·rtt + 2·b/rate
//	is given up                                     3·rtt + 2·b/rate
//
// after the last time that anything moved. Whichever attempt answers first counts: a batch may arrive twice, the
// server knows its items by their ids. A link that is given up is taken for half as fast from then on, so that a
// link however slow gets its batch through in the end.
type link struct {
	stall time.Duration // least patience

	mu   sync.Mutex
	rtt  time.Duration
	rate float64
}

// The bounds keep one odd measure from spoiling the next days.
const (
	mostRTT    = 30 * time.Second
	leastRate  = 256
	mostRate   = 1 << 30
	firstStall = 48 << 10 // bytes
)

// newLink takes three round trips, and 48 KiB on their way, to last a stall before anything is measured: with that
// of three seconds, a poor mobile link.
func newLink(stall time.Duration) *link {
	return &link{stall: stall, rtt: stall / 3, rate: firstStall / stall.Seconds()}
}

func (l *link) wait(rtts, buffered int) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Duration(rtts)*l.rtt + 2*l.transfer(buffered)
}

func (l *link) transfer(n int) time.Duration {
	return time.Duration(float64(n) / l.rate * float64(time.Second))
}

// redial returns after how long without progress a second attempt begins; giveUp, after how long an attempt ends.
func (l *link) redial(buffered int) time.Duration { return max(l.wait(2, buffered), l.stall/3) }
func (l *link) giveUp(buffered int) time.Duration { return max(l.wait(3, buffered), l.stall) }

// measured learns from an attempt that was answered: n bytes took total, the answer came last after the last of them.
func (l *link) measured(n, buffered int, total, last time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n >= 2<<10 && total > 0 {
		l.rate = min(max((l.rate+float64(n)/total.Seconds())/2, leastRate), mostRate)
	}
	// The buffer drained in that time too. Its share is a guess, so a quarter stays in any case: the next patience
	// is then above twice what was just seen.
	rtt := min(max(last-l.transfer(buffered), last/4), mostRTT)
	if rtt < l.rtt {
		rtt = (3*l.rtt + rtt) / 4
	}
	l.rtt = rtt
}

// stalled learns from an attempt that was given up.
func (l *link) stalled() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rtt = min(2*l.rtt, mostRTT)
	l.rate = max(l.rate/2, leastRate)
}

var errStalled = errors.New("nothing moved for too long")

type result struct {
	response response
	err      error
}

// exchange sends r and returns the first answer, from up to two attempts.
func (l *link) exchange(ctx context.Context, t transport, r request) (response, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // the slower attempt ends with the faster
	results := make(chan result, 2)
	start := func() *attempt {
		a := &attempt{link: l, began: time.Now(), last: time.Now()}
		go func() {
			response, err := a.run(ctx, t, r)
			results <- result{response, err}
		}()
		return a
	}
	first, running := start(), 1
	redial := time.NewTimer(l.redial(0))
	defer redial.Stop()
	for {
		select {
		case got := <-results:
			if running--; got.err == nil || running == 0 {
				return got.response, got.err
			}
		case <-redial.C:
			if wait := first.left(l.redial); wait > 0 {
				redial.Reset(wait)
				continue
			}
			start()
			running++
		}
	}
}

// attempt is one request on its way. It notes each time that something moves.
type attempt struct {
	link *link

	mu    sync.Mutex
	began time.Time
	last  time.Time
	sent  int // bytes of the body that the system took
}

func (a *attempt) moved(sent int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.last = time.Now()
	a.sent += sent
}

// buffered returns how many bytes may wait in the system's buffer.
func (a *attempt) buffered() int { return min(a.sent, sendBuffer) }

// left returns how much of a patience is left.
func (a *attempt) left(patience func(buffered int) time.Duration) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	return patience(a.buffered()) - time.Since(a.last)
}

func (a *attempt) run(ctx context.Context, t transport, r request) (response, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go a.guard(ctx, cancel)
	response, err := t.exchange(ctx, r, a)
	if cause := context.Cause(ctx); err != nil && errors.Is(cause, errStalled) {
		a.link.stalled()
		err = cause
	}
	return response, err
}

// guard ends the attempt when nothing has moved for too long.
func (a *attempt) guard(ctx context.Context, cancel context.CancelCauseFunc) {
	for {
		wait := a.left(a.link.giveUp)
		if wait <= 0 {
			cancel(errStalled)
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// answered measures the link: the header of an answer is here.
func (a *attempt) answered(n int) {
	a.mu.Lock()
	now := time.Now()
	total, last, buffered := now.Sub(a.began), now.Sub(a.last), a.buffered()
	a.last = now
	a.mu.Unlock()
	a.link.measured(n, buffered, total, last)
}
