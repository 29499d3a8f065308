package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

var (
	_ fyne.Tappable      = (*control)(nil)
	_ fyne.Focusable     = (*control)(nil)
	_ fyne.Disableable   = (*control)(nil)
	_ desktop.Hoverable  = (*control)(nil)
	_ desktop.Cursorable = (*control)(nil)
)

// control is the base of what can be tapped: it takes the focus, the pointer, and Space and Return for a tap. A widget
// embeds it, calls extend, and paints focused and hover.
type control struct {
	widget.DisableableWidget
	act            func() // what a tap does, where it can do anything
	focused, hover bool

	self fyne.Widget
}

// extend makes self the widget that is refreshed, focused and scrolled into view.
func (c *control) extend(self fyne.Widget) {
	c.self = self
	c.ExtendBaseWidget(self)
}

// Tapped does what the control is for.
func (c *control) Tapped(*fyne.PointEvent) {
	if !c.Disabled() && c.act != nil {
		c.act()
	}
}

// TypedKey takes Space and Return for a tap.
func (c *control) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.Tapped(nil)
	}
}

// TypedRune does nothing: a control takes no text, and Space comes as a key too.
func (c *control) TypedRune(rune) {}

// FocusGained shows the focus ring, and brings the control into view.
func (c *control) FocusGained() { c.focused = true; c.Refresh(); reveal(c.self) }

// FocusLost hides the focus ring.
func (c *control) FocusLost() { c.focused = false; c.Refresh() }

// MouseIn marks the control.
func (c *control) MouseIn(*desktop.MouseEvent) { c.hover = true; c.Refresh() }

// MouseMoved does nothing.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the mark off.
func (c *control) MouseOut() { c.hover = false; c.Refresh() }

// Cursor is a hand over what can be tapped.
func (c *control) Cursor() desktop.Cursor {
	if c.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}
