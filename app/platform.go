package app

import (
	"context"
	"net/url"

	"placard/data"
	"placard/data/outbox"
)

// Outbox is what the screens need of [outbox.Outbox]. Every method may be called from any goroutine.
type Outbox interface {
	// Queue seals and stores an action; nil means that the device's disk has it.
	Queue(ctx context.Context, a data.Action) error
	// Tally counts what is stored, and gives the last counters that the server sent.
	Tally(ctx context.Context) (data.Tally, error)
	// Page returns entries, newest first, from offset on, at most limit.
	Page(ctx context.Context, offset, limit int) ([]data.Entry, error)
	// Wake tries to send now.
	Wake()
	// Watch calls f, on any goroutine, after each change of what Tally, Page or Status would answer.
	Watch(f func()) (stop func())
	// Status says how sending goes.
	Status() outbox.Status
}

// Platform is what an edition does for the app; main and the web shell write its twins.
type Platform interface {
	// Navigated is called on the UI goroutine after the app went to a route, by a tap or by [App.Show]. In the
	// browser the page puts the route into its history, unless it is the one that is there.
	Navigated(s Step)
	// Drafted is called on the UI goroutine after each change of [App.Draft]; an empty one means that it was signed or
	// cleared. An edition that can be restarted at any moment keeps it in memory, and gives it to [App.Restore].
	Drafted(d Draft)
	// OpenURL opens a link outside the app.
	OpenURL(u *url.URL) error
	// AskPersist asks the system to keep what is stored here, and reports whether it will. It is called once, on a
	// goroutine of its own, after the first action was stored.
	AskPersist(ctx context.Context) bool
	// StorageWords says in one sentence where this edition keeps what is signed, "" for nothing to say.
	StorageWords() string
}
