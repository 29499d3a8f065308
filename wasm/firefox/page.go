//go:build unix

package firefox

import (
	"encoding/base64"
	"os"
	"testing"
	"time"

	"placard/wasm/browser"
)

// Page is one tab, in a window of its own: Firefox does not paint what lies behind another tab.
type Page struct {
	b       *Browser
	context string
	closed  bool
	mute    bool // its pages' scripts are switched off
}

var _ browser.Page = (*Page)(nil)

// Open opens url in a new window with the browser's screen and returns when its load event has fired. An empty url
// leaves it blank.
func (b *Browser) Open(url string) *Page {
	b.t.Helper()
	var made struct {
		Context string `json:"context"`
	}
	b.do("browsingContext.create", map[string]any{"type": "window"}, &made)
	p := &Page{b: b, context: made.Context}
	s := b.opts.Screen
	// The window must be larger than the page, or what lies below its edge cannot be touched.
	p.system(`win.resizeTo(%d, %d); for (let n = 0; n < 100 && win.outerHeight < %[2]d; n++) await wait(10);`, s.Width+100, s.Height+300)
	b.do("browsingContext.setViewport", map[string]any{
		"context": p.context, "viewport": map[string]any{"width": s.Width, "height": s.Height}, "devicePixelRatio": s.Scale,
	}, nil)
	if url != "" {
		p.Goto(url)
	}
	return p
}

func (b *Browser) do(method string, params, out any) {
	b.t.Helper()
	if err := b.conn.call(method, params, out); err != nil {
		b.t.Fatalf("drive Firefox: %v", err)
	}
}

// Goto loads url and returns when the load event has fired.
func (p *Page) Goto(url string) {
	p.b.t.Helper()
	p.b.do("browsingContext.navigate", map[string]any{"context": p.context, "url": url, "wait": "complete"}, nil)
}

// Reload loads the page again and returns when the load event has fired.
func (p *Page) Reload() {
	p.b.t.Helper()
	p.b.do("browsingContext.reload", map[string]any{"context": p.context, "wait": "complete"}, nil)
}

// Close closes the tab.
func (p *Page) Close() {
	p.b.t.Helper()
	p.closed = true
	p.b.do("browsingContext.close", map[string]any{"context": p.context}, nil)
}

// TB returns the test that the page belongs to.
func (p *Page) TB() testing.TB { return p.b.t }

// Evaluate implements [browser.Page].
func (p *Page) Evaluate(js string) ([]byte, error) {
	target := map[string]any{"context": p.context}
	if p.mute { // the driver's own still run, beside the page
		target["sandbox"] = "driver"
	}
	return p.b.evaluate(target, js)
}

// Wait waits up to a minute for a JavaScript expression to become truthy. It survives reloads on the way.
func (p *Page) Wait(js string) {
	p.b.t.Helper()
	p.WaitFor(time.Minute, js)
}

// WaitFor is Wait with another bound.
func (p *Page) WaitFor(within time.Duration, js string) {
	p.b.t.Helper()
	browser.Await(p, within, js, func() bool { return p.closed || p.b.Ended() })
}

// Screenshot writes what the tab shows to a PNG file.
func (p *Page) Screenshot(file string) {
	p.b.t.Helper()
	var shot struct {
		Data string `json:"data"`
	}
	p.b.do("browsingContext.captureScreenshot", map[string]any{"context": p.context}, &shot)
	png, err := base64.StdEncoding.DecodeString(shot.Data)
	if err == nil {
		err = os.WriteFile(file, png, 0o666)
	}
	if err != nil {
		p.b.t.Fatalf("take screenshot: %v", err)
	}
}
