//go:build browser

package page_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp/kb"

	"placard/server/servertest"
	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// The settings are one step away, hold at once, by keyboard too, and after a reload.
func TestSettings(t *testing.T) { inEach(t, testSettings) }

func testSettings(t *testing.T, start starter) {
	s := use(t, start(t, browser.Options{Screen: chrome.Phone}), serve(t, "1.0.0").URL, true)
	high := func() float64 {
		return browser.Eval[float64](s.Page, element("heading", "Settings")+`.getBoundingClientRect().height`)
	}
	s.tap("link", "Settings")
	s.Wait(element("heading", "Settings"))
	before := high()
	s.tap("radio", "200 %")
	s.Wait(element("radio", "200 %") + `.getAttribute('aria-checked') === 'true'`)
	s.Wait(element("heading", "Settings") + fmt.Sprintf(`.getBoundingClientRect().height > %f`, 1.3*before))
	s.act("radio", "Normal", "focus")
	s.Keys(kb.ArrowDown)
	s.Wait(`document.documentElement.dataset.contrast === 'high'`)
	s.Reload()
	started(s.Page)
	s.learn()
	s.Wait(element("radio", "200 %") + `?.getAttribute('aria-checked') === 'true'`)
	s.Wait(element("radio", "High, for sunlight") + `.getAttribute('aria-checked') === 'true'`)
	s.act("button", "Follow the system again", "click")
	s.Wait(element("radio", "100 %") + `.getAttribute('aria-checked') === 'true'`)
	if got := browser.Eval[[]string](s.Page, `Object.keys(localStorage)`); len(got) != 1 || got[0] != "placard-look" {
		t.Errorf("localStorage holds %q", got)
	}
	s.clean()
}

// What the browser says of the user's needs holds where nothing was chosen, and a change of it at once.
func TestWishes(t *testing.T) {
	t.Parallel()
	s := use(t, chrome.Start(t, chrome.Options{}), serve(t, "1.0.0").URL, false)
	s.visit("settings", "Settings")
	want := func(name string) {
		t.Helper()
		s.Wait(element("radio", name) + `.getAttribute('aria-checked') === 'true'`)
	}
	want("Normal")
	for _, f := range []string{"prefers-contrast=more", "forced-colors=active"} {
		name, value, _ := strings.Cut(f, "=")
		p := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: name, Value: value}}}
		if _, err := chrome.Call(s.Context(), emulation.SetEmulatedMedia, p); err != nil {
			t.Fatal(err)
		}
		none := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: name}}}
		s.Wait(`document.documentElement.dataset.contrast === 'high'`)
		browser.Eval[struct{}](s.Page, `void (location.hash = '#/archive')`)
		s.visit("settings", "Settings")
		want("High, for sunlight")
		if _, err := chrome.Call(s.Context(), emulation.SetEmulatedMedia, none); err != nil {
			t.Fatal(err)
		}
		s.Wait(`document.documentElement.dataset.contrast !== 'high'`)
	}
}

// The letters of a script are one file that is fetched when they are needed, not before, and then without a network.
func TestFontWhenNeeded(t *testing.T) {
	t.Parallel()
	site := serve(t, "1.0.0")
	b := chrome.Start(t, chrome.Options{})
	s := use(t, b, site.URL, false)
	installed(s.Page)
	if n := site.hits(`\.ttf$`); n != 0 {
		t.Errorf("the font was fetched %d times before anything needed it", n)
	}
	size := func() int {
		return browser.Eval[int](s.Page, `placard.shell.font('NotoNaskhArabic-Regular.ttf').then((b) => b.length)`)
	}
	s.Reload() // now the service worker answers
	started(s.Page)
	const want = 175792
	if got := size(); got != want {
		t.Errorf("the font has %d bytes, want %d", got, want)
	}
	site.down()
	if got := size(); got != want {
		t.Errorf("without a network the font has %d bytes, want %d", got, want)
	}
	if n := site.hits(`\.ttf$`); n != 1 {
		t.Errorf("the font was fetched %d times, want once", n)
	}
}

// ax returns the node of Chromium's accessibility tree of a role and name, waiting until it is there.
func (s *session) ax(role, name string) *accessibility.Node {
	s.t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		r, err := chrome.Call(s.Context(), accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
		if err != nil {
			s.t.Fatal(err)
		}
		for _, n := range r.Nodes {
			if !n.Ignored && n.Role != nil && n.Name != nil && string(n.Role.Value) == `"`+role+`"` && string(n.Name.Value) == `"`+name+`"` {
				return n
			}
		}
	}
	s.t.Fatalf("the accessibility tree has no %s %q: %q", role, name, s.Spoken())
	return nil
}

