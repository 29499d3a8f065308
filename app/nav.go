package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"placard/app/semantic"
)

var _ semantic.Semantic = (*navItem)(nil)

// navItem is one entry of the navigation: a sign over a word in the bar of a phone, beside it in the rail of a desk.
type navItem struct {
	control
	route   string
	rail    bool
	low     bool // in a rail that is low
	bare    bool // a word without a sign: in a bar of several rows
	current bool
	count   int // what waits there

	sign       *canvas.Image
	label      *words
	badge      *canvas.Text
	pill, ring *canvas.Rectangle
	ground     *canvas.Rectangle
}

func newNavItem(route, label string, rail bool, onTap func()) *navItem {
	n := &navItem{route: route, rail: rail, label: newWords(label)}
	n.label.mute, n.act = true, onTap
	n.extend(n)
	return n
}

func (n *navItem) set(current bool, count int) {
	if n.current != current || n.count != count {
		n.current, n.count = current, count
		n.Refresh()
	}
}

// Semantic describes the entry, and whether its screen is the open one.
func (n *navItem) Semantic() semantic.Node {
	s := semantic.Node{Role: semantic.Link, Name: n.label.text(), Current: n.current}
	if n.count > 0 {
		s.Description = sayN("status.waiting", n.count)
	}
	return s
}

// dress gives the label its size and colour. The bar's are a little smaller.
func (n *navItem) dress() {
	n.label.size, n.label.color, n.label.spans[0].bold = theme.SizeNameText, colorMuted, n.current
	if !n.rail {
		n.label.size, n.label.align = sizeTab, fyne.TextAlignCenter
	}
	if n.current {
		n.label.color = theme.ColorNameForeground
	}
}

// natural is the width at which the word stands on one line, open or not.
func (n *navItem) natural() float32 {
	n.dress()
	word := measure(span{text: n.label.text(), bold: true}, theme.Size(n.label.size))
	if n.rail {
		return railPad + n.side() + railGap + word + 1 + railPad + n.badgeWidth()
	}
	return max(64, word+8)
}

func (n *navItem) side() float32 {
	if n.rail {
		return scaled(24)
	}
	return min(scaled(24), 36)
}

// badgeWidth returns the width of the pill, 0 without one.
func (n *navItem) badgeWidth() float32 {
	if n.count == 0 || n.badge == nil {
		return 0
	}
	return max(scaled(22), n.badge.MinSize().Width+12)
}

// CreateRenderer draws sign, word and badge.
func (n *navItem) CreateRenderer() fyne.WidgetRenderer {
	n.sign = canvas.NewImageFromResource(nil)
	n.sign.FillMode = canvas.ImageFillContain
	n.badge = canvas.NewText("", nil)
	n.ground, n.pill, n.ring = canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	r := &navRenderer{n}
	r.paint()
	return r
}

type navRenderer struct{ n *navItem }

const (
	railPad float32 = 14
	railGap float32 = 12
)

func (r *navRenderer) Destroy() {}

func (r *navRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.n.ground, r.n.sign, r.n.label, r.n.pill, r.n.badge, r.n.ring}
}

func (r *navRenderer) MinSize() fyne.Size {
	n := r.n
	text := n.label.MinSize()
	if n.rail && n.low {
		return fyne.NewSize(railPad+n.side()+railGap+target+railPad, max(target, text.Height+8))
	}
	if n.rail {
		return fyne.NewSize(railPad+n.side()+railGap+target+railPad, max(52, text.Height+20))
	}
	if n.bare {
		return fyne.NewSize(64, max(target, text.Height+8))
	}
	return fyne.NewSize(64, max(62, 8+n.side()+6+text.Height+2))
}

