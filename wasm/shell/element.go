//go:build js

package shell

import (
	"slices"

	"placard/app"
	"placard/app/semantic"
)

// element is a node as the page wants it.
type element struct {
	*semantic.Node
	Value    string      `json:"value,omitempty"`
	Over     int         `json:"over,omitempty"`    // of the root: how many dialogs and menus lie over the content
	Foreign  bool        `json:"foreign,omitempty"` // Fyne cannot paint the value: the page's field shows it, focused or not
	Seen     int         `json:"seen,omitempty"`    // see bridge.seen
	View     *[4]float32 `json:"view,omitempty"`    // how much of it is hidden at the top, right, bottom, left
	Children []*element  `json:"children,omitempty"`
}

func (b *bridge) element(n *semantic.Node) *element {
	e := &element{Node: n, Value: n.Value}
	if n.Role.IsField() {
		e.Seen, e.Foreign = b.seen[n.ID], !app.Paints(n.Value)
		if n.Password && n.Entry != nil {
			e.Value = n.Entry.Text // the page's field is the editor; what else reads the tree sees dots
		}
	}
	if slices.Contains(n.Can, semantic.CanTap) || slices.Contains(n.Can, semantic.CanFocus) {
		if x, y, w, h := n.View(); x != n.X || y != n.Y || w != n.W || h != n.H {
			e.View = &[4]float32{y - n.Y, n.X + n.W - x - w, n.Y + n.H - y - h, x - n.X}
		}
	}
	for _, c := range n.Children {
		e.Children = append(e.Children, b.element(c))
	}
	return e
}
