package outbox

import (
	"context"
	"time"

	"github.com/google/uuid"

	"placard/data"
)

const (
	firstBatch = 4               // items: a first batch of a few shows what the link bears
	maxStrikes = 3               // requests in a row of which the server took nothing, before a round ends
	maxAside   = 256             // actions set aside, before a round ends
	settle     = 2 * time.Second // in which a server opens and counts what it took
	idsPerItem = 25              // a page of ids to check grows and shrinks with the batch: a sealed item takes far more than 25 ids
)

// Drain sends what waits, oldest first, until nothing is left that may be sent now. The error is a [data.Error] and
// says why something was not taken: the server was not reached, or it did not want it. Whatever was not taken waits on.
func (o *Outbox) Drain(ctx context.Context) error {
	if f := o.drain(ctx); f != nil {
		return f.Error
	}
	return ctx.Err()
}

func (o *Outbox) drain(ctx context.Context) *failure {
	o.flow.Lock()
	defer o.flow.Unlock()
	o.setStatus(func(s *Status) { s.Sending, s.Next = true, time.Time{} })
	f := o.round(ctx)
	o.setStatus(func(s *Status) {
		s.Sending, s.Err = false, nil
		if f != nil {
			s.Err = f.Error
		}
	})
	return f
}

// round sends batch after batch. It ends when nothing is left to send, when the link fails, or when the server took
// nothing of several requests in a row. What it does not take alone is set aside, and those behind go on.
func (o *Outbox) round(ctx context.Context) (last *failure) {
	unchecked := false
	for strikes := 0; strikes < maxStrikes && len(o.aside) < maxAside && ctx.Err() == nil; {
		batch, err := o.next(ctx)
		if err != nil {
			return ownFault(err)
		}
		if len(batch) > 0 {
			took, f := o.upload(ctx, batch)
			if f != nil && !f.batchAtFault() {
				return f
			} else if f != nil {
				last = f
			}
			if strikes++; took > 0 {
				strikes = 0
			}
		} else if time.Now().Before(o.poll) {
			return last
		} else if f := o.ask(ctx); f != nil {
			return f
		}
		if unchecked {
			continue
		}
		if f := o.verify(ctx); f != nil && !f.batchAtFault() {
			return f
		} else if f != nil { // it will not hear of that check: sending goes on without
			last, unchecked = f, true
		}
	}
	return last
}

// ownFault is the failure of this device's own store.
func ownFault(err error) *failure { return &failure{Error: asError(data.CodeStorage, err)} }

// next returns the next batch: the oldest actions but those set aside, as many as the link bears.
func (o *Outbox) next(ctx context.Context) ([]data.Sealed, error) {
	limit, most := o.size, maxRequest
	for _, size := range o.aside {
		limit++
		most += size
	}
	list, err := o.store.Waiting(ctx, o.campaign.ID, limit, most)
	if err != nil {
		return nil, err
	}
	var batch []data.Sealed
	var frames []byte
	for _, s := range list {
		if _, ok := o.aside[s.ID]; ok {
			continue
		}
		frames = data.AppendFrame(frames[:0], s)
		most -= len(frames)
		if len(batch) == o.size || (most < 0 && len(batch) > 0) {
			break
		}
		batch = append(batch, s)
	}
	return batch, nil
}

// upload sends a batch and files the answer. It returns how many items left the waiting ones; halving a batch counts
// as one, for it is a way forward.
func (o *Outbox) upload(ctx context.Context, batch []data.Sealed) (took int, f *failure) {
	answer, f := o.client.send(ctx, batch)
	if f != nil {
		o.reached(f.coded)
		o.size = max(len(batch)/2, 1)
		if !f.batchAtFault() {
			return 0, f
		}
		o.log.Info("batch refused", "items", len(batch), "code", f.Code)
		if len(batch) > 1 {
			return 1, nil
		}
		return 0, o.refuse(ctx, batch[0], f)
	}
	if f := o.file(ctx, answer); f != nil {
		return 0, f
	}
	o.askAfter(o.pace.Idle)
	if took, f = o.setAside(batch, answer); took > 0 {
		o.askAfter(2 * settle) // the counters of this answer are from before these
	}
	if took > 0 && len(batch) == o.size {
		o.size = min(2*o.size, data.MaxBatchItems)
	}
	o.log.Info("batch answered", "items", len(batch), "took", took)
	return took, f
}

// refuse puts a single item that the server does not take behind the others, with the reason on show.
func (o *Outbox) refuse(ctx context.Context, s data.Sealed, f *failure) *failure {
	o.aside[s.ID] = len(s.Seal)
	later := data.Receipt{ID: s.ID, Status: data.Later, Code: f.Code, Hint: f.Hint}
	if err := o.store.File(ctx, data.Answer{Receipts: []data.Receipt{later}}); err != nil {
		return ownFault(err)
	}
	o.changed()
	return f
}

