package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

// beside holds a page and a panel that never scrolls away: below the page where it is narrow, else at its side. The
// panel has a button and a few words over it; where both would take too much of a low window, as with large text on a
// small phone, the words go to the page's end. What more there is to do stands under the button where the panel is at
// the side and high enough, else at its place in the page.
type beside struct {
	widget.BaseWidget
	page  *page
	panel *box

	words, more *movable
	button      *button
}

// movable is something with two places, of which it takes one.
type movable struct {
	what            fyne.CanvasObject
	inPanel, inPage *fyne.Container
}

func newMovable(what fyne.CanvasObject) *movable {
	return &movable{what: what, inPanel: newColumn(0), inPage: newColumn(0)}
}

// put moves it into the panel or the page, and reports whether it was not there yet.
func (m *movable) put(panel bool) bool {
	to := m.inPage
	if panel {
		to = m.inPanel
	}
	if to.Visible() && len(to.Objects) > 0 {
		return false
	}
	for _, c := range []*fyne.Container{m.inPanel, m.inPage} {
		c.Objects, c.Hidden = nil, c != to
	}
	to.Objects = []fyne.CanvasObject{m.what}
	return true
}

const (
	besideFrom  float32 = 900
	besideWidth float32 = 320
	besideMost          = 0.4 // of the height
)

// newBeside makes the two; more is already in the page, with a place of its own there.
func newBeside(p *page, words fyne.CanvasObject, button *button, more *movable) *beside {
	b := &beside{page: p, words: newMovable(words), more: more, button: button}
	b.panel = newBox(colorSurface, pad{x: 20, y: 14, most: columnW}, newColumn(12, b.words.inPanel, button, more.inPanel))
	b.panel.line = theme.ColorNameSeparator
	p.body.Add(b.words.inPage)
	b.ExtendBaseWidget(b)
	b.put(true, false)
	return b
}

// put moves the words and what more there is to do to where they are to stand.
func (b *beside) put(words, more bool) {
	moved := b.words.put(words)
	if b.more.put(more) || moved {
		b.page.relayout()
	}
}

// Semantic reads the page, then the panel.
func (b *beside) Semantic() semantic.Node {
	return semantic.Node{Content: []fyne.CanvasObject{b.page, b.panel}}
}

// CreateRenderer places page and panel.
func (b *beside) CreateRenderer() fyne.WidgetRenderer { return &besideRenderer{b} }

type besideRenderer struct{ b *beside }

func (r *besideRenderer) Destroy()           {}
func (r *besideRenderer) MinSize() fyne.Size { return fyne.NewSize(target, target) }

func (r *besideRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.page, r.b.panel}
}

func (r *besideRenderer) Refresh() {
	r.b.panel.Refresh()
	r.Layout(r.b.Size())
}

func (r *besideRenderer) Layout(s fyne.Size) {
	b, p := r.b, r.b.page
	if s.Width < scaled(besideFrom) {
		b.panel.radius = 0
		p.inset(0)
		width := min(s.Width-40, scaled(columnW))
		both := fit(b.words.what, width) + fit(b.button, width) + 40
		b.put(both <= s.Height*besideMost, false)
		h := fit(b.panel, s.Width)
		b.panel.Move(fyne.NewPos(0, s.Height-h))
		p.Resize(fyne.NewSize(s.Width, max(0, s.Height-h)))
		p.Move(fyne.Position{})
		return
	}
	b.panel.radius = 12
	width := scaled(besideWidth)
	inner := width - 40
	high := fit(b.words.what, inner) + fit(b.button, inner) + fit(b.more.what, inner) + 2*12 + 2*14 + 2*28
	b.put(true, high <= s.Height)
	// The panel lies over the page, which keeps its text clear of it: so the scroll bar stays at the window's edge.
	p.inset(width + 24)
	p.Resize(s)
	p.Move(fyne.Position{})
	fit(b.panel, width)
	b.panel.Move(fyne.NewPos(mirrored(p.trailing()+24, width, s.Width), 28))
}
