package server

import (
	"context"
	"time"

	"github.com/google/uuid"

	"placard/data"
)

// Store keeps what the server took. Its methods may be called from many goroutines at once. Errors are [data.Error]
// with [data.CodeServerFull] when there is no room, anything else when the store is broken; after an error nothing of
// that call is stored, or the store cannot tell: a caller repeats the call, which never doubles anything.
type Store interface {
	// Put records sealed actions and returns one receipt an item, in their order: Accepted with the seq given to
	// it; Duplicate with the first seq where an item of the same id and digest is held already; Refused with
	// [data.CodeConflict] where the id is held with another digest; Later with a code where that one item could
	// not be stored, which never concerns its neighbours. Seqs grow, from 1, and are never given twice. Put returns
	// when everything it calls Accepted or Duplicate has reached the disk, so that neither a kill nor a power cut
	// takes it back. The items are taken as they are: who calls has checked them.
	Put(ctx context.Context, items []data.Sealed) ([]data.Receipt, error)

	// Held tells of each id whether an action of that campaign is held: Held with its seq, or Missing.
	Held(ctx context.Context, campaign string, ids []uuid.UUID) ([]data.Receipt, error)

	// Safe returns the highest seq up to which every action is in a backup, 0 before the first. It may lag a
	// second behind, never run ahead.
	Safe(ctx context.Context) (int64, error)

	// Totals returns the sums of a campaign by kind; a kind of which nothing was received is not in it. Its cost
	// does not grow with the number of actions.
	Totals(ctx context.Context, campaign string) (map[data.Kind]Total, error)

	// Days returns the sums of a campaign by day of the act and kind, latest day first, of at most limit days.
	Days(ctx context.Context, campaign string, limit int) ([]DayTotal, error)

	// Unopened returns the actions, but for erased ones, that [Store.Record] has not yet recorded, lowest seq first, at most limit.
	Unopened(ctx context.Context, limit int) ([]Stored, error)

	// Record records what opening found, all of it or, on an error, nothing. An opening that carries a Person
	// doubles the lowest counted seq with the same Person, if there is one, and becomes Doubled instead of
	// Counted; so does one with a Mailbox of which [PerMailbox] are counted already. A seq that is recorded already, or that the store does not hold, is passed over.
	Record(ctx context.Context, openings []Opening) error

	// Forget forgets everything that was recorded by opening, and what was decided since, so that it all is Unopened
	// again. What is recorded of erased actions stays: nobody could open them again.
	Forget(ctx context.Context) error

	// Decide sets a recorded action to Counted or Doubled by the organiser's word, and reports whether there was
	// one to set: an action that could not be opened cannot be counted.
	Decide(ctx context.Context, seq int64, state State) (bool, error)

	// Moderate sets what a moderator made of a comment, and reports whether there was one to set: what could not be
	// opened cannot be read. It outlives [Store.Forget].
	Moderate(ctx context.Context, seq int64, to Moderation) (bool, error)

	// ModerationTotals counts the comments of a campaign that count, by what moderators made of them.
	ModerationTotals(ctx context.Context, campaign string) (map[Moderation]int64, error)

	// Kept counts the actions of a campaign that are held with their seals, by kind, and returns the highest seq of them.
	Kept(ctx context.Context, campaign string) (map[data.Kind]int64, int64, error)

	// Erase takes the seals of the first actions of a campaign that have one, at most limit and none above the seq last,
	// and with them everything that was made of their content: what tells doubles, moderation, deliveries that wait (they
	// become Stopped). It returns how many it took. Counts and receipts stay. Once it returns 0, nothing of the content
	// is in the store's files.
	Erase(ctx context.Context, campaign string, last int64, limit int) (int64, error)

	// Withdraw takes back the action of a seq by its owner's wish, and reports whether the store holds such a one. It is
	// neither counted nor opened any more, and of its content the same goes as with [Store.Erase]; its receipt stays.
	// Who does the same thing again is not taken for a double of it. To withdraw twice is to withdraw once.
	Withdraw(ctx context.Context, campaign string, seq int64) (bool, error)

	// List returns recorded or, where the query asks for no state, all actions that were not erased or withdrawn.
	List(ctx context.Context, q Query) ([]Stored, error)

	// Deliveries returns the deliveries of a query. A delivery is there for every letter that was opened, from the
	// [Store.Record] on that found it so; it outlives [Store.Forget].
	Deliveries(ctx context.Context, q DeliveryQuery) ([]Delivery, error)

	// DeliveryTotals counts the deliveries of a campaign by target and state.
	DeliveryTotals(ctx context.Context, campaign string) ([]DeliveryTotal, error)

	// Due returns the Waiting deliveries of letters that count and whose Next is not after now, except those to the
	// targets in not, the longest due first, at most limit.
	Due(ctx context.Context, campaign string, now time.Time, not []string, limit int) ([]Delivery, error)

	// Move writes d over the delivery of its seq (all but Day and Counts) if that is in one of the states from, and
	// reports whether it was. To Sending it moves only a letter that counts. It returns when the change has reached
	// the disk.
	Move(ctx context.Context, d Delivery, from ...DeliveryState) (bool, error)

	// Interrupt makes every delivery that is Sending Unsure and returns how many there were. It is for a server's
	// start, when none can be under way.
	Interrupt(ctx context.Context) (int, error)

	// Setting returns a value kept by SetSetting, or "".
	Setting(ctx context.Context, name string) (string, error)

	// SetSetting keeps a value durably.
	SetSetting(ctx context.Context, name, value string) error

	// Close ends the store after what is under way. Calls after it are errors.
	Close() error
}

