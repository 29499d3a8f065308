// Package app is the kit's GUI: one code base for the desktop and the browser, for a phone's width and a desk's. It
// shows a pack, takes signatures and hands them to an [Outbox]; it knows neither SQL nor the server.
//
// Everything personal stays inside the entries and the [data.Action] made from them: none of it goes into window
// titles, logs, routes or Fyne's Preferences.
package app

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"placard/app/translation"
	"placard/data"
	"placard/data/outbox"
	"placard/data/pack"
)

// Config is what the app is made of. Without an Outbox the app can be read, and says that nothing can be signed.
type Config struct {
	Pack     *pack.Pack
	Campaign data.Campaign // zero: no campaign key yet
	Outbox   Outbox        // nil: nothing can be kept here
	Fault    error         // why there is no outbox
	Archive  Archive       // nil: the news are searched without an index
	Platform Platform
	Now      func() time.Time // nil: time.Now

	Look     Look             // as the user chose it before
	Wishes   Wishes           // of the system or the browser
	KeepLook func(Look) error // keeps what the user chooses; nil: it is forgotten

	// Scribe writes what the kit has no letters for; nil: Fyne does what it can.
	Scribe Scribe
	// Font returns a font by its name, [ArabicFont], when it is needed; nil: there is none. It may take its time.
	Font func(ctx context.Context, name string) ([]byte, error)
}

// Archive searches the news of the pack in one of its languages: what holds each of the words typed, at most limit
// items, the best first. Where it fails, the app reads the pack itself.
type Archive interface {
	Search(ctx context.Context, lang, query string, limit int) ([]data.Hit, error)
}

// App is the window's content. Its methods belong to Fyne's UI goroutine: call them inside fyne.Do, or before the
// app runs.
type App struct {
	cfg     Config
	edition pack.Edition
	texts   func() []data.NewsText // of the news, for a search without an index
	do      func(func())           // runs on the UI goroutine
	ctx     context.Context
	cancel  context.CancelFunc
	dirty   chan struct{}
	persist bool // asked already
	astray  bool // it was said that a link led nowhere
	system  *translation.Language

	state state
	route string

	// What follows is made anew in each language; root holds the frame of now.
	root  *fyne.Container
	frame *frame

	appeal   *appeal
	archive  *archive
	sign     *act            // the petition
	acts     map[string]*act // every form, the petition among them, by id
	ways     *ways
	events   *events
	share    *share
	reminder reminder
	outbox   *outboxScreen
	settings *settings
	teller   *teller
	items    map[string]*item
}

// state is what the screens show of the outbox, as last read.
type state struct {
	tally  data.Tally
	status outbox.Status
	err    error // why the outbox could not be read
	known  bool  // it was read at least once
	absent bool  // there is none: nothing can be said of it
}

// screen is one place of the app.
type screen interface {
	object() fyne.CanvasObject
	title() string
	shown()        // it was gone to
	left()         // another was gone to
	update(*state) // the outbox changed
	resized(wide bool)
	scroll(dy float32)
	offset() float32 // how far it is scrolled
}

// New builds the window's content, sets the theme, and begins to watch the outbox until [App.Close].
func New(a fyne.App, cfg Config) *App {
	a.Settings().SetTheme(cfg.Look.resolved(cfg.Wishes).theme())
	return newApp(cfg, fyne.Do)
}

func newApp(cfg Config, do func(func())) *App {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	a := &App{cfg: cfg, do: do, dirty: make(chan struct{}, 1), system: speaking(), root: container.NewStack()}
	scribe = cfg.Scribe
	a.ctx, a.cancel = context.WithCancel(context.Background())
	a.reminder.app = a
	spoken = a.wanted()
	a.teller = newTeller(a)
	a.state.absent = cfg.Outbox == nil
	a.build()
	a.frame.update(&a.state)
	a.open(routeAppeal)
	if cfg.Outbox != nil {
		go a.watch()
	}
	return a
}

// build makes the frame and the screens, in the language of the app's words.
func (a *App) build() {
	edition := a.cfg.Pack.In(speaking().Tag)
	a.edition = edition
	a.texts = sync.OnceValue(func() []data.NewsText { return slices.Collect(edition.Texts()) })
	a.frame = newFrame(a)
	a.makeForms()
	a.appeal, a.archive, a.outbox = newAppeal(a), newArchive(a), newOutboxScreen(a)
	a.ways, a.events, a.share = newWays(a), newEvents(a), newShare(a)
	a.settings = newSettings(a)
	a.items = map[string]*item{}
	a.root.Objects = []fyne.CanvasObject{a.frame}
	a.wantArabic()
}

// Content returns what to put into the window, without padding around it. It stays the same in every language.
func (a *App) Content() fyne.CanvasObject { return a.root }

