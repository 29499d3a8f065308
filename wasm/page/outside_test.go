//go:build browser

package page_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// try presses a button of the trial program with the keyboard, as a person does: the browser opens its choosers to
// nobody else.
func (s *session) try(what string) {
	s.t.Helper()
	s.turnTo("Try " + what)
	s.enter("button", "Try "+what)
}

// turnTo turns over the notices, of which one is shown at a time, to the one with a button.
func (s *session) turnTo(button string) {
	s.t.Helper()
	const more = `[...document.querySelectorAll('#mirror button')].find((b) => / more notices?$/.test(b.textContent))`
	for range 20 {
		s.rest()
		if chrome.Eval[bool](s.Page, element("button", button)+` !== undefined`) {
			return
		}
		s.Wait(more)
		chrome.Eval[chromedp.Void](s.Page, more+`.click()`)
	}
	s.t.Fatalf("no notice has a button %q", button)
}

func (s *session) enter(role, name string) {
	s.t.Helper()
	s.act(role, name, "focus")
	s.Wait(element(role, name) + ` === document.activeElement`)
	s.Keys(kb.Enter)
}

func photos(t *testing.T) (files []string, says string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"march.jpg", "square.png"} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte("a photo: "+name), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
		kind := map[string]string{".jpg": "image/jpeg", ".png": "image/png"}[filepath.Ext(name)]
		says += fmt.Sprintf(" %s %s %d %x <nil>.", name, kind, len("a photo: "+name), sha256.Sum256([]byte("a photo: "+name)))
	}
	return files, says
}

// Photos come from the system's chooser, several at a time, or none; from the camera where there is one; and from a drop
// onto the window.
func TestPhotosCome(t *testing.T) { inEach(t, testPhotosCome) }

func testPhotosCome(t *testing.T, start starter) {
	b := start(t, browser.Options{})
	s := use(t, b, serve(t, trial).URL, false)
	files, says := photos(t)
	if several := s.Choose(func() { s.try("pick") }, files...); !several {
		t.Error("the chooser takes one photo, want several")
	}
	s.says("picked: 2 files, <nil>." + says)
	s.Choose(func() { s.try("pick") })
	s.says("picked: 0 files, <nil>.")
	chrome.Eval[chromedp.Void](s.Page, `void new MutationObserver((l) => l.forEach((r) => r.addedNodes.forEach((n) => { window.capture = n.getAttribute?.('capture'); }))).observe(document.body, { childList: true })`)
	if several := s.Choose(func() { s.try("photo") }); several {
		t.Error("the camera takes several photos")
	}
	if got := chrome.Eval[string](s.Page, `String(window.capture)`); got != "environment" {
		t.Errorf("the camera is %q", got)
	}
	s.says("taken: 0 files, <nil>.")

	s.drop(files)
	s.says("dropped: 2 files, <nil>." + says)
	s.clean()
}

// drop lets files fall onto the window. No hand can in Firefox here: it gets the event that a drop is.
func (s *session) drop(files []string) {
	s.t.Helper()
	if s.inFirefox() {
		for _, f := range files {
			name := filepath.Base(f)
			chrome.Eval[any](s.Page, fmt.Sprintf(`void (window.dropped ??= new DataTransfer()).items.add(new File([%q], %q, { type: %q }))`,
				"a photo: "+name, name, map[string]string{".jpg": "image/jpeg", ".png": "image/png"}[filepath.Ext(name)]))
		}
		chrome.Eval[any](s.Page, `void ['dragenter', 'dragover', 'drop'].forEach((what) => document.querySelector('body > canvas').dispatchEvent(
			new DragEvent(what, { bubbles: true, cancelable: true, clientX: 700, clientY: 600, dataTransfer: window.dropped })))`)
		return
	}
	drag := input.DragData{Items: []*input.DragDataItem{}, Files: files, DragOperationsMask: 1}
	for _, what := range []input.DispatchDragEventType{"dragEnter", "dragOver", "drop"} {
		if _, err := chrome.Call(s.Context(), input.DispatchDragEvent, input.DispatchDragEventParams{Type: what, X: 700, Y: 600, Data: &drag}); err != nil {
			s.t.Fatal(err)
		}
	}
}

// sharing opens a version of the kit in a browser with a share sheet that notes what it gets.
func sharing(t *testing.T, b browser.Browser, version string) (s *session, url string) {
	t.Helper()
	p := b.Open("")
	site := serve(t, version)
	b.Allow(site.URL, "clipboard-read")
	b.Allow(site.URL, "clipboard-write")
	p.Before(`window.sheet = []; navigator.canShare = () => true;
		navigator.share = async (w) => { if (!navigator.userActivation.isActive) throw new DOMException('', 'NotAllowedError'); sheet.push(w); };
		delete Window.prototype.showSaveFilePicker; delete window.showSaveFilePicker;`)
	p.Goto(site.URL)
	started(p)
	s = &session{Page: p, t: t, touch: false}
	s.learn()
	s.rest()
	return s, site.URL
}

