package semantic

import (
	"strconv"
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
		add(Node{Role: Button, Name: v.Text})
	case *widget.Hyperlink:
		add(Node{Role: Link, Name: v.Text, Value: urlOf(v)})
	case *widget.Check:
		add(Node{Role: Checkbox, Name: v.Text, Checked: v.Checked, OnTap: func() { v.SetChecked(!v.Checked) }})
	case *widget.Entry:
		add(Entry(v))
	case *widget.Select:
		add(Node{Role: Combobox, Value: v.Selected, Placeholder: v.PlaceHolder, Options: v.Options, OnSet: v.SetSelected})
	case *widget.Slider:
		add(Node{Role: Slider, Value: strconv.FormatFloat(v.Value, 'f', -1, 64)})
	case *widget.ProgressBar:
		add(Node{Role: Progressbar, Value: strconv.FormatFloat(v.Value, 'f', -1, 64)})
	case *widget.ProgressBarInfinite, *widget.Activity:
		add(Node{Role: Progressbar, Busy: true})
	case *widget.Separator:
		add(Node{Role: Separator})
	case *widget.List:
		add(Node{Role: List, Of: count(v.Length), ScrollY: v.GetScrollOffset(), OnScroll: v.ScrollToOffset})
	default:
		t.composite(o, p)
	}
}

// composite reads Fyne's widgets that hold others, then whatever is left.
func (t *Tree) composite(o fyne.CanvasObject, p place) {
	add := func(n Node) *Node { return t.add(&n, o, p.at, p, 0) }
	switch v := o.(type) {
	case *widget.RadioGroup:
		p.in = add(Node{Role: Radiogroup, OnSet: v.SetSelected})
		for i, s := range v.Options {
			t.add(&Node{Role: Radio, Name: s, Checked: s == v.Selected, Pos: i + 1, Of: len(v.Options), OnTap: func() { v.SetSelected(s) }}, o, p.at, p, i+1)
		}
	case *widget.CheckGroup:
		p.in = add(Node{Role: Group})
		for i, s := range v.Options {
			on := contains(v.Selected, s)
			t.add(&Node{Role: Checkbox, Name: s, Checked: on, OnTap: func() { toggle(v, s, on) }}, o, p.at, p, i+1)
		}
	case *widget.Form:
		p.in = add(Node{Role: Form})
		t.form(v, p)
	case *widget.Card:
		p.in = add(Node{Role: Group, Name: v.Title, Description: v.Subtitle})
		t.outer(v.Content, p)
	case *widget.Accordion:
		for i, it := range v.Items {
			t.add(&Node{Role: Button, Name: it.Title, Expanded: &it.Open, OnTap: func() { flip(v, i) }}, o, p.at, p, i+1)
			if it.Open {
				t.outer(it.Detail, p)
			}
		}
	case *container.AppTabs:
		t.tabs(v, v.Items, v.Selected(), v.Select, p)
	case *container.DocTabs:
		t.tabs(v, v.Items, v.Selected(), v.Select, p)
	case *container.Split:
		t.outer(v.Leading, p)
		t.outer(v.Trailing, p)
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

func (t *Tree) tabs(o fyne.CanvasObject, items []*container.TabItem, open *container.TabItem, pick func(*container.TabItem), p place) {
	bar := p
	bar.in = t.add(&Node{Role: Tablist}, o, p.at, p, 0)
	for i, it := range items {
		t.add(&Node{Role: Tab, Name: it.Text, Selected: it == open, Pos: i + 1, Of: len(items), OnTap: func() { pick(it) }}, o, p.at, bar, i+1)
	}
	if open != nil {
		p.in = t.add(&Node{Role: Tabpanel, Name: open.Text}, open.Content, t.driver.AbsolutePositionForObject(open.Content), p, -1)
		t.outer(open.Content, p)
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
