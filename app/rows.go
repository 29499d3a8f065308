package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

// rows is a list of many thousands, all rows equally high. Fyne's List makes only the rows in view, and keeps them to
// itself; this one remembers which place each of them shows.
type rows struct {
	widget.List
	name    string
	highest func(width float32) float32 // measures what a row may have to say
	shown   map[int]placed
	high    float32 // of each row
	wide    float32 // that the height was found for
	scale   float32 // likewise
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

// again is for after the list holds other things: they are measured anew.
func (l *rows) again() {
	l.wide = 0
	l.Resize(l.Size())
	l.Refresh()
}

// grow makes every row as high as one that turned out to need it.
func (l *rows) grow(high float32) {
	if high > l.high {
		l.high = high
		l.Refresh()
	}
}

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
