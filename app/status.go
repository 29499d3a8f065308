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
	terse bool // says only what is worth a line: where there is little room
	onTap func()

	link, count string
	seen        string // when the server answered last: words beside the link, and in full
	heard       string
	icon        string
	ink         fyne.ThemeColorName

	sign          *canvas.Image
	first, second *words
}

func newStatusLine(rail bool, onTap func()) *statusLine {
	l := &statusLine{rail: rail, onTap: onTap, first: newWords(""), second: newCaption("")}
	l.first.size, l.first.mute, l.second.mute = theme.SizeNameCaptionText, true, true
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
	sending := s.status.Sending && s.tally.Waiting > 0 // else it only asks for news
	switch {
	case s.absent:
		l.link, l.icon, l.ink = say("status.absent"), "offline", colorMuted
	case sending && !s.status.Online:
		l.link, l.icon, l.ink = say("status.trying"), "offline", colorMuted
	case sending:
		l.link, l.icon, l.ink = say("status.sending"), "online", colorSent
	case s.status.Online:
		l.link, l.icon, l.ink = say("status.online"), "online", colorSent
	default:
		l.link, l.icon, l.ink = say("status.offline"), "offline", colorMuted
	}
	l.seen, l.heard = "", ""
	if at := s.status.Seen; !at.IsZero() && !sending {
		l.seen = say("status.since", with{"Link": l.link, "Time": at.Local().Format(say("time"))})
		l.heard = say("status.heard", with{"Time": at.Local().Format(say("time"))})
	}
	l.count = say("status.none")
	if s.absent {
		l.count = say("status.unknown")
	}
	if n := s.tally.Waiting; n > 0 {
		l.count = sayN("status.waiting", n)
	}
	l.first.color = l.ink
	first := l.link
	if l.seen != "" {
		first = l.seen
	}
	l.first.setSpans(span{text: first, bold: true})
	l.second.set(l.count)
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

// setTerse leaves "nothing waiting" out, or says it again.
func (l *statusLine) setTerse(on bool) {
	if l.terse != on {
		l.terse = on
		l.Refresh()
	}
}

func (l *statusLine) leftPad() float32 {
	if l.rail {
		return 14
	}
	return 4
}

func (l *statusLine) side() float32 { return scaled(16) }

// textLeft is where the words begin.
func (l *statusLine) textLeft() float32 { return l.leftPad() + l.side() + 6 }

// natural is the width at which both lines are lines.
func (l *statusLine) natural() float32 {
	return l.textLeft() + max(l.first.oneLine(), l.second.oneLine()) + 5
}

// CreateRenderer draws the sign and two short lines.
func (l *statusLine) CreateRenderer() fyne.WidgetRenderer {
	l.sign = canvas.NewImageFromResource(nil)
	l.sign.FillMode = canvas.ImageFillContain
	r := &statusRenderer{l}
	r.paint()
	return r
}

type statusRenderer struct{ l *statusLine }

func (r *statusRenderer) Destroy() {}

func (r *statusRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.l.sign, r.l.first, r.l.second}
}

func (r *statusRenderer) MinSize() fyne.Size {
	high := r.l.first.MinSize().Height
	if r.l.second.Visible() {
		high += r.l.second.MinSize().Height
	}
	return fyne.NewSize(r.l.textLeft()+target+4, max(target, high))
}

func (r *statusRenderer) Layout(s fyne.Size) {
	l := r.l
	x := l.textLeft()
	w := max(0, s.Width-x-4)
	a, b := fit(l.first, w), float32(0)
	if l.second.Visible() {
		b = fit(l.second, w)
	}
	y := max(0, (s.Height-a-b)/2)
	side := l.side()
	line := fyne.MeasureText("Ág", theme.Size(theme.SizeNameCaptionText), fyne.TextStyle{}).Height
	l.sign.Resize(fyne.NewSquareSize(side))
	l.sign.Move(fyne.NewPos(mirrored(l.leftPad(), side, s.Width), y+(line-side)/2))
	l.first.Move(fyne.NewPos(mirrored(x, w, s.Width), y))
	l.second.Move(fyne.NewPos(mirrored(x, w, s.Width), y+a))
}

func (r *statusRenderer) Refresh() {
	r.paint()
	r.Layout(r.l.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *statusRenderer) paint() {
	r.l.sign.Resource = icon(r.l.icon, r.l.ink)
	r.l.second.Hidden = r.l.terse && r.l.count == say("status.none")
}
