//go:build js

package shell

import (
	"image"
	"image/color"
	"math"
	"syscall/js"

	"fyne.io/fyne/v2"

	"placard/app"
)

// scribe has the browser write; see wasm/page/scribe.js.
type scribe struct{ widths map[measured]float32 }

type measured struct {
	app.Hand
	text string
}

const mostWidths = 4096 // that are remembered: lines are broken anew with each change of their width

// Scribe returns the browser as a writer of what the kit has no letters for, or nil where it does not let us read what
// it writes.
func Scribe() app.Scribe {
	if !page().Call("writes").Bool() {
		return nil
	}
	return &scribe{widths: map[measured]float32{}}
}

// Width asks the browser, once for each text.
func (s *scribe) Width(h app.Hand, text string) float32 {
	w, ok := s.widths[measured{h, text}]
	if !ok {
		if len(s.widths) >= mostWidths {
			clear(s.widths)
		}
		w = float32(page().Call("measure", text, h.Size, h.Bold, h.Italic, h.FromRight).Float())
		s.widths[measured{h, text}] = w
	}
	return w
}

// Write draws in the screen's own pixels.
func (*scribe) Write(h app.Hand, text string, ink color.Color, size fyne.Size, base float32) image.Image {
	density := math.Round(10*js.Global().Get("devicePixelRatio").Float()) / 10 // as Fyne's canvas has it
	pixels := func(v float32) int { return max(1, int(math.Ceil(float64(v)*density))) }
	img := image.NewNRGBA(image.Rect(0, 0, pixels(size.Width), pixels(size.Height)))
	data := page().Call("write", text, h.Size, h.Bold, h.Italic, h.FromRight, rgb(ink, ink), img.Rect.Dx(), img.Rect.Dy(), base, density)
	js.CopyBytesToGo(img.Pix, data)
	return img
}
