//go:build js

package shell

import (
	"syscall/js"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
)

// The page owns the focus. Fyne's follows it, so that widgets paint it and validate what was left; when the app moves
// Fyne's focus by itself, the page is told once.

func (b *bridge) onFocus(args []js.Value) func() {
	id := uint64(args[0].Float())
	b.pageHas = id
	b.moving++
	return func() {
		b.moving--
		n := b.nodes[id]
		if n == nil || b.pageHas != id {
			return
		}
		if !n.Focus() { // nothing that Fyne could focus: a list's row, a dialog
			n.Reveal()
			b.canvas.Unfocus()
		}
	}
}

func (b *bridge) onBlur(args []js.Value) func() {
	id := uint64(args[0].Float())
	if b.pageHas == id {
		b.pageHas = 0
	}
	b.moving++
	return func() {
		b.moving--
		if n := b.nodes[id]; n != nil && b.pageHas == 0 && b.focused() == id {
			b.canvas.Unfocus()
		}
	}
}

// keep gives Fyne's focus back to a node that was tapped while it had the page's: Fyne's buttons let go of it.
func (b *bridge) keep(n *semantic.Node) {
	if n == nil || b.pageHas != n.ID || b.canvas.Focused() != nil || b.tree.Over() != b.over {
		return
	}
	f, ok := n.Object.(fyne.Focusable)
	if !ok {
		return
	}
	b.read() // it may be gone
	if b.tree.Shows(n) {
		b.canvas.Focus(f)
	}
}

// onFyneFocus is called after Fyne's focus moved, because of the page or not.
func (b *bridge) onFyneFocus([]js.Value) func() {
	return func() {
		if b.moving > 0 {
			return // the page is ahead
		}
		id := b.focused()
		if id == b.pageHas {
			return
		}
		if id == 0 {
			if b.tree.Over() != b.over {
				return // not lost, but covered by what the page is about to hear of
			}
			n := b.nodes[b.pageHas]
			if n == nil {
				return
			}
			if _, ok := n.Object.(fyne.Focusable); !ok {
				return // Fyne never had that focus
			}
		}
		b.pageHas = id
		b.page.Call("focus", float64(id))
	}
}

// focused returns the node that has Fyne's focus, reading the tree again where a new screen has it.
func (b *bridge) focused() uint64 {
	f := b.canvas.Focused()
	if f == nil {
		return 0
	}
	for fresh := range 2 {
		if fresh == 1 {
			b.read()
		}
		for id, n := range b.nodes {
			if o, ok := n.Object.(fyne.Focusable); ok && o == f {
				return id
			}
		}
	}
	return 0
}
