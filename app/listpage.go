package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

// listPage is a screen that scrolls: something, and a list of many thousands below it, as one page with one scroll bar.
type listPage struct {
	scrolling
	body *listBody
}

func newListPage(top *fyne.Container, list *rows) *listPage {
	p := &listPage{body: &listBody{top: container.New(pad{x: ringRoom}, top), rows: list}}
	p.body.list = container.NewThemeOverride(list, barless{})
	p.body.ExtendBaseWidget(p.body)
	p.scroll = container.NewVScroll(p.body)
	p.body.scroll = p.scroll
	p.body.wheel.to = p.scroll
	p.body.wheel.ExtendBaseWidget(&p.body.wheel)
	list.scrollTo = p.body.scrollTo
	p.lay = func(s fyne.Size) { p.fill(p.body, s) }
	p.ExtendBaseWidget(p)
	return p
}

// relayout is for after a change that may have made something higher.
func (p *listPage) relayout() {
	p.refit()
	p.body.list.Refresh()
}

// refit is for after a change of what stands over the rows, which are not read anew.
func (p *listPage) refit() {
	p.body.arrange(p.Size())
	p.lay(p.Size())
}

// listBody is as high as all rows together. Fyne's list draws those in view and scrolls by itself: it is moved along
// with what is in view of the body, and scrolled to the rows that belong there.
type listBody struct {
	widget.BaseWidget
	scroll *container.Scroll
	top    *fyne.Container
	rows   *rows
	list   *container.ThemeOverride // around the rows
	wheel  wheel                    // over the rows, or they would take the wheel for themselves

	first float32 // where the first row begins
	high  float32 // of it all
}

const listMargin float32 = 20

// arrange lays the top out and finds how high everything is.
func (b *listBody) arrange(s fyne.Size) {
	w := b.width(s.Width)
	if w <= 0 {
		return
	}
	high := fit(b.top, w+2*ringRoom)
	b.top.Move(fyne.NewPos((s.Width-w)/2-ringRoom, listMargin))
	b.first = listMargin + high + 16
	b.high = listMargin + high + listMargin
	if b.shown() {
		b.rows.measure(w)
		b.high = b.first + b.rows.total() + listMargin
	}
}

func (b *listBody) width(room float32) float32 { return min(scaled(columnW), room-2*listMargin) }

func (b *listBody) shown() bool { return b.rows.Length() > 0 && b.rows.Visible() }

// follow puts the rows where the body is in view.
func (b *listBody) follow() {
	b.list.Hidden = !b.shown()
	b.wheel.Hidden = b.list.Hidden
	w := b.width(b.Size().Width)
	if b.list.Hidden || w <= 0 {
		return
	}
	from := -b.Position().Y
	to := min(from+b.scroll.Size().Height, b.first+b.rows.total())
	y := max(b.first, from)
	// One row is there even while none is in view, for those who do not go by what is.
	at, size := fyne.NewPos((b.Size().Width-w)/2, y), fyne.NewSize(w, max(b.rows.high, to-y))
	for _, o := range []fyne.CanvasObject{b.list, &b.wheel} {
		if o.Position() != at {
			o.Move(at)
		}
		o.Resize(size)
	}
	b.rows.ScrollToOffset(y - b.first)
}

// scrollTo scrolls the body until y of the rows is at the top.
func (b *listBody) scrollTo(y float32) { b.scroll.ScrollToOffset(fyne.NewPos(0, b.first+y)) }

// Move is how the scrolled area says where it stands.
func (b *listBody) Move(p fyne.Position) {
	moved := p != b.Position()
	b.BaseWidget.Move(p)
	if moved {
		b.follow()
	}
}

// Semantic reads the top, then the rows.
func (b *listBody) Semantic() semantic.Node {
	return semantic.Node{Content: []fyne.CanvasObject{b.top, b.list}}
}

// CreateRenderer places the parts.
func (b *listBody) CreateRenderer() fyne.WidgetRenderer { return &listBodyRenderer{b} }

type listBodyRenderer struct{ b *listBody }

func (r *listBodyRenderer) Destroy()           {}
func (r *listBodyRenderer) MinSize() fyne.Size { return fyne.NewSize(target, r.b.high) }

func (r *listBodyRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.top, r.b.list, &r.b.wheel}
}

func (r *listBodyRenderer) Layout(s fyne.Size) {
	r.b.arrange(s)
	r.b.follow()
}

// Refresh leaves the rows alone: they are refreshed when what they show has changed.
func (r *listBodyRenderer) Refresh() {
	r.b.top.Refresh()
	r.Layout(r.b.Size())
}

// barless is the theme of the moment, without scroll bars: the page has one.
type barless struct{}

func (barless) current() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

// Color implements [fyne.Theme].
func (b barless) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch n {
	case theme.ColorNameScrollBar, theme.ColorNameScrollBarBackground, theme.ColorNameShadow:
		return color.Transparent // a bar of no width is a line
	}
	return b.current().Color(n, v)
}

// Font implements [fyne.Theme].
func (b barless) Font(s fyne.TextStyle) fyne.Resource { return b.current().Font(s) }

// Icon implements [fyne.Theme].
func (b barless) Icon(n fyne.ThemeIconName) fyne.Resource { return b.current().Icon(n) }

// Size implements [fyne.Theme].
func (b barless) Size(n fyne.ThemeSizeName) float32 {
	if n == theme.SizeNameScrollBar || n == theme.SizeNameScrollBarSmall {
		return 0
	}
	return b.current().Size(n)
}
