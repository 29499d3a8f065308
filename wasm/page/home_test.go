//go:build browser

package page_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"placard/server/servertest"
	"placard/wasm/chrome"
)

// visit opens the kit in a browser that a script and an agent make another one.
func visit(t *testing.T, script, agent string) *session {
	t.Helper()
	b := chrome.Start(t, chrome.Options{Screen: chrome.Phone})
	p := b.Open("")
	if agent != "" {
		if _, err := chrome.Call(p.Context(), emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := chrome.Call(p.Context(), page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script}); err != nil {
		t.Fatal(err)
	}
	p.Goto(serve(t, "1.0.0").URL)
	started(p)
	s := &session{Page: p, t: t, touch: true}
	s.learn()
	return s
}

// Once something lies here, a browser that refuses to keep it is named, and its own offer to install is handed on; not
// before.
func TestHomeScreenOffered(t *testing.T) {
	t.Parallel()
	s := visit(t, ``, ``)
	prevented := chrome.Eval[bool](s.Page, `(() => {
		const e = new Event('beforeinstallprompt', { cancelable: true });
		e.prompt = async () => { window.prompted = navigator.userActivation.isActive; };
		dispatchEvent(e);
		return e.defaultPrevented;
	})()`)
	if !prevented {
		t.Error("the browser asks at a moment of its own")
	}
	if chrome.Eval[bool](s.Page, element("button", "Install")+` !== undefined`) {
		t.Error("the offer comes before anything was signed")
	}
	s.signAgain("Amina Hassan", "")
	s.says("has not promised to keep")
	s.tap("button", "1 more notice") // one is shown at a time
	s.Wait(element("button", "Install"))
	s.check("offer to install")
	shot(s.Page, "home-offer")
	s.tap("button", "Install")
	s.Wait(`window.prompted === true`)
	s.Wait(element("button", "Install") + ` === undefined`)
	if got := chrome.Eval[string](s.Page, `placard.shell.home()`); got != "" {
		t.Errorf("after the offer there is still %q", got)
	}
}

// On an iPhone the words say what Safari does after seven days and how to add the kit to the home screen; from there,
// nothing is said.
func TestHomeScreenOfApple(t *testing.T) {
	t.Parallel()
	const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1"
	// It does not tell of its paintings either, as Firefox at times, and nobody's patience with that has an end.
	s := visit(t, `PerformanceObserver.prototype.observe = () => {}; const later = setTimeout; setTimeout = (f, ms, ...args) => later(f, ms === 5000 ? 1e9 : ms, ...args)`, iphone)
	s.signAgain("Amina Hassan", "")
	s.says("after seven days without a visit")
	s.says("Add to Home Screen")
	s.check("words of an iPhone")
	shot(s.Page, "home-apple")
	chrome.Eval[chromedp.Void](s.Page, `void Object.defineProperty(navigator, 'standalone', { value: true })`)
	if got := chrome.Eval[string](s.Page, `placard.shell.home()`); got != "" {
		t.Errorf("on the home screen it still says %q", got)
	}
}

// What a private window and a full device mean is said in words.
func TestStorageWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, script, says string }{
		{"little", `StorageManager.prototype.estimate = async () => ({ usage: 0, quota: 200 * 2 ** 20 })`, "only 200 MB, as private windows do"},
		{"full", `StorageManager.prototype.estimate = async () => ({ usage: 9970 * 2 ** 20, quota: 10000 * 2 ** 20 })`, "nearly full: 30 MB are left"},
		{"nowhere", `StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('', 'SecurityError'))`, "it offers no private file system"},
		{"promised", `StorageManager.prototype.persisted = async () => true`, "The browser has promised"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := visit(t, c.script, ``)
			s.act("link", "Outbox", "click")
			s.says(c.says)
			s.check("storage, " + c.name)
			shot(s.Page, "storage-"+c.name)
		})
	}
}

// Fyne keeps nothing in the browser, and we nothing but the number of the tab where it could be read.
func TestKeepsNothingInTheOpen(t *testing.T) {
	t.Parallel()
	b := chrome.Start(t, chrome.Options{Screen: chrome.Phone})
	s := use(t, b, serve(t, "1.0.0").URL, true)
	installed(s.Page)
	s.fill("Canary01kimani", "canary01kimani@example.org")
	s.act("button", "Sign", "click")
	s.Wait(element("heading", "Thank you"))
	s.tap("link", "Archive")
	s.tap("link", "Outbox")
	got := chrome.Eval[string](s.Page, `JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage), document.cookie, window.name, Object.keys(history.state).sort()])`)
	if want := `[[],["placard-tab"],"","",["layers","y"]]`; got != want {
		t.Errorf("kept %s, want %s", got, want)
	}
}

// The browser's word that the device went offline is believed at once, and its word that it came back is tried.
func TestOfflineAtOnce(t *testing.T) {
	t.Parallel()
	b := chrome.Start(t, chrome.Options{Tolerant: true})
	c := servertest.Start(t, "-web", edition(t, "1.0.0"))
	s := use(t, b, c.URL, false)
	s.says("Online, nothing waiting")
	b.Offline(true)
	s.WaitFor(20*time.Second, `document.getElementById('mirror').textContent.includes('Offline, nothing waiting')`)
	b.Offline(false)
	s.says("Online, nothing waiting")
}

// Chromium finds nothing in the way of installing the kit, and the shortcuts lead into it.
func TestInstallable(t *testing.T) {
	t.Parallel()
	b := chrome.Start(t, chrome.Options{Screen: chrome.Phone})
	site := serve(t, "1.0.0")
	s := use(t, b, site.URL, true)
	installed(s.Page)
	errs, err := chrome.Call(s.Context(), page.GetInstallabilityErrors, cdp.Empty{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range errs.InstallabilityErrors {
		t.Errorf("not to be installed: %s", e.ErrorID)
	}
	m, err := chrome.Call(s.Context(), page.GetAppManifest, page.GetAppManifestParams{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range m.Errors {
		t.Errorf("the manifest: %s", e.Message)
	}
	var manifest struct {
		Shortcuts []struct{ Name, URL string }
		Icons     []struct{ Src, Purpose string }
	}
	if err := json.Unmarshal([]byte(m.Data), &manifest); err != nil {
		t.Fatal(err)
	}
	if len(manifest.Shortcuts) != 3 {
		t.Errorf("shortcuts: %v", manifest.Shortcuts)
	}
	for _, c := range manifest.Shortcuts {
		s.Goto("about:blank")
		s.Goto(site.URL + strings.TrimPrefix(c.URL, "./"))
		started(s.Page)
		s.learn()
		s.Wait(`document.querySelector('#mirror [aria-current=page]')?.textContent === '` + c.Name + `'`)
	}
}
