package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"placard/app/semantic"
)

var _ semantic.Semantic = (*linkRow)(nil)

// linkRow is a card that leads somewhere: a headline, a caption over it, and an arrow.
type linkRow struct {
	control
	head, over *words
	card       *box
	ring       *canvas.Rectangle
}

func newLinkRow(headline, lang, over string, onTap func()) *linkRow {
	r := &linkRow{head: newWords(headline).in(lang), over: newCaption(over), ring: canvas.NewRectangle(nil)}
	r.act = onTap
	r.head.mute, r.over.mute, r.head.spans[0].bold, r.head.size = true, true, true, theme.SizeNameText
	r.card = newCard(newRow(0, newColumn(2, r.over, r.head), newIcon("next", colorMuted, 20)))
	r.extend(r)
	return r
}

// Semantic describes the card as one link.
func (r *linkRow) Semantic() semantic.Node {
	return semantic.Node{Role: semantic.Link, Name: r.head.text(), Description: r.over.text(), Lang: foreign(r.head.lang)}
}

// CreateRenderer draws the card and the focus ring.
func (r *linkRow) CreateRenderer() fyne.WidgetRenderer { return &linkRowRenderer{r} }

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
	r.r.card.fill = colorSurface
	if r.r.hover {
		r.r.card.fill = colorRail
	}
	paintRing(r.r.ring, r.r.focused, 10)
	r.r.card.Refresh()
	r.r.ring.Refresh()
}
