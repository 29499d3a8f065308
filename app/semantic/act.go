package semantic

import (
	"fyne.io/fyne/v2"
)

// Tap does what a tap or click on the node does, focus included. It reports whether there was anything to do: a
// disabled node takes no tap.
func (n *Node) Tap() bool {
	if n == nil || n.Disabled || n.tree == nil {
		return false
	}
	if n.OnTap != nil {
		n.OnTap()
		return true
	}
	if n.Role.IsField() {
		return n.Focus()
	}
	t, ok := n.Object.(fyne.Tappable)
	if !ok {
		return false
	}
	at := fyne.NewPos(n.W/2, n.H/2)
	t.Tapped(&fyne.PointEvent{Position: at, AbsolutePosition: fyne.NewPos(n.X, n.Y).Add(at)})
	return true
}

// Focus gives the node the keyboard and scrolls it into view.
func (n *Node) Focus() bool {
	if n == nil || n.Disabled || n.tree == nil {
		return false
	}
	f, ok := n.Object.(fyne.Focusable)
	if !ok {
		return false
	}
	n.Reveal()
	n.tree.canvas.Focus(f)
	return true
}

// Type focuses the node and types the text rune by rune, as a keyboard would; a line feed is the Return key.
func (n *Node) Type(text string) bool {
	if !n.Focus() {
		return false
	}
	f := n.Object.(fyne.Focusable)
	for _, r := range text {
		if r == '\n' {
			f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		} else {
			f.TypedRune(r)
		}
	}
	return true
}

// Set replaces the node's value.
func (n *Node) Set(value string) bool {
	if n == nil || n.Disabled || n.OnSet == nil {
		return false
	}
	n.OnSet(value)
	return true
}

// ScrollTo scrolls the node's content so that y of it is at the top.
func (n *Node) ScrollTo(y float32) bool {
	if n == nil || n.OnScroll == nil {
		return false
	}
	n.OnScroll(y)
	return true
}

// Reveal scrolls the areas around the node until it is in view. The bounds of n and of the rest of this reading are
// out of date afterwards.
func (n *Node) Reveal() {
	moved := float32(0) // what outer areas see moves with the inner ones
	for i := len(n.scrollers) - 1; i >= 0; i-- {
		s := n.scrollers[i]
		top, bottom, d := n.Y-moved, n.Y+n.H-moved, float32(0)
		switch {
		case top < s.view.y1 || n.H > s.view.y2-s.view.y1:
			d = top - s.view.y1
		case bottom > s.view.y2:
			d = bottom - s.view.y2
		}
		if d != 0 {
			s.to(max(0, s.offset+d))
			moved += d
		}
	}
}

// RevealRow scrolls a list until its row of a place, from 1, is in view. It reckons with rows of one height.
func (n *Node) RevealRow(pos int) bool {
	if n == nil || n.OnScroll == nil || n.Of == 0 || pos < 1 || pos > n.Of {
		return false
	}
	step := n.ScrollH / float32(n.Of)
	top := step * float32(pos-1)
	switch {
	case top < n.ScrollY:
		n.OnScroll(top)
	case top+step > n.ScrollY+n.H:
		n.OnScroll(top + step - n.H)
	}
	return true
}
