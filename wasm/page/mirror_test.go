//go:build browser

package page_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// spoken lists "role name" of Chromium's own accessibility tree.
func (s *session) spoken() []string {
	s.t.Helper()
	r, err := chromedp.Call(s.Context(), accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		s.t.Fatal(err)
	}
	var list []string
	for _, n := range r.Nodes {
		if n.Ignored || n.Role == nil {
			continue
		}
		name := ""
		if n.Name != nil {
			name = strings.Trim(string(n.Name.Value), `"`)
		}
		list = append(list, strings.Trim(string(n.Role.Value), `"`)+" "+name)
	}
	return list
}

// The browser's accessibility tree names what is on screen.
func TestSpoken(t *testing.T) {
	t.Parallel()
	b := chrome.Start(t, chrome.Options{Screen: chrome.Phone})
	s := use(t, b, serve(t, "1.0.0").URL, true)
	s.tap("link", "Sign")
	s.Wait(element("heading", "Sign the petition"))
	got := s.spoken()
	for _, want := range []string{
		"link Appeal", "link Sign", "link Archive", "link Outbox", "heading Sign the petition",
		"textbox Your name", "textbox E-mail (optional)", "button Sign",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("nothing says %q; heard: %q", want, got)
		}
	}
	for _, l := range got {
		switch l {
		case "link ", "button ", "textbox ", "checkbox ", "Canvas ":
			t.Errorf("%q is nameless", l)
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

// A whole signature by keyboard alone, errors included; Tab reaches everything and leaves the kit again.
func TestKeyboard(t *testing.T) { inEach(t, testKeyboard) }

func testKeyboard(t *testing.T, start starter) {
	b := start(t, browser.Options{})
	s := use(t, b, serve(t, "1.0.0").URL, false)
	s.Wait(element("link", "Sign"))
	tabTo := func(el string) {
		t.Helper()
		for range 40 {
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
	s.clean()
}
