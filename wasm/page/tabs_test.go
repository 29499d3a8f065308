//go:build browser

package page_test

import (
	"testing"

	"placard/wasm/browser"
)

// One tab owns the store: a second one says so, takes it over when asked, and the first one then says that.
func TestTwoTabs(t *testing.T) { inEach(t, testTwoTabs) }

func testTwoTabs(t *testing.T, start starter) {
	url := serve(t, "1.0.0").URL
	b := start(t, browser.Options{})
	first := use(t, b, url, false)
	second := use(t, b, url, false)
	second.says("open in another tab")
	second.check("second tab")
	shot(second.Page, "tabs-second")
	for _, screen := range []string{"Sign", "Outbox"} {
		second.tap("link", screen)
		second.says("Placard is open elsewhere on this device")
		second.says("waiting: not known")
		shot(second.Page, "tabs-second-"+screen)
	}
	second.tap("button", "Go on here")
	first.says("went on in another tab")
	started(second.Page)
	second.learn()
	second.sign("Amina Hassan", "")
	second.says("1 waiting")
	first.tap("button", "Go on here")
	second.says("went on in another tab")
	started(first.Page)
	first.says("1 waiting")
}