// The link is copied, the share sheet gets the pack's words, and a file is kept where a person puts it, or downloaded
// where the browser does not ask.
func TestShare(t *testing.T) { inEach(t, testShare) }

func testShare(t *testing.T, start starter) {
	b := start(t, browser.Options{Screen: chrome.Phone})
	dir := t.TempDir()
	b.Downloads(dir)
	s, url := sharing(t, b, "1.0.0")
	s.touch = true
	s.tap("button", "Copy the link")
	s.says("The link is copied.")
	shot(s.Page, "share")
	if got := chrome.Eval[string](s.Page, `navigator.clipboard.readText()`); got != url {
		t.Errorf("copied %q, want %q", got, url)
	}
	chrome.Eval[chromedp.Void](s.Page, `void (navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden')))`)
	if !chrome.Eval[bool](s.Page, `placard.shell.copy('by hand')`) || chrome.Eval[string](s.Page, `navigator.clipboard.readText()`) != "by hand" {
		t.Error("the old way does not copy")
	}
	s.tap("button", "Share this appeal")
	s.Wait(`sheet.length === 1`)
	if got := chrome.Eval[string](s.Page, `JSON.stringify(sheet[0])`); !strings.Contains(got, url) || !strings.Contains(got, "Kenya") {
		t.Errorf("shared %s", got)
	}

	s.enter("button", "Save as a text file")
	s.says("The appeal is saved.")
	var text []byte
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end) && len(text) == 0; time.Sleep(100 * time.Millisecond) {
		text, _ = os.ReadFile(filepath.Join(dir, "kenya-2008.txt"))
	}
	if !strings.Contains(string(text), "Kenya") || !strings.Contains(string(text), "1. ") {
		t.Errorf("downloaded %q", text)
	}
	// Where the browser asks, the answer counts.
	chrome.Eval[chromedp.Void](s.Page, `void (window.showSaveFilePicker = async (o) => ({ createWritable: async () => ({
		write: async (f) => { window.wrote = o.suggestedName + ': ' + await f.text(); }, close: async () => { window.whole = true; } }) }))`)
	s.enter("button", "Save as a text file")
	s.Wait(`window.whole && wrote.startsWith('kenya-2008.txt: ') && wrote.includes('Kenya')`)
	s.clean()
}

// Files can be shared too.
func TestShareFile(t *testing.T) {
	t.Parallel()
	s, _ := sharing(t, chrome.StartAny(t, browser.Options{}), trial)
	s.try("share")
	s.says("shared: 0 files, <nil>.")
	if got := chrome.Eval[string](s.Page, `sheet[0].files[0].text()`); got != "shared" {
		t.Errorf("shared a file of %q", got)
	}
}

// A notification is shown by the service worker while nobody looks, holds no name, and a tap on it leads to its place.
func TestNotification(t *testing.T) { inEach(t, testNotification) }

func testNotification(t *testing.T, start starter) {
	b := start(t, browser.Options{Tolerant: true})
	site := serve(t, trial)
	p := b.Open("")
	b.Allow(site.URL, "notifications")
	p.Goto(site.URL)
	started(p)
	s := &session{Page: p, t: t, touch: false}
	s.learn()
	installed(s.Page)
	const shown = `navigator.serviceWorker.getRegistration().then((r) => r.getNotifications()).then((l) => JSON.stringify(l.map((n) => [n.title, n.body, n.data.route])))`
	s.signAgain("Canary01kimani", "")
	s.act("link", "Outbox", "click")
	s.enter("checkbox", "Tell me when all of it is sent, as long as the kit is open")
	s.Wait(`document.querySelector('#mirror [role=checkbox]').getAttribute('aria-checked') === 'true'`)
	shot(s.Page, "notify")
	s.act("link", "Appeal", "click")
	s.try("later") // in view: nothing is shown
	s.says("nothing waiting")
	if got := chrome.Eval[string](s.Page, shown); got != "[]" {
		t.Errorf("shown to somebody who looks: %s", got)
	}
	s.signAgain("Canary02kimani", "")
	s.turnTo("Try later")
	chrome.Eval[chromedp.Void](s.Page, `void Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })`)
	s.act("link", "Appeal", "click")
	s.act("button", "Try later", "click")
	comes := func(want string) {
		t.Helper()
		got := ""
		for end := time.Now().Add(time.Minute); time.Now().Before(end) && got != want; time.Sleep(100 * time.Millisecond) {
			got = chrome.Eval[string](s.Page, shown)
		}
		if got != want {
			t.Fatalf("shown %s, want %s", got, want)
		}
	}
	comes(`[["Placard","1 action was sent. Nothing is waiting.","outbox"]]`)
	chromium, ok := b.(interface{ InServiceWorker(string) string })
	if !ok {
		return // no test can tap in Firefox's stead
	}
	chromium.InServiceWorker(`registration.getNotifications().then((l) => { self.dispatchEvent(new NotificationEvent('notificationclick', { notification: l[0] })); return l.length; })`)
	s.Wait(`location.hash === '#/outbox'`)
	comes(`[]`)
}
