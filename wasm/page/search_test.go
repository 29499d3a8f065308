//go:build browser

package page_test

import (
	"strings"
	"testing"

	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// The archive is searched as one types, with the browser's own database: the number is said, a row leads to its item and
// back to what was found, Escape brings the whole archive back, and nothing of it is in the address or the title.
func TestSearch(t *testing.T) { inEach(t, testSearch) }

func testSearch(t *testing.T, start starter) {
	b := start(t, browser.Options{Screen: chrome.Phone})
	s := use(t, b, serve(t, "1.0.0").URL, true)
	s.visit("archive", "News archive")
	s.tap("searchbox", "Search the news")
	s.has("searchbox", "Search the news")
	s.Insert("Naivàsha")
	s.says("1 found for “Naivàsha”")
	s.Wait(`document.querySelectorAll('#mirror [role=main] [role=listitem]').length === 1`)
	s.act("listitem", "Killings continue in Kenya", "click")
	s.Wait(`location.hash === '#/archive/killings-continue'`)
	s.Wait(element("heading", "Killings continue in Kenya")) // the address changes first, then the screen
	browser.Eval[struct{}](s.Page, `void history.back()`)
	s.says("1 found for “Naivàsha”")
	if got := browser.Eval[string](s.Page, `decodeURI(location.href) + document.title + JSON.stringify(history.state)`); strings.Contains(strings.ToLower(got), "naiv") {
		t.Errorf("what was searched for is in %q", got)
	}
	s.focus("searchbox", "Search the news")
	browser.Eval[struct{}](s.Page, `void document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))`)
	s.Wait(`document.querySelectorAll('#mirror [role=main] [role=listitem]').length > 2`)
	s.Wait(element("searchbox", "Search the news") + `.value === ''`)
	s.clean()
}
