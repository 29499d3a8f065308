//go:build browser

package page_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"placard/wasm/browser"
	"placard/wasm/chrome"
)

const (
	nameField  = "Your name"
	emailField = "E-mail (optional)"
)

// Text must reach Go exactly as typed, whatever way it is typed, on a phone and on a desk.
func TestText(t *testing.T) { inEach(t, testText) }

func testText(t *testing.T, start starter) {
	for name, screen := range screens {
		t.Run(name, func(t *testing.T) {
			b := start(t, browser.Options{Screen: screen})
			s := use(t, b, serve(t, "1.0.0").URL, screen.Touch)
			s.tap("link", "Sign")
			s.Wait(element("heading", "Sign the petition"))
			for _, c := range ways {
				t.Run(c.name, func(t *testing.T) {
					s.t = t
					s.empty(nameField)
					s.tap("textbox", nameField)
					s.Wait(element("textbox", nameField) + ` === document.activeElement`)
					c.do(s)
					s.holds(nameField, c.want)
				})
			}
			s.t = t
			s.attributes()
			shot(s.Page, "text-"+name)
			s.clean()
		})
	}
}

var ways = []struct {
	name string
	do   func(s *session)
	want string
}{
	{"accents in one piece", func(s *session) { s.Insert("Wanjirũ Ñandú-Sørensen") }, "Wanjirũ Ñandú-Sørensen"},
	{"key by key", func(s *session) { s.Keys("Amina Hassan Wanjiru, 54 characters typed fast, no pause") }, "Amina Hassan Wanjiru, 54 characters typed fast, no pause"},
	{"arabic and chinese", func(s *session) { s.Insert("أمينة حسن 王小明") }, "أمينة حسن 王小明"},
	{"dead key", func(s *session) {
		s.Compose([]string{"´", "é"}, "é")
		s.Keys("lodie")
	}, "élodie"},
	{"composition", func(s *session) {
		s.Compose([]string{"w", "wa", "wan", "wang"}, "王")
	}, "王"},
	{"paste", func(s *session) {
		s.Insert("Wanjirũ pasted")
		s.Edit("selectAll")
		s.Edit("cut")
		s.holds(nameField, "")
		s.Edit("paste")
	}, "Wanjirũ pasted"},
	{"more than there is room for", func(s *session) {
		s.Insert(tooMuch)
		s.Wait(element("status", "201 characters too many"))
	}, tooMuch},
	{"undo, home and end", func(s *session) {
		s.Keys("bc")
		s.Keys(kb.Home)
		s.Keys("a")
		s.Keys(kb.End)
		s.Keys("dx" + kb.Backspace)
	}, "abcd"},
	{"return goes on to the next field", func(s *session) {
		s.Keys("one" + kb.Enter)
		s.Wait(element("textbox", emailField) + ` === document.activeElement`)
	}, "one"},
}

var tooMuch = strings.Repeat("Wanjirũ ", 40) + "x"

func (s *session) empty(field string) {
	s.t.Helper()
	s.Wait(element("textbox", field))
	chrome.Eval[chromedp.Void](s.Page, fmt.Sprintf(`(() => { const e = %s; e.value = ''; e.dispatchEvent(new InputEvent('input')); e.blur(); })()`, element("textbox", field)))
	s.holds(field, "")
}

// holds waits until page and Go agree on a field's text.
func (s *session) holds(field, want string) {
	s.t.Helper()
	el := element("textbox", field)
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		got := chrome.Eval[[]string](s.Page, fmt.Sprintf(`[%s.value, valueInGo(%s)]`, el, el))
		if got[0] == want && got[1] == want {
			return
		}
		if time.Now().After(end) {
			s.t.Fatalf("the page's field holds %q and Go's %q, want %q", got[0], got[1], want)
		}
	}
}

// attributes checks what a soft keyboard goes by, and that the browser keeps nothing for autofill.
func (s *session) attributes() {
	s.t.Helper()
	got := chrome.Eval[string](s.Page, fmt.Sprintf(`(() => { const e = %s, n = %s; return [e.inputMode, e.autocomplete, e.getAttribute('autocapitalize'), n.autocomplete, n.required].join(); })()`,
		element("textbox", emailField), element("textbox", nameField)))
	if want := "email,off,none,off,true"; got != want {
		s.t.Errorf("the fields' attributes are %q, want %q", got, want)
	}
	if h := chrome.Eval[string](s.Page, element("textbox", nameField)+`.getAttribute('aria-description')`); !strings.Contains(h, "As you want it to stand") {
		s.t.Errorf("the field's help is %q", h)
	}
}
