//go:build browser

package page_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"placard/wasm/browser"
	"placard/wasm/chrome"
	"placard/wasm/firefox"
)

// installed waits until the service worker has everything.
func installed(p browser.Page) {
	chrome.Eval[chromedp.Void](p, `navigator.serviceWorker.ready`)
	p.Wait(`navigator.serviceWorker.controller?.state === 'activated'`)
}

func version(p browser.Page) string {
	return chrome.Eval[string](p, `document.documentElement.dataset.version`)
}

// After one visit the kit opens without a network, even after the browser was closed and with the server gone; and that
// one visit fetches the program once.
func TestOffline(t *testing.T) { inEach(t, testOffline) }

func testOffline(t *testing.T, start starter) {
	s := serve(t, "1.0.0")
	b := start(t, browser.Options{})
	p := open(b, s.URL)
	installed(p)
	if got := s.hits(`\.wasm$`); got > 2 { // the program and SQLite
		t.Errorf("fetched %d .wasm files, want each once", got)
	}
	if got := s.hits(`^/placard\.`); got != 0 {
		t.Errorf("fetched the program %d times more", got)
	}
	b.Close()
	s.down()
	b = b.Restart()
	from := time.Now()
	p = open(b, s.URL)
	t.Logf("started offline after %v", time.Since(from))
	p.Wait(`document.querySelector('#mirror h1') !== null`)
	if got := version(p); got != "1.0.0" {
		t.Errorf("offline opened version %q", got)
	}
	p.Goto(s.URL + "#/sign")
	p.Reload()
	started(p)
	p.Wait(`[...document.querySelectorAll('#mirror h1')].some((h) => h.textContent === 'Sign the petition')`)
	got := chrome.Eval[string](p, `fetch('campaign.json').then((r) => r.text()).then((text) => text.slice(0, 12), () => 'none')`)
	if got != `{"campaign":` {
		t.Errorf("offline the campaign file is %q", got)
	}
}

// What the page says where it offers a new version, and what takes the offer.
const (
	useButton = `[...document.querySelectorAll('#mirror button')].find((b) => b.textContent === 'Use it now')`
	offered   = useButton + ` !== undefined`
	useIt     = useButton + `.click()`
)

// A new version is fetched whole in the background and offered; nothing changes before the user takes it.
func TestUpdateOffered(t *testing.T) { inEach(t, testUpdateOffered) }

func testUpdateOffered(t *testing.T, start starter) {
	s := serve(t, "1.0.0")
	b := start(t, browser.Options{Screen: chrome.Phone})
	p := open(b, s.URL)
	installed(p)
	s.publish("2.0.0")
	chrome.Eval[chromedp.Void](p, `navigator.serviceWorker.getRegistration().then((r) => r.update())`)
	p.Wait(offered)
	(&session{Page: p, t: t, touch: true}).check("update offered")
	shot(p, "offer")
	if got := version(p); got != "1.0.0" {
		t.Fatalf("the open page became version %q", got)
	}
	p.Reload() // a reload is no consent
	started(p)
	if got := version(p); got != "1.0.0" {
		t.Fatalf("a reload became version %q", got)
	}
	p.Wait(offered)
	s.down() // it is all here already
	chrome.Eval[chromedp.Void](p, useIt)
	p.Wait(`document.documentElement.dataset.version === '2.0.0' && document.getElementById('boot').hidden`)
	if got := chrome.Eval[string](p, `caches.keys().then((k) => String(k.filter((n) => n.startsWith('placard-')).length))`); got > "2" {
		t.Errorf("%s versions are kept", got)
	}
}

// While something waits in the outbox, even a new start stays with the version that stored it; when nothing waits, it
// takes the new one.
func TestUpdateWaits(t *testing.T) { inEach(t, testUpdateWaits) }

func testUpdateWaits(t *testing.T, start starter) {
	s := serve(t, "1.0.0")
	b := start(t, browser.Options{})
	p := open(b, s.URL)
	installed(p)
	tell := func(n string) {
		chrome.Eval[chromedp.Void](p, `placard.shell.waiting(`+n+`)`)
		time.Sleep(300 * time.Millisecond)
	}
	time.Sleep(time.Second) // the kit's own report of an empty outbox comes first
	tell("3")
	s.publish("2.0.0")
	chrome.Eval[chromedp.Void](p, `navigator.serviceWorker.getRegistration().then((r) => r.update())`)
	p.Wait(offered)
	p.Wait(`document.getElementById('mirror').textContent.includes('What waits here (3) stays')`)
	b.Close()
	b = b.Restart()
	p = b.Open(s.URL)
	if got := version(p); got != "1.0.0" {
		t.Fatalf("with something waiting a start became version %q", got)
	}
	started(p)
	time.Sleep(2 * time.Second) // the kit reports an empty outbox
	b.Close()
	b = b.Restart()
	p = b.Open(s.URL)
	if got := version(p); got != "2.0.0" {
		t.Errorf("with nothing waiting a start stayed version %q", got)
	}
	started(p)
}

