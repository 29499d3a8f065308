package app

import (
	"image"
	"image/color"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Scribe writes what the kit has no letters for, in Hebrew, Ge'ez, Devanagari, Chinese and all the others. On the
// desktop Fyne finds them among the system's fonts by itself; in a browser only the browser can. It belongs to the UI
// goroutine.
type Scribe interface {
	// Width returns how wide a text is, in Fyne's pixels.
	Width(h Hand, text string) float32
	// Write draws a text into an image of any density that is size large in Fyne's pixels; the text begins at its left
	// edge and stands on a line that is base below its top.
	Write(h Hand, text string, ink color.Color, size fyne.Size, base float32) image.Image
}

// Hand is how a text is written.
type Hand struct {
	Size         float32 // in Fyne's pixels
	Bold, Italic bool
	FromRight    bool
}

// scribe writes for all words; nil where there is none.
var scribe Scribe

// strange reports whether a text has a letter that neither Fyne's font nor the Arabic one has.
func strange(text string) bool {
	if scribe == nil {
		return false
	}
	return strings.ContainsFunc(text, func(r rune) bool {
		if r < 0x250 || marker(r) || unicode.IsSpace(r) || arabic.Load().draws(r) {
			return false
		}
		_, ok := own().NominalGlyph(r)
		return !ok
	})
}

// setApart cuts a text before and after the words that have strange letters. Words end after spaces, as where lines are
// broken, so that each is measured as it is written.
func setApart(s span) (list []piece) {
	if !strange(s.text) {
		return []piece{{span: s}}
	}
	for _, word := range cutWords([]span{s}) {
		text := word[0].text
		odd := strange(text)
		if n := len(list); n > 0 && list[n-1].strange == odd {
			list[n-1].text += text
			continue
		}
		list = append(list, piece{span: s.like(text), strange: odd})
	}
	return list
}

// hand is how a strange piece is written.
func (p piece) hand(size float32) Hand {
	return Hand{Size: size, Bold: p.bold, Italic: p.italic, FromRight: writtenFromRight(p.text)}
}

// written is a piece that the scribe has written.
type written struct {
	image *canvas.Image
	piece piece
	size  float32 // of the letters
	base  float32
	ink   fyne.ThemeColorName
	color color.Color // that it was written in
}

// write has the scribe write a piece, with room above and below for what stands out of the line.
func (p piece) write(size, lineH float32, ink fyne.ThemeColorName, pos fyne.Position) *written {
	room := size / 2
	w := &written{image: canvas.NewImageFromImage(nil), piece: p, size: size, base: p.base(size) + room, ink: ink}
	w.image.Resize(fyne.NewSize(p.width(size), lineH+2*room))
	w.image.Move(pos.SubtractXY(0, room))
	return w
}

// dip writes it anew where the colour has changed.
func (w *written) dip(c color.Color) {
	if w.color == c {
		return
	}
	w.color = c
	w.image.Image = scribe.Write(w.piece.hand(w.size), w.piece.text, c, w.image.Size(), w.base)
	w.image.Refresh()
}
