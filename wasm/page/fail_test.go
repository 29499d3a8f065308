//go:build browser

package page_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"placard/wasm/browser"
	"placard/wasm/chrome"
)

func failed(p browser.Page, reason string) {
	p.Wait(`document.getElementById('boot').dataset.failed === '` + reason + `'`)
}

// The loading screen shows bytes that have come, and a download that breaks off can be tried again.
func TestLoading(t *testing.T) { inEach(t, testLoading) }

func testLoading(t *testing.T, start starter) {
	s := serve(t, "1.0.0")
	s.rate = 4_000_000
	b := start(t, browser.Options{Screen: chrome.Phone, Tolerant: true})
	p := b.Open(s.URL)
	var seen []float64
	for range 200 {
		v, err := chrome.TryEval[float64](p, `document.getElementById('progress').value`)
		if err == nil && v > 0 && (len(seen) == 0 || seen[len(seen)-1] != v) {
			seen = append(seen, v)
			if len(seen) == 3 {
				shot(p, "loading")
			}
		}
		if chrome.Eval[bool](p, `performance.getEntriesByName('placard-compiled').length > 0`) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if len(seen) < 4 {
		t.Errorf("the progress went through %v", seen)
	}
	for i := 1; i < len(seen); i++ {
		if seen[i] < seen[i-1] {
			t.Errorf("the progress went back: %v", seen)
		}
	}
	started(p)
}

func TestLoadingFails(t *testing.T) { inEach(t, testLoadingFails) }

func testLoadingFails(t *testing.T, start starter) {
	s := serve(t, "1.0.0")
	b := start(t, browser.Options{Screen: chrome.Phone, Tolerant: true})
	p := b.Open("")
	for _, c := range []struct { // the downloads that fail come first: one that succeeds stays in the browser's cache
		reason string
		script string // runs before the page
		answer func(w http.ResponseWriter, r *http.Request)
	}{
		{"script", `delete globalThis.WebAssembly`, nil},
		{"webgl", `HTMLCanvasElement.prototype.getContext = () => null`, nil},
		{"stranger", ``, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Write([]byte("<title>Free Wi-Fi</title>"))
		}},
		{"cut", ``, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/wasm")
			w.Header().Set("Content-Length", "1000000")
			w.Write([]byte("\x00asm\x01\x00\x00\x00"))
		}},
		{"memory", `WebAssembly.instantiate = () => Promise.reject(new RangeError('WebAssembly.Memory(): could not allocate memory'))`, nil},
	} {
		t.Run(c.reason, func(t *testing.T) {
			s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
				if c.answer == nil || !strings.HasPrefix(r.URL.Path, "/placard.") {
					return false
				}
				c.answer(w, r)
				return true
			})
			undo := p.Before(c.script)
			p.Goto(s.URL)
			failed(p, c.reason)
			(&session{Page: p, t: t, touch: true}).check("failed: " + c.reason)
			shot(p, "fail-"+c.reason)
			undo()
			s.intercept(nil)
			if c.reason == "cut" { // once is enough to see that the button works
				chrome.Eval[any](p, `document.getElementById('again').click()`)
				started(p)
			}
			p.Goto("about:blank")
		})
	}
}

// A panic in Go shows a screen to start again from, and what was stored is still there.
func TestPanic(t *testing.T) { inEach(t, testPanic) }

func testPanic(t *testing.T, start starter) {
	b := start(t, browser.Options{Screen: chrome.Phone, Tolerant: true})
	s := use(t, b, serve(t, "1.0.0").URL, true)
	s.sign("Amina Hassan", "")
	s.says("1 waiting")
	chrome.Eval[any](s.Page, `void setTimeout(() => placard.app.text())`) // without arguments: Go's index is out of range
	failed(s.Page, "stopped")
	shot(s.Page, "panic")
	s.Tap(30, 100) // beside the button: nothing reaches Go any more, and nothing complains
	s.Keys("a")
	before := len(b.Uncaught())
	s.Tap(30, 140)
	if after := len(b.Uncaught()); after > before {
		t.Errorf("the dead program was called: %q", b.Uncaught())
	}
	chrome.Eval[any](s.Page, `document.getElementById('again').click()`)
	started(s.Page)
	s.says("1 waiting")
}

// A lost WebGL context comes back to the same screen.
func TestLostContext(t *testing.T) { inEach(t, testLostContext) }

func testLostContext(t *testing.T, start starter) {
	b := start(t, browser.Options{Screen: chrome.Phone, Tolerant: true})
	s := use(t, b, serve(t, "1.0.0").URL, true)
	s.tap("link", "Archive")
	s.Wait(`location.hash === '#/archive'`)
	chrome.Eval[any](s.Page, `void (window.old = true, document.querySelector('canvas').getContext('webgl').getExtension('WEBGL_lose_context').loseContext())`)
	s.Wait(`!window.old && document.getElementById('boot').hidden`)
	s.learn()
	s.Wait(`document.querySelector('#mirror h1') !== null`)
	if got := s.route(); got != "#/archive" {
		t.Errorf("came back to %q", got)
	}
}

// Back, forward and deep links.
func TestHistory(t *testing.T) { inEach(t, testHistory) }

func testHistory(t *testing.T, start starter) {
	b := start(t, browser.Options{})
	url := serve(t, "1.0.0").URL
	s := use(t, b, url, false)
	s.tap("link", "Sign")
	s.Wait(`location.hash === '#/sign'`)
	s.tap("link", "Archive")
	s.Wait(`location.hash === '#/archive'`)
	s.Wait(element("heading", "News archive")) // the address changes first, then the screen
	for _, step := range []struct{ do, hash, heading string }{
		{"history.back()", "#/sign", "Sign the petition"},
		{"history.back()", "#/appeal", "What happened"},
		{"history.forward()", "#/sign", "Sign the petition"},
	} {
		chrome.Eval[any](s.Page, "void "+step.do)
		s.Wait(`location.hash === '` + step.hash + `'`)
		s.Wait(element("heading", step.heading))
	}
	s.Goto("about:blank")
	s.Goto(url + "#/outbox")
	started(s.Page)
	s.learn()
	s.Wait(`document.querySelector('#mirror [aria-current=page]')?.textContent === 'Outbox'`)
	n := chrome.Eval[int](s.Page, `history.length`)
	s.Goto("about:blank")
	s.Goto(url + "#/nowhere")
	started(s.Page)
	s.Wait(`location.hash === '#/appeal'`)
	if got := chrome.Eval[int](s.Page, `history.length`); got > n+2 {
		t.Errorf("a wrong address made %d steps", got-n)
	}
}

// Idle, the kit leaves the processor alone.
func TestIdle(t *testing.T) {
	t.Parallel()
	b := chrome.Start(t, chrome.Options{Screen: chrome.Phone})
	s := use(t, b, serve(t, "1.0.0").URL, true)
	installed(s.Page)
	time.Sleep(5 * time.Second)
	chrome.Eval[any](s.Page, `void (window.reads = 0, placard.app.read = ((f) => (...a) => { reads++; return f(...a); })(placard.app.read))`)
	busy := func() float64 { return s.metric("TaskDuration") }
	from := busy()
	time.Sleep(10 * time.Second)
	share := (busy() - from) / 10
	t.Logf("idle: %.2f %% of the main thread", 100*share)
	if share > 0.03 { // 1 % on a quiet machine; this one may be sharing
		t.Errorf("idle takes %.1f %% of the main thread", 100*share)
	}
	if got := chrome.Eval[int](s.Page, `reads`); got > 20 { // now and then the outbox says something new
		t.Errorf("idle read the screen %d times", got)
	}
}
