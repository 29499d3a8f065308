//go:build browser

package page_test

import (
	"context"
	"testing"

	"placard/wasm/browser"
	"placard/wasm/chrome"
	"placard/wasm/firefox"
)

// inEach runs a test in Chromium and in Firefox. What only Chromium can be asked (its counters, its traces, a slow link,
// raw touches) is tested with wasm/chrome directly.
func inEach(t *testing.T, test func(t *testing.T, start starter)) {
	t.Parallel()
	t.Run("chromium", func(t *testing.T) {
		t.Parallel()
		test(t, chrome.StartAny)
	})
	t.Run("firefox", func(t *testing.T) {
		t.Parallel()
		test(t, firefox.StartAny)
	})
}

// starter starts the browser that a test runs in.
type starter = browser.Starter

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