// An update that is cut, or that a sign-in page or another build got into, does not exist.
func TestUpdateAllOrNothing(t *testing.T) { inEach(t, testUpdateAllOrNothing) }

func testUpdateAllOrNothing(t *testing.T, start starter) {
	s := serve(t, "1.0.0")
	b := start(t, browser.Options{Tolerant: true}) // a failed installation is an uncaught rejection
	p := open(b, s.URL)
	installed(p)
	s.publish("2.0.0")
	rounds := 2
	if _, slow := p.(*firefox.Page); slow {
		rounds = 1
	}
	const update = `navigator.serviceWorker.getRegistration().then((r) => r.update()).then(async (r) => {
		while (r.installing) await new Promise((done) => setTimeout(done, 50));
		await new Promise((done) => setTimeout(done, 1000)); // for an offer, if there were one
	})`
	for name, answer := range map[string]func(w http.ResponseWriter, r *http.Request) bool{
		"sign-in page": func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != "/" {
				return false
			}
			w.Header().Set("Content-Type", "text/html")
			w.Write([]byte("<title>Free Wi-Fi</title>"))
			return true
		},
		"a worker of another build": func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.Path, "/worker.js") {
				return false
			}
			w.Header().Set("Content-Type", "text/javascript")
			w.Write([]byte("// another"))
			return true
		},
		"cut": func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != "/" {
				return false
			}
			panic(http.ErrAbortHandler)
		},
	} {
		s.intercept(answer)
		for range rounds { // in the open page, and at a start, which asks for a new version by itself
			_, _ = chrome.TryEval[chromedp.Void](p, update) // refused when the worker itself is cut
			if chrome.Eval[bool](p, offered) {
				t.Errorf("%s: a broken version was offered", name)
			}
			p.Reload()
			started(p)
			if got := version(p); got != "1.0.0" {
				t.Fatalf("%s: became version %q", name, got)
			}
		}
	}
	s.intercept(nil)
	chrome.Eval[chromedp.Void](p, update)
	p.Wait(offered)
}

// The service worker leaves the server's own addresses alone, and keeps the last campaign file for when there is no
// network.
func TestWorkerLeavesAlone(t *testing.T) { inEach(t, testWorkerLeavesAlone) }

func testWorkerLeavesAlone(t *testing.T, start starter) {
	s := serve(t, "1.0.0")
	s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/v1/") && !strings.HasPrefix(r.URL.Path, "/organiser/") && r.URL.Path != "/healthz" {
			return false
		}
		w.Write([]byte("server"))
		return true
	})
	b := start(t, browser.Options{})
	p := open(b, s.URL)
	installed(p)
	p.Reload() // under the worker's control
	started(p)
	ask := func(path string) string {
		return chrome.Eval[string](p, `fetch('`+path+`').then(async (r) => r.ok ? (await r.text()).slice(0, 12) : 'status ' + r.status, () => 'none')`)
	}
	for _, path := range []string{"v1/campaign", "organiser/", "healthz"} {
		if got := ask(path); got != "server" {
			t.Errorf("%s answered %q", path, got)
		}
	}
	if got := ask("campaign.json"); got != `{"campaign":` {
		t.Errorf("campaign.json is %q", got)
	}
	s.intercept(func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte("<title>Free Wi-Fi</title>"))
		return true
	})
	if got := ask("campaign.json"); got != `{"campaign":` {
		t.Errorf("behind a sign-in page campaign.json is %q", got)
	}
	s.down()
	if got := ask("campaign.json"); got != `{"campaign":` {
		t.Errorf("offline campaign.json is %q", got)
	}
	for _, path := range []string{"v1/campaign", "healthz"} {
		if got := ask(path); got != "none" {
			t.Errorf("offline %s answered %q", path, got)
		}
	}
}
