package server

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/mail"
	"sync"
	"time"
)

// Mail says how letters are mailed.
type Mail struct {
	Post Post          // nil: letters wait
	From mail.Address  // whom the post sends from, for the organiser to see
	Test string        // address that gets every letter in place of its target; empty: the targets do
	Pace time.Duration // between two letters to one target, on the average; 0: a minute
}

const (
	usualPace   = time.Minute
	spread      = 15               // a letter waits up to so many paces, or its arrival could be matched with its sending
	retryFirst  = 5 * time.Minute  // then twice as long each time
	retryMost   = 4 * time.Hour    // but not longer
	maxAttempts = 24               // about three days of the relay's "later"
	relayMost   = 30 * time.Minute // between two tries of a relay in trouble
	letterSeek  = 30 * time.Second // looks even when nobody called
)

// SettingPause is the setting that says why no letters are mailed: one of the values below. PausedRestored is written
// into each backup, since who starts from one does not know what was mailed after it.
const (
	SettingPause = "mail paused"

	PausedNo        = ""
	PausedOrganiser = "organiser"
	PausedRestored  = "restored"
)

// courier is the state of mailing that need not outlive the server.
type courier struct {
	wake  chan struct{}
	now   func() time.Time
	pace  time.Duration
	retry time.Duration        // after a broken store
	slots map[string]time.Time // by target: not before
	tries int                  // of a relay in trouble, since it last worked

	mu      sync.Mutex
	again   time.Time // when the relay is tried again
	trouble string    // what is wrong with it, for the organiser
}

func newCourier(m Mail) *courier {
	c := &courier{wake: make(chan struct{}, 1), now: now, pace: m.Pace, retry: openRetry, slots: map[string]time.Time{}}
	if c.pace <= 0 {
		c.pace = usualPace
	}
	return c
}

// call wakes the courier.
func (c *courier) call() {
	select {
	case c.wake <- struct{}{}:
	default: // it is awake, and looks again before it sleeps
	}
}

// jitter returns a random time between half of d and one and a half.
func jitter(d time.Duration) time.Duration { return d/2 + rand.N(d) }

// delay is how long a letter waits that has just been opened.
func (c *courier) delay() time.Duration { return rand.N(spread * c.pace) }

// busy lists the targets that had a letter too lately, and how long until the first of them may have another.
func (c *courier) busy(now time.Time) (targets []string, soonest time.Duration) {
	soonest = letterSeek
	for target, free := range c.slots {
		if wait := free.Sub(now); wait > 0 {
			targets, soonest = append(targets, target), min(soonest, wait)
		} else {
			delete(c.slots, target)
		}
	}
	return targets, soonest
}

// later is when a letter is tried again that has been tried so often.
func (c *courier) later(attempts int) time.Time {
	return c.now().Add(jitter(backoff(retryFirst, retryMost, attempts)))
}

// backoff doubles first with each attempt after the first one, up to most.
func backoff(first, most time.Duration, attempts int) time.Duration {
	return min(first<<min(max(attempts-1, 0), 10), most)
}

// ill notes that the relay is in trouble, and well that it is not.
func (c *courier) ill(err error) {
	c.tries++
	c.mu.Lock()
	defer c.mu.Unlock()
	c.again = c.now().Add(jitter(backoff(10*time.Second, relayMost, c.tries)))
	c.trouble = err.Error()
}

func (c *courier) well() {
	c.tries = 0
	c.mu.Lock()
	defer c.mu.Unlock()
	c.again, c.trouble = time.Time{}, ""
}

// relay returns what is wrong with the relay, or "", and when it is tried again.
func (c *courier) relay() (trouble string, again time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.trouble, c.again
}

// Deliver mails letters until ctx ends. A blind server's Deliver, or one's without a relay, only waits.
//
// A letter is Sending on disk before its end goes to the relay, and leaves that state on the relay's answer. A crash in
// between leaves it so; the next start makes it Unsure, and it is the organiser who decides whether to send it again.
func (s *Server) Deliver(ctx context.Context) error {
	if s.Blind() || s.Mail.Post == nil {
		<-ctx.Done()
		return ctx.Err()
	}
	for ctx.Err() == nil {
		n, err := s.Store.Interrupt(ctx)
		if err == nil {
			if n > 0 {
				s.Log.Warn("letters that may have been mailed when the server ended", "letters", n)
			}
			break
		}
		s.Log.Error("start mailing", "err", err)
		sleep(ctx, s.courier.retry, nil)
	}
	for ctx.Err() == nil {
		wait, err := s.DeliverSome(ctx)
		if err != nil && ctx.Err() == nil {
			s.Log.Error("mail letters", "err", err)
			wait = s.courier.retry
		}
		sleep(ctx, wait, s.courier.wake)
	}
	return ctx.Err()
}

