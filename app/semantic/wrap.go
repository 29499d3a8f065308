package semantic

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Wrapped gives what it holds a place in the tree: a landmark, a group, a live region.
type Wrapped struct {
	widget.BaseWidget
	Node    Node
	content fyne.CanvasObject
}

// Wrap returns a Wrapped of content, described by n.
func Wrap(n Node, content fyne.CanvasObject) *Wrapped {
	w := &Wrapped{Node: n, content: content}
	w.ExtendBaseWidget(w)
	return w
}

// Semantic describes the wrapped content.
func (w *Wrapped) Semantic() Node {
	n := w.Node
	n.Content = []fyne.CanvasObject{w.content}
	return n
}

// CreateRenderer shows the content alone.
func (w *Wrapped) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(w.content) }
