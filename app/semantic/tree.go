package semantic

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Tree reads one canvas, again and again, and gives the same thing the same id each time.
type Tree struct {
	canvas fyne.Canvas
	driver fyne.Driver
	ids    map[key]uint64 // of all that was read not long ago: what comes back is the same
	seen   map[key]uint64 // of this reading
	last   uint64
	combos []*Node // of the last reading without a menu on top
}

// remembered is how many things keep their id while they are out of sight: a few screens, and the rows of a long list.
const remembered = 2000

// key identifies a thing: the object, which part of it, and the nearest ancestor that has an identity of its own.
type key struct {
	scope uint64
	thing any
	part  int
}

type rect struct{ x1, y1, x2, y2 float32 }

func (r rect) and(s rect) rect {
	return rect{max(r.x1, s.x1), max(r.y1, s.y1), min(r.x2, s.x2), min(r.y2, s.y2)}
}

func (r rect) empty() bool { return r.x1 >= r.x2 || r.y1 >= r.y2 }

// scroller is an enclosing scrolled area: where it is seen, and how to move it.
type scroller struct {
	view   rect
	offset float32
	to     func(y float32)
}

// place is where the walk stands: inside which node, at which position, what of it is in view.
type place struct {
	in        *Node
	at        fyne.Position
	clip      rect
	scope     uint64
	scrollers []scroller
}

// New returns a Tree of the canvas.
func New(c fyne.Canvas) *Tree {
	return &Tree{canvas: c, driver: fyne.CurrentApp().Driver(), ids: map[key]uint64{}}
}

// Read walks the canvas and returns the root. While a dialog or menu is open it is the only child: it hides the rest.
func (t *Tree) Read() *Node {
	t.seen = make(map[key]uint64, len(t.ids))
	size := t.canvas.Size()
	root := &Node{Role: Application, W: size.Width, H: size.Height, tree: t, view: rect{0, 0, size.Width, size.Height}}
	root.ID = t.id(key{thing: t})
	p := place{in: root, clip: rect{0, 0, size.Width, size.Height}}
	top := t.canvas.Overlays().Top()
	if top != nil {
		t.overlay(top, p)
	} else if o := t.canvas.Content(); o != nil {
		t.walkAt(o, t.driver.AbsolutePositionForObject(o), p)
	}
	if top == nil && len(t.ids) > len(t.seen)+remembered {
		t.ids = t.seen
	}
	if Find(root, Listbox, "") == nil {
		t.combos = withOptions(root)
	}
	return root
}

func withOptions(root *Node) (combos []*Node) {
	root.Each(func(n *Node) bool {
		if len(n.Options) > 0 {
			combos = append(combos, n)
		}
		return true
	})
	return combos
}

func (t *Tree) id(k key) uint64 {
	id, ok := t.ids[k]
	if !ok {
		t.last++
		id = t.last
		t.ids[k] = id
	}
	t.seen[k] = id
	return id
}

// Shows reports whether the last reading found the node's object, as the same thing.
func (t *Tree) Shows(n *Node) bool {
	for _, id := range t.seen {
		if id == n.ID {
			return true
		}
	}
	return false
}

// exported returns an exported field of the struct behind o, or the zero value.
func exported[T any](o any, field string) (v T) {
	if s := reflect.Indirect(reflect.ValueOf(o)); s.Kind() == reflect.Struct {
		if f := s.FieldByName(field); f.IsValid() && f.CanInterface() {
			v, _ = f.Interface().(T)
		}
	}
	return v
}

// walk reads o, whose position is relative to p.at.
func (t *Tree) walk(o fyne.CanvasObject, p place) {
	if o != nil {
		t.walkAt(o, p.at.Add(o.Position()), p)
	}
}

func (t *Tree) walkAt(o fyne.CanvasObject, at fyne.Position, p place) {
	if o == nil || !o.Visible() {
		return
	}
	p.at = at
	switch v := o.(type) {
	case Semantic:
		t.described(v, p)
	case *fyne.Container:
		for _, c := range v.Objects {
			t.walk(c, p)
		}
	case *container.Scroll:
		t.walk(v.Content, t.within(v, p))
	case *container.ThemeOverride:
		t.walk(v.Content, p)
	case *container.Clip:
		t.walk(v.Content, p.clipped(v))
	default:
		t.standard(o, p)
	}
}

