package semantic

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Over returns how many overlays lie over the window's content: dialogs, pop-ups, menus. Read reads only the top one.
func (t *Tree) Over() int { return len(t.canvas.Overlays().List()) }

// overlay reads the top overlay. Fyne wraps pop-ups in an internal type whose Content is exported but whose type is
// not: reflection is the only public way in, since a second renderer of it would move a centred dialog.
func (t *Tree) overlay(o fyne.CanvasObject, p place) {
	content := o
	if _, ok := o.(Semantic); !ok {
		if c := exported[fyne.CanvasObject](o, "Content"); c != nil {
			content = c
		}
	}
	var dismiss func()
	if outside, ok := o.(fyne.Tappable); ok && content != o {
		dismiss = func() { outside.Tapped(&fyne.PointEvent{}) } // closes what is not modal
	}
	switch c := content.(type) {
	case *widget.PopUp:
		t.popUp(c, p, dismiss)
	case *widget.PopUpMenu:
		t.popUpMenu(c, p)
	default:
		t.walkAt(content, t.driver.AbsolutePositionForObject(content), p)
	}
}

// popUp reads a dialog. Its content may describe it ([Wrap] it in a node of role Dialog) and say with OnDismiss what
// Escape does; what is not modal closes like at a tap beside it.
func (t *Tree) popUp(c *widget.PopUp, p place, dismiss func()) {
	inner := c.Content
	var n *Node
	if s, ok := inner.(Semantic); ok && s.Semantic().Role == Dialog {
		t.outer(inner, p)
		n = p.in.Children[len(p.in.Children)-1]
	} else {
		n = t.add(&Node{Role: Dialog}, c, t.driver.AbsolutePositionForObject(c), p, 0)
		p.in = n
		t.outer(inner, p)
	}
	n.Modal = true
	if n.OnDismiss == nil {
		n.OnDismiss = dismiss
	}
	if n.Name != "" {
		return
	}
	if h := Find(n, Heading, ""); h != nil {
		n.Name = h.Name
	} else if s := Find(n, Text, ""); s != nil {
		n.Name = s.Name
	}
}

// popUpMenu reads a menu; one that shows the options of a combobox is its listbox.
func (t *Tree) popUpMenu(m *widget.PopUpMenu, p place) {
	had := len(p.in.Children)
	t.walkAt(m, t.driver.AbsolutePositionForObject(m), p)
	if len(p.in.Children) == had {
		return
	}
	menu := p.in.Children[had]
	menu.OnDismiss = m.Dismiss
	for _, c := range t.combos {
		if !sameNames(menu.Children, c.Options) {
			continue
		}
		menu.Role, menu.Name = Listbox, c.Name
		for i, it := range menu.Children {
			it.Role, it.Selected, it.Pos, it.Of = Option, it.Name == c.Value, i+1, len(c.Options)
		}
		return
	}
}

func sameNames(nodes []*Node, names []string) bool {
	if len(nodes) != len(names) || len(names) == 0 {
		return false
	}
	for i, n := range nodes {
		if n.Name != names[i] {
			return false
		}
	}
	return true
}
