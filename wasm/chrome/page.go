//go:build unix

package chrome

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"placard/wasm/browser"
)

var _ browser.Page = (*Page)(nil)

// Page is one tab.
type Page struct {
	b      *Browser
	ctx    context.Context
	cancel context.CancelFunc
}

// callTime bounds each single action; waiting for a condition has its own bound.
const callTime = 60 * time.Second

// Call runs one command of the DevTools protocol, in bounded time: Chromium never answers a touch on a page that goes away
// under it.
func Call[P, R any](ctx context.Context, cmd cdp.Command[P, R], params P) (R, error) {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	return chromedp.Call(ctx, cmd, params)
}

// Open opens url in a new tab with the browser's screen and returns when its load event has fired. An empty url leaves
// the tab blank.
func (b *Browser) Open(url string) *Page {
	b.t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx)
	p := &Page{b: b, ctx: ctx, cancel: cancel}
	if err := b.adopt(ctx, "page"); err != nil {
		b.t.Fatalf("open tab: %v", err)
	}
	s := b.opts.Screen
	view := []chromedp.EmulateViewportOption{chromedp.EmulateScale(s.Scale), chromedp.EmulateLandscape}
	if s.Touch {
		view = append(view, chromedp.EmulatePortrait, chromedp.EmulateMobile, chromedp.EmulateTouch)
		agent := emulation.SetUserAgentOverrideParams{UserAgent: phoneAgent, Platform: "Linux armv81"}
		if _, err := Call(ctx, emulation.SetUserAgentOverride, agent); err != nil {
			b.t.Fatalf("open tab: %v", err)
		}
	}
	p.Do(chromedp.EmulateViewport(s.Width, s.Height, view...))
	if url != "" {
		p.Goto(url)
	}
	return p
}

// Context returns the tab's chromedp context.
func (p *Page) Context() context.Context { return p.ctx }

// Do runs chromedp actions one after another.
func (p *Page) Do(steps ...chromedp.Action[chromedp.Void]) {
	p.b.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, callTime)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.b.t.Fatalf("drive page: %v", err)
	}
}

// Goto loads url and returns when the load event has fired.
func (p *Page) Goto(url string) {
	p.b.t.Helper()
	p.Do(chromedp.Navigate(url))
}

// Reload loads the page again and returns when the load event has fired.
func (p *Page) Reload() {
	p.b.t.Helper()
	p.Do(chromedp.Reload())
}

// Close closes the tab.
func (p *Page) Close() { p.cancel() }

// TB returns the test that the page belongs to.
func (p *Page) TB() testing.TB { return p.b.t }

// Evaluate implements [browser.Page].
func (p *Page) Evaluate(js string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(p.ctx, callTime)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[[]byte](js, chromedp.EvalAwaitPromise))
}

// Eval is [browser.Eval].
func Eval[T any](p browser.Page, js string) T {
	p.TB().Helper()
	return browser.Eval[T](p, js)
}

// TryEval is [browser.TryEval].
func TryEval[T any](p browser.Page, js string) (T, error) { return browser.TryEval[T](p, js) }

// Wait waits up to a minute for a JavaScript expression to become truthy. It survives reloads on the way.
func (p *Page) Wait(js string) {
	p.b.t.Helper()
	p.WaitFor(time.Minute, js)
}

// WaitFor is Wait with another bound.
func (p *Page) WaitFor(within time.Duration, js string) {
	p.b.t.Helper()
	browser.Await(p, within, js, func() bool { return p.ctx.Err() != nil })
}

// Screenshot writes what the tab shows to a PNG file.
func (p *Page) Screenshot(file string) {
	p.b.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, callTime)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(file, png, 0o666)
	}
	if err != nil {
		p.b.t.Fatalf("take screenshot: %v", err)
	}
}
