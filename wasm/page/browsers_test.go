//go:build browser

package page_test

import (
	"context"
	"testing"

	"placard/wasm/browser"
	"placard/wasm/chrome"
	"placard/wasm/firefox"
)

// inEach runs a test in Chromium and in Firefox. What is Chromium's alone (its accessibility tree, its counters, its
// disk under a power cut) is tested with wasm/chrome directly.
func inEach(t *testing.T, test func(t *testing.T, start starter)) {
	t.Parallel()
	t.Run("chromium", func(t *testing.T) {
		t.Parallel()
		test(t, func(t *testing.T, o browser.Options) browser.Browser {
			return chromium{chrome.Start(t, chrome.Options{Profile: o.Profile, Screen: o.Screen, Tolerant: o.Tolerant})}
		})
	})
	t.Run("firefox", func(t *testing.T) {
		t.Parallel()
		test(t, func(t *testing.T, o browser.Options) browser.Browser {
			return fox{firefox.Start(t, firefox.Options{Profile: o.Profile, Screen: o.Screen, Tolerant: o.Tolerant})}
		})
	})
}

// starter starts the browser that a test runs in.
type starter func(t *testing.T, o browser.Options) browser.Browser

type chromium struct{ *chrome.Browser }

func (c chromium) Open(url string) browser.Page { return c.Browser.Open(url) }
func (c chromium) Restart() browser.Browser     { return chromium{c.Browser.Restart()} }

type fox struct{ *firefox.Browser }

func (f fox) Open(url string) browser.Page { return f.Browser.Open(url) }
func (f fox) Restart() browser.Browser     { return fox{f.Browser.Restart()} }

// Context is for what only Chromium can be asked, through chromedp.
func (s *session) Context() context.Context {
	s.t.Helper()
	p, ok := s.Page.(*chrome.Page)
	if !ok {
		s.t.Fatal("asks Firefox what only Chromium can be asked")
	}
	return p.Context()
}

// inFirefox reports whether the session's browser is Firefox.
func (s *session) inFirefox() bool {
	_, is := s.Page.(*firefox.Page)
	return is
}
