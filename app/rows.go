package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

// rows is a list of many thousands, all rows equally high, on a [listPage]. Fyne's List makes only the rows in view, and
// keeps them to itself; this one remembers which place each of them shows.
type rows struct {
	widget.List
	name     string
	highest  func(width float32) float32 // measures what a row may have to say
	scrollTo func(y float32)             // scrolls the page until y of the list is at its top
	shown    map[int]placed
	high     float32 // of each row
	wide     float32 // that the height was found for
	scale    float32 // likewise
}

// placed is a row that shows one place of the list after another.
type placed interface {
	fyne.CanvasObject
	place() int // -1 at first
	put(i int)
}

func newRows(name string, length func() int, row func(*rows) placed, highest func(width float32) float32, onTap func(i int)) *rows {
	l := &rows{name: name, highest: highest, shown: map[int]placed{}}
	l.Length = length
	l.high = rowHigh
	l.CreateItem = func() fyne.CanvasObject { return row(l) }
	l.UpdateItem = l.update
	l.OnSelected = func(i int) {
		l.Unselect(i)
		onTap(i)
	}
	l.ExtendBaseWidget(l)
	return l
}

func (l *rows) update(i int, o fyne.CanvasObject) {
	r := o.(placed)
	if l.shown[r.place()] == r {
		delete(l.shown, r.place())
	}
	l.shown[i] = r
	r.put(i)
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

// measure finds the height that every row can stand in: with large text or long words a row takes more lines than one,
// and in a list of many thousands all rows are equally high.
func (l *rows) measure(width float32) {
	if scale := textScale(); width != l.wide || scale != l.scale {
		l.wide, l.scale = width, scale
		if high := l.highest(width); high != l.high {
			l.high = high
			l.Refresh()
		}
	}
}

// total is how high all rows are together.
func (l *rows) total() float32 {
	return float32(l.Length())*l.step() - theme.Size(theme.SizeNamePadding)
}

// Resize spares the list a layout that changes nothing.
func (l *rows) Resize(s fyne.Size) {
	if s != l.Size() {
		l.List.Resize(s)
	}
}

// TypedKey tells the page where a key has scrolled to.
func (l *rows) TypedKey(e *fyne.KeyEvent) {
	before := l.GetScrollOffset()
	if l.List.TypedKey(e); l.GetScrollOffset() != before {
		l.scrollTo(l.GetScrollOffset())
	}
}

// again is for after the list holds other things: they are measured anew.
func (l *rows) again() { l.wide = 0 }

// grow makes every row as high as one that turned out to need it.
func (l *rows) grow(high float32) {
	if high > l.high {
		l.high = high
		l.Refresh()
	}
}

// Semantic describes the list and the rows in view.
func (l *rows) Semantic() semantic.Node {
	n := semantic.Node{Role: semantic.List, Name: l.name, Of: l.Length(), Deep: true, OnScroll: l.scrollTo}
	n.ScrollY, n.ScrollH = l.GetScrollOffset(), float32(l.Length())*l.step()
	for i, last := l.inView(); i <= last; i++ {
		if r := l.shown[i]; r != nil {
			n.Content = append(n.Content, r)
		}
	}
	return n
}
