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
	kit    *app.App // nil for a window of other content

	tree   *semantic.Tree
	nodes  map[uint64]*semantic.Node // of the last reading, and of what a dialog covers
	last   string                    // the last reading, as the page has it
	seen   map[uint64]int            // by field, the last change of its text that has arrived
	scale  float32
	style  string
	tongue string // the language that the page has been told
	faced  bool   // the page has Fyne's font
	begun  bool   // the page has seen a first reading
	over   int    // how many dialogs and menus there were in the last
	where  where

	// What follows is written by calls from the page, which never run at the same time as anything else.
	reading bool             // a reading is on its way
	pageHas uint64           // the node that has the page's focus
	moving  int              // moves of the page's focus that are on their way
	texts   map[uint64]typed // that Fyne has not taken in yet, by field
}

// join makes the bridge between a window and the page. Without a kit there are no routes.
func join(fa fyne.App, w fyne.Window, kit *app.App) *bridge {
	b := &bridge{page: page(), app: fa, canvas: w.Canvas(), tree: semantic.New(w.Canvas()), seen: map[uint64]int{}, texts: map[uint64]typed{}, kit: kit}
	b.connect()
	return b
}

// connect gives the page the functions that it calls.
func (b *bridge) connect() {
	o := js.Global().Get("Object").New()
	for name, h := range map[string]handler{
		"read": b.onRead, "text": b.onText, "focus": b.onFocus, "blur": b.onBlur, "act": b.onAct,
		"key": b.onKey, "escape": b.onEscape, "route": b.onRoute, "layers": b.onLayers, "dropped": b.onDropped, "fyneFocus": b.onFyneFocus, "aim": b.onAim, "tapped": b.onTapped,
		"row": b.onRow, "reveal": b.onReveal, "wishes": b.onWishes, "version": b.onVersion,
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
	b.over = b.tree.Over()
	if b.over == 0 {
		b.nodes = map[uint64]*semantic.Node{} // a text may still come from a field that a dialog covers
	}
	root.Each(func(n *semantic.Node) bool {
		b.nodes[n.ID] = n
		return true
	})
	b.restyle()
	b.speak()
	if b.kit != nil {
		b.place()
	}
	whole := b.element(root)
	whole.Over = b.over
	text, err := json.Marshal(whole)
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
		if b.kit != nil {
			b.page.Call("title", b.kit.Title()) // Fyne's window has put its own there
		}
		b.page.Call("started")
	}
}

// typed is what a field of the page holds, after its n-th change.
type typed struct {
	text string
	n    int
}

// onText takes a field's text over from the page, whatever way it was typed. Of several changes that come while Fyne
// is busy the last one counts: it holds all of them.
func (b *bridge) onText(args []js.Value) func() {
	id := uint64(args[0].Float())
	_, waits := b.texts[id]
	b.texts[id] = typed{args[1].String(), args[2].Int()}
	if waits {
		return nil
	}
	return func() {
		t := b.texts[id]
		delete(b.texts, id)
		b.seen[id] = t.n
		b.nodes[id].Set(t.text)
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
	return func() {
		n := b.nodes[id]
		n.Tap()
		b.keep(n)
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
func (b *bridge) onTapped(args []js.Value) func() {
	n := args[0].Int()
	return func() { b.page.Call("tapped", n) }
}
