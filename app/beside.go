package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

// beside holds a page and a panel that never scrolls away: below the page where it is narrow, else at its side. The
// panel has a button and a few words over it; where both would take too much of a low window, as with large text on a
// small phone, the words go to the page's end.
type beside struct {
	widget.BaseWidget
	page  *page
	panel *box

	inPanel, inPage *fyne.Container
	words           fyne.CanvasObject
	button          *button
}

const (
	besideFrom  float32 = 900
	besideWidth float32 = 320
	besideMost          = 0.4 // of the height
)

func newBeside(p *page, words fyne.CanvasObject, button *button) *beside {
	b := &beside{page: p, words: words, button: button, inPanel: newColumn(0), inPage: newColumn(0)}
	b.panel = newBox(colorSurface, pad{x: 20, y: 14, most: columnW}, newColumn(12, b.inPanel, button))
	b.panel.line = theme.ColorNameSeparator
	p.body.Add(b.inPage)
	b.ExtendBaseWidget(b)
	b.put(b.inPanel)
	return b
}

// put moves the words to where they are to stand.
func (b *beside) put(to *fyne.Container) {
	if to.Visible() && len(to.Objects) > 0 {
		return
	}
	for _, c := range []*fyne.Container{b.inPanel, b.inPage} {
		c.Objects, c.Hidden = nil, c != to
	}
	to.Objects = []fyne.CanvasObject{b.words}
	b.page.relayout()
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
		to := b.inPanel
		if both := fit(b.words, width) + fit(b.button, width) + 40; both > s.Height*besideMost {
			to = b.inPage
		}
		b.put(to)
		h := fit(b.panel, s.Width)
		b.panel.Move(fyne.NewPos(0, s.Height-h))
		p.Resize(fyne.NewSize(s.Width, max(0, s.Height-h)))
		p.Move(fyne.Position{})
		return
	}
	b.panel.radius = 12
	b.put(b.inPanel)
	// The panel lies over the page, which keeps its text clear of it: so the scroll bar stays at the window's edge.
	width := scaled(besideWidth)
	p.inset(width + 24)
	p.Resize(s)
	p.Move(fyne.Position{})
	fit(b.panel, width)
	b.panel.Move(fyne.NewPos(mirrored(p.trailing()+24, width, s.Width), 28))
}
