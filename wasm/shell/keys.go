//go:build js

package shell

import (
	"syscall/js"

	"fyne.io/fyne/v2"
)

// onKey sends a key to the widget behind a node.
func (b *bridge) onKey(args []js.Value) func() {
	id, key := uint64(args[0].Float()), fyne.KeyName(args[1].String())
	return func() {
		n := b.nodes[id]
		if n == nil || n.Disabled {
			return
		}
		if f, ok := n.Object.(fyne.Focusable); ok {
			f.TypedKey(&fyne.KeyEvent{Name: key})
		}
	}
}

// onEscape closes what lies over the screen; where nothing does, the widget with the focus hears of it, and the app.
func (b *bridge) onEscape([]js.Value) func() {
	return func() {
		if b.closeLayer() {
			return
		}
		if f := b.canvas.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		}
		if b.kit != nil {
			b.kit.Escape()
		}
	}
}

// onRow scrolls a list to a row that is to get the focus.
func (b *bridge) onRow(args []js.Value) func() {
	id, pos := uint64(args[0].Float()), args[1].Int()
	return func() {
		if b.nodes[id].RevealRow(pos) {
			b.onlyRead()
		}
	}
}

// onReveal brings a node into view: the soft keyboard has come, or the phone was turned.
func (b *bridge) onReveal(args []js.Value) func() {
	id := uint64(args[0].Float())
	return func() {
		b.read() // everything may lie elsewhere by now
		if n := b.nodes[id]; n != nil {
			n.Reveal()
			b.onlyRead()
		}
	}
}
