package server

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"
)

// DeliveryState is how far the mailing of a letter is.
type DeliveryState string

// The states of a delivery. A letter is mailed out of Waiting alone, and only while it counts.
const (
	Waiting DeliveryState = "waiting"
	Sending DeliveryState = "sending" // the relay may be about to take it
	Sent    DeliveryState = "sent"    // the relay has taken it
	Tested  DeliveryState = "tested"  // the relay has taken it for the organiser, in a test
	Refused DeliveryState = "refused" // the relay has not, and said that trying again is in vain
	Bounced DeliveryState = "bounced" // the relay had taken it, and somebody behind it could not deliver it
	Stopped DeliveryState = "stopped" // by the organiser, by the deadline, or because there is nobody to send it to
	Unsure  DeliveryState = "unsure"  // the relay may have taken it: nobody heard its answer
)

// DeliveryStates lists every state in the order in which pages show them.
var DeliveryStates = []DeliveryState{Waiting, Sending, Unsure, Sent, Tested, Refused, Bounced, Stopped}

// Reason says why a delivery is in its state: the enhanced status of the relay's reply ("5.1.1", RFC 3463), or one of
// the constants. It never has words from outside.
type Reason string

// The reasons that are no status.
const (
	ReasonOrganiser Reason = "organiser"  // stopped by hand
	ReasonDeadline  Reason = "deadline"   // the last day to write is over
	ReasonNoTarget  Reason = "no_target"  // the pack knows no such target
	ReasonNoAddress Reason = "no_address" // the target has no e-mail address
	ReasonLetter    Reason = "letter"     // it cannot be opened or written as a message
	ReasonErased    Reason = "erased"     // its content was erased before it went
	ReasonBroken    Reason = "connection" // the conversation with the relay broke off
)

// Delivery is the mailing of one letter.
type Delivery struct {
	Seq      int64
	Day      string // of the act
	Counts   bool   // the letter counts: what the organiser set aside does not
	Target   string // id of a target, or empty where the pack knows none such
	State    DeliveryState
	Attempts int
	Next     time.Time // not before; whole seconds; zero unless it waits
	Code     int       // the relay's last reply, or 0
	Reason   Reason
}

// DeliveryTotal is how many letters to a target are in a state. Those waiting that do not count are in Aside too.
type DeliveryTotal struct {
	Target   string
	State    DeliveryState
	N, Aside int64
}

// DeliveryQuery asks for a page of deliveries, highest seq first. The zero value of a field sets no bound, except that
// Limit is always needed.
type DeliveryQuery struct {
	Campaign string
	State    DeliveryState
	Seq      int64 // only this one
	Before   int64 // only seqs below
	Limit    int
}

// Message is one letter as it is mailed.
type Message struct {
	ID      string // the left part of its Message-ID: the same whenever the letter is sent
	To      mail.Address
	ReplyTo string // the writer's address; empty without their consent
	Subject string // one line
	Body    string // plain text, lines ended by LF
	Lang    string // BCP 47 tag of the text
	Date    time.Time
}

// Post speaks with a mail relay. Its methods are called from one goroutine.
type Post interface {
	// Send sends one message. When the relay has accepted everything but the message's end it calls commit, once,
	// and only after commit returned nil it sends that end, which is what makes a relay take a message. An error of
	// commit is returned as it is, and the relay has nothing; so it is with an [ErrMessage]. Every other error is a
	// [*PostError]; nil means that the relay has answered that it has the message. When ctx ends before commit, nothing is sent; after it, Send waits
	// a moment longer for the relay's answer.
	Send(ctx context.Context, m Message, commit func() error) error

	// Rest hangs up until the next Send.
	Rest()
}

// ErrMessage says that of a [Message] no mail can be made.
var ErrMessage = errors.New("the letter makes no message")

// PostError tells what became of a message that the relay did not confirm.
type PostError struct {
	Relay  bool   // the trouble is with the relay: no message fares better
	Unsure bool   // the message's end may have reached the relay, and no answer came that tells
	Code   int    // the relay's reply, 0 without one
	Status string // its enhanced status, "5.1.1"; empty without one
	Err    error  // of the connection; never the words of a reply, which may repeat ours
}

// Error tells the code alone, or what broke.
func (e *PostError) Error() string {
	if e.Code != 0 {
		return strings.TrimSpace(fmt.Sprintf("the relay answered %d %s", e.Code, e.Status))
	}
	return "speak with the relay: " + e.Err.Error()
}

// Unwrap returns what broke.
func (e *PostError) Unwrap() error { return e.Err }