// setAside keeps the items that wait on out of this round, and returns how many do not, and why the others do.
func (o *Outbox) setAside(batch []data.Sealed, a data.Answer) (took int, f *failure) {
	word := make(map[uuid.UUID]data.Receipt, len(a.Receipts))
	for _, r := range a.Receipts {
		word[r.ID] = r
	}
	for _, s := range batch {
		switch r := word[s.ID]; r.Status {
		case data.Accepted, data.Duplicate, data.Held, data.Refused:
			took++
		default:
			o.aside[s.ID] = len(s.Seal)
			if r.Code == "" {
				r.Code, r.Hint = data.CodeInternal, data.CodeInternal.Hint()
			}
			f = &failure{Error: &data.Error{Code: r.Code, Hint: r.Hint}, coded: true}
		}
	}
	return took, f
}

// file files an answer and tells the watchers.
func (o *Outbox) file(ctx context.Context, a data.Answer) *failure {
	o.reached(true)
	o.epoch = a.Epoch
	if err := o.store.File(ctx, a); err != nil {
		return ownFault(err)
	}
	o.changed()
	return nil
}

// askAfter puts the next question off by about d: half of it to one and a half.
func (o *Outbox) askAfter(d time.Duration) { o.poll = time.Now().Add(d/2 + jitter(d)) }

// reached notes whether the server answered an attempt. A time to the minute is enough for Seen: nobody is told of
// each single answer.
func (o *Outbox) reached(yes bool) {
	o.setStatus(func(s *Status) {
		if s.Online = yes; yes {
			s.Seen = time.Now().Truncate(time.Minute)
		}
	})
}

// verify asks the server of the last answer about every sent action that is still held here and whose receipt is
// from another epoch. What the server has lost waits again after that.
func (o *Outbox) verify(ctx context.Context) *failure {
	if o.epoch == uuid.Nil {
		return nil
	}
	for asked := (uuid.UUID{}); ; {
		ids, err := o.store.Unverified(ctx, o.campaign.ID, o.epoch, min(o.size*idsPerItem, data.MaxHeldIDs))
		switch {
		case err != nil:
			return ownFault(err)
		case len(ids) == 0:
			return nil
		case ids[0] == asked: // the server has no word on it: another time
			return &failure{Error: data.NewError(data.CodeInternal, "", nil), coded: true}
		}
		asked = ids[0]
		if f := o.check(ctx, ids); f != nil {
			return f
		}
	}
}

func (o *Outbox) check(ctx context.Context, ids []uuid.UUID) *failure {
	answer, f := o.client.held(ctx, ids)
	if f != nil {
		o.reached(f.coded)
		o.size = max(o.size/2, 1)
		return f
	}
	o.log.Info("sent actions checked", "ids", len(ids))
	return o.file(ctx, answer)
}

// ask asks for news when there is nothing to send: while a seal is held here that is in no backup of the server's,
// whether the server is still the same and what is safe; otherwise for the counters alone.
func (o *Outbox) ask(ctx context.Context) *failure {
	f := o.askOnce(ctx)
	if f == nil {
		f = o.fetch(ctx)
	}
	if f == nil {
		o.askAfter(o.pace.Idle)
	}
	return f
}

// fetch brings the comments up to date. A server that has none to give, because it cannot open them or is of an older
// kind, is none the worse for it: the screen says from when what it shows is.
func (o *Outbox) fetch(ctx context.Context) *failure {
	if o.feeds == nil {
		return nil
	}
	had, err := o.feeds.Feed(ctx, o.campaign.ID)
	if err != nil {
		return ownFault(err)
	}
	feed, f := o.client.comments(ctx, had.Tag)
	switch {
	case f != nil && f.coded:
		o.log.Info("no comments", "code", f.Code)
		return nil
	case f != nil:
		o.reached(false)
		return f
	case feed == nil:
		err = o.feeds.SeeFeed(ctx, o.campaign.ID, time.Now())
	default:
		err = o.feeds.KeepFeed(ctx, *feed)
	}
	if err != nil {
		return ownFault(err)
	}
	o.changed()
	return nil
}

func (o *Outbox) askOnce(ctx context.Context) *failure {
	ids, err := o.store.Unverified(ctx, o.campaign.ID, uuid.Nil, 1) // no receipt is from there: any will do
	if err != nil {
		return ownFault(err)
	}
	if len(ids) > 0 {
		return o.check(ctx, ids)
	}
	counters, f := o.client.counters(ctx)
	if f != nil {
		o.reached(f.coded)
		return f
	}
	return o.file(ctx, data.Answer{Epoch: o.epoch, Counters: counters})
}
