package data

import "github.com/google/uuid"

// State is where an action of this device's outbox stands. There is no state for "on its way": an action leaves
// Waiting only on the server's word, so a crash needs no repair.
type State string

// The states, told apart on screen by word, sign and colour.
const (
	StateWaiting State = "waiting"
	StateSent    State = "sent"
	StateRefused State = "refused"
)

// Entry is one row of the outbox as a screen may show it: nothing that the seal hides.
type Entry struct {
	ID    uuid.UUID
	Kind  Kind
	Day   string
	State State
	Code  Code   // why it was refused, or why it is still waiting
	Hint  string // what to do
}

// Tally is what the outbox holds, and the last counters that the server sent (nil before the first).
type Tally struct {
	Waiting, Sent, Refused int
	Counters               *Counters
}

// Total returns the number of entries.
func (t Tally) Total() int { return t.Waiting + t.Sent + t.Refused }
