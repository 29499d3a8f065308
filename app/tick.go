package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

var (
	_ fyne.Tappable     = (*tick)(nil)
	_ fyne.Focusable    = (*tick)(nil)
	_ semantic.Semantic = (*tick)(nil)
)

// tick is a box to tick beside words that wrap; Fyne's Check cuts its label off at the window's edge. All of it can
// be tapped.
type tick struct {
	widget.BaseWidget
	checked  bool
	onChange func(bool)

	label          *words
	sign           *canvas.Image
	ground         *canvas.Rectangle
	focused, hover bool
}

func newTick(text string, onChange func(bool)) *tick {
	t := &tick{label: newWords(text), onChange: onChange, sign: canvas.NewImageFromResource(nil), ground: canvas.NewRectangle(nil)}
	t.label.mute = true
	t.sign.FillMode = canvas.ImageFillContain
	t.ExtendBaseWidget(t)
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

// Semantic describes the box by its words.
func (t *tick) Semantic() semantic.Node {
	return semantic.Node{Role: semantic.Checkbox, Name: t.label.text(), Checked: t.checked}
}

// Tapped ticks or unticks the box.
func (t *tick) Tapped(*fyne.PointEvent) { t.set(!t.checked) }

// TypedRune ticks or unticks the box with Space.
func (t *tick) TypedRune(r rune) {
	if r == ' ' {
		t.set(!t.checked)
	}
}

// TypedKey does nothing: Space comes as a rune.
func (t *tick) TypedKey(*fyne.KeyEvent) {}

// FocusGained shows the focus ring.
func (t *tick) FocusGained() { t.focused = true; t.Refresh(); reveal(t) }

// FocusLost hides the focus ring.
func (t *tick) FocusLost() { t.focused = false; t.Refresh() }

// MouseIn marks the box.
func (t *tick) MouseIn(*desktop.MouseEvent) { t.hover = true; t.Refresh() }

// MouseMoved does nothing.
func (t *tick) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the mark off.
func (t *tick) MouseOut() { t.hover = false; t.Refresh() }

// Cursor is a hand.
func (t *tick) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer draws box and words.
func (t *tick) CreateRenderer() fyne.WidgetRenderer {
	r := &tickRenderer{t}
	r.paint()
	return r
}

type tickRenderer struct{ t *tick }

const (
	tickSide float32 = 28
	tickPad  float32 = 12
)

func (r *tickRenderer) Destroy() {}

func (r *tickRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.ground, r.t.sign, r.t.label}
}

func (r *tickRenderer) MinSize() fyne.Size {
	return fyne.NewSize(tickSide+3*tickPad+target, max(target, max(tickSide, r.t.label.MinSize().Height)+2*tickPad))
}

func (r *tickRenderer) Layout(s fyne.Size) {
	r.t.ground.Resize(s)
	h := fit(r.t.label, max(0, s.Width-tickSide-3*tickPad))
	y := max(tickPad, (s.Height-h)/2)
	r.t.label.Move(fyne.NewPos(tickSide+2*tickPad, y))
	lineH := fyne.MeasureText("Ág", theme.Size(theme.SizeNameText), fyne.TextStyle{}).Height
	r.t.sign.Resize(fyne.NewSquareSize(tickSide))
	r.t.sign.Move(fyne.NewPos(tickPad, y+(lineH-tickSide)/2))
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
	if r.t.checked {
		name, c = "ticked", theme.ColorNamePrimary
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
