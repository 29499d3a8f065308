package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
	"placard/app/translation"
	"placard/data"
)

// highestEntry measures what a row of the outbox may have to say.
func highestEntry(width float32) float32 {
	room := width - entryLeft() - entryPad
	probe := newWords("")
	lines := func(size fyne.ThemeSizeName, spans ...span) float32 {
		probe.size, probe.spans = size, spans
		probe.Refresh()
		return fit(probe, room)
	}
	var first, second float32
	for key := range translation.English().Words {
		switch {
		case strings.HasPrefix(key, "kind."):
			for _, st := range []data.State{data.StateWaiting, data.StateSent, data.StateRefused} {
				first = max(first, lines(theme.SizeNameText, rowSpans(data.Entry{State: st, Kind: data.Kind(strings.TrimPrefix(key, "kind."))})...))
			}
		case strings.HasPrefix(key, "why.") && !brief():
			second = max(second, lines(theme.SizeNameCaptionText, span{text: say(key)}))
		}
	}
	second = max(second, lines(theme.SizeNameCaptionText, span{text: rowNote(data.Entry{Day: "2028-09-30"})}))
	return max(rowHigh, first+second+2*entryPad)
}

// rowSpans is the first line of a row.
func rowSpans(e data.Entry) []span {
	ink, _ := stateColors(e.State)
	return []span{{text: stateWord(e.State), bold: true, color: ink}, {text: "  " + kindWord(e.Kind)}}
}

// rowNote is the second line of a row: the reason where there is one to give, else the day.
func rowNote(e data.Entry) string {
	switch {
	case brief():
		return e.Day
	case e.Code != "":
		return why(e.Code)
	}
	return dayOf(e.Day)
}

// brief reports whether rows leave the longer words to what they lead to: with very large text one row would take the
// whole screen.
func brief() bool { return textScale() >= 1.5 }

// entryRow is one row: the state by sign, word and colour, what it is and of which day, and the reason where there
// is one to give.
type entryRow struct {
	widget.BaseWidget
	index int
	entry data.Entry
	known bool
	read  func(i int) (data.Entry, bool)

	list        *rows
	bar         *canvas.Rectangle
	sign        *canvas.Image
	first, note *words
}

// rowHigh is the least height of a row.
const rowHigh float32 = 68

const entryPad float32 = 8

func entrySide() float32 { return scaled(28) }

// entryLeft is where the words of a row begin.
func entryLeft() float32 { return 20 + entrySide() + 14 }

func newEntryRow(l *rows, read func(i int) (data.Entry, bool)) *entryRow {
	r := &entryRow{index: -1, list: l, read: read, bar: canvas.NewRectangle(nil), sign: canvas.NewImageFromResource(nil)}
	r.sign.FillMode = canvas.ImageFillContain
	r.first, r.note = newWords(""), newCaption("")
	r.first.mute, r.note.mute = true, true
	r.ExtendBaseWidget(r)
	return r
}

func (r *entryRow) place() int { return r.index }

func (r *entryRow) put(i int) {
	r.index = i
	r.entry, r.known = r.read(i)
	r.Refresh()
}

// Semantic describes the row as one item of the list.
func (r *entryRow) Semantic() semantic.Node {
	n := semantic.Node{Role: semantic.Listitem, Name: say("outbox.loading"), Busy: !r.known, Pos: r.index + 1, Of: r.list.Length(), Key: r.index}
	if r.known {
		n.Key, n.Name, n.OnTap = r.entry.ID, r.name(), func() { r.list.Select(r.index) }
	}
	return n
}

func (r *entryRow) name() string {
	e := r.entry
	d := with{"State": stateWord(e.State), "Kind": kindWord(e.Kind), "Date": dayOf(e.Day), "Why": why(e.Code)}
	if e.Code != "" {
		return say("outbox.row.why", d)
	}
	return say("outbox.row", d)
}

// CreateRenderer draws the row.
func (r *entryRow) CreateRenderer() fyne.WidgetRenderer {
	n := &entryRenderer{r}
	n.paint()
	return n
}

type entryRenderer struct{ r *entryRow }

func (n *entryRenderer) Destroy()           {}
func (n *entryRenderer) MinSize() fyne.Size { return fyne.NewSize(200, n.r.list.high) }

func (n *entryRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{n.r.bar, n.r.sign, n.r.first, n.r.note}
}

func (n *entryRenderer) Layout(s fyne.Size) {
	r := n.r
	side, x := entrySide(), entryLeft()
	r.bar.Resize(fyne.NewSize(4, s.Height-8))
	r.bar.Move(fyne.NewPos(mirrored(4, 4, s.Width), 4))
	r.sign.Resize(fyne.NewSquareSize(side))
	r.sign.Move(fyne.NewPos(mirrored(20, side, s.Width), (s.Height-side)/2))
	w := max(0, s.Width-x-entryPad)
	first, note := fit(r.first, w), float32(0)
	if r.note.Visible() {
		note = fit(r.note, w)
	}
	y := (s.Height - first - note) / 2
	r.first.Move(fyne.NewPos(mirrored(x, w, s.Width), y))
	r.note.Move(fyne.NewPos(mirrored(x, w, s.Width), y+first))
}

func (n *entryRenderer) Refresh() {
	n.paint()
	n.Layout(n.r.Size())
	for _, o := range n.Objects() {
		o.Refresh()
	}
}

func (n *entryRenderer) paint() {
	r := n.r
	ink, _ := stateColors(r.entry.State)
	r.sign.Hidden, r.bar.Hidden, r.note.Hidden = !r.known, !r.known, !r.known
	if !r.known {
		r.first.setSpans(span{text: say("outbox.loading"), bold: true, color: colorMuted})
		r.note.set("")
		return
	}
	fillRect(r.bar, ink, "", 0, 2)
	r.sign.Resource = icon(stateIcon(r.entry.State), ink)
	r.first.setSpans(rowSpans(r.entry)...)
	r.note.set(rowNote(r.entry))
}
