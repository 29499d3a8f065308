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

// fit gives o the width and the height that it needs there. What was hidden until now knows its height only once it was
// laid out, so a second look may find more.
func fit(o fyne.CanvasObject, width float32) float32 {
	if o.Size().Width != width {
		o.Resize(fyne.NewSize(width, o.Size().Height))
	}
	h := o.MinSize().Height
	for range 3 {
		o.Resize(fyne.NewSize(width, h))
		again := o.MinSize().Height
		if again == h {
			break
		}
		h = again
	}
	return h
}

// mirrored is where something of width w begins in a place of width room, if it begins at x where one reads from the
// left: in a language written from the right everything lies the other way round.
func mirrored(x, w, room float32) float32 {
	if fromRight() {
		return room - x - w
	}
	return x
}

// natural is how wide an object wants to be: a button as wide as its label, other things as wide as they must.
func natural(o fyne.CanvasObject) float32 {
	if n, ok := o.(interface{ natural() float32 }); ok {
		return n.natural()
	}
	return o.MinSize().Width
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
	widths := make([]float32, len(objects))
	for i, o := range objects {
		if i != l.wide && o.Visible() {
			widths[i] = min(natural(o), size.Width/2)
			widths[i] = max(widths[i], o.MinSize().Width)
			rest -= widths[i] + l.gap
		}
	}
	var x float32
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		if i == l.wide {
			widths[i] = max(0, rest)
		}
		h := fit(o, widths[i])
		y := float32(0)
		if !l.top {
			y = max(0, (size.Height-h)/2)
		}
		o.Move(fyne.NewPos(mirrored(x, widths[i], size.Width), y))
		x += widths[i] + l.gap
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

// flow lays objects side by side, each as wide as it wants to be, and goes on below where there is no more room.
type flow struct{ gap float32 }

// leading keeps objects at their own width, at the leading edge.
func leading(objects ...fyne.CanvasObject) *flowing {
	f := &flowing{}
	f.objects = container.New(flow{12}, objects...)
	f.ExtendBaseWidget(f)
	return f
}

// flowing is a flow that knows its height at its width.
type flowing struct {
	widget.BaseWidget
	objects *fyne.Container
}

// Semantic says that it means nothing in itself.
func (f *flowing) Semantic() semantic.Node {
	return semantic.Node{Content: []fyne.CanvasObject{f.objects}}
}

// CreateRenderer shows the objects.
func (f *flowing) CreateRenderer() fyne.WidgetRenderer { return &flowRenderer{f} }

type flowRenderer struct{ f *flowing }

func (r *flowRenderer) Destroy()                     {}
func (r *flowRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.f.objects} }
func (r *flowRenderer) Layout(s fyne.Size)           { r.f.objects.Resize(s) }

func (r *flowRenderer) Refresh() {
	r.f.objects.Layout.Layout(r.f.objects.Objects, r.f.objects.Size())
	r.f.objects.Refresh()
}

func (r *flowRenderer) MinSize() fyne.Size {
	least := r.f.objects.MinSize()
	if w := r.f.Size().Width; w > 0 {
		least.Height = r.f.objects.Layout.(flow).place(r.f.objects.Objects, w)
	}
	return least
}

func (l flow) Layout(objects []fyne.CanvasObject, size fyne.Size) { l.place(objects, size.Width) }

// place lays the objects out for a width, and returns their height.
func (l flow) place(objects []fyne.CanvasObject, width float32) float32 {
	var x, y, high float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		w := min(width, natural(o))
		if x > 0 && x+w > width {
			x, y, high = 0, y+high+l.gap, 0
		}
		h := fit(o, w)
		o.Move(fyne.NewPos(mirrored(x, w, width), y))
		x, high = x+w+l.gap, max(high, h)
	}
	return y + high
}

func (l flow) MinSize(objects []fyne.CanvasObject) (s fyne.Size) {
	for _, o := range objects {
		if o.Visible() {
			s = s.Max(o.MinSize())
		}
	}
	return s
}

// pad puts margins around one object and keeps it at most most wide, in the middle (0: any width).
type pad struct {
	x, y  float32
	most  float32 // at the usual text size
	right float32 // more margin at the trailing edge
}

