package app

import (
	"context"
	"crypto/ed25519"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"placard/app/semantic"
	"placard/data"
	"placard/data/local"
	"placard/data/outbox"
	"placard/data/pack"
	"placard/data/seal"
)

// stage is the app in a window without a screen. What the app wants done on the UI goroutine waits in a queue until
// the test asks for it: so the test is that goroutine, and the race detector sees what the app does beside it.
type stage struct {
	*testing.T
	app   *App
	win   fyne.Window
	tree  *semantic.Tree
	queue chan func()
	plat  *platform
}

var (
	phone  = fyne.NewSize(390, 844)
	narrow = fyne.NewSize(320, 640)
	desk   = fyne.NewSize(1280, 800)
)

func newStage(t *testing.T, size fyne.Size, cfg Config) *stage {
	t.Helper()
	fa := test.NewTempApp(t)
	fa.Settings().SetTheme(cfg.Look.resolved(cfg.Wishes).theme())
	s := &stage{T: t, queue: make(chan func(), 10_000), plat: &platform{}}
	if cfg.Pack == nil {
		cfg.Pack = bundled(t)
	}
	if p, ok := cfg.Platform.(*platform); ok {
		s.plat = p
	}
	cfg.Platform = s.plat
	s.app = newApp(cfg, func(f func()) { s.queue <- f })
	s.win = fa.NewWindow("Placard")
	s.win.SetPadded(false)
	s.win.SetContent(s.app.Content())
	s.win.Resize(size)
	s.tree = semantic.New(s.win.Canvas())
	t.Cleanup(func() { s.app.Close(); s.win.Close() })
	if cfg.Outbox != nil {
		s.wait("the first reading of the outbox", func() bool { return s.app.state.known || s.app.state.err != nil })
	}
	return s
}

func bundled(t *testing.T) *pack.Pack {
	t.Helper()
	p, err := pack.Bundled()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// wait runs what the app wants done until ok.
func (s *stage) wait(what string, ok func() bool) {
	s.Helper()
	late := time.After(20 * time.Second)
	for !ok() {
		select {
		case f := <-s.queue:
			f()
		case <-late:
			s.Fatalf("waited in vain for %s; on screen:\n%s", what, s.text())
		}
	}
}

// settle runs what the app wants done until there is nothing for a while.
func (s *stage) settle() {
	for {
		select {
		case f := <-s.queue:
			f()
		case <-time.After(250 * time.Millisecond):
			return
		}
	}
}

func (s *stage) read() *semantic.Node { return s.tree.Read() }

func (s *stage) find(role semantic.Role, name string) *semantic.Node {
	return semantic.Find(s.read(), role, name)
}

func (s *stage) must(role semantic.Role, name string) *semantic.Node {
	s.Helper()
	n := s.find(role, name)
	if n == nil {
		s.Fatalf("no %s %q on screen:\n%s", role, name, s.text())
	}
	return n
}

func (s *stage) tap(role semantic.Role, name string) {
	s.Helper()
	if n := s.must(role, name); !n.Tap() {
		s.Fatalf("%s %q takes no tap (disabled %v)", role, name, n.Disabled)
	}
}

func (s *stage) write(name, text string) {
	s.Helper()
	if !s.must(semantic.Textbox, name).Type(text) {
		s.Fatalf("cannot type into %q", name)
	}
}

// text is all that can be read on screen, one node a line.
func (s *stage) text() string {
	var b strings.Builder
	for _, n := range s.read().All() {
		b.WriteString(strings.TrimRight(string(n.Role)+": "+n.Name+" | "+n.Value+" | "+n.Error, " |"))
		b.WriteByte('\n')
	}
	return b.String()
}

func (s *stage) says(want string) {
	s.Helper()
	if !strings.Contains(s.text(), want) {
		s.Errorf("not on screen: %q, but:\n%s", want, s.text())
	}
}

func (s *stage) saysNot(not string) {
	s.Helper()
	if strings.Contains(s.text(), not) {
		s.Errorf("on screen: %q", not)
	}
}

type platform struct {
	mu      sync.Mutex
	routes  []string
	refuse  bool
	persist int
	drafts  []Draft
	steps   []Step

	can           Abilities
	broken        error
	copied, saved string
	shared        Shared
	opened        []string
	notified      []Notification
}

func (p *platform) Navigated(s Step) {
	p.routes = append(p.routes, s.Route)
	p.steps = append(p.steps, s)
}

func (p *platform) Drafted(d Draft) { p.drafts = append(p.drafts, d) }

func (p *platform) OpenURL(u *url.URL) error {
	p.opened = append(p.opened, u.String())
	return nil
}

func (p *platform) Can() Abilities      { return p.can }
func (p *platform) Address() string     { return "https://act.example.org/" }
func (p *platform) OnDrop(func([]File)) {}

func (p *platform) Copy(_ context.Context, text string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.copied = text
	return p.broken
}

func (p *platform) Share(_ context.Context, s Shared) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shared = s
	return p.broken
}

