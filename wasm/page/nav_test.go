//go:build browser

package page_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// head returns where the screen's heading lies, which moves as the screen scrolls.
func (s *session) head() float64 {
	s.t.Helper()
	s.Wait(`document.querySelector('#mirror [role=main] h1')`)
	return chrome.Eval[float64](s.Page, `document.querySelector('#mirror [role=main] h1').getBoundingClientRect().top`)
}

// comesTo waits until the screen's heading lies at y.
func (s *session) comesTo(y float64) {
	s.t.Helper()
	s.Wait(fmt.Sprintf(`Math.abs(document.querySelector('#mirror [role=main] h1')?.getBoundingClientRect().top - %v) < 2`, y))
}

func (s *session) back()    { chrome.Eval[any](s.Page, `void history.back()`) }
func (s *session) forward() { chrome.Eval[any](s.Page, `void history.forward()`) }

// Steps back and forward, and a reload, find each screen scrolled as it was left, and the title follows.
func TestPlaces(t *testing.T) { inEach(t, testPlaces) }

func testPlaces(t *testing.T, start starter) {
	for name, screen := range screens {
		t.Run(name, func(t *testing.T) {
			b := start(t, browser.Options{Screen: screen})
			s := use(t, b, serve(t, "1.0.0").URL, screen.Touch)
			s.Wait(`document.title === 'Appeal – Placard'`)
			s.rest()
			begin := s.head()
			s.scroll(300)
			appeal := s.head()
			if begin-appeal < 100 {
				t.Fatalf("the appeal scrolled from %v to %v", begin, appeal)
			}
			s.tap("link", "Archive")
			s.Wait(`location.hash === '#/archive' && document.title === 'Archive – Placard'`)
			s.act("listitem", "Kenyan election sparks political killings", "click")
			s.Wait(`location.hash.startsWith('#/archive/')`)
			s.Wait(`document.title === document.querySelector('#mirror [role=main] h1').textContent + ' – Placard'`)
			s.scroll(150)
			item := s.head()
			s.back()
			s.Wait(`location.hash === '#/archive'`)
			s.back()
			s.Wait(`location.hash === '#/appeal'`)
			s.comesTo(appeal)
			s.forward()
			s.Wait(`location.hash === '#/archive'`)
			s.forward()
			s.Wait(`location.hash.startsWith('#/archive/')`)
			s.comesTo(item)
			s.rest()
			s.Reload()
			started(s.Page)
			s.learn()
			s.Wait(`location.hash.startsWith('#/archive/')`)
			s.comesTo(item)
			s.clean()
		})
	}
}

// A step back closes what is open over a screen, and leaves the screen with the next one.
func TestBackCloses(t *testing.T) { inEach(t, testBackCloses) }

func testBackCloses(t *testing.T, start starter) {
	b := start(t, browser.Options{Screen: chrome.Phone})
	s := use(t, b, serve(t, "1.0.0").URL, true)
	s.signAgain("Amina Hassan", "")
	s.tap("link", "Outbox")
	row := `document.querySelector('#mirror [aria-label="Actions, newest first"] [role=listitem]')`
	s.Wait(row + `?.hasAttribute('aria-busy') === false`)
	chrome.Eval[any](s.Page, `void (window.first = `+row+`)`)
	steps := chrome.Eval[int](s.Page, `history.length`)
	open := func() {
		t.Helper()
		// A screen reader may still hold the row of the first time: it is that row, and answers at once.
		chrome.Eval[chromedp.Void](s.Page, row+`.focus(); first.click()`)
		s.Wait(element("button", "Back to the list"))
		s.Wait(`history.state.layers === 1`)
	}
	for range 2 { // by the browser's button
		open()
		s.back()
		s.Wait(row + ` && ` + row + ` === document.activeElement`)
		if got := s.route(); got != "#/outbox" {
			t.Fatalf("a step back led to %q", got)
		}
	}
	open() // by the app's
	s.act("button", "Back to the list", "click")
	s.Wait(row + ` && history.state.layers === 0`)
	open() // by going elsewhere
	s.act("link", "Archive", "click")
	s.Wait(`location.hash === '#/archive' && history.state.layers === 0`)
	if got := chrome.Eval[int](s.Page, `history.length`); got != steps+1 {
		t.Errorf("%d steps in the history, want %d", got, steps+1)
	}
	s.back()
	s.Wait(row)
	open()
	s.Reload() // a reload finds the list, and nothing in the way of a step back
	started(s.Page)
	s.learn()
	s.Wait(row + ` && history.state.layers === 0`)
	s.back()
	s.Wait(`location.hash === '#/sign'`)
}

// Links lead where they say, into a page that is open and into one that is not; one that leads nowhere is said to.
func TestDeepLinks(t *testing.T) { inEach(t, testDeepLinks) }

func testDeepLinks(t *testing.T, start starter) {
	b := start(t, browser.Options{Screen: chrome.Phone})
	url := serve(t, "1.0.0").URL
	s := use(t, b, url, true)
	for _, c := range []struct{ link, hash, says string }{
		{"#/sign", "#/sign", "Sign the petition"},
		{"#/sign/petition", "#/sign", "Sign the petition"},
		{"#/archive/police-fire-at-protesters", "#/archive/police-fire-at-protesters", "18 January 2008"},
		{"#/archive/gone", "#/archive/gone", "not in the pack"},
		{"#/gone", "#/appeal", "leads to nothing"},
		{"#/appeal", "#/appeal", "What happened"},
	} {
		for _, cold := range []bool{false, true} {
			if cold {
				s.Goto("about:blank")
				s.Goto(url + c.link)
				started(s.Page)
				s.learn()
			} else {
				chrome.Eval[any](s.Page, fmt.Sprintf(`void (location.hash = %q)`, c.link))
			}
			s.Wait(fmt.Sprintf(`location.hash === %q`, c.hash))
			s.says(c.says)
			if c.link == "#/gone" {
				shot(s.Page, "link-nowhere")
			}
		}
	}
}

// A step back closes a dialog, and so does Escape; what was open leaves no step behind.
func TestBackClosesDialogs(t *testing.T) { inEach(t, testBackClosesDialogs) }

func testBackClosesDialogs(t *testing.T, start starter) {
	b := start(t, browser.Options{})
	s := use(t, b, serve(t, trial).URL, false)
	s.act("link", "Archive", "click")
	s.Wait(`location.hash === '#/archive'`)
	const over = `document.querySelector('#mirror [role=dialog]')`
	for _, close := range []func(){s.back, func() { s.Keys(kb.Escape) }, s.back} {
		s.try("dialog")
		s.Wait(over + ` && history.state.layers === 1`)
		close()
		s.Wait(over + ` === null && history.state.layers === 0`)
		if got := s.route(); got != "#/archive" {
			t.Fatalf("closing the dialog led to %q", got)
		}
	}
	s.back()
	s.Wait(`location.hash === '#/appeal'`)
}
