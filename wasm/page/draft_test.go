//go:build browser

package page_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// fill writes a draft into the form.
func (s *session) fill(name, email string) {
	s.t.Helper()
	s.tap("link", "Sign")
	s.Wait(element("heading", "Sign the petition"))
	s.write(nameField, name)
	s.write(emailField, email)
	s.act("checkbox", consentText, "click")
	s.Wait(fmt.Sprintf("valueInGo(%s) === %q && %s.getAttribute('aria-checked') === 'true'", element("textbox", emailField), email, element("checkbox", consentText)))
}

const consentText = "You may write to me by e-mail about this campaign. I can take this back at any time."

// filled waits for the form with what was typed into it.
func (s *session) filled(name, email string) {
	s.t.Helper()
	started(s.Page)
	s.learn()
	s.Wait(fmt.Sprintf("%s?.value === %q && %s.value === %q && %s.getAttribute('aria-checked') === 'true'", element("textbox", nameField), name,
		element("textbox", emailField), email, element("checkbox", consentText)))
	if got := s.route(); got != "#/sign" {
		s.t.Errorf("the draft came back at %q", got)
	}
}

func (s *session) draft() string {
	s.t.Helper()
	return chrome.Eval[string](s.Page, `placard.shell.takeDraft()`)
}

// What is typed lives through a reload, a lost picture, a panic and an update, and comes back to the same screen.
func TestDraftSurvives(t *testing.T) { inEach(t, testDraftSurvives) }

func testDraftSurvives(t *testing.T, start starter) {
	site := serve(t, "1.0.0")
	b := start(t, browser.Options{Screen: chrome.Phone, Tolerant: true})
	s := use(t, b, site.URL, true)
	installed(s.Page)
	name, email := "Wanjirũ wa Ngũgĩ", "wanjiru@example.org"
	s.fill(name, email)
	site.publish("2.0.0")
	for _, c := range []struct{ what, do string }{
		{"reload", `location.reload()`},
		{"a second reload", `location.reload()`},
		{"lost context", `document.querySelector('canvas').getContext('webgl').getExtension('WEBGL_lose_context').loseContext()`},
		{"panic", `setTimeout(() => placard.app.text())`},
	} {
		chrome.Eval[any](s.Page, `void (window.old = true, `+c.do+`)`)
		if c.what == "panic" {
			failed(s.Page, "stopped")
			chrome.Eval[any](s.Page, `void document.getElementById('again').click()`)
		}
		s.Wait(`!window.old`)
		s.filled(name, email)
		if t.Failed() {
			t.Fatalf("after %s", c.what)
		}
	}
	chrome.Eval[chromedp.Void](s.Page, `navigator.serviceWorker.getRegistration().then((r) => r.update())`)
	s.Wait(offered)
	chrome.Eval[any](s.Page, `void (window.old = true, `+useIt+`)`)
	s.Wait(`!window.old && document.documentElement.dataset.version === '2.0.0'`)
	s.filled(name, email)

	s.act("button", "Sign", "click")
	s.Wait(element("heading", "Thank you"))
	chrome.Eval[any](s.Page, `void (window.old = true)`)
	s.Reload()
	s.Wait(`!window.old`)
	started(s.Page)
	if got := s.draft(); got != "" {
		t.Errorf("after signing there is still %s", got)
	}
}

