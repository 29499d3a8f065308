package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

// Wrapped text knows its height only once it has its width, so these layouts give the width first, ask for the height
// and then give both. Fyne's own boxes ask first, and settle over several frames.

// fit gives o the width and the height that it needs there.
func fit(o fyne.CanvasObject, width float32) float32 {
	if o.Size().Width != width {
		o.Resize(fyne.NewSize(width, o.Size().Height))
	}
	h := o.MinSize().Height
	o.Resize(fyne.NewSize(width, h))
	return h
}

// column lays objects one below the other, each as wide as the column.
type column struct{ gap float32 }

func newColumn(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(column{gap}, objects...)
}

func (l column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := fit(o, size.Width)
		o.Move(fyne.NewPos(0, y))
		y += h + l.gap
	}
}

func (l column) MinSize(objects []fyne.CanvasObject) (s fyne.Size) {
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if s.Height > 0 {
			s.Height += l.gap
		}
		s.Height += m.Height
		s.Width = max(s.Width, m.Width)
	}
	return s
}

// row lays objects side by side, all but one as wide as they are; wide, counted from 0, takes the rest.
type row struct {
	gap  float32
	wide int
	top  bool // align at the top, not the middle
}

func newRow(wide int, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(row{gap: gap * 1.5, wide: wide}, objects...)
}

func (l row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	rest := size.Width
	for i, o := range objects {
		if i != l.wide && o.Visible() {
			rest -= o.MinSize().Width + l.gap
		}
	}
	var x float32
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		w := rest
		if i != l.wide {
			w = o.MinSize().Width
		}
		h := fit(o, max(0, w))
		y := float32(0)
		if !l.top {
			y = max(0, (size.Height-h)/2)
		}
		o.Move(fyne.NewPos(x, y))
		x += w + l.gap
	}
}

func (l row) MinSize(objects []fyne.CanvasObject) (s fyne.Size) {
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if s.Width > 0 {
			s.Width += l.gap
		}
		s.Width += m.Width
		s.Height = max(s.Height, m.Height)
	}
	return s
}

// pad puts margins around one object and keeps it at most most wide, in the middle (0: any width).
type pad struct {
	x, y  float32
	most  float32
	right float32 // more margin there
}

func (l pad) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := max(0, size.Width-2*l.x-l.right)
	x := l.x
	if l.most > 0 && w > l.most {
		x += (w - l.most) / 2
		w = l.most
	}
	for _, o := range objects {
		if o.Size().Width != w {
			o.Resize(fyne.NewSize(w, o.Size().Height))
		}
		o.Resize(fyne.NewSize(w, max(o.MinSize().Height, size.Height-2*l.y)))
		o.Move(fyne.NewPos(x, l.y))
	}
}

func (l pad) MinSize(objects []fyne.CanvasObject) (s fyne.Size) {
	for _, o := range objects {
		s = s.Max(o.MinSize())
	}
	return s.AddWidthHeight(2*l.x+l.right, 2*l.y)
}

// box is a coloured ground under what it holds: a card, a bar, a banner.
type box struct {
	widget.BaseWidget
	fill, line fyne.ThemeColorName // "" for none
	radius     float32
	content    *fyne.Container
	ground     *canvas.Rectangle
}

func newBox(fill fyne.ThemeColorName, padding pad, content fyne.CanvasObject) *box {
	b := &box{fill: fill, radius: 10, content: container.New(padding, content), ground: canvas.NewRectangle(nil)}
	b.ExtendBaseWidget(b)
	return b
}

// newCard is a box that stands out from the page.
func newCard(objects ...fyne.CanvasObject) *box {
	b := newBox(colorSurface, pad{x: 18, y: 16}, newColumn(gap, objects...))
	b.line = theme.ColorNameSeparator
	return b
}

// Semantic says that a box means nothing in itself.
func (b *box) Semantic() semantic.Node {
	return semantic.Node{Content: []fyne.CanvasObject{b.content}}
}

// CreateRenderer draws the ground under the content.
func (b *box) CreateRenderer() fyne.WidgetRenderer {
	r := &boxRenderer{b}
	r.paint()
	return r
}

type boxRenderer struct{ b *box }

func (r *boxRenderer) Destroy()           {}
func (r *boxRenderer) MinSize() fyne.Size { return r.b.content.MinSize() }
func (r *boxRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.ground, r.b.content}
}
func (r *boxRenderer) Layout(s fyne.Size) {
	r.b.ground.Resize(s)
	r.b.content.Resize(s)
}

func (r *boxRenderer) Refresh() {
	r.paint()
	r.b.ground.Refresh()
	r.b.content.Refresh()
}

func (r *boxRenderer) paint() {
	g := r.b.ground
	g.FillColor, g.CornerRadius = theme.Color(r.b.fill), r.b.radius
	if r.b.line != "" {
		g.StrokeColor, g.StrokeWidth = theme.Color(r.b.line), 1
	}
}

// page is a screen that scrolls: one column of text, never wider than reads well.
type page struct {
	widget.BaseWidget
	scroll *container.Scroll
	body   *fyne.Container // the column
	margin *fyne.Container
}

func newPage(objects ...fyne.CanvasObject) *page {
	p := &page{body: newColumn(space, objects...)}
	p.margin = container.New(pad{x: 20, y: 24, most: columnW}, p.body)
	p.scroll = container.NewVScroll(p.margin)
	p.ExtendBaseWidget(p)
	return p
}

// relayout is for after a change that may have made something higher.
func (p *page) relayout() {
	p.margin.Layout.Layout(p.margin.Objects, p.margin.Size())
	p.fill(p.Size())
	p.Refresh()
}

// inset keeps the text clear of what lies over the page at its right.
func (p *page) inset(right float32) {
	l := p.margin.Layout.(pad)
	l.right = right
	p.margin.Layout = l
	p.margin.Layout.Layout(p.margin.Objects, p.margin.Size())
}

// right returns where the text ends.
func (p *page) right() float32 { return p.body.Position().X + p.body.Size().Width }

func (p *page) top() { p.scroll.ScrollToOffset(fyne.Position{}) }

// reveal scrolls until o is in view.
func (p *page) reveal(o fyne.CanvasObject) {
	d := fyne.CurrentApp().Driver()
	y := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(p.scroll).Y
	h, view := o.Size().Height, p.scroll.Size().Height
	if y < 0 || y+h > view {
		p.scroll.ScrollToOffset(fyne.NewPos(0, max(0, p.scroll.Offset.Y+y-min(space*2, max(0, view-h)))))
	}
}

func (p *page) fill(s fyne.Size) {
	p.scroll.Resize(s)
	if p.margin.Size().Width != s.Width {
		p.margin.Resize(fyne.NewSize(s.Width, p.margin.Size().Height))
	}
	p.margin.Resize(fyne.NewSize(s.Width, max(s.Height, p.margin.MinSize().Height)))
	p.scroll.Refresh()
}

// Semantic says that a page means nothing in itself.
func (p *page) Semantic() semantic.Node {
	return semantic.Node{Content: []fyne.CanvasObject{p.scroll}}
}

// CreateRenderer shows the scrolled column.
func (p *page) CreateRenderer() fyne.WidgetRenderer { return &pageRenderer{p} }

type pageRenderer struct{ p *page }

func (r *pageRenderer) Destroy()                     {}
func (r *pageRenderer) Layout(s fyne.Size)           { r.p.fill(s) }
func (r *pageRenderer) MinSize() fyne.Size           { return r.p.scroll.MinSize() }
func (r *pageRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.scroll} }
func (r *pageRenderer) Refresh()                     { r.p.scroll.Refresh() }
