package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

var (
	_ fyne.Tappable     = (*navItem)(nil)
	_ fyne.Focusable    = (*navItem)(nil)
	_ semantic.Semantic = (*navItem)(nil)
)

// navItem is one entry of the navigation: a sign over a word in the bar of a phone, beside it in the rail of a desk.
type navItem struct {
	widget.BaseWidget
	route, icon, label string
	rail               bool
	current            bool
	count              int // what waits there
	onTap              func()

	sign           *canvas.Image
	text, badge    *canvas.Text
	pill, ring     *canvas.Rectangle
	ground         *canvas.Rectangle
	focused, hover bool
}

func newNavItem(route, label string, rail bool, onTap func()) *navItem {
	n := &navItem{route: route, icon: route, label: label, rail: rail, onTap: onTap}
	n.ExtendBaseWidget(n)
	return n
}

func (n *navItem) set(current bool, count int) {
	if n.current != current || n.count != count {
		n.current, n.count = current, count
		n.Refresh()
	}
}

// Semantic describes the entry, and whether its screen is the open one.
func (n *navItem) Semantic() semantic.Node {
	s := semantic.Node{Role: semantic.Link, Name: n.label, Current: n.current}
	if n.count > 0 {
		s.Description = sayN("status.waiting", n.count)
	}
	return s
}

// Tapped goes there.
func (n *navItem) Tapped(*fyne.PointEvent) { n.onTap() }

// TypedKey goes there on Space and Return.
func (n *navItem) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		n.onTap()
	}
}

// TypedRune does nothing.
func (n *navItem) TypedRune(rune) {}

// FocusGained shows the focus ring.
func (n *navItem) FocusGained() { n.focused = true; n.Refresh(); reveal(n) }

// FocusLost hides the focus ring.
func (n *navItem) FocusLost() { n.focused = false; n.Refresh() }

// MouseIn marks the entry.
func (n *navItem) MouseIn(*desktop.MouseEvent) { n.hover = true; n.Refresh() }

// MouseMoved does nothing.
func (n *navItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the mark off.
func (n *navItem) MouseOut() { n.hover = false; n.Refresh() }

// Cursor is a hand.
func (n *navItem) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer draws sign, word and badge.
func (n *navItem) CreateRenderer() fyne.WidgetRenderer {
	n.sign = canvas.NewImageFromResource(nil)
	n.sign.FillMode = canvas.ImageFillContain
	n.text, n.badge = canvas.NewText(n.label, nil), canvas.NewText("", nil)
	n.ground, n.pill, n.ring = canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	r := &navRenderer{n}
	r.paint()
	return r
}

type navRenderer struct{ n *navItem }

const navSide float32 = 24

func (r *navRenderer) Destroy() {}

func (r *navRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.n.ground, r.n.sign, r.n.text, r.n.pill, r.n.badge, r.n.ring}
}

func (r *navRenderer) MinSize() fyne.Size {
	text := r.n.text.MinSize()
	if r.n.rail {
		return fyne.NewSize(14+navSide+12+text.Width+14+r.badgeWidth(), 52)
	}
	return fyne.NewSize(max(64, text.Width+8), 62)
}

// badgeWidth returns the width of the pill, 0 without one.
func (r *navRenderer) badgeWidth() float32 {
	if r.n.count == 0 {
		return 0
	}
	return max(22, r.n.badge.MinSize().Width+12)
}

func (r *navRenderer) Layout(s fyne.Size) {
	n := r.n
	text, badge := n.text.MinSize(), n.badge.MinSize()
	n.text.Resize(text)
	n.sign.Resize(fyne.NewSquareSize(navSide))
	pill := fyne.NewSize(r.badgeWidth(), 22)
	n.pill.Resize(pill)
	n.badge.Resize(badge)
	var at fyne.Position // of the pill
	if n.rail {
		n.ground.Resize(s)
		n.ground.Move(fyne.Position{})
		n.sign.Move(fyne.NewPos(14, (s.Height-navSide)/2))
		n.text.Move(fyne.NewPos(14+navSide+12, (s.Height-text.Height)/2))
		at = fyne.NewPos(s.Width-14-pill.Width, (s.Height-pill.Height)/2)
	} else {
		w := float32(60)
		n.ground.Resize(fyne.NewSize(w, 32))
		n.ground.Move(fyne.NewPos((s.Width-w)/2, 4))
		n.sign.Move(fyne.NewPos((s.Width-navSide)/2, 8))
		n.text.Move(fyne.NewPos((s.Width-text.Width)/2, s.Height-text.Height-2))
		at = fyne.NewPos(s.Width/2+8, 1)
	}
	n.pill.Move(at)
	n.badge.Move(at.AddXY((pill.Width-badge.Width)/2, (pill.Height-badge.Height)/2))
	n.ring.Resize(s.SubtractWidthHeight(2, 2))
	n.ring.Move(fyne.NewPos(1, 1))
}

func (r *navRenderer) Refresh() {
	r.paint()
	r.Layout(r.n.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *navRenderer) paint() {
	n := r.n
	ink := colorMuted
	if n.current {
		ink = theme.ColorNameForeground
	}
	n.sign.Resource = icon(n.icon, ink)
	n.text.Color, n.text.TextStyle.Bold, n.text.TextSize = theme.Color(ink), n.current, theme.Size(theme.SizeNameText)
	if !n.rail {
		n.text.TextSize = theme.Size(theme.SizeNameCaptionText)
	}
	fill := fyne.ThemeColorName("")
	switch {
	case n.current:
		fill = colorCurrent
	case n.hover:
		fill = theme.ColorNameHover
	}
	fillRect(n.ground, fill, "", 0, 16)
	n.pill.Hidden, n.badge.Hidden = n.count == 0, n.count == 0
	n.badge.Text, n.badge.TextSize, n.badge.TextStyle.Bold = short(n.count), 14, true
	n.badge.Color = theme.Color(tintWaiting)
	fillRect(n.pill, colorWaiting, "", 0, 11)
	ring := fyne.ThemeColorName("")
	if n.focused {
		ring = theme.ColorNamePrimary
	}
	fillRect(n.ring, "", ring, 3, 10)
}

// short is a count for a badge.
func short(n int) string {
	switch {
	case n < 1000:
		return group(int64(n))
	case n < 100_000:
		return group(int64(n/1000)) + "k"
	}
	return "99k+"
}
