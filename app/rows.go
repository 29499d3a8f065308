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

// rows is the outbox's list. Fyne's List makes only the rows in view, and keeps them to itself; this one remembers
// which entry each of them shows.
type rows struct {
	widget.List
	name  string
	entry func(i int) (data.Entry, bool)
	shown map[int]*entryRow
	high  float32 // of each row
	wide  float32 // that the height was found for
	scale float32 // likewise
}

func newRows(name string, length func() int, entry func(int) (data.Entry, bool), onTap func(data.Entry)) *rows {
	l := &rows{name: name, entry: entry, shown: map[int]*entryRow{}}
	l.Length = length
	l.high = rowHigh
	l.CreateItem = func() fyne.CanvasObject { return newEntryRow(l) }
	l.UpdateItem = l.update
	l.OnSelected = func(i int) {
		l.Unselect(i)
		if e, ok := l.entry(i); ok {
			onTap(e)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

func (l *rows) update(i int, o fyne.CanvasObject) {
	r := o.(*entryRow)
	if l.shown[r.index] == r {
		delete(l.shown, r.index)
	}
	r.index, l.shown[i] = i, r
	e, ok := l.entry(i)
	r.set(e, ok)
	r.of, r.onTap = l.Length(), func() { l.Select(r.index) }
	if len(l.shown) > 64 {
		l.forget()
	}
}

// forget drops the rows out of view that the list itself may have dropped.
func (l *rows) forget() {
	first, last := l.inView()
	for i := range l.shown {
		if i < first-1 || i > last+1 {
			delete(l.shown, i)
		}
	}
}

// inView returns the first and the last row of which anything is in view.
func (l *rows) inView() (first, last int) {
	step := l.step()
	first = max(0, int(l.GetScrollOffset()/step))
	last = min(l.Length()-1, int((l.GetScrollOffset()+l.Size().Height)/step))
	return first, last
}

func (l *rows) step() float32 { return l.high + theme.Size(theme.SizeNamePadding) }

// Resize finds the height that every row can stand in: with large text or long words a row takes more lines than one,
// and in a list of many thousands all rows are equally high.
func (l *rows) Resize(s fyne.Size) {
	if scale := textScale(); s.Width > 0 && (s.Width != l.wide || scale != l.scale) {
		l.wide, l.scale = s.Width, scale
		if high := l.highest(s.Width); high != l.high {
			l.high = high
			l.List.Resize(s)
			l.Refresh()
			return
		}
	}
	l.List.Resize(s)
}

// highest measures what a row may have to say.
func (l *rows) highest(width float32) float32 {
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
	state := span{text: stateWord(e.State), bold: true, color: ink}
	if brief() {
		return []span{state}
	}
	return []span{state, {text: "  " + kindWord(e.Kind)}}
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

// brief reports whether rows say only the state and the day and leave the rest to the entry itself: with very large text
// one row would take the whole screen.
func brief() bool { return textScale() >= 1.5 }

// Semantic describes the list and the rows in view.
func (l *rows) Semantic() semantic.Node {
	n := semantic.Node{Role: semantic.List, Name: l.name, Of: l.Length(), Deep: true, OnScroll: l.ScrollToOffset}
	n.ScrollY, n.ScrollH = l.GetScrollOffset(), float32(l.Length())*l.step()
	for i, last := l.inView(); i <= last; i++ {
		if r := l.shown[i]; r != nil {
			n.Content = append(n.Content, r)
		}
	}
	return n
}

// entryRow is one row: the state by sign, word and colour, what it is and of which day, and the reason where there
// is one to give.
type entryRow struct {
	widget.BaseWidget
	index, of int
	entry     data.Entry
	known     bool
	onTap     func()

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

func newEntryRow(l *rows) *entryRow {
	r := &entryRow{index: -1, list: l, bar: canvas.NewRectangle(nil), sign: canvas.NewImageFromResource(nil)}
	r.sign.FillMode = canvas.ImageFillContain
	r.first, r.note = newWords(""), newCaption("")
	r.first.mute, r.note.mute = true, true
	r.ExtendBaseWidget(r)
	return r
}

func (r *entryRow) set(e data.Entry, known bool) {
	r.entry, r.known = e, known
	r.Refresh()
}

// Semantic describes the row as one item of the list.
func (r *entryRow) Semantic() semantic.Node {
	n := semantic.Node{Role: semantic.Listitem, Name: say("outbox.loading"), Busy: !r.known, Pos: r.index + 1, Of: r.of, Key: r.index}
	if r.known {
		n.Key, n.Name, n.OnTap = r.entry.ID, r.name(), r.onTap
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
