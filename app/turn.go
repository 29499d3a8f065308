package app

import (
	"fyne.io/fyne/v2"

	"placard/app/translation"
)

// wanted returns the language that the user chose, or else the system's.
func (a *App) wanted() *translation.Language {
	if tag := a.cfg.Look.Language; tag != "" {
		if l, err := translation.Read(tag); err == nil { // a language that a newer kit knew is as good as none
			return l
		}
	}
	return a.system
}

// turn puts the screens in the wanted language in the place of those in another: at the same place, under the same
// notices, with what is typed.
func (a *App) turn() {
	next := a.wanted()
	if next.Tag == speaking().Tag {
		return
	}
	frame, acts, settings, y := a.frame, a.acts, a.settings, a.Offset()
	c := fyne.CurrentApp().Driver().CanvasForObject(a.root)
	var had fyne.Focusable
	if c != nil {
		had = c.Focused()
	}
	spoken = next
	a.teller.tick.label.set(say("notify.ask"))
	a.build()
	for id, s := range a.acts {
		if old := acts[id]; old != nil {
			s.adopt(old)
		}
	}
	a.frame.notices.retell(frame.notices)
	a.root.Refresh()
	a.show()
	a.ScrollTo(y)
	if c != nil {
		a.frame.listen(c)
	}
	if had != nil {
		c.Focus(a.settings.like(had, settings))
	}
}