func (l pad) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := max(0, size.Width-2*l.x-l.right)
	x := l.x
	if most := scaled(l.most); most > 0 && w > most {
		x += (w - most) / 2
		w = most
	}
	x = mirrored(x, w, size.Width)
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
	want       func() float32 // how wide it wants to be; nil: as wide as it must
}

func (b *box) natural() float32 {
	if b.want != nil {
		return b.want()
	}
	return b.MinSize().Width
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

// scrolling is a screen that scrolls as one: what [page] and [listPage] have in common.
type scrolling struct {
	widget.BaseWidget
	scroll *container.Scroll
	lay    func(fyne.Size) // lays it out for a size
}

func (s *scrolling) offset() float32 { return s.scroll.Offset.Y }
func (s *scrolling) top()            { s.scroll.ScrollToOffset(fyne.Position{}) }

// by moves the screen by dy, as far as it goes.
func (s *scrolling) by(dy float32) {
	most := max(0, s.scroll.Content.Size().Height-s.scroll.Size().Height)
	s.scroll.ScrollToOffset(fyne.NewPos(0, min(most, max(0, s.scroll.Offset.Y+dy))))
}

// fill gives content the width of the screen, and the height of the screen or what it needs, if that is more.
func (s *scrolling) fill(content fyne.CanvasObject, size fyne.Size) {
	s.scroll.Resize(size)
	if content.Size().Width != size.Width {
		content.Resize(fyne.NewSize(size.Width, content.Size().Height))
	}
	content.Resize(fyne.NewSize(size.Width, max(size.Height, content.MinSize().Height)))
	s.scroll.Refresh()
}

// Semantic says that it means nothing in itself.
func (s *scrolling) Semantic() semantic.Node {
	return semantic.Node{Content: []fyne.CanvasObject{s.scroll}}
}

// CreateRenderer shows what scrolls.
func (s *scrolling) CreateRenderer() fyne.WidgetRenderer { return &scrollingRenderer{s} }

type scrollingRenderer struct{ s *scrolling }

func (r *scrollingRenderer) Destroy()                     {}
func (r *scrollingRenderer) Layout(size fyne.Size)        { r.s.lay(size) }
func (r *scrollingRenderer) MinSize() fyne.Size           { return r.s.scroll.MinSize() }
func (r *scrollingRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.s.scroll} }
func (r *scrollingRenderer) Refresh()                     { r.s.scroll.Refresh() }

// page is a screen that scrolls: one column of text, never wider than reads well.
type page struct {
	scrolling
	body   *fyne.Container // the column
	margin *fyne.Container
}

func newPage(objects ...fyne.CanvasObject) *page {
	p := &page{body: newColumn(space, objects...)}
	p.margin = container.New(pad{x: 20, y: 24, most: columnW}, p.body)
	p.scroll = container.NewVScroll(p.margin)
	p.lay = func(s fyne.Size) { p.fill(p.margin, s) }
	p.ExtendBaseWidget(p)
	return p
}

// relayout is for after a change that may have made something higher.
func (p *page) relayout() {
	p.margin.Layout.Layout(p.margin.Objects, p.margin.Size())
	p.lay(p.Size())
	p.Refresh()
}

// inset keeps the text clear of what lies over the page at its right.
func (p *page) inset(right float32) {
	l := p.margin.Layout.(pad)
	l.right = right
	p.margin.Layout = l
	p.margin.Layout.Layout(p.margin.Objects, p.margin.Size())
}

// trailing returns where the text ends, counted from the edge that it begins at.
func (p *page) trailing() float32 {
	return mirrored(p.body.Position().X, p.body.Size().Width, p.Size().Width) + p.body.Size().Width
}

// reveal scrolls until o is in view.
func (p *page) reveal(o fyne.CanvasObject) {
	d := fyne.CurrentApp().Driver()
	y := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(p.scroll).Y
	h, view := o.Size().Height, p.scroll.Size().Height
	if y < 0 || y+h > view {
		p.scroll.ScrollToOffset(fyne.NewPos(0, max(0, p.scroll.Offset.Y+y-min(space*2, max(0, view-h)))))
	}
}
