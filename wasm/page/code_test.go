//go:build browser

package page_test

import (
	"testing"
	"time"

	"placard/wasm/chrome"
)

// TestCompiledCodeIsKept: Chromium keeps what it compiled of the program, also when the program comes from the service
// worker and the server is gone. It keeps one code for what came from the server and one for what came from the service
// worker's cache, so the third start is the first that profits; and it keeps what was optimised, not every function.
func TestCompiledCodeIsKept(t *testing.T) {
	t.Parallel()
	s := serve(t, "1.0.0")
	o := chrome.Options{Screen: chrome.Phone, Profile: t.TempDir()}
	first := compiledAtStart(t, o, s.URL)
	second := compiledAtStart(t, o, s.URL)
	s.down()
	third := compiledAtStart(t, o, s.URL)
	t.Logf("functions compiled at a start: %d, %d, %d", first, second, third)
	if third == 0 || third > first*8/10 {
		t.Errorf("the third start compiled %d functions, the first %d", third, first)
	}
}

// compiledAtStart starts the browser and the kit, leaves it alone for a while, and counts the functions that were compiled
// because something called them.
func compiledAtStart(t *testing.T, o chrome.Options, url string) (n int) {
	t.Helper()
	b := chrome.Start(t, o)
	defer b.Close()
	p := b.Open("")
	events := p.Trace([]string{"v8.wasm", "disabled-by-default-v8.wasm.detailed"}, func() {
		p.Goto(url)
		p.Wait(`performance.getEntriesByName('placard-started').length > 0`)
		installed(p)
		time.Sleep(5 * time.Second) // the code is kept when it has settled
	})
	for _, e := range events {
		if e.Name == "wasm.CompileLazy" {
			n++
		}
	}
	return n
}
