package app

// Step is one step of the app from one place to another, for a history.
type Step struct {
	Route string
	Title string  // of the screen; nothing personal
	Left  float32 // how far the screen that was left is scrolled
}

// Title returns the title of the screen: of a place in the pack, never of what somebody typed.
func (a *App) Title() string { return a.frame.current().title() }

// Offset returns how far the screen is scrolled, in Fyne's pixels.
func (a *App) Offset() float32 { return a.frame.current().offset() }

// ScrollTo scrolls the screen, as far as it goes.
func (a *App) ScrollTo(y float32) {
	s := a.frame.current()
	s.scroll(y - s.offset())
}

// Layers returns how many things lie over the screen that a step back closes first: 1 while the story of one entry of
// the outbox is open. What lies in the canvas's overlays is not counted.
func (a *App) Layers() int {
	if a.frame.current() == screen(a.outbox) && a.outbox.detail.page.Visible() {
		return 1
	}
	return 0
}

// CloseLayer closes the topmost of the layers, and reports whether there was one.
func (a *App) CloseLayer() bool {
	if a.Layers() == 0 {
		return false
	}
	a.outbox.onClose()
	return true
}

func (s *appeal) offset() float32  { return s.page.offset() }
func (s *archive) offset() float32 { return s.page.offset() }
func (s *item) offset() float32    { return s.page.offset() }

func (s *act) offset() float32 {
	if s.thanked() {
		return s.thanks.page.offset()
	}
	return s.page.offset()
}

func (s *outboxScreen) offset() float32 {
	if s.detail.page.Visible() {
		return s.detail.page.offset()
	}
	return s.page.offset()
}
