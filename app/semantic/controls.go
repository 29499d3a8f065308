package semantic

import (
	"math"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// radios reads the single radios of a group, which take the focus each for itself.
func (t *Tree) radios(g *widget.RadioGroup, p place) {
	p.in = t.add(&Node{Role: Radiogroup, OnSet: g.SetSelected}, g, p.at, p, 0)
	items := partsOf[fyne.CanvasObject](inside(g), len(g.Options))
	for i, s := range g.Options {
		n := Node{Role: Radio, Name: s, Checked: s == g.Selected, Pos: i + 1, Of: len(g.Options), OnTap: func() { g.SetSelected(s) }}
		if g.Disabled() {
			n.Disabled, n.OnTap = true, nil
		}
		t.part(n, at(items, i), g, p, i)
	}
}

func (t *Tree) checks(g *widget.CheckGroup, p place) {
	p.in = t.add(&Node{Role: Group}, g, p.at, p, 0)
	items := partsOf[*widget.Check](inside(g), len(g.Options))
	for i, s := range g.Options {
		on := contains(g.Selected, s)
		t.part(Node{Role: Checkbox, Name: s, Checked: on, OnTap: func() { toggle(g, s, on) }}, at(items, i), g, p, i)
	}
}

func (t *Tree) accordion(a *widget.Accordion, p place) {
	headers := partsOf[*widget.Button](inside(a), len(a.Items))
	for i, it := range a.Items {
		open := it.Open
		t.part(Node{Role: Button, Name: it.Title, Expanded: &open, OnTap: func() { flip(a, i) }}, at(headers, i), a, p, i)
		if it.Open {
			t.outer(it.Detail, p)
		}
	}
}

func (t *Tree) tabs(o fyne.CanvasObject, items []*container.TabItem, open *container.TabItem, pick func(*container.TabItem), p place) {
	bar := p
	bar.in = t.add(&Node{Role: Tablist}, o, p.at, p, 0)
	buttons, more := tabBar(o)
	for i, it := range items {
		b := at(buttons, i)
		if b == nil {
			b = more // what does not fit is behind the last button
		}
		n := Node{Role: Tab, Name: it.Text, Selected: it == open, Pos: i + 1, Of: len(items), Disabled: it.Disabled(), OnTap: func() { pick(it) }}
		t.part(n, b, o, bar, i)
	}
	if open != nil {
		p.in = t.add(&Node{Role: Tabpanel, Name: open.Text}, open.Content, t.driver.AbsolutePositionForObject(open.Content), p, -1)
		t.outer(open.Content, p)
	}
}

// tabBar finds the buttons of tabs, and the one that opens the rest of them.
func tabBar(o fyne.CanvasObject) (buttons []fyne.CanvasObject, more fyne.CanvasObject) {
	for _, part := range inside(o) {
		bar, ok := part.(*fyne.Container)
		if !ok || len(bar.Objects) == 0 {
			continue
		}
		if row, ok := bar.Objects[0].(*fyne.Container); ok {
			buttons = row.Objects
		}
		if len(bar.Objects) > 1 && bar.Objects[1].Visible() {
			more = bar.Objects[1]
		}
		return buttons, more
	}
	return nil, nil
}

// list reads the rows of a list that are in view; what lies in a row gives it its name.
func (t *Tree) list(l *widget.List, p place) {
	n := t.add(&Node{Role: List, Of: count(l.Length), ScrollY: l.GetScrollOffset(), OnScroll: l.ScrollToOffset}, l, p.at, p, 0)
	p = p.clipped(l)
	p.in = n
	for _, o := range inside(l) {
		content := exported[fyne.CanvasObject](o, "Content")
		rows, ok := content.(*fyne.Container)
		if !ok {
			continue
		}
		n.ScrollH = content.MinSize().Height
		p.scrollers = n.scrolling(p.scrollers)
		for _, r := range rows.Objects {
			if _, ok := r.(*widget.Separator); ok || n.Of == 0 || !r.Visible() {
				continue
			}
			step := n.ScrollH / float32(n.Of)
			i := int(math.Round(float64(r.Position().Y / step)))
			t.row(l, r, i, n.Of, p)
		}
	}
}

func (t *Tree) row(l *widget.List, r fyne.CanvasObject, i, of int, p place) {
	scratch := &Node{tree: t}
	in := place{in: scratch, clip: p.clip, scope: p.scope}
	var words []string
	for _, part := range inside(r) {
		t.outer(part, in)
	}
	for _, n := range scratch.All() {
		if n.Name != "" {
			words = append(words, n.Name)
		}
	}
	n := Node{Role: Listitem, Name: strings.Join(words, " "), Pos: i + 1, Of: of, OnTap: func() { l.Select(i) }}
	n.Key = key{thing: l, part: i + 1}
	// By the list's own offset: what holds the rows is moved only by the next painting.
	place := p.at.AddXY(r.Position().X, r.Position().Y-l.GetScrollOffset())
	t.add(&n, r, place, p, 0)
}

func (t *Tree) slider(s *widget.Slider, p place) {
	n := Node{Role: Slider, Value: number(s.Value), Min: number(s.Min), Max: number(s.Max), Step: number(s.Step)}
	n.OnSet = func(v string) {
		if f, err := strconv.ParseFloat(v, 64); err == nil {
			s.SetValue(f)
		}
	}
	t.add(&n, s, p.at, p, 0)
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// field reads an entry, and beside it the button that lies in it: the field ends where that begins.
func (t *Tree) field(o fyne.CanvasObject, e *widget.Entry, p place) {
	n := Entry(e)
	t.add(&n, o, p.at, p, 0)
	action := e.ActionItem
	if action == nil || !action.Visible() || action.Size().Width == 0 {
		return
	}
	at := t.driver.AbsolutePositionForObject(action)
	last := p.in.Children[len(p.in.Children)-1]
	if w := at.X - last.X; w > 0 && w < last.W {
		last.W, last.view.x2 = w, min(last.view.x2, at.X)
	}
	had := len(p.in.Children)
	t.outer(action, p)
	for _, n := range p.in.Children[had:] {
		if n.Role == Button {
			n.Name = actionName(e, n)
		}
	}
}

// Words are what the walk itself has to say, where Fyne draws only a sign. The app puts its own language here.
var Words = struct{ Choose, Reveal, Conceal, Earlier, Later string }{"Choose", "Show what is typed", "Hide what is typed", "Earlier", "Later"}

// calendar reads a month: the way to the one before and after, its name, its days.
func (t *Tree) calendar(c *widget.Calendar, p place) {
	had := len(p.in.Children)
	for _, part := range inside(c) {
		t.outer(part, p)
	}
	words := []string{Words.Earlier, Words.Later}
	for _, n := range p.in.Children[had:] {
		if b, ok := n.Object.(*widget.Button); ok && b.Text == "" && len(words) > 0 {
			n.Name, words = words[0], words[1:]
		}
	}
}

func actionName(e *widget.Entry, n *Node) string {
	switch _, button := e.ActionItem.(*widget.Button); {
	case button:
		return Words.Choose
	case e.Password:
		return Words.Reveal
	case n.Name == "":
		return Words.Conceal
	}
	return n.Name
}

// at returns the i-th part, nil where there is none.
func at[T fyne.CanvasObject](parts []T, i int) fyne.CanvasObject {
	if i < len(parts) {
		return parts[i]
	}
	return nil
}
