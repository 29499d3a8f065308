package app

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"placard/app/semantic"
)

// listenKeys takes the keys that nothing in the window has the focus for: they scroll, and Escape leads up.
func (f *frame) listenKeys() {
	if f.listening {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil {
		f.listen(c)
	}
}

func (f *frame) listen(c fyne.Canvas) {
	f.listening = true
	c.SetOnTypedKey(f.onKey)
	c.AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierAlt}, func(fyne.Shortcut) { f.app.Back() })
}

func (f *frame) onKey(e *fyne.KeyEvent) {
	const line = 48
	screenful := max(line, f.main.Size().Height-2*line)
	switch e.Name {
	case fyne.KeyEscape:
		if !f.app.Escape() {
			f.app.Back()
		}
	case fyne.KeyDown:
		f.now.scroll(line)
	case fyne.KeyUp:
		f.now.scroll(-line)
	case fyne.KeyPageDown, fyne.KeySpace:
		f.now.scroll(screenful)
	case fyne.KeyPageUp:
		f.now.scroll(-screenful)
	case fyne.KeyHome:
		f.now.scroll(-math.MaxFloat32)
	case fyne.KeyEnd:
		f.now.scroll(math.MaxFloat32)
	}
}

func (s *appeal) scroll(dy float32)  { s.page.by(dy) }
func (s *archive) scroll(dy float32) { s.page.by(dy) }
func (s *item) scroll(dy float32)    { s.page.by(dy) }

func (s *act) scroll(dy float32) {
	if s.thanked() {
		s.thanks.page.by(dy)
		return
	}
	s.page.by(dy)
}

func (s *outboxScreen) scroll(dy float32) {
	if s.detail.page.Visible() {
		s.detail.page.by(dy)
		return
	}
	s.page.by(dy)
}

// reveal scrolls until what gained the focus is in view: Fyne moves the focus, but not the text around it.
func reveal(o fyne.CanvasObject) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return
	}
	semantic.New(c).Read().Each(func(n *semantic.Node) bool {
		if n.Object == o {
			n.Reveal()
			return false
		}
		return true
	})
}
