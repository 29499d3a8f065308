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

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

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

// allow answers what the browser would ask a person.
func allow(t *testing.T, p *chrome.Page, url, what string, answer cdpbrowser.PermissionSetting) {
	t.Helper()
	set := cdpbrowser.SetPermissionParams{Permission: &cdpbrowser.PermissionDescriptor{Name: what}, Setting: answer, Origin: strings.TrimSuffix(url, "/")}
	if _, err := chromedp.CallBrowser(p.Context(), cdpbrowser.SetPermission, set); err != nil {
		t.Fatal(err)
	}
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
func TestPhotosCome(t *testing.T) {
	t.Parallel()
	b := chrome.Start(t, chrome.Options{})
	s := use(t, b, serve(t, trial).URL, false)
	files, says := photos(t)
	if _, err := chromedp.Call(s.Context(), page.SetInterceptFileChooserDialog, page.SetInterceptFileChooserDialogParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	choosers := make(chan page.EventFileChooserOpened, 4)
	go func() {
		for e, err := range chromedp.Events(s.Context(), page.FileChooserOpened) {
			if err != nil {
				return
			}
			choosers <- e
		}
	}()
	chooser := func() (e page.EventFileChooserOpened) {
		t.Helper()
		select {
		case e = <-choosers:
		case <-time.After(20 * time.Second):
			t.Fatal("no chooser opened")
		}
		return e
	}
	time.Sleep(200 * time.Millisecond) // the listener
	s.try("pick")
	e := chooser()
	if e.Mode != page.FileChooserOpenedModeSelectMultiple {
		t.Errorf("the chooser is for %s", e.Mode)
	}
	if _, err := chromedp.Call(s.Context(), dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, BackendNodeID: e.BackendNodeID}); err != nil {
		t.Fatal(err)
	}
	s.says("picked: 2 files, <nil>." + says)

	s.try("pick")
	chooser()
	chrome.Eval[chromedp.Void](s.Page, `document.querySelector('input[type=file]').dispatchEvent(new Event('cancel'))`)
	s.says("picked: 0 files, <nil>.")

	s.try("photo")
	if e := chooser(); e.Mode != page.FileChooserOpenedModeSelectSingle {
		t.Errorf("the camera takes %s", e.Mode)
	}
	if got := chrome.Eval[string](s.Page, `document.querySelector('input[type=file]').getAttribute('capture')`); got != "environment" {
		t.Errorf("the camera is %q", got)
	}
	chrome.Eval[chromedp.Void](s.Page, `document.querySelector('input[type=file]').dispatchEvent(new Event('cancel'))`)
	s.says("taken: 0 files, <nil>.")

	drag := input.DragData{Items: []*input.DragDataItem{}, Files: files, DragOperationsMask: 1}
	for _, what := range []input.DispatchDragEventType{"dragEnter", "dragOver", "drop"} {
		if _, err := chromedp.Call(s.Context(), input.DispatchDragEvent, input.DispatchDragEventParams{Type: what, X: 700, Y: 600, Data: &drag}); err != nil {
			t.Fatal(err)
		}
	}
	s.says("dropped: 2 files, <nil>." + says)
	s.clean()
}

// A file is kept where a person puts it, or downloaded where the browser does not ask.
func TestSave(t *testing.T) {
	t.Parallel()
	b := chrome.Start(t, chrome.Options{})
	p := b.Open("")
	dir := t.TempDir()
	allow := cdpbrowser.SetDownloadBehaviorParams{Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir}
	if _, err := chromedp.CallBrowser(p.Context(), cdpbrowser.SetDownloadBehavior, allow); err != nil {
		t.Fatal(err)
	}
	script := page.AddScriptToEvaluateOnNewDocumentParams{Source: `delete Window.prototype.showSaveFilePicker; delete window.showSaveFilePicker`}
	if _, err := chromedp.Call(p.Context(), page.AddScriptToEvaluateOnNewDocument, script); err != nil {
		t.Fatal(err)
	}
	p.Goto(serve(t, "1.0.0").URL)
	started(p)
	s := &session{p, t, false}
	s.learn()
	s.enter("button", "Save as a text file")
	s.says("The appeal is saved.")
	file := filepath.Join(dir, "kenya-2008.txt")
	var text []byte
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end) && len(text) == 0; time.Sleep(100 * time.Millisecond) {
		text, _ = os.ReadFile(file)
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

// sharing opens a version of the kit in a browser with a share sheet that notes what it gets.
func sharing(t *testing.T, version string, screen chrome.Screen) (*session, string) {
	t.Helper()
	b := chrome.Start(t, chrome.Options{Screen: screen})
	p := b.Open("")
	site := serve(t, version)
	allow(t, p, site.URL, "clipboard-read", "granted")
	allow(t, p, site.URL, "clipboard-write", "granted")
	sheet := page.AddScriptToEvaluateOnNewDocumentParams{Source: `window.sheet = []; navigator.canShare = () => true;
		navigator.share = async (w) => { if (!navigator.userActivation.isActive) throw new DOMException('', 'NotAllowedError'); sheet.push(w); }`}
	if _, err := chromedp.Call(p.Context(), page.AddScriptToEvaluateOnNewDocument, sheet); err != nil {
		t.Fatal(err)
	}
	p.Goto(site.URL)
	started(p)
	s := &session{p, t, screen.Touch}
	s.learn()
	s.rest()
	return s, site.URL
}

// The link is copied, and the share sheet gets the pack's words.
func TestShare(t *testing.T) {
	t.Parallel()
	s, url := sharing(t, "1.0.0", chrome.Phone)
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
	s.clean()
}

// Files can be shared too.
func TestShareFile(t *testing.T) {
	t.Parallel()
	s, _ := sharing(t, trial, chrome.Desktop)
	s.try("share")
	s.says("shared: 0 files, <nil>.")
	if got := chrome.Eval[string](s.Page, `sheet[0].files[0].text()`); got != "shared" {
		t.Errorf("shared a file of %q", got)
	}
}

// A notification is shown by the service worker while nobody looks, holds no name, and a tap on it leads to its place.
func TestNotification(t *testing.T) {
	t.Parallel()
	b := chrome.Start(t, chrome.Options{Tolerant: true})
	site := serve(t, trial)
	p := b.Open("")
	allow(t, p, site.URL, "notifications", "granted")
	p.Goto(site.URL)
	started(p)
	s := &session{p, t, false}
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
	b.InServiceWorker(`registration.getNotifications().then((l) => { self.dispatchEvent(new NotificationEvent('notificationclick', { notification: l[0] })); return l.length; })`)
	s.Wait(`location.hash === '#/outbox'`)
	comes(`[]`)
}
