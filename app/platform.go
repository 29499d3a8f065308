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
	// Feed returns the comments that moderators let through, as this device last fetched them.
	Feed(ctx context.Context) (data.Feed, error)
	// Wake tries to send now.
	Wake()
	// Watch calls f, on any goroutine, after each change of what Tally, Page, Feed or Status would answer.
	Watch(f func()) (stop func())
	// Status says how sending goes.
	Status() outbox.Status
}

// Platform is what an edition does for the app; main and the web shell write its twins. Methods that take a context
// wait, perhaps for a person: call them on a goroutine of their own, soon after the tap that asks for them, because a
// browser opens its choosers only then.
type Platform interface {
	// Navigated is called on the UI goroutine after the app went to a route, by a tap or by [App.Show]. In the
	// browser the page puts the route into its history, unless it is the one that is there.
	Navigated(s Step)
	// Drafted is called on the UI goroutine after each change of [App.Draft]; an empty one means that it was signed or
	// cleared. An edition that can be restarted at any moment keeps it in memory, and gives it to [App.Restore].
	Drafted(d Draft)
	// AskPersist asks the system to keep what is stored here, and reports whether it will. It is called once, after
	// the first action was stored.
	AskPersist(ctx context.Context) bool
	// StorageWords says in one sentence where this edition keeps what is signed, "" for nothing to say.
	StorageWords() string

	// Can says what else there is on this device.
	Can() Abilities
	// OpenURL opens a link outside the app: http, https or mailto.
	OpenURL(u *url.URL) error
	// Address returns the link under which others find the campaign, "" where there is none.
	Address() string
	// Copy puts a text into the clipboard.
	Copy(ctx context.Context, text string) error
	// Share hands something to the system's share sheet.
	Share(ctx context.Context, s Shared) error
	// Save lets a person keep a file where they choose, and reports whether they did.
	Save(ctx context.Context, f File) (saved bool, err error)
	// PickPhotos lets a person choose photos, or with camera take one. None is no error: they thought better of it.
	PickPhotos(ctx context.Context, camera bool) ([]File, error)
	// OnDrop calls f on the UI goroutine with files that are dropped onto the window; nil ends that.
	OnDrop(f func([]File))
	// AskNotify asks for the permission to notify. Call it only because of what a person did.
	AskNotify(ctx context.Context) bool
	// Notify tells of something while nobody looks at the kit, and does nothing while somebody does. It may lie on a
	// locked screen, so it says nothing personal.
	Notify(n Notification)
}

// Abilities are what an edition has on this device.
type Abilities struct {
	Share  bool // a share sheet
	Notify bool // notifications, if a person allows them
	Camera bool // PickPhotos can take a photo
}

// Shared is what is handed to others.
type Shared struct {
	Title, Text, URL string
	Files            []File
}

// File is a file from outside, or one to be kept outside. Its content is read when it is wanted.
type File struct {
	Name string
	Type string // media type, "" if unknown
	Size int64  // -1 if unknown
	Read func(ctx context.Context) ([]byte, error)
}

// TextFile returns a file of a text.
func TextFile(name, text string) File {
	return File{Name: name, Type: "text/plain", Size: int64(len(text)), Read: func(context.Context) ([]byte, error) { return []byte(text), nil }}
}

// Notification is a short message; a tap on it leads to a route.
type Notification struct{ Title, Text, Route string }