// Only the tab that left a draft gets it, once, and for a while; cleared, it is gone everywhere.
func TestDraftIsForgotten(t *testing.T) {
	t.Parallel()
	site := serve(t, "1.0.0")
	sw, err := os.ReadFile(filepath.Join(edition(t, "1.0.0"), "sw.js"))
	if err != nil {
		t.Fatal(err)
	}
	site.intercept(func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/sw.js" {
			return false
		}
		w.Header().Set("Content-Type", "text/javascript")
		const two, soon = "const memory = 120000;", "const memory = 8000;"
		if strings.Count(string(sw), two) != 1 {
			t.Error("the service worker's memory does not last two minutes")
		}
		w.Write([]byte(strings.Replace(string(sw), two, soon, 1)))
		return true
	})
	b := chrome.Start(t, chrome.Options{})
	s := use(t, b, site.URL, false)
	installed(s.Page)
	s.fill("Canary01kimani", "c@example.org")
	s.Goto("about:blank")
	other := b.Open(site.URL + "manifest.webmanifest") // of the same origin, and no kit
	asked := chrome.Eval[string](other, `navigator.serviceWorker.ready.then((r) => new Promise((done) => {
		const c = new MessageChannel();
		c.port1.onmessage = (e) => done(e.data.draft);
		r.active.postMessage({ do: 'take', tab: 'guessed' }, [c.port2]);
	}))`)
	if asked != "" {
		t.Errorf("another tab got %s", asked)
	}
	other.Close()
	s.Goto(site.URL + "#/sign")
	s.filled("Canary01kimani", "c@example.org")
	s.Goto("about:blank")
	time.Sleep(9 * time.Second)
	s.Goto(site.URL + "#/sign")
	started(s.Page)
	s.learn()
	if got := s.draft(); got != "" {
		t.Errorf("after its time there is still %s", got)
	}
	s.fill("Canary02kimani", "c@example.org")
	s.tap("button", "Clear the form")
	s.Wait(element("textbox", nameField) + `.value === ''`)
	s.Reload()
	started(s.Page)
	if got := s.draft(); got != "" {
		t.Errorf("after clearing there is still %s", got)
	}
}

// Drafts never reach the disk: typed, hidden, loaded again, lost, and at last killed in the middle of typing.
func TestSeizedWhileTyping(t *testing.T) { inEach(t, testSeizedWhileTyping) }

func testSeizedWhileTyping(t *testing.T, start starter) {
	c := serve(t, "1.0.0")
	b := start(t, browser.Options{Screen: chrome.Phone, Tolerant: true})
	s := use(t, b, c.URL, true)
	installed(s.Page)
	name, email := "Canary03kimani", "canary03kimani@example.org"
	s.fill(name, email)
	for range 3 {
		chrome.Eval[any](s.Page, `void (window.old = true, location.reload())`)
		s.Wait(`!window.old`)
		s.filled(name, email)
	}
	s.Goto("about:blank") // the worker alone has it
	time.Sleep(time.Second)
	s.Goto(c.URL + "#/sign")
	s.filled(name, email)
	other := b.Open("about:blank") // the kit is in the background
	time.Sleep(3 * time.Second)
	other.Close()
	s.write(nameField, "Canary04kimani")
	profile := b.Profile()
	time.Sleep(5 * time.Second) // for whatever the browser writes by and by
	s.Insert("Canary05kimani")
	b.Kill()
	for _, l := range search(t, profile, "anary", 100) {
		t.Errorf("what was typed lies in %s", l)
	}
}

// What was typed when another tab took the store over is there again after going on here.
func TestDraftOfATakenOverTab(t *testing.T) {
	t.Parallel()
	b := chrome.Start(t, chrome.Options{})
	url := serve(t, "1.0.0").URL
	first := use(t, b, url, false)
	installed(first.Page)
	first.fill("Wanjirũ", "w@example.org")
	second := use(t, b, url, false)
	second.says("open in another tab")
	second.tap("button", "Go on here")
	first.says("went on in another tab")
	started(second.Page)
	second.learn()
	if got := second.draft(); got != "" {
		t.Errorf("the other tab got %s", got)
	}
	chrome.Eval[any](first.Page, `void (window.old = true)`)
	first.tap("button", "Go on here")
	first.Wait(`!window.old`)
	first.filled("Wanjirũ", "w@example.org")
	first.act("button", "Sign", "click")
	first.Wait(element("heading", "Thank you"))
}
