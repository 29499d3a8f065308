//go:build unix

package chrome

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Page is one tab.
type Page struct {
	b      *Browser
	ctx    context.Context
	cancel context.CancelFunc
}

// callTime bounds each single action; waiting for a condition has its own bound.
const callTime = 60 * time.Second

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
		if _, err := chromedp.Call(ctx, emulation.SetUserAgentOverride, agent); err != nil {
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

// Eval evaluates a JavaScript expression in p, waits for it if it is a promise, and decodes its value. A thrown error
// ends the test. With T = chromedp.Void the value is dropped.
func Eval[T any](p *Page, js string) T {
	p.b.t.Helper()
	v, err := TryEval[T](p, js)
	if err != nil {
		p.b.t.Fatalf("evaluate %.200s: %v", js, err)
	}
	return v
}

// TryEval is Eval for a script that may fail, or a page that may be gone.
func TryEval[T any](p *Page, js string) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, callTime)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
}

// Wait waits up to a minute for a JavaScript expression to become truthy. It survives reloads on the way.
func (p *Page) Wait(js string) {
	p.b.t.Helper()
	p.WaitFor(time.Minute, js)
}

// WaitFor is Wait with another bound.
func (p *Page) WaitFor(within time.Duration, js string) {
	p.b.t.Helper()
	var err error
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var ok bool
		if ok, err = TryEval[bool](p, "Boolean("+js+")"); ok {
			return
		}
		if p.ctx.Err() != nil {
			break
		}
	}
	if err == nil {
		err = errors.New("it stayed false")
	}
	p.b.t.Fatalf("wait %v for %.200s: %v", within, js, err)
}

// Screenshot writes what the tab shows to a PNG file.
func (p *Page) Screenshot(file string) {
	p.b.t.Helper()
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(file, png, 0o666)
	}
	if err != nil {
		p.b.t.Fatalf("take screenshot: %v", err)
	}
}

// Tap presses the point, in CSS pixels: a finger on a touch screen, else the left mouse button.
func (p *Page) Tap(x, y float64) {
	p.b.t.Helper()
	if p.b.opts.Screen.Touch {
		p.Do(chromedp.TapXY(x, y))
		return
	}
	p.Do(chromedp.MouseClickXY(x, y))
}

// Insert puts text where the focus is in one piece, as a soft keyboard or an input method does.
func (p *Page) Insert(text string) {
	p.b.t.Helper()
	if _, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		p.b.t.Fatalf("insert text: %v", err)
	}
}

// Keys types text key by key on a hardware keyboard. Special keys are in chromedp's package kb.
func (p *Page) Keys(text string) {
	p.b.t.Helper()
	p.Do(chromedp.KeyEvent(text))
}