func (p *platform) Save(ctx context.Context, f File) (bool, error) {
	b, err := f.Read(ctx)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.saved = f.Name + ": " + string(b)
	return !p.refuse, err
}

// kept is what was saved last.
func (p *platform) kept() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.saved
}

func (p *platform) PickPhotos(context.Context, bool) ([]File, error) { return nil, nil }

func (p *platform) AskNotify(context.Context) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.refuse
}

func (p *platform) Notify(n Notification) { p.notified = append(p.notified, n) }

func (p *platform) StorageWords() string { return "Kept in this test." }

func (p *platform) AskPersist(context.Context) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.persist++
	return !p.refuse
}

// campaign returns a campaign file, and the key that opens what is sealed for it.
func campaign(t *testing.T) (data.Campaign, age.Identity) {
	t.Helper()
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	pub, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return data.Campaign{ID: bundled(t).ID, Server: "http://127.0.0.1:1", Recipients: []string{id.Recipient().String()}, ReceiptKey: pub}, id
}

// device is the real outbox on the real store.
type device struct {
	*outbox.Outbox
	store    *local.Store
	campaign data.Campaign
	key      age.Identity
}

func newDevice(t *testing.T) *device {
	t.Helper()
	c, key := campaign(t)
	store, err := local.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	o, err := outbox.New(outbox.Config{Store: store, Campaign: c})
	if err != nil {
		t.Fatal(err)
	}
	return &device{o, store, c, key}
}

// opened returns everything that waits, opened.
func (d *device) opened(t *testing.T) (list []data.Action) {
	t.Helper()
	sealed, err := d.store.Waiting(t.Context(), d.campaign.ID, 100, data.MaxBatchBytes)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sealed {
		a, err := seal.Open(s, d.key)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	return list
}

// file files the server's word on an action, as a drain would.
func (d *device) file(t *testing.T, a data.Answer) {
	t.Helper()
	if err := d.store.File(t.Context(), a); err != nil {
		t.Fatal(err)
	}
}

// shelf is an outbox in memory that does what a test says; it counts what it is asked.
type shelf struct {
	mu      sync.Mutex
	n       int // entries
	feed    data.Feed
	state   func(i int) data.Entry
	tally   data.Tally
	status  outbox.Status
	fail    error // of Queue
	readErr error // of Tally and Page
	queued  []data.Action
	pages   []int // offsets asked for
	limit   int   // largest
	watch   func()
	woken   int
	hold    chan struct{} // Queue waits for it
}

func (s *shelf) Queue(_ context.Context, a data.Action) error {
	if s.hold != nil { // set before the app begins
		<-s.hold
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queued = append(s.queued, a)
	return s.fail
}

func (s *shelf) Tally(context.Context) (data.Tally, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tally, s.readErr
}

func (s *shelf) Page(_ context.Context, offset, limit int) (list []data.Entry, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages = append(s.pages, offset)
	s.limit = max(s.limit, limit)
	for i := offset; i < min(offset+limit, s.n); i++ {
		list = append(list, s.state(i))
	}
	return list, s.readErr
}

func (s *shelf) Feed(context.Context) (data.Feed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.feed, s.readErr
}

func (s *shelf) Wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.woken++
}

func (s *shelf) Watch(f func()) func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watch = f
	return func() {}
}

func (s *shelf) Status() outbox.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.status
}

// change changes the shelf and tells the app.
func (s *shelf) change(f func()) {
	s.mu.Lock()
	f()
	watch := s.watch
	s.mu.Unlock()
	if watch != nil {
		watch()
	}
}

// took returns what was queued.
func (s *shelf) took() []data.Action {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.queued)
}

func (s *shelf) asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.pages)
}
