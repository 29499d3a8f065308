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
	_ fyne.Tappable     = (*linkRow)(nil)
	_ fyne.Focusable    = (*linkRow)(nil)
	_ semantic.Semantic = (*linkRow)(nil)
)

// linkRow is a card that leads somewhere: a headline, a caption over it, and an arrow.
type linkRow struct {
	widget.BaseWidget
	head, over *words
	card       *box
	ring       *canvas.Rectangle
	onTap      func()
	focused    bool
}

func newLinkRow(headline, over string, onTap func()) *linkRow {
	r := &linkRow{head: newWords(headline), over: newCaption(over), ring: canvas.NewRectangle(nil), onTap: onTap}
	r.head.mute, r.over.mute, r.head.spans[0].bold, r.head.size = true, true, true, theme.SizeNameText
	r.card = newCard(newRow(0, newColumn(2, r.over, r.head), newIcon("next", colorMuted, 20)))
	r.ExtendBaseWidget(r)
	return r
}

// Semantic describes the card as one link.
func (r *linkRow) Semantic() semantic.Node {
	return semantic.Node{Role: semantic.Link, Name: r.head.text(), Description: r.over.text()}
}

// Tapped goes there.
func (r *linkRow) Tapped(*fyne.PointEvent) { r.onTap() }

// TypedKey goes there on Space and Return.
func (r *linkRow) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		r.onTap()
	}
}

// TypedRune does nothing.
func (r *linkRow) TypedRune(rune) {}

// FocusGained shows the focus ring.
func (r *linkRow) FocusGained() { r.focused = true; r.Refresh(); reveal(r) }

// FocusLost hides the focus ring.
func (r *linkRow) FocusLost() { r.focused = false; r.Refresh() }

// MouseIn marks the card.
func (r *linkRow) MouseIn(*desktop.MouseEvent) { r.card.fill = colorRail; r.Refresh() }

// MouseMoved does nothing.
func (r *linkRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the mark off.
func (r *linkRow) MouseOut() { r.card.fill = colorSurface; r.Refresh() }

// Cursor is a hand.
func (r *linkRow) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer draws the card and the focus ring.
func (r *linkRow) CreateRenderer() fyne.WidgetRenderer {
	return &linkRowRenderer{r}
}

type linkRowRenderer struct{ r *linkRow }

func (r *linkRowRenderer) Destroy()           {}
func (r *linkRowRenderer) MinSize() fyne.Size { return r.r.card.MinSize() }
func (r *linkRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.r.card, r.r.ring}
}

func (r *linkRowRenderer) Layout(s fyne.Size) {
	r.r.card.Resize(s)
	r.r.ring.Resize(s)
}

func (r *linkRowRenderer) Refresh() {
	ring := fyne.ThemeColorName("")
	if r.r.focused {
		ring = theme.ColorNamePrimary
	}
	fillRect(r.r.ring, "", ring, 3, 10)
	r.r.card.Refresh()
	r.r.ring.Refresh()
}