// does fires an action on the element behind a node of the accessibility tree, as assistive technology has it fired.
func (s *session) does(role, name, action string) {
	s.t.Helper()
	s.grasp(role, name)(action)
}

// grasp finds an element in the accessibility tree; what it returns acts on it, even when it has gone since.
func (s *session) grasp(role, name string) (act func(action string)) {
	s.t.Helper()
	at := s.ax(role, name).BackendDOMNodeID
	o, err := chrome.Call(s.Context(), dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: cdp.BackendNodeID(at)})
	if err != nil {
		s.t.Fatal(err)
	}
	return func(action string) {
		s.t.Helper()
		p := runtime.CallFunctionOnParams{ObjectID: o.Object.ObjectID, FunctionDeclaration: "function () { " + action + " }"}
		if _, err := chrome.Call(s.Context(), runtime.CallFunctionOn, p); err != nil {
			s.t.Fatal(err)
		}
	}
}

// A whole signature by the actions of the accessibility tree alone, offline, then sent: no pointer, no key. What the
// screen says of it is in that tree too.
func TestSignatureByActions(t *testing.T) {
	t.Parallel()
	c := servertest.Start(t, "-web", edition(t, "1.0.0"))
	b := chrome.Start(t, chrome.Options{Screen: chrome.Phone})
	s := use(t, b, c.URL, true)
	installed(s.Page)
	c.Stop()
	const click = "this.click()"
	s.does("link", "Sign", click)
	s.ax("heading", "Sign the petition")
	s.does("button", "Sign", click)
	s.ax("alert", "")
	if n := s.ax("textbox", nameField); !invalid(n) {
		t.Error("the tree does not say that the name is missing")
	}
	// Setting a value is, in Chromium, the value and the input event.
	s.does("textbox", nameField, "this.focus(); this.value = 'Amina Hassan'; this.dispatchEvent(new InputEvent('input', { bubbles: true }))")
	s.Wait(fmt.Sprintf("valueInGo(%s) === %q", element("textbox", nameField), "Amina Hassan"))
	s.does("button", "Sign", click)
	s.ax("heading", "Thank you")
	s.ax("StaticText", "Offline, 1 waiting") // in the live region
	s.does("link", "Outbox", click)
	send := s.grasp("button", "Send now")
	c.Start()
	send(click) // unless the kit found its server back by itself
	s.ax("StaticText", "1 Sent")
	if got := c.WaitFor(1); got[0] != "Amina Hassan" {
		t.Errorf("the organiser sees %q", got)
	}
	s.clean()
}

func invalid(n *accessibility.Node) bool {
	for _, p := range n.Properties {
		if string(p.Name) == "invalid" && string(p.Value.Value) == `"true"` {
			return true
		}
	}
	return false
}

// A name in a script that Fyne has no letters for is seen after the field was left, too: the browser's own letters show
// it, and the screen says nothing with empty boxes.
func TestForeignNames(t *testing.T) {
	t.Parallel()
	s := use(t, chrome.Start(t, chrome.Options{Screen: chrome.Phone}), serve(t, "1.0.0").URL, true)
	s.visit("sign", "Sign the petition")
	for name, foreign := range map[string]bool{"أمينة حسن": true, "Wanjirũ": false, "王小明": true, "ሰላም": true} {
		s.act("textbox", nameField, "focus")
		s.Wait(element("textbox", nameField) + ` === document.activeElement`)
		browser.Eval[struct{}](s.Page, `void document.activeElement.select()`)
		s.Insert(name)
		s.Wait(fmt.Sprintf("valueInGo(%s) === %q", element("textbox", nameField), name))
		s.act("textbox", nameField, "blur")
		ink := fmt.Sprintf(`getComputedStyle(%s).color`, element("textbox", nameField))
		hidden := "rgba(0, 0, 0, 0)"
		if foreign {
			s.Wait(ink + fmt.Sprintf(` !== %q`, hidden))
			s.Wait(fmt.Sprintf(`getComputedStyle(%s).direction === %q`, element("textbox", nameField), map[bool]string{true: "rtl", false: "ltr"}[name[0] == 0xd8]))
		} else {
			s.Wait(ink + fmt.Sprintf(` === %q`, hidden))
		}
		shot(s.Page, "name-"+fmt.Sprintf("%x", name[:3]))
	}
}
