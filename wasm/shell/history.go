//go:build js

package shell

import (
	"math"
	"syscall/js"
	"time"

	"fyne.io/fyne/v2"

	"placard/app"
)

// The page keeps the history: a step for each route that the app went to, with how far its screen was scrolled, and
// one for whatever lies over a screen, so that a step back closes that first. See wasm/page/history.js.

// where is what the page knows of the place in the app.
type where struct {
	route  string
	y      float32
	layers int
	wanted float32   // a step back or a reload led here; 0 for the top
	until  time.Time // the screen may become long enough only by and by, as the outbox does
	put    float32   // as far as that went
	tried  bool
	again  bool // another try is on its way
}

var (
	ready     bool // the first route is settled; what the app opens before is not a step of the user
	following bool // the app goes where the page is already
)

// Navigated puts a route into the browser's history.
func (Platform) Navigated(s app.Step) {
	if ready && !following {
		page().Call("navigated", s.Route, s.Title, false, s.Left)
	}
}

// arrive goes to the route that the address shows, at the start.
func (b *bridge) arrive() {
	b.follow(b.page.Call("route").String(), float32(b.page.Call("offset").Float()))
	ready = true
}

// follow goes to a route of the page's, scrolled as it was. Where the app knows no such route, the address is put
// right.
func (b *bridge) follow(route string, y float32) {
	following = true
	defer func() { following = false }()
	for b.closeLayer() {
	}
	b.kit.Show(route)
	b.page.Call("navigated", b.kit.Route(), b.kit.Title(), true, y)
	b.where.wanted, b.where.until, b.where.tried = y, time.Now().Add(4*time.Second), false
	if b.begun {
		b.onlyRead()
	}
}

// place tells the page how far the screen is scrolled and what lies over it, after each painting.
func (b *bridge) place() {
	w := &b.where
	if !w.until.IsZero() && !b.settle() {
		if !w.again {
			w.again = true
			time.AfterFunc(200*time.Millisecond, func() { fyne.Do(func() { w.again = false; b.place() }) })
		}
		return
	}
	if y, route := b.kit.Offset(), b.kit.Route(); y != w.y || route != w.route {
		w.y, w.route = y, route
		b.page.Call("scrolled", y)
	}
	if n := b.kit.Layers() + b.tree.Over(); n != w.layers {
		w.layers = n
		b.page.Call("layers", n)
	}
}

// settle scrolls to where a step back or a reload led, and reports whether there is nothing more to do: it is there, its
// time is over, or somebody has scrolled meanwhile.
func (b *bridge) settle() bool {
	w := &b.where
	if !w.tried {
		w.until = time.Now().Add(4 * time.Second) // a start may take long before anything is laid out
	}
	near := func(y float32) bool { return math.Abs(float64(b.kit.Offset()-y)) < 1 }
	if near(w.wanted) || time.Now().After(w.until) || w.tried && !near(w.put) {
		w.until = time.Time{}
		return true
	}
	b.kit.ScrollTo(w.wanted)
	w.put, w.tried = b.kit.Offset(), true
	return near(w.wanted)
}

func (b *bridge) onRoute(args []js.Value) func() {
	route, y := args[0].String(), float32(0)
	if len(args) > 1 {
		y = float32(args[1].Float())
	}
	return func() {
		if b.kit != nil {
			b.follow(route, y)
		}
	}
}

// onLayers closes what lies over the screen until so much of it is left.
func (b *bridge) onLayers(args []js.Value) func() {
	left := args[0].Int()
	return func() {
		if b.kit == nil {
			return
		}
		for b.kit.Layers()+b.tree.Over() > left && b.closeLayer() {
		}
		b.where.layers = left // as the page has it; place puts it right if something would not close
		b.onlyRead()
	}
}

// closeLayer closes the topmost thing that lies over the screen, and reports whether anything did.
func (b *bridge) closeLayer() bool {
	over := b.tree.Over()
	if over == 0 {
		return b.kit != nil && b.kit.CloseLayer()
	}
	if top := b.tree.Read().Children; len(top) > 0 && top[0].OnDismiss != nil {
		top[0].OnDismiss()
	}
	return b.tree.Over() < over
}
