package app

import (
	"bytes"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"
)

// own is the theme's font for text that a person types.
var own = sync.OnceValue(func() *font.Face {
	face, err := font.ParseTTF(bytes.NewReader(theme.DefaultTheme().Font(fyne.TextStyle{}).Content()))
	if err != nil {
		return nil // Fyne's own font: TestPaints reads it
	}
	return face
})

// Paints reports whether Fyne's entries show a text as it is written: each letter is in Fyne's font, and nothing runs
// from right to left, which an entry would set in the wrong order. On the desktop Fyne looks for other letters among the
// system's fonts; a browser lets no program see those.
func Paints(text string) bool {
	ascii := true
	for _, r := range text {
		ascii = ascii && r < 0x80
	}
	if ascii {
		return true
	}
	if !isPlain(text) {
		return false
	}
	for _, r := range text {
		if _, ok := own().NominalGlyph(r); !ok && r >= ' ' {
			return false
		}
	}
	return true
}