func (r *navRenderer) Layout(s fyne.Size) {
	n := r.n
	side, badge := n.side(), n.badge.MinSize()
	n.sign.Resize(fyne.NewSquareSize(side))
	pill := fyne.NewSize(n.badgeWidth(), scaled(22))
	n.pill.Resize(pill)
	n.badge.Resize(badge)
	var at fyne.Position // of the pill
	if n.rail {
		n.ground.Resize(s)
		n.ground.Move(fyne.Position{})
		n.sign.Move(fyne.NewPos(mirrored(railPad, side, s.Width), (s.Height-side)/2))
		x := railPad + side + railGap
		w := max(0, s.Width-x-railPad-pill.Width)
		h := fit(n.label, w)
		n.label.Move(fyne.NewPos(mirrored(x, w, s.Width), (s.Height-h)/2))
		at = fyne.NewPos(mirrored(s.Width-railPad-pill.Width, pill.Width, s.Width), (s.Height-pill.Height)/2)
	} else if n.bare {
		n.ground.Resize(s.SubtractWidthHeight(8, 4))
		n.ground.Move(fyne.NewPos(4, 2))
		w := max(0, s.Width-4-pill.Width) // word and pill side by side, in the middle
		h := fit(n.label, w)
		n.label.Move(fyne.NewPos(mirrored(2, w, s.Width), (s.Height-h)/2))
		word := min(w, n.natural())
		at = fyne.NewPos(mirrored(2+(w+word)/2, pill.Width, s.Width), (s.Height-pill.Height)/2)
	} else {
		w := min(s.Width, scaled(60))
		n.ground.Resize(fyne.NewSize(w, side+8))
		n.ground.Move(fyne.NewPos((s.Width-w)/2, 4))
		n.sign.Move(fyne.NewPos((s.Width-side)/2, 8))
		h := fit(n.label, max(0, s.Width-4))
		n.label.Move(fyne.NewPos(2, max(8+side+4, s.Height-h-2)))
		x := s.Width/2 + side/3
		at = fyne.NewPos(mirrored(min(x, s.Width-pill.Width), pill.Width, s.Width), 1)
	}
	n.pill.Move(at)
	n.badge.Move(at.AddXY((pill.Width-badge.Width)/2, (pill.Height-badge.Height)/2))
	n.ring.Resize(s.SubtractWidthHeight(2, 2))
	n.ring.Move(fyne.NewPos(1, 1))
}

func (r *navRenderer) Refresh() {
	r.paint()
	r.Layout(r.n.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *navRenderer) paint() {
	n := r.n
	n.dress()
	n.sign.Resource, n.sign.Hidden = icon(n.route, n.label.color), n.bare
	fill := fyne.ThemeColorName("")
	switch {
	case n.current:
		fill = colorCurrent
	case n.hover:
		fill = theme.ColorNameHover
	}
	fillRect(n.ground, fill, "", 0, 16)
	n.pill.Hidden, n.badge.Hidden = n.count == 0, n.count == 0
	n.badge.Text, n.badge.TextSize, n.badge.TextStyle.Bold = short(n.count), scaled(14), true
	n.badge.Color = theme.Color(tintWaiting)
	fillRect(n.pill, colorWaiting, "", 0, scaled(11))
	paintRing(n.ring, n.focused, 10)
}

// short is a count for a badge.
func short(n int) string {
	switch {
	case n < 1000:
		return group(int64(n))
	case n < 100_000:
		return group(int64(n/1000)) + "k"
	}
	return "99k+"
}

// bar lays out the navigation of a phone: in one row if each word has room on one line, a long one more than a short one
// where it must; else the words alone in as few rows as they fit into.
type bar struct{}

// columns returns the widths of the columns.
func (bar) columns(objects []fyne.CanvasObject, width float32) []float32 {
	most, sum := float32(1), float32(0)
	for _, o := range objects {
		most = max(most, natural(o))
		sum += natural(o)
	}
	n := 1
	for _, some := range []int{2, (len(objects) + 1) / 2} {
		if float32(some)*most <= width {
			n = some
		}
	}
	if sum <= width {
		n = len(objects)
	}
	widths := make([]float32, n)
	for i := range widths {
		widths[i] = width / float32(n)
		if n == len(objects) && most > widths[i] {
			widths[i] = natural(objects[i]) + (width-sum)/float32(n)
		}
	}
	for _, o := range objects {
		if item := o.(*navItem); item.bare != (n < len(objects)) {
			item.bare = n < len(objects)
			item.Refresh()
		}
	}
	return widths
}

func (b bar) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	widths := b.columns(objects, s.Width)
	var x, y, high float32
	for i, o := range objects {
		if i%len(widths) == 0 {
			x, y, high = 0, y+high, 0
		}
		w := b.cell(widths, i, len(objects), s.Width)
		high = max(high, fit(o, w))
		o.Move(fyne.NewPos(mirrored(x, w, s.Width), y))
		x += w
	}
}

// cell is the width of the i-th of n entries: those of a last row that is not full share it.
func (bar) cell(widths []float32, i, n int, width float32) float32 {
	columns := len(widths)
	if left := n - i/columns*columns; left < columns {
		return width / float32(left)
	}
	return widths[i%columns]
}

func (bar) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(target, target) }

// height is that of the bar at a width.
func (b bar) height(objects []fyne.CanvasObject, width float32) float32 {
	widths := b.columns(objects, width)
	var sum, high float32
	for i, o := range objects {
		if i%len(widths) == 0 {
			sum, high = sum+high, 0
		}
		high = max(high, fit(o, b.cell(widths, i, len(objects), width)))
	}
	return sum + high
}
