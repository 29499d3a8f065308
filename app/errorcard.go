package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"placard/app/semantic"
)

// errorCard says what went wrong and what to do, at once to a screen reader too.
type errorCard struct {
	title, what *words
	wrap        *semantic.Wrapped
}

func newErrorCard(title, what string) *errorCard {
	c := &errorCard{title: newWords(title), what: newWords(what)}
	c.title.spans[0].bold, c.title.color, c.what.color = true, colorRefused, theme.ColorNameForeground
	b := newBox(tintRefused, pad{x: 16, y: 14}, newRow(1, newIcon("refused", colorRefused, 26), newColumn(4, c.title, c.what)))
	c.wrap = semantic.Wrap(semantic.Node{Role: semantic.Alert}, b)
	return c
}

func (c *errorCard) object() fyne.CanvasObject { return c.wrap }
func (c *errorCard) hide()                     { c.wrap.Hide() }

func (c *errorCard) set(title, what string) {
	c.title.set(title)
	c.what.set(what)
	c.wrap.Show()
}
