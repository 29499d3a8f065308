package server

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"placard/data"
	"placard/data/seal"
)

const (
	openBatch  = 64               // seals opened between two transactions
	openRetry  = 5 * time.Second  // after a broken store
	openSurvey = 30 * time.Second // looks even when nobody called
)

// settingOpener is the setting that names the key with which the recorded openings were made.
const settingOpener = "opener"

// arrived wakes the opener.
func (s *Server) arrived() {
	s.last.touch()
	select {
	case s.wake <- struct{}{}:
	default: // it is awake, and looks again before it sleeps
	}
}

// Open opens what has arrived, and then what arrives, until ctx ends. What it finds of up to 64 actions is recorded
// in one transaction, so a crash costs at most their opening, which is done again. A blind server's Open only waits.
func (s *Server) Open(ctx context.Context) error {
	if s.Blind() {
		<-ctx.Done()
		return ctx.Err()
	}
	for {
		err := s.startOpener(ctx)
		if err == nil {
			break
		}
		s.Log.Error("start opening", "err", err)
		if !sleep(ctx, openRetry, nil) {
			return ctx.Err()
		}
	}
	for ctx.Err() == nil {
		n, err := s.OpenSome(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			s.Log.Error("open actions", "err", err)
			sleep(ctx, openRetry, nil)
		case n == 0:
			sleep(ctx, openSurvey, s.wake)
		}
	}
	return ctx.Err()
}

// startOpener forgets openings made with other keys: with the ones of today another result may come out, for those
// that stayed closed and for the hashes that tell doubles.
func (s *Server) startOpener(ctx context.Context) error {
	s.starting.Lock() // who comes second finds it done, and forgets nothing that was opened meanwhile
	defer s.starting.Unlock()
	name := openerName(s.personKey, s.Identities)
	was, err := s.Store.Setting(ctx, settingOpener)
	if err != nil || was == name {
		return err
	}
	if was != "" {
		s.Log.Info("the keys have changed: everything is opened again")
	}
	if err := s.Store.Forget(ctx); err != nil {
		return err
	}
	return s.Store.SetSetting(ctx, settingOpener, name)
}

// OpenSome opens the next few actions and returns how many it recorded.
func (s *Server) OpenSome(ctx context.Context) (int, error) {
	list, err := s.Store.Unopened(ctx, openBatch)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	openings := make([]Opening, len(list))
	for i, a := range list {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		openings[i] = s.openOne(a)
	}
	if err := s.Store.Record(ctx, openings); err != nil {
		return 0, fmt.Errorf("record openings: %w", err)
	}
	if slices.ContainsFunc(list, func(a Stored) bool { return a.Sealed.Kind == data.Comment }) {
		s.feed.stale()
	}
	return len(list), nil
}

func (s *Server) openOne(a Stored) (o Opening) {
	o.Seq = a.Seq
	defer func() {
		// Bytes from outside meet four parsers in there. What upsets one must not stop the queue behind it.
		if p := recover(); p != nil {
			s.Log.Error("open action", "seq", a.Seq, "panic", fmt.Sprintf("%T", p))
			o = Opening{Seq: a.Seq, Code: data.CodeSealMalformed}
		}
	}()
	action, err := seal.Open(a.Sealed, s.identities...)
	if err != nil {
		o.Code = data.CodeSealMalformed
		if e := (*data.Error)(nil); errors.As(err, &e) {
			o.Code = e.Code
		}
		return o
	}
	o.Person, o.Mailbox = person(s.personKey, action)
	if action.Kind == data.Letter {
		s.address(&o, action)
	}
	return o
}

// sleep waits for d, a wake-up or the end of ctx, and reports whether there is something to go on for.
func sleep(ctx context.Context, d time.Duration, wake <-chan struct{}) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-wake:
	case <-t.C:
	}
	return true
}
