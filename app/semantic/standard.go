package semantic

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// standard reads Fyne's own objects. What has neither text nor a use (rectangles, icons, images without words) says
// nothing; an unknown widget is read as far as Fyne's interfaces tell.
func (t *Tree) standard(o fyne.CanvasObject, p place) {
	add := func(n Node) *Node { return t.add(&n, o, p.at, p, 0) }
	switch v := o.(type) {
	case *canvas.Text:
		t.text(v.Text, o, p)
	case *widget.Label:
		t.text(v.Text, o, p)
	case *widget.RichText:
		t.rich(v, p)
	case *widget.TextGrid:
		t.text(v.Text(), o, p)
	case *widget.Button:
		add(Node{Role: Button, Name: v.AccessibilityLabel()}) // its text, or what its sign is called
	case *widget.Hyperlink:
		// The key, since Fyne takes a tap beside the words for none.
		n := add(Node{Role: Link, Name: v.Text, Value: urlOf(v), OnTap: func() { v.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace}) }})
		n.narrow(v.MinSize().Width, v.Alignment)
	case *widget.Check:
		n := add(Node{Role: Checkbox, Name: v.Text, Checked: v.Checked, OnTap: func() { v.SetChecked(!v.Checked) }})
		n.narrow(v.MinSize().Width, fyne.TextAlignLeading)
	case *widget.Entry:
		t.field(v, v, p)
	case *widget.SelectEntry:
		t.field(v, &v.Entry, p)
	case *widget.DateEntry:
		t.field(v, &v.Entry, p)
	case *widget.Select:
		add(Node{Role: Combobox, Value: v.Selected, Placeholder: v.PlaceHolder, Options: v.Options, OnSet: v.SetSelected})
	case *widget.Slider:
		t.slider(v, p)
	case *widget.ProgressBar:
		add(Node{Role: Progressbar, Value: number(v.Value), Min: number(v.Min), Max: number(v.Max)})
	case *widget.ProgressBarInfinite, *widget.Activity:
		add(Node{Role: Progressbar, Busy: true})
	case *widget.Separator:
		add(Node{Role: Separator})
	case *widget.List:
		t.list(v, p)
	default:
		t.composite(o, p)
	}
}

// narrow leaves of a node's bounds the width in which Fyne takes taps.
func (n *Node) narrow(width float32, align fyne.TextAlign) {
	free := n.W - width
	if free <= 0 {
		return
	}
	switch align {
	case fyne.TextAlignCenter:
		n.X += free / 2
	case fyne.TextAlignTrailing:
		n.X += free
	}
	n.W = width
	n.view = n.view.and(rect{n.X, n.Y, n.X + n.W, n.Y + n.H})
}

// composite reads Fyne's widgets that hold others, then whatever is left.
func (t *Tree) composite(o fyne.CanvasObject, p place) {
	add := func(n Node) *Node { return t.add(&n, o, p.at, p, 0) }
	switch v := o.(type) {
	case *widget.RadioGroup:
		t.radios(v, p)
	case *widget.CheckGroup:
		t.checks(v, p)
	case *widget.Form:
		p.in = add(Node{Role: Form})
		t.form(v, p)
	case *widget.Card:
		p.in = add(Node{Role: Group, Name: v.Title, Description: v.Subtitle})
		t.outer(v.Content, p)
	case *widget.Accordion:
		t.accordion(v, p)
	case *container.AppTabs:
		t.tabs(v, v.Items, v.Selected(), v.Select, p)
	case *container.DocTabs:
		t.tabs(v, v.Items, v.Selected(), v.Select, p)
	case *container.Split:
		t.outer(v.Leading, p)
		t.outer(v.Trailing, p)
	case *widget.Calendar:
		t.calendar(v, p)
	case *widget.PopUp:
		t.outer(v.Content, p)
	case *widget.PopUpMenu:
		t.menu(v.Items, o, p)
	case *widget.Menu:
		t.menu(v.Items, o, p)
	case *widget.Toolbar:
		for _, it := range v.Items {
			t.outer(it.ToolbarObject(), p)
		}
	case fyne.Accessible:
		add(Node{Role: accessible[v.AccessibilityRole()], Name: v.AccessibilityLabel()})
	case fyne.Tappable:
		add(Node{Role: Button})
	}
}

var accessible = map[fyne.AccessibleRole]Role{
	fyne.AccessibleRoleButton: Button, fyne.AccessibleRoleLink: Link, fyne.AccessibleRoleText: Text, fyne.AccessibleRoleContainer: Group,
}

// Entry describes a Fyne entry; our own fields complete it with a name and what is wrong.
func Entry(e *widget.Entry) Node {
	n := Node{Role: Textbox, Value: e.Text, Placeholder: e.PlaceHolder, Multiline: e.MultiLine, Password: e.Password, Entry: e, OnSet: e.SetText}
	if e.Password {
		n.Value = strings.Repeat("•", len([]rune(e.Text)))
	}
	return n
}

// outer reads an object that lies deeper in a widget than its direct children.
func (t *Tree) outer(o fyne.CanvasObject, p place) {
	if o != nil {
		t.walkAt(o, t.driver.AbsolutePositionForObject(o), p)
	}
}

func (t *Tree) text(s string, o fyne.CanvasObject, p place) {
	if strings.TrimSpace(s) != "" {
		t.add(&Node{Role: Text, Name: s}, o, p.at, p, 0)
	}
}

func (t *Tree) form(f *widget.Form, p place) {
	for _, it := range f.Items {
		had := len(p.in.Children)
		t.outer(it.Widget, p)
		if len(p.in.Children) > had {
			n := p.in.Children[had]
			n.Name, n.Description, n.Required = it.Text, it.HintText, n.Required || it.Required
		}
	}
	if f.OnSubmit != nil {
		t.add(&Node{Role: Button, Name: f.SubmitText, OnTap: f.OnSubmit}, f, p.at, p, 1)
	}
	if f.OnCancel != nil {
		t.add(&Node{Role: Button, Name: f.CancelText, OnTap: f.OnCancel}, f, p.at, p, 2)
	}
}

func (t *Tree) menu(items []fyne.CanvasObject, o fyne.CanvasObject, p place) {
	p.in = t.add(&Node{Role: Menu}, o, p.at, p, 0)
	for _, o := range items {
		it := exported[*fyne.MenuItem](o, "Item") // the item's own type is Fyne's secret
		if it == nil || it.IsSeparator {
			continue
		}
		t.add(&Node{Role: Menuitem, Name: it.Label, Checked: it.Checked, Disabled: it.Disabled}, o, t.driver.AbsolutePositionForObject(o), p, 0)
	}
}

func urlOf(h *widget.Hyperlink) string {
	if h.URL == nil {
		return ""
	}
	return h.URL.String()
}

func count(length func() int) int {
	if length == nil {
		return 0
	}
	return length()
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

func toggle(g *widget.CheckGroup, s string, on bool) {
	if !on {
		g.SetSelected(append(g.Selected, s))
		return
	}
	var rest []string
	for _, l := range g.Selected {
		if l != s {
			rest = append(rest, l)
		}
	}
	g.SetSelected(rest)
}

func flip(a *widget.Accordion, i int) {
	if a.Items[i].Open {
		a.Close(i)
	} else {
		a.Open(i)
	}
}
