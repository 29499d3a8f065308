package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

// statusLine says on every screen whether there is a connection and how much waits. It is a live region, and a tap
// on it leads to the outbox.
type statusLine struct {
	widget.BaseWidget
	rail  bool
	onTap func()

	link, count string
	seen        string // when the server answered last: words beside the link, and in full
	heard       string
	icon        string
	ink         fyne.ThemeColorName

	sign   *canvas.Image
	first  *canvas.Text
	second *canvas.Text
}

func newStatusLine(rail bool, onTap func()) *statusLine {
	l := &statusLine{rail: rail, onTap: onTap}
	l.read(&state{})
	l.ExtendBaseWidget(l)
	return l
}

func (l *statusLine) update(s *state) {
	link, count, seen := l.link, l.count, l.seen
	l.read(s)
	if l.link != link || l.count != count || l.seen != seen {
		l.Refresh()
	}
}

func (l *statusLine) read(s *state) {
	switch {
	case s.status.Sending:
		l.link, l.icon, l.ink = say("status.sending"), "online", colorSent
	case s.status.Online:
		l.link, l.icon, l.ink = say("status.online"), "online", colorSent
	default:
		l.link, l.icon, l.ink = say("status.offline"), "offline", colorMuted
	}
	l.seen, l.heard = "", ""
	if at := s.status.Seen; !at.IsZero() && !s.status.Sending {
		l.seen = say("status.since", with{"Link": l.link, "Time": at.Local().Format(say("time"))})
		l.heard = say("status.heard", with{"Time": at.Local().Format(say("time"))})
	}
	l.count = say("status.none")
	if n := s.tally.Waiting; n > 0 {
		l.count = sayN("status.waiting", n)
	}
}

// Semantic describes the line as a live region.
func (l *statusLine) Semantic() semantic.Node {
	n := semantic.Node{Role: semantic.Status, Name: say("status.line", with{"Link": l.link, "Waiting": l.count}), Description: say("status.name")}
	if l.heard != "" { // not in the name, which is read out at each change
		n.Description += ". " + l.heard
	}
	return n
}

// Tapped leads to the outbox.
func (l *statusLine) Tapped(*fyne.PointEvent) { l.onTap() }

// Cursor is a hand.
func (l *statusLine) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer draws the sign and two short lines.
func (l *statusLine) CreateRenderer() fyne.WidgetRenderer {
	l.sign = canvas.NewImageFromResource(nil)
	l.sign.FillMode = canvas.ImageFillContain
	l.first, l.second = canvas.NewText("", nil), canvas.NewText("", nil)
	r := &statusRenderer{l}
	r.paint()
	return r
}

type statusRenderer struct{ l *statusLine }

func (r *statusRenderer) Destroy() {}

func (r *statusRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.l.sign, r.l.first, r.l.second}
}

func (r *statusRenderer) left() float32 {
	if r.l.rail {
		return 14
	}
	return 4
}

func (r *statusRenderer) MinSize() fyne.Size {
	a, b := r.l.first.MinSize(), r.l.second.MinSize()
	return fyne.NewSize(r.left()+16+6+max(a.Width, b.Width)+4, max(target, a.Height+b.Height))
}

func (r *statusRenderer) Layout(s fyne.Size) {
	a, b := r.l.first.MinSize(), r.l.second.MinSize()
	y := (s.Height - a.Height - b.Height) / 2
	r.l.sign.Resize(fyne.NewSquareSize(16))
	r.l.sign.Move(fyne.NewPos(r.left(), y+(a.Height-16)/2))
	r.l.first.Resize(a)
	r.l.first.Move(fyne.NewPos(r.left()+22, y))
	r.l.second.Resize(b)
	r.l.second.Move(fyne.NewPos(r.left()+22, y+a.Height))
}

func (r *statusRenderer) Refresh() {
	r.paint()
	r.Layout(r.l.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *statusRenderer) paint() {
	l := r.l
	l.sign.Resource = icon(l.icon, l.ink)
	size := theme.Size(theme.SizeNameCaptionText)
	l.first.Text = l.link
	if l.seen != "" {
		l.first.Text = l.seen
	}
	l.first.TextSize, l.first.Color, l.first.TextStyle.Bold = size, theme.Color(l.ink), true
	l.second.Text, l.second.TextSize, l.second.Color = l.count, size, theme.Color(colorMuted)
}
