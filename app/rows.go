package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
	"placard/data"
)

// rows is the outbox's list. Fyne's List makes only the rows in view, and keeps them to itself; this one remembers
// which entry each of them shows.
type rows struct {
	widget.List
	name  string
	entry func(i int) (data.Entry, bool)
	shown map[int]*entryRow
}

func newRows(name string, length func() int, entry func(int) (data.Entry, bool), onTap func(data.Entry)) *rows {
	l := &rows{name: name, entry: entry, shown: map[int]*entryRow{}}
	l.Length = length
	l.CreateItem = func() fyne.CanvasObject { return newEntryRow() }
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

func (l *rows) step() float32 { return rowHigh + theme.Size(theme.SizeNamePadding) }

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

	bar               *canvas.Rectangle
	sign              *canvas.Image
	state, kind, note *canvas.Text
}

const rowHigh float32 = 68

func newEntryRow() *entryRow {
	r := &entryRow{index: -1, bar: canvas.NewRectangle(nil), sign: canvas.NewImageFromResource(nil)}
	r.sign.FillMode = canvas.ImageFillContain
	r.state, r.kind, r.note = canvas.NewText("", nil), canvas.NewText("", nil), canvas.NewText("", nil)
	r.state.TextStyle.Bold = true
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
func (n *entryRenderer) MinSize() fyne.Size { return fyne.NewSize(260, rowHigh) }

func (n *entryRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{n.r.bar, n.r.sign, n.r.state, n.r.kind, n.r.note}
}

func (n *entryRenderer) Layout(s fyne.Size) {
	r := n.r
	r.bar.Resize(fyne.NewSize(4, s.Height-8))
	r.bar.Move(fyne.NewPos(4, 4))
	r.sign.Resize(fyne.NewSquareSize(28))
	r.sign.Move(fyne.NewPos(20, (s.Height-28)/2))
	x := float32(62)
	state, kind, note := r.state.MinSize(), r.kind.MinSize(), r.note.MinSize()
	y := (s.Height - state.Height - note.Height) / 2
	if r.note.Text == "" {
		y = (s.Height - state.Height) / 2
	}
	r.state.Move(fyne.NewPos(x, y))
	r.state.Resize(state)
	r.kind.Move(fyne.NewPos(x+state.Width+10, y))
	r.kind.Resize(kind)
	r.note.Move(fyne.NewPos(x, y+state.Height))
	r.note.Resize(note)
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
	size := theme.Size(theme.SizeNameText)
	r.state.TextSize, r.kind.TextSize, r.note.TextSize = size, size, theme.Size(theme.SizeNameCaptionText)
	r.state.Color, r.kind.Color, r.note.Color = theme.Color(ink), theme.Color(theme.ColorNameForeground), theme.Color(colorMuted)
	r.sign.Hidden, r.bar.Hidden = !r.known, !r.known
	if !r.known {
		r.state.Text, r.kind.Text, r.note.Text = say("outbox.loading"), "", ""
		r.state.Color = theme.Color(colorMuted)
		return
	}
	fillRect(r.bar, ink, "", 0, 2)
	r.sign.Resource = icon(stateIcon(r.entry.State), ink)
	r.state.Text = stateWord(r.entry.State)
	r.kind.Text = kindWord(r.entry.Kind)
	r.note.Text = dayOf(r.entry.Day)
	if r.entry.Code != "" {
		r.note.Text = why(r.entry.Code)
	}
}
