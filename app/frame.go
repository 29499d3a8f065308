package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

// frame is what stands around every screen. On a phone: the header with the way back and the status, the screen, the
// navigation at the thumb. On a desk: the navigation and the status in a rail at the left, the screen beside it. It
// switches while the window is resized.
type frame struct {
	widget.BaseWidget
	app  *App
	now  screen
	wide bool
	low  bool // the window has no height for the whole rail

	rail, header, bar *box
	tabs              *fyne.Container // in the bar
	side              *fyne.Container // in the rail
	title             *fyne.Container // likewise
	foot              *fyne.Container // likewise
	settings          [2]*button      // in the header and in the rail
	items             []*navItem      // of both navigations
	lines             []*statusLine
	back              *button
	name              *words
	head              *fyne.Container // in the header
	notices           *notices
	banners           *container.Scroll // around the notices, for a low window
	main              *fyne.Container   // the screen
	parts             []fyne.CanvasObject
	listening         bool // to keys
}

func newFrame(a *App) *frame {
	f := &frame{app: a, notices: newNotices(), main: container.NewStack()}
	f.ExtendBaseWidget(f)
	f.buildUI()
	return f
}

func (f *frame) buildUI() {
	f.back = newButton(quiet, "back", "", func() { f.app.Back() })
	f.name = newWords(f.app.edition.Title).in(f.app.edition.Lang)
	f.name.spans[0].bold = true
	f.back.edge = true
	line := f.status(false)
	f.head = container.New(headLayout{f}, newColumn(0, f.back, f.name), line, f.toSettings(0))
	f.header = newBox(colorRail, pad{x: 10, y: 4}, semantic.Wrap(semantic.Node{Role: semantic.Banner}, f.head))
	f.header.radius = 0

	f.tabs = container.New(bar{}, f.navItems(false)...)
	f.bar = newBox(colorRail, pad{}, semantic.Wrap(semantic.Node{Role: semantic.Navigation, Name: say("nav.name")}, f.tabs))
	f.bar.radius = 0

	name := newWords(f.app.edition.Title).in(f.app.edition.Lang)
	name.spans[0].bold, name.size = true, theme.SizeNameSubHeadingText
	f.title = container.New(pad{x: 14}, name)
	nav := semantic.Wrap(semantic.Node{Role: semantic.Navigation, Name: say("nav.name")}, newColumn(4, f.navItems(true)...))
	top := container.NewVScroll(newColumn(space, f.title, nav)) // a phone on its side is low
	f.foot = newColumn(4, f.toSettings(1), f.status(true))
	f.side = container.New(railLayout{}, top, f.foot)
	f.rail = newBox(colorRail, railPads, semantic.Wrap(semantic.Node{Role: semantic.Banner}, f.side))
	f.rail.radius = 0
	main := semantic.Wrap(semantic.Node{Role: semantic.Main}, f.main)
	f.banners = container.NewVScroll(f.notices.banner)
	f.banners.Hide()
	f.notices.changed = f.noticed
	f.parts = []fyne.CanvasObject{f.rail, f.header, f.banners, main, f.bar}
}

func (f *frame) navItems(rail bool) (objects []fyne.CanvasObject) {
	for _, r := range []string{routeAppeal, routeSign, routeAct, routeArchive, routeOutbox} {
		n := newNavItem(r, say("nav."+r), rail, func() { f.app.open(r) })
		f.items = append(f.items, n)
		objects = append(objects, n)
	}
	return objects
}

func (f *frame) status(rail bool) *statusLine {
	s := newStatusLine(rail, func() { f.app.open(routeOutbox) })
	f.lines = append(f.lines, s)
	return s
}

// toSettings leads to the settings, from every screen.
func (f *frame) toSettings(i int) *button {
	label := ""
	if i == 1 {
		label = say("settings.title")
	}
	b := newButton(quiet, "settings", label, func() { f.app.open(routeSettings) })
	b.role, b.name, b.edge = semantic.Link, say("settings.title"), i == 1
	f.settings[i] = b
	return b
}

func (f *frame) current() screen { return f.now }

func (f *frame) show(s screen) {
	f.unfocus()
	if f.now != nil {
		f.now.left()
	}
	f.now = s
	f.back.Hidden, f.name.Hidden = f.app.route == routeAppeal, f.app.route != routeAppeal
	f.sayBack()
	if f.Size().Width > 0 {
		s.resized(f.wide)
	}
	f.main.Objects = []fyne.CanvasObject{s.object()}
	f.main.Refresh()
	f.update(&f.app.state)
}

// sayBack says where the way back leads: to the screen above, or to this one from what lies over it.
func (f *frame) sayBack() {
	if up := parentRoute(f.app.route); up != "" {
		to := f.app.screen(up)
		if f.app.Layers() > 0 {
			to = f.now
		}
		f.back.name = say("nav.to", with{"Where": to.title()})
		f.back.setLabel(to.title())
	}
	f.header.Refresh()
}

// unfocus takes the focus from what is about to leave the window, so that nobody types into a hidden field. The
// navigation keeps it.
func (f *frame) unfocus() {
	c := fyne.CurrentApp().Driver().CanvasForObject(f)
	if c == nil {
		return
	}
	switch c.Focused().(type) {
	case nil, *navItem:
	default:
		c.Unfocus()
	}
}

func (f *frame) update(s *state) {
	for _, n := range f.items {
		count := 0
		if n.route == routeOutbox {
			count = s.tally.Waiting
		}
		n.set(n.route == section(f.app.route), count)
	}
	for _, l := range f.lines {
		l.update(s)
	}
	f.head.Layout.Layout(f.head.Objects, f.head.Size()) // the status may have become wider
	f.side.Layout.Layout(f.side.Objects, f.side.Size())
	f.layout()
}

// noticed makes room for what there is to notice now.
func (f *frame) noticed() {
	if len(f.notices.list) > 0 {
		f.banners.Show()
	} else {
		f.banners.Hide()
	}
	f.banners.ScrollToTop()
	f.Refresh()
}

// CreateRenderer places the parts.
func (f *frame) CreateRenderer() fyne.WidgetRenderer { return &frameRenderer{f} }

// Semantic reads the parts that are shown.
func (f *frame) Semantic() semantic.Node { return semantic.Node{Content: f.parts} }

type frameRenderer struct{ f *frame }

func (r *frameRenderer) Destroy()                     {}
func (r *frameRenderer) Objects() []fyne.CanvasObject { return r.f.parts }
func (r *frameRenderer) MinSize() fyne.Size           { return fyne.NewSize(320, 360) }

func (r *frameRenderer) Refresh() {
	r.Layout(r.f.Size())
	for _, o := range r.f.parts {
		o.Refresh()
	}
}

func (r *frameRenderer) Layout(fyne.Size) { r.f.layout() }
