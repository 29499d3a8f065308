// Package outbox takes an action from the screen to the campaign's server: Queue seals it and puts it into the
// device's store, Run sends what waits there whenever there is a connection. Once Queue has returned nil, the action
// survives kills, power cuts and months without a network, and reaches the server once.
//
// # How it holds
//
// There is no state for "on its way". An action leaves the waiting ones only on an answer that carries the server's
// signature and the digest of the very batch that was sent; whatever else happens (no answer, half an answer, a
// sign-in page that says 200), it is sent again, and the server knows it by its id. A server restored from a backup
// shows by a new epoch: the outbox then asks about every sent action whose seal it still holds, and sends the missing
// ones again.
//
// The link is slow before it is broken: attempts end when nothing has moved for a time that follows the link's own
// measure, never because they took long. See link.go.
package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"placard/data"
	"placard/data/seal"
)

// Config is what an outbox is made of.
type Config struct {
	Store    Store
	Feeds    Feeds // nil: comments are not fetched
	Campaign data.Campaign
	Pace     Pace
	Log      *slog.Logger // codes and numbers only, nothing personal; nil: silent
}

// Pace says how patient the outbox is. A zero field means the value named beside it.
type Pace struct {
	Stall time.Duration // least time without progress after which an attempt ends: 3 s
	First time.Duration // wait before the second retry, doubled before each further one: 1 s
	Most  time.Duration // longest wait between retries: 3 min
	Idle  time.Duration // about how often to ask for counters when there is nothing to send: 2 min
}

// Status is how sending stands.
type Status struct {
	Online  bool        // the last attempt reached the campaign's server, and the device has not gone offline since
	Seen    time.Time   // when the server answered last; zero for not since this start
	Err     *data.Error // why the last attempt did not get through, or what the server did not take; nil when all is well
	Next    time.Time   // when the next attempt is due; zero when nothing needs one
	Sending bool        // an attempt is under way
}

// Outbox queues and sends the actions of one campaign. Its methods may be called from any goroutine.
type Outbox struct {
	store      Store
	feeds      Feeds
	campaign   data.Campaign
	recipients []age.Recipient
	pace       Pace
	log        *slog.Logger
	client     *client

	queued chan struct{} // something was queued
	woken  chan struct{} // a person asked for an attempt

	flow  sync.Mutex        // held by the one Drain that runs; guards the fields below
	size  int               // items in the next batch
	aside map[uuid.UUID]int // seal sizes of waiting actions that the server did not take just now
	epoch uuid.UUID         // of the server's last answer
	poll  time.Time         // when to ask for counters next

	mu       sync.Mutex // guards the fields below
	status   Status
	watchers map[int]func()
	watched  int
}

// New makes an outbox. The error is a [data.Error] when the campaign file is not right: without its recipients nothing
// can be sealed, without its key no answer believed.
func New(c Config) (*Outbox, error) {
	recipients, err := seal.ParseRecipients(c.Campaign.Recipients)
	if err != nil {
		return nil, fmt.Errorf("open campaign file: %w", err)
	}
	if err := c.Campaign.Check(); err != nil {
		return nil, fmt.Errorf("open campaign file: %w", err)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	pace := c.Pace.withDefaults()
	return &Outbox{
		store: c.Store, feeds: c.Feeds, campaign: c.Campaign, recipients: recipients, pace: pace, log: c.Log,
		client: newClient(c.Campaign, newLink(pace.Stall)),
		queued: make(chan struct{}, 1), woken: make(chan struct{}, 1),
		size: firstBatch, aside: map[uuid.UUID]int{}, watchers: map[int]func(){},
	}, nil
}

func (p Pace) withDefaults() Pace {
	for _, f := range []struct {
		value *time.Duration
		or    time.Duration
	}{{&p.Stall, 3 * time.Second}, {&p.First, time.Second}, {&p.Most, 3 * time.Minute}, {&p.Idle, 2 * time.Minute}} {
		if *f.value <= 0 {
			*f.value = f.or
		}
	}
	return p
}

// Queue checks, seals and stores an action. When it returns nil, the action has reached the disk as waiting, and is
// sent as soon as there is a connection. What the person wrote goes nowhere but into the seal. The error is a
// [data.Error] that says what to change or what to do; then nothing was stored.
func (o *Outbox) Queue(ctx context.Context, a data.Action) error {
	if a.Campaign != o.campaign.ID {
		return data.NewError(data.CodeCampaignUnknown, "campaign", nil)
	}
	s, err := seal.Seal(a, o.recipients...)
	if err != nil {
		return asError(data.CodeInternal, err)
	}
	if err := o.store.Add(ctx, s); err != nil {
		return err
	}
	signal(o.queued)
	o.changed()
	return nil
}

// Tally counts the campaign's actions on this device.
func (o *Outbox) Tally(ctx context.Context) (data.Tally, error) {
	return o.store.Tally(ctx, o.campaign.ID)
}

// Feed returns the comments that the campaign's moderators let through, as this device last fetched them.
func (o *Outbox) Feed(ctx context.Context) (data.Feed, error) {
	if o.feeds == nil {
		return data.Feed{}, nil
	}
	return o.feeds.Feed(ctx, o.campaign.ID)
}

// Page returns entries, newest first, from offset on, at most limit.
func (o *Outbox) Page(ctx context.Context, offset, limit int) ([]data.Entry, error) {
	return o.store.Page(ctx, o.campaign.ID, offset, limit)
}

// Wake makes Run try now, whatever it waits for.
func (o *Outbox) Wake() { signal(o.woken) }

// Status returns how sending stands.
func (o *Outbox) Status() Status {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.status
}

// Watch calls f after each change of the tally, of an entry or of the status, from any goroutine; f must not block.
// It returns a function that ends it.
func (o *Outbox) Watch(f func()) (stop func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.watched++
	id := o.watched
	o.watchers[id] = f
	return func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		delete(o.watchers, id)
	}
}

func (o *Outbox) changed() {
	o.mu.Lock()
	list := make([]func(), 0, len(o.watchers))
	for _, f := range o.watchers {
		list = append(list, f)
	}
	o.mu.Unlock()
	for _, f := range list {
		f()
	}
}

func (o *Outbox) setStatus(change func(*Status)) {
	o.mu.Lock()
	old := o.status
	change(&o.status)
	same := old == o.status
	o.mu.Unlock()
	if !same {
		o.changed()
	}
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // it is signalled already
	}
}

// asError returns the data.Error in err, or a new one of the given code around it.
func asError(code data.Code, err error) *data.Error {
	if e := (*data.Error)(nil); errors.As(err, &e) {
		return e
	}
	return data.NewError(code, "", err)
}
