package semantic

import (
	_ "unsafe" // for go:linkname

	"fyne.io/fyne/v2"
)

// Fyne keeps the parts of its composite widgets to itself: the buttons of tabs, the headers of an accordion, the rows
// of a list, the single radios of a group. Without them their places cannot be told, and a place is what a screen
// reader's cursor, a focus ring and a finger need. The renderer that Fyne made knows them; its cache is internal, so
// it is reached by name. TestInside says when a version of Fyne no longer has it, or other parts in it: then the walk
// still reads the same nodes, each with the place of the whole widget.
//
//go:linkname cachedRenderer fyne.io/fyne/v2/internal/cache.CachedRenderer
func cachedRenderer(w fyne.Widget) (fyne.WidgetRenderer, bool)

// inside returns what a widget that was painted draws itself with.
func inside(o fyne.CanvasObject) []fyne.CanvasObject {
	if c, ok := o.(*fyne.Container); ok {
		return c.Objects
	}
	w, ok := o.(fyne.Widget)
	if !ok {
		return nil
	}
	if r, ok := cachedRenderer(w); ok && r != nil {
		return r.Objects()
	}
	return nil
}

// partsOf returns the first n parts of a widget that match, nil when there are fewer.
func partsOf[T fyne.CanvasObject](objects []fyne.CanvasObject, n int) []T {
	var parts []T
	for _, o := range objects {
		if p, ok := o.(T); ok && len(parts) < n {
			parts = append(parts, p)
		}
	}
	if len(parts) < n {
		return nil
	}
	return parts
}

// part adds a node for the i-th part of a composite widget: at its own place where it is known, else at the whole's.
func (t *Tree) part(n Node, part, whole fyne.CanvasObject, p place, i int) *Node {
	if part == nil || !part.Visible() {
		return t.add(&n, whole, p.at, p, i+1)
	}
	n.Key = key{thing: whole, part: i + 1}
	return t.add(&n, part, t.driver.AbsolutePositionForObject(part), p, 0)
}