func (p place) clipped(o fyne.CanvasObject) place {
	p.clip = p.clip.and(box(p.at, o.Size()))
	return p
}

func box(at fyne.Position, s fyne.Size) rect {
	return rect{at.X, at.Y, at.X + s.Width, at.Y + s.Height}
}

// within enters a scrolled area.
func (t *Tree) within(s *container.Scroll, p place) place {
	p = p.clipped(s)
	sc := scroller{view: box(p.at, s.Size()), offset: s.Offset.Y, to: func(y float32) {
		s.ScrollToOffset(fyne.NewPos(s.Offset.X, y))
	}}
	p.scrollers = append(p.scrollers[:len(p.scrollers):len(p.scrollers)], sc)
	if s.Content != nil && p.in.OnScroll == nil && p.in.ScrollH == 0 && s.Content.Size().Height > s.Size().Height {
		p.in.ScrollY, p.in.ScrollH, p.in.OnScroll = s.Offset.Y, s.Content.Size().Height, sc.to
		p.in.Can = append(p.in.Can, CanScroll)
	}
	return p
}

// scrolling adds a list, or whatever else scrolls by itself, to the areas around what it holds.
func (n *Node) scrolling(outer []scroller) []scroller {
	if n.OnScroll == nil || n.ScrollH == 0 {
		return outer
	}
	own := scroller{view: rect{n.X, n.Y, n.X + n.W, n.Y + n.H}, offset: n.ScrollY, to: n.OnScroll}
	return append(outer[:len(outer):len(outer)], own)
}

func (t *Tree) described(s Semantic, p place) {
	n := s.Semantic()
	o := fyne.CanvasObject(s)
	at := p.at
	if n.Object != nil && n.Object != o {
		at = t.driver.AbsolutePositionForObject(n.Object)
		o = n.Object
	}
	if n.Role == "" { // nothing in itself, only what it holds
		for _, c := range n.Content {
			t.walk(c, p)
		}
		return
	}
	added := t.add(&n, o, at, p, 0)
	p.in = added
	p.scrollers = added.scrolling(p.scrollers)
	if n.Key != nil {
		p.scope = added.ID
	}
	for _, c := range n.Content {
		if n.Deep {
			t.outer(c, p.clipped(s))
		} else {
			t.walk(c, p)
		}
	}
}

// add completes n from o and puts it below p.in.
func (t *Tree) add(n *Node, o fyne.CanvasObject, at fyne.Position, p place, part int) *Node {
	thing := n.Key
	if thing == nil {
		thing = o
	}
	size := o.Size()
	n.ID = t.id(key{p.scope, thing, part})
	n.X, n.Y, n.W, n.H = at.X, at.Y, size.Width, size.Height
	n.view = p.clip.and(box(at, size))
	n.Offscreen = n.view.empty()
	n.Object, n.tree, n.parent, n.scrollers = o, t, p.in, p.scrollers
	if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
		n.Disabled = true
	}
	f, focusable := o.(fyne.Focusable)
	if focusable && part == 0 {
		n.Focused = t.canvas.Focused() == f
		if !n.Disabled {
			n.Can = append(n.Can, CanFocus)
		}
	}
	_, tappable := o.(fyne.Tappable)
	if (n.OnTap != nil || tappable && part == 0) && !n.Disabled && !n.Role.IsField() {
		n.Can = append(n.Can, CanTap)
	}
	if _, ok := n.Object.(fyne.SecondaryTappable); ok && !n.Role.IsField() && n.Role != Dialog { // an editor of the platform has its own menu, a pop-up only goes away
		n.Can = append(n.Can, CanMenu)
	}
	if n.OnSet != nil && !n.Disabled {
		n.Can = append(n.Can, CanSet)
	}
	if n.OnScroll != nil {
		n.Can = append(n.Can, CanScroll)
	}
	p.in.Children = append(p.in.Children, n)
	return n
}