// Close stops watching the outbox.
func (a *App) Close() { a.cancel() }

// Route returns where the app is: "appeal", "archive", "archive/<id>", "sign", "act", "act/<form>", "events",
// "share", "outbox" or "settings".
func (a *App) Route() string { return a.route }

// Show goes to a route, as from a deep link or the back button of a browser. An unknown one leads to the appeal, and
// the app says so.
func (a *App) Show(route string) {
	known, ok := a.parseRoute(route)
	a.open(known)
	if !ok {
		a.astray = true
		a.Notice(Notice{Key: "route", Weight: Warning, Words: sayLater("route.unknown")})
	}
}

// Back closes what is open on the screen, or goes one level up, and reports whether there was one: from a news item
// to the archive, else to the appeal.
func (a *App) Back() bool {
	if a.CloseLayer() {
		return true
	}
	up := parentRoute(a.route)
	if up == "" {
		return false
	}
	a.open(up)
	return true
}

// open shows the screen of a route that [parseRoute] knows.
func (a *App) open(route string) {
	if route == a.route {
		a.frame.current().shown()
		return
	}
	step := Step{Route: route}
	if a.frame.current() != nil {
		step.Left = a.Offset()
	}
	if a.astray {
		a.astray = false
		a.Notice(Notice{Key: "route"})
	}
	a.route = route
	a.show()
	if a.cfg.Platform != nil {
		step.Title = a.Title()
		a.cfg.Platform.Navigated(step)
	}
}

// show puts the screen of the route into the frame.
func (a *App) show() {
	s := a.screen(a.route)
	s.update(&a.state)
	a.frame.show(s)
	s.shown()
}

func (a *App) screen(route string) screen {
	switch route {
	case routeArchive:
		return a.archive
	case routeSign:
		return a.sign
	case routeAct:
		return a.ways
	case routeEvents:
		return a.events
	case routeShare:
		return a.share
	case routeOutbox:
		return a.outbox
	case routeSettings:
		return a.settings
	}
	if id, ok := below(route, routeAct); ok && a.acts[id] != nil {
		return a.acts[id]
	}
	if id, ok := newsRoute(route); ok {
		if a.items[id] == nil {
			a.items[id] = newItem(a, id)
		}
		return a.items[id]
	}
	return a.appeal
}

// watch reads the outbox after each change, at most ten times a second, and never on the UI goroutine.
func (a *App) watch() {
	stop := a.cfg.Outbox.Watch(a.touch)
	defer stop()
	a.touch()
	for {
		select {
		case <-a.ctx.Done():
			return
		case <-a.dirty:
		}
		tally, err := a.cfg.Outbox.Tally(a.ctx)
		next := state{tally: tally, status: a.cfg.Outbox.Status(), err: err, known: true}
		a.do(func() { a.apply(next) })
		select {
		case <-a.ctx.Done():
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// touch asks for a new reading of the outbox; it may be called from any goroutine and never waits.
func (a *App) touch() {
	select {
	case a.dirty <- struct{}{}:
	default:
	}
}

func (a *App) apply(s state) {
	if a.ctx.Err() != nil {
		return
	}
	if s.err != nil { // keep the last numbers that were right
		s.tally, s.known = a.state.tally, a.state.known
	}
	a.state = s
	if s.known && s.err == nil {
		a.teller.look(s.tally)
		a.reminder.look(s.status.Online)
	}
	a.frame.update(&a.state)
	a.frame.current().update(&a.state)
	if a.frame.current() != screen(a.outbox) {
		a.outbox.changed()
	}
}

// stored is called once an action lies on the device.
func (a *App) stored() {
	a.touch()
	if a.persist || a.cfg.Platform == nil {
		return
	}
	a.persist = true
	go func() {
		if !a.cfg.Platform.AskPersist(a.ctx) {
			a.do(func() { a.Notice(Notice{Key: "persist", Weight: Warning, Words: sayLater("persist.refused")}) })
		}
	}()
}

// canSign says what stands in the way of signing: a title and what to do, or "" twice.
func (a *App) canSign() (title, what string) {
	c := a.cfg.Campaign
	switch {
	case c.ID == "":
		return say("sign.nokey"), hint(data.NewError(data.CodeNoRecipients, "", nil)) + " " + say("sign.nokey.why")
	case c.Check() != nil:
		return say("sign.nokey"), hint(data.NewError(data.CodeCampaignCard, "", nil)) + " " + say("sign.nokey.why")
	case errors.Is(a.cfg.Fault, data.NewError(data.CodeStoreBusy, "", nil)):
		return say("sign.elsewhere"), say("sign.elsewhere.what")
	case a.cfg.Outbox == nil:
		return say("sign.nostore"), say("sign.nostore.what")
	}
	return "", ""
}
