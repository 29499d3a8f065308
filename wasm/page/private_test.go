//go:build browser

package page_test

import (
	"testing"

	"placard/server/servertest"
	"placard/wasm/browser"
	"placard/wasm/chrome"
	"placard/wasm/firefox"
)

// Firefox's private windows give no files. The kit says what that means, keeps what is signed through a reload all the
// same, can send it, and leaves nothing behind.
func TestPrivateWindow(t *testing.T) {
	t.Parallel()
	c := servertest.Start(t, "-web", edition(t, "1.0.0"))
	b := firefox.Start(t, firefox.Options{Screen: browser.Phone, Private: true, Tolerant: true})
	s := use(t, b, c.URL, true)
	if got := chrome.Eval[string](s.Page, `navigator.storage.getDirectory().then(() => 'files', (e) => e.name)`); got != "SecurityError" {
		t.Errorf("a private window offers %s; these words and this test are for one that does not", got)
	}
	installed(s.Page)
	s.says("may be gone when this window is closed")
	s.check("private window")
	shot(s.Page, "private")
	c.Stop()
	s.signAgain("Canary01kimani", "canary01kimani@example.org")
	s.says("1 waiting")
	s.Reload()
	started(s.Page)
	s.learn()
	s.says("1 waiting")
	s.says("may be gone when this window is closed")
	c.Start()
	s.Reload() // the kit sends by itself when it starts
	started(s.Page)
	s.learn()
	s.says("nothing waiting")
	c.WaitFor(1)

	c.Stop()
	s.signAgain("Canary02kimani", "")
	s.says("1 waiting")
	b.Close()
	for _, l := range search(t, b.Profile(), "anary", 10) {
		t.Errorf("a name lies in %s", l)
	}
	c.Start()
	b = b.Restart()
	s = use(t, b, c.URL, true)
	s.says("nothing waiting") // as it was said before
}
