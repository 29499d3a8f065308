//go:build browser

package page_test

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"placard/wasm/browser"
	"placard/wasm/chrome"
)

//go:embed testdata/axe/axe.min.js
var axe string

func TestAxeIsTheirs(t *testing.T) {
	t.Parallel()
	const want = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
	if got := sha256.Sum256([]byte(axe)); hex.EncodeToString(got[:]) != want {
		t.Errorf("axe.min.js has the sum %x, want %s", got, want)
	}
}

// off are the rules of axe-core that are not asked, each with its reason.
var off = map[string]string{
	// The mirror's text is transparent over Fyne's painting, and axe cannot see what is painted on a canvas. The colours
	// that are painted are measured one by one in TestContrast of package app, to the same limits and higher ones.
	"color-contrast": "#mirror",
}

// check runs all rules of axe-core, its best practices among them, and names each violation.
func (s *session) check(where string) {
	s.t.Helper()
	browser.Eval[struct{}](s.Page, "void (window.axe || (0, eval)("+jsString(axe)+"))")
	rules := make([]string, 0, len(off))
	if browser.Eval[bool](s.Page, `document.getElementById('mirror')?.childElementCount > 0`) {
		for r := range off {
			rules = append(rules, fmt.Sprintf("%q: { enabled: false }", r))
		}
	}
	got := browser.Eval[struct {
		Found  []string
		Passed int
	}](s.Page, `axe.run(document, { resultTypes: ['violations'], rules: {`+strings.Join(rules, ",")+`} }).then((r) => ({ Passed: r.passes.length,
		Found: r.violations.flatMap((v) => v.nodes.map((n) => v.id + ': ' + v.help + ': ' + n.html.slice(0, 300) + ' ' + n.failureSummary.slice(0, 200))) }))`)
	for _, v := range got.Found {
		s.t.Errorf("%s: %s", where, v)
	}
	if got.Passed < 12 {
		s.t.Errorf("%s: only %d rules found anything to look at", where, got.Passed)
	}
}

func jsString(s string) string {
	return "`" + strings.NewReplacer("\\", "\\\\", "`", "\\`", "${", "\\${").Replace(s) + "`"
}

// visit goes to a route by the address, as a deep link does, and waits for a heading of the screen.
func (s *session) visit(route, heading string) {
	s.t.Helper()
	browser.Eval[struct{}](s.Page, fmt.Sprintf(`void (location.hash = '#/%s')`, route))
	s.Wait(element("heading", heading))
}

// look chooses in the settings' stead how the kit looks, and starts it again.
func (s *session) look(json string) {
	s.t.Helper()
	browser.Eval[struct{}](s.Page, fmt.Sprintf(`void localStorage.setItem('placard-look', %q)`, json))
	s.Reload()
	started(s.Page)
	s.learn()
}

// axe-core has nothing to say against any screen in any state, on a phone and on a desk, in each look: the outbox has
// entries that wait, were sent and were refused.
func TestAxe(t *testing.T) {
	t.Parallel()
	for name, screen := range screens {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := chrome.Start(t, chrome.Options{Screen: screen, Tolerant: true}) // the filler leaves a page
			s := full(t, b)
			s.touch = screen.Touch
			for _, look := range []struct{ name, json string }{
				{"light", `{"scheme":"light"}`}, {"light-contrast", `{"scheme":"light","contrast":"high"}`},
				{"dark-contrast", `{"scheme":"dark","contrast":"high"}`}, {"large", `{"text":200}`}, {"dark", `{"scheme":"dark"}`},
			} {
				s.look(look.json)
				s.everywhere(name + "-" + look.name)
			}
			s.clean()
		})
	}
}

// everywhere looks at each screen, and at each of its states.
func (s *session) everywhere(look string) {
	s.t.Helper()
	at := func(state string) {
		s.t.Helper()
		s.rest()
		s.check(look + ", " + state)
		shot(s.Page, "look-"+look+"-"+state)
	}
	s.visit("archive", "News archive")
	at("archive")
	browser.Eval[struct{}](s.Page, `void (location.hash = '#/archive/killings-continue')`)
	s.Wait(`document.querySelector('#mirror h1')?.textContent.startsWith('Kill')`)
	at("item")
	s.visit("settings", "Settings")
	at("settings")
	s.visit("appeal", "What we ask")
	at("appeal")
	s.visit("sign", "Sign the petition")
	at("sign")
	s.act("button", "Sign", "click")
	s.Wait(element("textbox", nameField) + `.getAttribute('aria-invalid') === 'true'`)
	at("wrong")
	s.act("textbox", nameField, "focus")
	s.Insert("Amina Hassan")
	s.Wait(fmt.Sprintf("valueInGo(%s) === %q", element("textbox", nameField), "Amina Hassan"))
	s.act("button", "Sign", "click")
	s.Wait(element("heading", "Thank you"))
	s.says("has not promised to keep")
	at("thanks")
	s.act("button", "Close this notice", "click")
	s.visit("outbox", "Outbox")
	states := `'Waiting', 'Sent', 'Refused'`
	if !strings.HasSuffix(look, "-light") { // what was signed in the looks before may have pushed the others out of view
		states = `'Waiting'`
	}
	s.Wait(`[` + states + `].every((w) => [...document.querySelectorAll('#mirror [role=listitem]')].some((e) => e.getAttribute('aria-label')?.startsWith(w)))`)
	at("outbox")
	browser.Eval[struct{}](s.Page, `void [...document.querySelectorAll('#mirror [role=listitem]')].findLast((e) => e.getAttribute('aria-label')).click()`)
	s.Wait(element("button", "Back to the list"))
	at("entry")
}

// The page before the app, and the page that says that the app cannot go on.
func TestAxeAround(t *testing.T) {
	t.Parallel()
	for name, screen := range screens {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := serve(t, "1.0.0")
			hold := make(chan struct{})
			site.intercept(func(w http.ResponseWriter, r *http.Request) bool {
				if strings.HasSuffix(r.URL.Path, ".wasm") && strings.Contains(r.URL.Path, "placard") {
					<-hold
					w.Header().Set("Content-Type", "text/html")
					w.Write([]byte("<title>Free Wi-Fi</title>"))
					return true
				}
				return false
			})
			b := chrome.Start(t, chrome.Options{Screen: screen, Tolerant: true})
			s := &session{Page: b.Open(site.URL), t: t, touch: screen.Touch}
			s.Wait(`document.readyState === 'complete'`)
			s.check(name + ", while loading")
			shot(s.Page, "look-"+name+"-loading")
			close(hold)
			s.Wait(`document.getElementById('boot').dataset.failed`)
			s.check(name + ", stopped")
			shot(s.Page, "look-"+name+"-stopped")
		})
	}
}
