package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

// searchBox is a line to type into, and beside it the button that empties it, once there is something to empty.
type searchBox struct {
	widget.BaseWidget
	name  string
	entry *entry
	wheel *wheel
	shut  *button
}

func newSearchBox(name, shut string, onTyped func(string), onClear func() bool) *searchBox {
	b := &searchBox{name: name, entry: &entry{}, wheel: &wheel{}}
	b.entry.ExtendBaseWidget(b.entry)
	b.wheel.ExtendBaseWidget(b.wheel)
	b.entry.PlaceHolder, b.entry.OnChanged = name, onTyped
	b.entry.onEscape = func() { onClear() }
	b.shut = newButton(plain, "close", "", func() {
		onClear()
		if c := fyne.CurrentApp().Driver().CanvasForObject(b.entry); c != nil {
			c.Focus(b.entry) // the button goes, and who emptied the line types another word
		}
	})
	b.shut.name = shut
	b.shut.Hide()
	b.ExtendBaseWidget(b)
	return b
}

// filled shows the button, or hides it.
func (b *searchBox) filled(on bool) {
	if b.shut.Hidden == on {
		b.shut.Hidden = !on
		b.Refresh()
	}
}

// Semantic is the line and the button.
func (b *searchBox) Semantic() semantic.Node {
	return semantic.Node{Content: []fyne.CanvasObject{&described{of: b.described}, b.shut}}
}

func (b *searchBox) described() semantic.Node {
	n := semantic.Entry(&b.entry.Entry)
	n.Role, n.Object, n.Name, n.Input = semantic.Searchbox, b.entry, b.name, "search"
	return n
}

// CreateRenderer places the line and the button.
func (b *searchBox) CreateRenderer() fyne.WidgetRenderer { return &searchRenderer{b} }

type searchRenderer struct{ b *searchBox }

func (r *searchRenderer) Destroy() {}

func (r *searchRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.entry, r.b.wheel, r.b.shut}
}

func (r *searchRenderer) MinSize() fyne.Size {
	return fyne.NewSize(3*target, max(target, r.b.entry.MinSize().Height, r.b.shut.MinSize().Height))
}

func (r *searchRenderer) Layout(s fyne.Size) {
	b, w := r.b, s.Width
	if b.shut.Visible() {
		side := max(natural(b.shut), b.shut.MinSize().Width)
		w -= side + gap
		b.shut.Resize(fyne.NewSize(side, s.Height))
		b.shut.Move(fyne.NewPos(mirrored(s.Width-side, side, s.Width), 0))
	}
	at := fyne.NewPos(mirrored(0, w, s.Width), 0)
	b.entry.Resize(fyne.NewSize(w, s.Height))
	b.entry.Move(at)
	b.wheel.Resize(b.entry.Size())
	b.wheel.Move(at)
}

func (r *searchRenderer) Refresh() {
	r.Layout(r.b.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}
