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
	y      float32
	layers int
	wanted float32   // a step back or a reload led here; 0 for the top
	until  time.Time // the screen may become long enough only by and by, as the outbox does
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
	b.where.wanted, b.where.until = y, time.Now().Add(4*time.Second)
	if b.begun {
		b.kit.ScrollTo(y)
		b.onlyRead()
	}
}

// place tells the page how far the screen is scrolled and what lies over it, after each painting.
func (b *bridge) place() {
	w := &b.where
	if !w.until.IsZero() {
		if math.Abs(float64(b.kit.Offset()-w.wanted)) >= 1 {
			b.kit.ScrollTo(w.wanted)
		}
		if math.Abs(float64(b.kit.Offset()-w.wanted)) < 1 || time.Now().After(w.until) {
			w.until = time.Time{}
		} else {
			time.AfterFunc(200*time.Millisecond, func() { fyne.Do(b.place) })
			return
		}
	}
	if y := b.kit.Offset(); y != w.y {
		w.y = y
		b.page.Call("scrolled", y)
	}
	if n := b.kit.Layers() + b.tree.Over(); n != w.layers {
		w.layers = n
		b.page.Call("layers", n)
	}
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
