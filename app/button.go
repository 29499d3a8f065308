package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"placard/app/semantic"
)

var _ semantic.Semantic = (*button)(nil)

// rank says how loud a button is.
type rank int

const (
	quiet rank = iota // text on the page
	plain             // with a border
	call              // the one thing that a screen asks for
)

// button is a button with a label that wraps, never less than 48 high, and a focus ring that is seen in sunlight.
type button struct {
	control
	rank rank
	role semantic.Role // a link that looks like a button
	icon string
	name string // for the semantic tree, where the label is not enough
	edge bool   // label at the leading edge

	label        *words
	ground, ring *canvas.Rectangle
	sign         *canvas.Image
}

func newButton(r rank, icon, label string, onTap func()) *button {
	b := &button{rank: r, role: semantic.Button, icon: icon, label: newWords(label)}
	b.label.mute, b.act = true, onTap
	b.extend(b)
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
	return semantic.Node{Role: b.role, Name: name, Lang: foreign(b.label.lang)}
}

// natural is the width at which the label stands on one line.
func (b *button) natural() float32 {
	b.dress()
	return max(b.label.oneLine()+1+b.beside()+2*b.padding(), target)
}

func (b *button) padding() float32 {
	if b.rank == quiet {
		return 10
	}
	return 18
}

// side is that of the sign.
func (b *button) side() float32 { return scaled(22) }

// beside returns the width that the sign and its gap take.
func (b *button) beside() float32 {
	switch {
	case b.icon == "":
		return 0
	case b.label.text() == "":
		return b.side()
	}
	return b.side() + gap
}

// dress gives the label its size and weight.
func (b *button) dress() {
	if b.rank == call {
		b.label.size = sizeCall
	}
	b.label.spans[0].bold = true
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

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.ground, r.b.sign, r.b.label, r.b.ring}
}

func (r *buttonRenderer) MinSize() fyne.Size {
	least := target
	if r.b.rank == call {
		least = 60
	}
	b := r.b
	b.dress()
	w := min(b.label.oneLine()+1, target) + b.beside() + 2*b.padding()
	return fyne.NewSize(max(w, target), max(least, b.label.MinSize().Height+20))
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	b := r.b
	b.ground.Resize(s)
	b.ring.Move(fyne.NewPos(-3, -3))
	b.ring.Resize(s.AddWidthHeight(6, 6))
	room := s.Width - 2*b.padding() - b.beside()
	w := max(0, min(room, b.label.oneLine()+1))
	h := fit(b.label, w)
	x := (s.Width - w - b.beside()) / 2
	if b.edge {
		x = b.padding()
	}
	side := b.side()
	b.sign.Move(fyne.NewPos(mirrored(x, side, s.Width), (s.Height-side)/2))
	b.sign.Resize(fyne.NewSquareSize(side))
	b.label.Move(fyne.NewPos(mirrored(x+b.beside(), w, s.Width), (s.Height-h)/2))
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
		text, fill, line = colorCallOn, colorCall, colorCallEdge
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
	b.dress()
	b.label.color = text
	fillRect(b.ground, fill, line, 1.5, 10)
	paintRing(b.ring, b.focused, 12)
	b.sign.Hidden = b.icon == ""
	if b.icon != "" {
		b.sign.Resource = icon(b.icon, text)
		b.sign.Refresh()
	}
}

// paintRing shows or hides a focus ring.
func paintRing(r *canvas.Rectangle, focused bool, radius float32) {
	line := fyne.ThemeColorName("")
	if focused {
		line = theme.ColorNamePrimary
	}
	fillRect(r, "", line, 3, radius)
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
