// Package semantic reads what is on a canvas as a tree of roles, names, values and states: what a screen reader, a
// switch, the browser's own text editing or a test needs to know, and what it may do. One walk over public Fyne API
// feeds all of them. Widgets that know better than the walk implement [Semantic].
//
// Everything here belongs to Fyne's UI goroutine: call it inside fyne.Do.
package semantic

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Role says what a node is. The words are WAI-ARIA 1.2 roles, so that a page can use them as they are; [Text] is
// plain text, a paragraph in HTML.
type Role string

// The roles that the walk and our own widgets use.
const (
	Application Role = "application" // the root
	Text        Role = "paragraph"
	Heading     Role = "heading"
	Image       Role = "img"
	Button      Role = "button"
	Link        Role = "link"
	Textbox     Role = "textbox"
	Searchbox   Role = "searchbox"
	Checkbox    Role = "checkbox"
	Radiogroup  Role = "radiogroup"
	Radio       Role = "radio"
	Combobox    Role = "combobox"
	Slider      Role = "slider"
	Progressbar Role = "progressbar"
	List        Role = "list"
	Listitem    Role = "listitem"
	Table       Role = "table"
	Tablist     Role = "tablist"
	Tab         Role = "tab"
	Tabpanel    Role = "tabpanel"
	Listbox     Role = "listbox" // of a combobox, while it is open
	Option      Role = "option"
	Menu        Role = "menu"
	Menuitem    Role = "menuitem"
	Separator   Role = "separator"
	Group       Role = "group"
	Form        Role = "form"
	Figure      Role = "figure"
	Article     Role = "article"
	Banner      Role = "banner"
	Main        Role = "main"
	Navigation  Role = "navigation"
	Region      Role = "region"
	Status      Role = "status" // live, announced politely
	Alert       Role = "alert"  // live, announced at once
	Dialog      Role = "dialog"
)

// IsField reports whether text is typed into a node of this role.
func (r Role) IsField() bool { return r == Textbox || r == Searchbox }

// What a node can do, in [Node.Can].
const (
	CanTap    = "tap"
	CanFocus  = "focus"
	CanSet    = "set"
	CanScroll = "scroll"
	CanMenu   = "menu" // a long press, or the mouse's other button
)

// Node is one element of the tree. The bounds are in Fyne's device-independent pixels from the canvas's top left
// corner; they may lie outside the canvas when something is scrolled away.
type Node struct {
	ID          uint64   `json:"id"` // the same for the same thing from one reading to the next
	Role        Role     `json:"role"`
	Name        string   `json:"name,omitempty"`
	Value       string   `json:"value,omitempty"`
	Description string   `json:"description,omitempty"` // help, beside the name
	Error       string   `json:"error,omitempty"`       // why it is invalid, and what to do
	Placeholder string   `json:"placeholder,omitempty"`
	Level       int      `json:"level,omitempty"` // of a heading, from 1
	Checked     bool     `json:"checked,omitempty"`
	Selected    bool     `json:"selected,omitempty"`
	Current     bool     `json:"current,omitempty"` // the page that is open, in a navigation
	Expanded    *bool    `json:"expanded,omitempty"`
	Disabled    bool     `json:"disabled,omitempty"`
	Focused     bool     `json:"focused,omitempty"`
	Required    bool     `json:"required,omitempty"`
	Invalid     bool     `json:"invalid,omitempty"`
	Busy        bool     `json:"busy,omitempty"`
	Modal       bool     `json:"modal,omitempty"`
	Multiline   bool     `json:"multiline,omitempty"`
	Password    bool     `json:"password,omitempty"`
	Input       string   `json:"input,omitempty"`    // HTML inputmode: "text", "email", "tel", "search"
	Autofill    string   `json:"autofill,omitempty"` // HTML autocomplete token
	Lang        string   `json:"lang,omitempty"`     // BCP 47 tag, where it differs from the app's
	Options     []string `json:"options,omitempty"`  // of a combobox
	Min         string   `json:"min,omitempty"`      // of a slider or progress bar: the least value
	Max         string   `json:"max,omitempty"`      // the greatest
	Step        string   `json:"step,omitempty"`     // of a slider
	Pos         int      `json:"pos,omitempty"`      // place in a list, from 1
	Of          int      `json:"of,omitempty"`       // length of that list, rows off screen included
	X           float32  `json:"x"`
	Y           float32  `json:"y"`
	W           float32  `json:"w"`
	H           float32  `json:"h"`
	Offscreen   bool     `json:"offscreen,omitempty"`    // no part of it is in view
	ScrollY     float32  `json:"scrollY,omitempty"`      // how far the content is scrolled
	ScrollH     float32  `json:"scrollHeight,omitempty"` // height of the content, where it can scroll
	Can         []string `json:"can,omitempty"`
	Children    []*Node  `json:"children,omitempty"`

	// For widgets that describe themselves.

	// Object is the canvas object that has the bounds, takes the focus and the taps, where it is not the widget
	// itself.
	Object fyne.CanvasObject `json:"-"`
	// Content is what the walk reads as the children; their positions must be relative to the widget.
	Content []fyne.CanvasObject `json:"-"`
	// Deep says that they are not: they lie deeper, and the driver is asked where.
	Deep bool `json:"-"`
	// Key is the identity, where an object stands for another thing after a while, as the pooled rows of a list do.
	Key any `json:"-"`
	// Entry is the entry behind a textbox, for an editor of the platform's own that lies over it.
	Entry *widget.Entry `json:"-"`
	// OnTap, OnSet and OnScroll replace what the walk would do with the object.
	OnTap    func()          `json:"-"`
	OnSet    func(string)    `json:"-"`
	OnScroll func(y float32) `json:"-"`
	// OnDismiss closes a dialog, pop-up or menu without doing anything else: what Escape does.
	OnDismiss func() `json:"-"`

	tree      *Tree
	parent    *Node
	scrollers []scroller
	view      rect
}

// Semantic is implemented by a widget that describes itself. The walk fills in the bounds, the focus, whether it is
// disabled and what it can do; it reads nothing inside the widget but Content.
type Semantic interface {
	fyne.CanvasObject
	Semantic() Node
}

// View returns the part of the bounds that is in view, in the same coordinates; w or h is 0 when nothing is.
func (n *Node) View() (x, y, w, h float32) {
	if v := n.view; !v.empty() {
		return v.x1, v.y1, v.x2 - v.x1, v.y2 - v.y1
	}
	return n.X, n.Y, 0, 0
}

// Parent returns the node that holds n, nil for the root.
func (n *Node) Parent() *Node { return n.parent }

// Each calls f for n and all below it in document order, until f returns false.
func (n *Node) Each(f func(*Node) bool) bool {
	if !f(n) {
		return false
	}
	for _, c := range n.Children {
		if !c.Each(f) {
			return false
		}
	}
	return true
}

// All returns n and all below it in document order.
func (n *Node) All() []*Node {
	var all []*Node
	n.Each(func(m *Node) bool { all = append(all, m); return true })
	return all
}

// Find returns the first node of a role and name at or below root, nil where there is none. An empty role or name
// matches any.
func Find(root *Node, role Role, name string) (found *Node) {
	root.Each(func(n *Node) bool {
		if (role == "" || n.Role == role) && (name == "" || n.Name == name) {
			found = n
		}
		return found == nil
	})
	return found
}

// FindAll returns every node of a role at or below root.
func FindAll(root *Node, role Role) []*Node {
	var all []*Node
	for _, n := range root.All() {
		if n.Role == role {
			all = append(all, n)
		}
	}
	return all
}
