//go:build js

package shell

import (
	"encoding/json"
	"syscall/js"
	"time"

	"fyne.io/fyne/v2"

	"placard/app"
	"placard/app/semantic"
)

// bridge joins one window to the page. Its fields belong to the UI goroutine, except where noted.
type bridge struct {
	page   js.Value
	app    fyne.App
	canvas fyne.Canvas
	kit    *app.App

	tree  *semantic.Tree
	nodes map[uint64]*semantic.Node // of the last reading
	last  string                    // that reading, as the page has it
	seen  map[uint64]int            // by field, the last change of its text that has arrived
	scale float32
	style string
	faced bool // the page has Fyne's font
	begun bool // the page has seen a first reading
	where where

	// What follows is written by calls from the page, which never run at the same time as anything else.
	reading bool   // a reading is on its way
	pageHas uint64 // the node that has the page's focus
	moving  int    // moves of the page's focus that are on their way
}

// connect gives the page the functions that it calls.
func (b *bridge) connect() {
	o := js.Global().Get("Object").New()
	for name, h := range map[string]handler{
		"read": b.onRead, "text": b.onText, "focus": b.onFocus, "blur": b.onBlur, "act": b.onAct,
		"key": b.onKey, "escape": b.onEscape, "route": b.onRoute, "layers": b.onLayers, "fyneFocus": b.onFyneFocus, "aim": b.onAim, "tapped": b.onTapped,
	} {
		o.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any {
			if f := h(args); f != nil {
				fyne.Do(f)
			}
			return nil
		}))
	}
	js.Global().Get("placard").Set("app", o)
}

// onRead is called after Fyne has painted: the tree may have changed.
func (b *bridge) onRead([]js.Value) func() {
	if b.reading {
		return nil
	}
	b.reading = true
	return b.read
}

// read sends the page what is on the screen, if that is not what it has already.
func (b *bridge) read() {
	b.reading = false
	root := b.tree.Read()
	b.nodes = map[uint64]*semantic.Node{}
	root.Each(func(n *semantic.Node) bool {
		b.nodes[n.ID] = n
		return true
	})
	b.restyle()
	b.place()
	text, err := json.Marshal(b.element(root))
	if err != nil {
		fyne.LogError("describe the screen", err) // a NaN among the bounds; the next painting brings better ones
		return
	}
	if s := string(text); s != b.last {
		b.last = s
		b.page.Call("mirror", s)
	}
	if !b.begun {
		b.begun = true
		b.page.Call("started")
	}
}

// element is a node as the page wants it.
type element struct {
	*semantic.Node
	Seen     int         `json:"seen,omitempty"` // see bridge.seen
	View     *[4]float32 `json:"view,omitempty"` // of a field: how much of it is hidden at the top, right, bottom, left
	Children []*element  `json:"children,omitempty"`
}

func (b *bridge) element(n *semantic.Node) *element {
	e := &element{Node: n}
	if n.Role == semantic.Textbox {
		e.Seen = b.seen[n.ID]
		if x, y, w, h := n.View(); x != n.X || y != n.Y || w != n.W || h != n.H {
			e.View = &[4]float32{y - n.Y, n.X + n.W - x - w, n.Y + n.H - y - h, x - n.X}
		}
	}
	for _, c := range n.Children {
		e.Children = append(e.Children, b.element(c))
	}
	return e
}

// onText takes a field's text over from the page, whatever way it was typed.
func (b *bridge) onText(args []js.Value) func() {
	id, text, n := uint64(args[0].Float()), args[1].String(), args[2].Int()
	return func() {
		b.seen[id] = n
		b.nodes[id].Set(text)
		b.onlyRead()
	}
}

// onlyRead makes sure of a reading where nothing may be painted.
func (b *bridge) onlyRead() {
	if !b.reading {
		b.reading = true
		fyne.Do(b.read)
	}
}

func (b *bridge) onAct(args []js.Value) func() {
	id := uint64(args[0].Float())
	return func() { b.nodes[id].Tap() }
}

// onKey sends a key to the widget behind a node.
func (b *bridge) onKey(args []js.Value) func() {
	id, key := uint64(args[0].Float()), fyne.KeyName(args[1].String())
	return func() {
		n := b.nodes[id]
		if n == nil || n.Disabled {
			return
		}
		if f, ok := n.Object.(fyne.Focusable); ok {
			f.TypedKey(&fyne.KeyEvent{Name: key})
		}
	}
}

// onEscape closes what lies over the screen.
func (b *bridge) onEscape([]js.Value) func() {
	return func() {
		if f := b.canvas.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		}
	}
}

// onAim answers once Fyne has taken in where the pointer is. It does that at the beginning of its tick, and animations
// tick at the end: one of a single tick is the only word of it to be had.
func (b *bridge) onAim(args []js.Value) func() {
	n := args[0].Int()
	return func() {
		told := false
		fyne.NewAnimation(time.Nanosecond, func(float32) {
			if !told {
				told = true
				b.page.Call("aimed", n)
			}
		}).Start()
	}
}

// onTapped answers once the clicks before it are done.
func (b *bridge) onTapped([]js.Value) func() {
	return func() { b.page.Call("tapped") }
}
