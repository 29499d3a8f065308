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
	_ fyne.Tappable     = (*button)(nil)
	_ fyne.Focusable    = (*button)(nil)
	_ fyne.Disableable  = (*button)(nil)
	_ desktop.Hoverable = (*button)(nil)
	_ semantic.Semantic = (*button)(nil)
)

// rank says how loud a button is.
type rank int

const (
	quiet rank = iota // text on the page
	plain             // with a border
	call              // the one thing that a screen asks for
)

// button is a button with a label that wraps, never less than 48 high, and a focus ring that is seen in sunlight.
type button struct {
	widget.DisableableWidget
	rank  rank
	role  semantic.Role // a link that looks like a button
	icon  string
	name  string // for the semantic tree, where the label is not enough
	onTap func()
	edge  bool // label at the leading edge

	label          *words
	ground, ring   *canvas.Rectangle
	sign           *canvas.Image
	focused, hover bool
}

func newButton(r rank, icon, label string, onTap func()) *button {
	b := &button{rank: r, role: semantic.Button, icon: icon, onTap: onTap, label: newWords(label)}
	b.label.mute = true
	b.ExtendBaseWidget(b)
	return b
}

// setLabel changes what the button says.
func (b *button) setLabel(s string) {
	b.label.set(s)
	b.Refresh()
}

// Semantic describes the button.
func (b *button) Semantic() semantic.Node {
	name := b.name
	if name == "" {
		name = b.label.text()
	}
	return semantic.Node{Role: b.role, Name: name}
}

// Tapped does what the button is for.
func (b *button) Tapped(*fyne.PointEvent) {
	if !b.Disabled() && b.onTap != nil {
		b.onTap()
	}
}

// TypedKey takes Space and Return for a tap.
func (b *button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	}
}

// TypedRune does nothing: a button takes no text.
func (b *button) TypedRune(rune) {}

// FocusGained shows the focus ring.
func (b *button) FocusGained() { b.focused = true; b.Refresh(); reveal(b) }

// FocusLost hides the focus ring.
func (b *button) FocusLost() { b.focused = false; b.Refresh() }

// MouseIn marks the button.
func (b *button) MouseIn(*desktop.MouseEvent) { b.hover = true; b.Refresh() }

// MouseMoved does nothing.
func (b *button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the mark off.
func (b *button) MouseOut() { b.hover = false; b.Refresh() }

// Cursor is a hand over a button that can be tapped.
func (b *button) Cursor() desktop.Cursor {
	if b.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// CreateRenderer draws ground, ring, sign and label.
func (b *button) CreateRenderer() fyne.WidgetRenderer {
	b.ground, b.ring = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	b.label.align = fyne.TextAlignCenter
	if b.edge {
		b.label.align = fyne.TextAlignLeading
	}
	b.sign = canvas.NewImageFromResource(nil)
	b.sign.FillMode = canvas.ImageFillContain
	r := &buttonRenderer{b}
	r.paint()
	return r
}

type buttonRenderer struct{ b *button }

const buttonSide float32 = 22 // of the sign

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.ground, r.b.sign, r.b.label, r.b.ring}
}

func (r *buttonRenderer) padding() float32 {
	if r.b.rank == quiet {
		return 10
	}
	return 18
}

// beside returns the width that the sign and its gap take.
func (r *buttonRenderer) beside() float32 {
	switch {
	case r.b.icon == "":
		return 0
	case r.b.label.text() == "":
		return buttonSide
	}
	return buttonSide + gap
}

func (r *buttonRenderer) MinSize() fyne.Size {
	least := target
	if r.b.rank == call {
		least = 60
	}
	w := min(r.b.label.oneLine()+1, 240) + r.beside() + 2*r.padding()
	return fyne.NewSize(max(w, target), max(least, r.b.label.MinSize().Height+20))
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	b := r.b
	b.ground.Resize(s)
	b.ring.Move(fyne.NewPos(-3, -3))
	b.ring.Resize(s.AddWidthHeight(6, 6))
	room := s.Width - 2*r.padding() - r.beside()
	w := max(0, min(room, b.label.oneLine()+1))
	h := fit(b.label, w)
	x := (s.Width - w - r.beside()) / 2
	if b.edge {
		x = r.padding()
	}
	b.sign.Move(fyne.NewPos(x, (s.Height-buttonSide)/2))
	b.sign.Resize(fyne.NewSquareSize(buttonSide))
	b.label.Move(fyne.NewPos(x+r.beside(), (s.Height-h)/2))
}

func (r *buttonRenderer) Refresh() {
	r.paint()
	r.Layout(r.b.Size())
	r.b.ground.Refresh()
	r.b.ring.Refresh()
	r.b.label.Refresh()
}

func (r *buttonRenderer) paint() {
	b := r.b
	text, fill, line := theme.ColorNamePrimary, fyne.ThemeColorName(""), fyne.ThemeColorName("")
	switch b.rank {
	case plain:
		fill, line = theme.ColorNameButton, theme.ColorNameInputBorder
	case call:
		text, fill = colorCallOn, colorCall
		b.label.size = sizeCall
		if b.hover {
			fill = colorCallOver
		}
	}
	if b.hover && b.rank != call {
		fill = colorCurrent
	}
	if b.Disabled() {
		text = theme.ColorNameDisabled
		if b.rank == call {
			fill = theme.ColorNameDisabledButton
		}
	}
	b.label.color, b.label.spans[0].bold = text, true
	fillRect(b.ground, fill, line, 1.5, 10)
	ring := fyne.ThemeColorName("")
	if b.focused {
		ring = theme.ColorNamePrimary
	}
	fillRect(b.ring, "", ring, 3, 12)
	b.sign.Hidden = b.icon == ""
	if b.icon != "" {
		b.sign.Resource = icon(b.icon, text)
		b.sign.Refresh()
	}
}

// fillRect colours a rectangle by the theme's names; "" is nothing.
func fillRect(r *canvas.Rectangle, fill, line fyne.ThemeColorName, width, radius float32) {
	r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = nil, nil, 0, radius
	if fill != "" {
		r.FillColor = theme.Color(fill)
	}
	if line != "" {
		r.StrokeColor, r.StrokeWidth = theme.Color(line), width
	}
}