// DeliverSome mails every letter whose time has come, and returns after how long another look is worth it.
func (s *Server) DeliverSome(ctx context.Context) (time.Duration, error) {
	defer s.Mail.Post.Rest()
	for ctx.Err() == nil {
		paused, err := s.Store.Setting(ctx, SettingPause)
		if err != nil || paused != PausedNo {
			return letterSeek, err
		}
		now := s.courier.now()
		if _, again := s.courier.relay(); again.After(now) {
			return min(again.Sub(now), letterSeek), nil
		}
		busy, soonest := s.courier.busy(now)
		list, err := s.Store.Due(ctx, s.Campaign.ID, now, busy, 1)
		if err != nil || len(list) == 0 {
			return soonest, err
		}
		if err := s.deliver(ctx, list[0]); err != nil {
			return 0, err
		}
	}
	return 0, ctx.Err()
}

// errWithdrawn says that a letter may not be mailed any more.
var errWithdrawn = errors.New("the letter was withdrawn")

// deliver mails one letter, or stops it.
func (s *Server) deliver(ctx context.Context, d Delivery) error {
	letter, err := s.compose(ctx, d.Seq)
	if err != nil {
		return err
	}
	if letter.Stop != "" {
		s.Log.Info("letter stopped", "seq", d.Seq, "reason", letter.Stop)
		return s.move(ctx, Delivery{Seq: d.Seq, Target: letter.target(d), State: Stopped, Attempts: d.Attempts, Reason: letter.Stop}, Waiting)
	}
	try := Delivery{Seq: d.Seq, Target: letter.target(d), State: Sending, Attempts: d.Attempts + 1}
	begun, stored := false, error(nil)
	err = s.Mail.Post.Send(ctx, letter.Message, func() error {
		begun = true
		ok, err := s.Store.Move(ctx, try, Waiting)
		if stored = err; err == nil && !ok {
			err = errWithdrawn
		}
		return err
	})
	switch {
	case errors.Is(err, errWithdrawn):
		return nil
	case !begun && ctx.Err() != nil:
		return ctx.Err()
	}
	after := s.after(try, err)
	if after.Attempts > d.Attempts {
		s.courier.slots[try.Target] = s.courier.now().Add(jitter(s.courier.pace))
	}
	return errors.Join(stored, s.move(ctx, after, Sending, Waiting))
}

// after is what the outcome of a try makes of a letter.
func (s *Server) after(try Delivery, err error) Delivery {
	d := try
	var e *PostError
	switch {
	case err == nil:
		s.courier.well()
		if d.State = Sent; s.Mail.Test != "" {
			d.State = Tested
		}
		s.Log.Info("letter mailed", "seq", d.Seq, "target", d.Target, "test", s.Mail.Test != "")
	case errors.Is(err, ErrMessage):
		d.State, d.Attempts, d.Reason = Stopped, try.Attempts-1, ReasonLetter
	case !errors.As(err, &e): // commit's: nothing was sent
		d.State, d.Attempts = Waiting, try.Attempts-1
	case e.Relay:
		d.State, d.Attempts = Waiting, try.Attempts-1
		s.courier.ill(e)
		s.Log.Warn("relay in trouble", "err", e)
	case e.Unsure:
		d.State, d.Reason = Unsure, ReasonBroken
		s.Log.Warn("letter may have been mailed", "seq", d.Seq, "err", e)
	default:
		if d.Code, d.Reason = e.Code, Reason(e.Status); e.Code == 0 {
			d.Reason = ReasonBroken
		} else {
			s.courier.well()
		}
		if d.State = Waiting; e.Code >= 500 || d.Attempts >= maxAttempts {
			d.State = Refused
		} else {
			d.Next = s.courier.later(d.Attempts)
		}
		s.Log.Warn("letter not taken", "seq", d.Seq, "state", d.State, "err", e)
	}
	return d
}

// move files what became of a letter, and goes on until the store has it or ctx ends: until then the store has the
// letter as being sent.
func (s *Server) move(ctx context.Context, d Delivery, from ...DeliveryState) error {
	for {
		_, err := s.Store.Move(context.WithoutCancel(ctx), d, from...)
		if err == nil {
			return nil
		}
		s.Log.Error("file a letter's delivery", "seq", d.Seq, "state", d.State, "err", err)
		if !sleep(ctx, s.courier.retry, nil) {
			return fmt.Errorf("file a letter's delivery: %w", err)
		}
	}
}
