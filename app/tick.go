package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"placard/app/semantic"
)

var _ semantic.Semantic = (*tick)(nil)

// tick is a box to tick, or one of several to choose from, beside words that wrap; Fyne's Check cuts its label off at
// the window's edge. All of it can be tapped.
type tick struct {
	control
	checked  bool
	onChange func(bool)
	of       *choice // whose option it is, nil for a box of its own

	label  *words
	sign   *canvas.Image
	ground *canvas.Rectangle
}

func newTick(text string, onChange func(bool)) *tick {
	t := &tick{label: newWords(text), onChange: onChange, sign: canvas.NewImageFromResource(nil), ground: canvas.NewRectangle(nil)}
	t.label.mute = true
	t.act = func() { t.set(!t.checked) }
	t.sign.FillMode = canvas.ImageFillContain
	t.extend(t)
	return t
}

func (t *tick) set(on bool) {
	if t.checked == on {
		return
	}
	t.checked = on
	t.Refresh()
	if t.onChange != nil {
		t.onChange(on)
	}
}

// TypedKey takes the arrows for the options beside, too.
func (t *tick) TypedKey(e *fyne.KeyEvent) {
	if t.of == nil || !t.of.key(t, e.Name) {
		t.control.TypedKey(e)
	}
}

// Semantic describes the box by its words.
func (t *tick) Semantic() semantic.Node {
	n := semantic.Node{Role: semantic.Checkbox, Name: t.label.text(), Checked: t.checked, Lang: foreign(t.label.lang)}
	if t.of != nil {
		n.Role, n.Pos, n.Of = semantic.Radio, t.of.place(t)+1, len(t.of.options)
	}
	return n
}

// CreateRenderer draws box and words.
func (t *tick) CreateRenderer() fyne.WidgetRenderer {
	r := &tickRenderer{t}
	r.paint()
	return r
}

type tickRenderer struct{ t *tick }

const tickPad float32 = 12

func (r *tickRenderer) side() float32 { return scaled(28) }

func (r *tickRenderer) Destroy() {}

func (r *tickRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.ground, r.t.sign, r.t.label}
}

func (r *tickRenderer) MinSize() fyne.Size {
	side := r.side()
	return fyne.NewSize(side+3*tickPad+target, max(target, max(side, r.t.label.MinSize().Height)+2*tickPad))
}

func (r *tickRenderer) Layout(s fyne.Size) {
	side := r.side()
	r.t.ground.Resize(s)
	w := max(0, s.Width-side-3*tickPad)
	h := fit(r.t.label, w)
	y := max(tickPad, (s.Height-h)/2)
	r.t.label.Move(fyne.NewPos(mirrored(side+2*tickPad, w, s.Width), y))
	lineH := fyne.MeasureText("Ág", theme.Size(theme.SizeNameText), fyne.TextStyle{}).Height
	r.t.sign.Resize(fyne.NewSquareSize(side))
	r.t.sign.Move(fyne.NewPos(mirrored(tickPad, side, s.Width), y+(lineH-side)/2))
}

func (r *tickRenderer) Refresh() {
	r.paint()
	r.Layout(r.t.Size())
	r.t.ground.Refresh()
	r.t.sign.Refresh()
	r.t.label.Refresh()
}

func (r *tickRenderer) paint() {
	name, c := "box", theme.ColorNameInputBorder
	if r.t.of != nil {
		name = "round"
	}
	if r.t.checked {
		name, c = name+"-ticked", theme.ColorNamePrimary
	}
	r.t.sign.Resource = icon(name, c)
	fill, line, width := colorSurface, theme.ColorNameSeparator, float32(1)
	if r.t.hover {
		fill = colorRail
	}
	if r.t.focused {
		line, width = theme.ColorNamePrimary, 3
	}
	fillRect(r.t.ground, fill, line, width, 10)
}

// choice is a question of which one option is taken.
type choice struct {
	options []*tick
	object  *semantic.Wrapped
	onPick  func(i int)
}

func newChoice(name string, options []string, onPick func(i int)) *choice {
	c := &choice{onPick: onPick}
	list := newColumn(gap)
	for i, text := range options {
		t := newTick(text, nil)
		t.of, t.act = c, func() { c.pick(i) }
		c.options = append(c.options, t)
		list.Add(t)
	}
	c.object = semantic.Wrap(semantic.Node{Role: semantic.Radiogroup, Name: name}, list)
	return c
}

// show marks an option without picking it.
func (c *choice) show(i int) {
	for j, t := range c.options {
		t.set(i == j)
	}
}

func (c *choice) pick(i int) {
	if !c.options[i].checked {
		c.show(i)
		c.onPick(i)
	}
}

func (c *choice) place(t *tick) int {
	for i, o := range c.options {
		if o == t {
			return i
		}
	}
	return -1
}

// key moves the choice with the arrows, and the focus with it.
func (c *choice) key(t *tick, name fyne.KeyName) bool {
	to := c.place(t)
	switch name {
	case fyne.KeyDown, fyne.KeyRight:
		to++
	case fyne.KeyUp, fyne.KeyLeft:
		to--
	default:
		return false
	}
	to = (to + len(c.options)) % len(c.options)
	if on := fyne.CurrentApp().Driver().CanvasForObject(t); on != nil {
		on.Focus(c.options[to])
	}
	c.pick(to)
	return true
}