// State is what opening made of an action.
type State string

// The states of an action on the server. Fresh is that of one not yet opened.
const (
	Fresh   State = ""
	Counted State = "counted"
	Doubled State = "duplicate"
	Closed  State = "closed" // it could not be opened; the seal is kept
)

// Moderation is what a moderator made of a comment.
type Moderation string

// What can be made of a comment. Pending is that of one nobody has read yet.
const (
	Pending Moderation = "pending"
	Shown   Moderation = "shown"
	Hidden  Moderation = "hidden"
)

// Moderations are all of them, in the order of the organiser's page.
var Moderations = []Moderation{Pending, Shown, Hidden}

// Total sums actions. Received is all of them: the opened, the withdrawn and the rest.
type Total struct {
	Received, Counted, Doubled, Closed, Withdrawn int64
}

// Add adds another total to t.
func (t *Total) Add(o Total) {
	t.Received += o.Received
	t.Counted += o.Counted
	t.Doubled += o.Doubled
	t.Closed += o.Closed
	t.Withdrawn += o.Withdrawn
}

// Waiting returns how many are not opened yet.
func (t Total) Waiting() int64 { return t.Received - t.Counted - t.Doubled - t.Closed - t.Withdrawn }

// DayTotal is the total of one day and kind.
type DayTotal struct {
	Day  string
	Kind data.Kind
	Total
}

// Stored is an action as the store holds it.
type Stored struct {
	Seq    int64
	Sealed data.Sealed
	State  State
	Code   data.Code // why it could not be opened
	Double int64     // the seq that it doubles
}

// PerMailbox is how many people of one mailbox are counted without a question: a couple may share one. Where more come,
// an organiser looks at them. (The petitions of the British parliament have the same rule.)
const PerMailbox = 2

// Opening is what opening found of one action. Person, of any length, tells who did it to nobody but a machine that
// compares; nil where nobody can tell, or where one person may do the thing twice. Mailbox tells likewise by which
// mailbox they can be reached.
type Opening struct {
	Seq     int64
	Code    data.Code // why it could not be opened; empty when it was
	Person  []byte
	Mailbox []byte

	Target string    // of a letter: see [Delivery]
	Due    time.Time // of a letter: when it may be mailed
}

// Query asks for a page of actions. The zero value of a field sets no bound, except that Limit is always needed.
type Query struct {
	Campaign string
	Kind     data.Kind
	State    State // a state other than Fresh: only recorded actions in it
	// Moderation asks for comments alone, and needs a state.
	Moderation Moderation
	After      int64 // only seqs above
	Before     int64 // only seqs below
	Newest     bool  // highest seq first
	Limit      int
}
