//go:build browser

package page_test

import (
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"placard/server/servertest"
	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// heard waits for the browser's own accessibility tree to name what is on screen, and finds nothing nameless in it.
func (s *session) heard(want ...string) {
	s.t.Helper()
	missing := func(all []string) string {
		for _, w := range want {
			if !slices.Contains(all, w) {
				return w
			}
		}
		return ""
	}
	all := s.Spoken()
	for end := time.Now().Add(soon); missing(all) != "" && time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		all = s.Spoken()
	}
	if m := missing(all); m != "" {
		s.t.Errorf("nothing says %q; heard: %q", m, all)
	}
	for _, l := range all {
		switch l {
		case "link ", "button ", "textbox ", "checkbox ", "Canvas ":
			s.t.Errorf("%q is nameless", l)
		}
	}
}

// Elements keep their identity from one reading to the next.
func TestIdentity(t *testing.T) { inEach(t, testIdentity) }

func testIdentity(t *testing.T, start starter) {
	b := start(t, browser.Options{})
	s := use(t, b, serve(t, "1.0.0").URL, false)
	s.Wait(element("link", "Sign"))
	chrome.Eval[any](s.Page, `void (window.kept = find('link', 'Sign'))`)
	s.scroll(200)
	s.tap("link", "Archive")
	s.tap("link", "Sign")
	s.Wait(element("heading", "Sign the petition"))
	if !chrome.Eval[bool](s.Page, `kept === find('link', 'Sign') && kept.isConnected`) {
		t.Error("the link to the form is another element after a while")
	}
}

// A whole signature by keyboard alone, errors included, offline and then sent; Tab reaches everything and leaves the kit
// again; what is on screen is in the accessibility tree.
func TestKeyboard(t *testing.T) { inEach(t, testKeyboard) }

func testKeyboard(t *testing.T, start starter) {
	c := servertest.Start(t, "-web", edition(t, "1.0.0"))
	b := start(t, browser.Options{})
	s := use(t, b, c.URL, false)
	installed(s.Page)
	c.Stop()
	s.Wait(element("link", "Sign"))
	tabTo := func(el string) {
		t.Helper()
		for range 60 {
			if chrome.Eval[bool](s.Page, el+` === document.activeElement`) {
				return
			}
			s.Keys(kb.Tab)
			time.Sleep(50 * time.Millisecond)
		}
		t.Fatalf("Tab never reached %s", el)
	}
	tabTo(element("link", "Sign"))
	s.Keys(kb.Enter)
	s.Wait(element("heading", "Sign the petition"))
	s.heard("link Appeal", "link Sign", "link Archive", "link Outbox", "heading Sign the petition",
		"textbox Your name", "textbox E-mail (optional)", "checkbox "+consentText, "button Sign")
	tabTo(element("button", "Sign"))
	s.Keys(kb.Enter)
	s.Wait(element("textbox", nameField) + `.getAttribute('aria-invalid') === 'true'`)
	s.Wait(element("textbox", nameField) + ` === document.activeElement`)
	shot(s.Page, "keyboard-error")
	s.Keys("Amina Hassan")
	tabTo(`document.querySelector('#mirror [role=checkbox]')`)
	s.Keys(" ")
	s.Wait(`document.querySelector('#mirror [role=checkbox]').getAttribute('aria-checked') === 'true'`)
	shot(s.Page, "keyboard-focus")
	s.Keys(" ")
	s.Wait(`document.querySelector('#mirror [role=checkbox]').getAttribute('aria-checked') === 'false'`)
	tabTo(element("button", "Sign"))
	s.Keys(kb.Enter)
	s.Wait(element("heading", "Thank you"))
	tabTo(`document.body`) // past the end, to the browser's own controls
	s.says("1 waiting")
	tabTo(element("link", "Outbox"))
	s.Keys(kb.Enter)
	s.Wait(element("heading", "Outbox"))
	tabTo(element("button", "Send now"))
	c.Start()
	s.Keys(kb.Enter) // unless the kit found its server back by itself
	s.says("nothing waiting")
	s.clean()
	if got := c.WaitFor(1); got[0] != "Amina Hassan" {
		t.Errorf("the organiser sees %q", got)
	}
}
