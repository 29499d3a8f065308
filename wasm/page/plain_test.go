//go:build browser

package page_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"

	"placard/server/servertest"
	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// The pages that need no app, as the real server gives them: axe-core has nothing to say against them in any look, and
// none is wider than its window, with text twice as large either.
func TestAxePlain(t *testing.T) {
	t.Parallel()
	for name, screen := range screens {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := servertest.Start(t, "-web", edition(t, "1.0.0"))
			s := &session{Page: chrome.Start(t, chrome.Options{Screen: screen}).Open(""), t: t, touch: screen.Touch}
			set := func(field, value string) string {
				return fmt.Sprintf("document.getElementById(%q).value = %s", field, value)
			}
			const send = `; document.querySelector('form button').click()`
			for _, at := range []struct{ state, path, do, title string }{
				{"archive", "read/archive.html", "", "News archive"},
				{"item", "read/news/killings-continue.html", "", "Killings continue in Kenya"},
				{"form", "read/form/petition.html", "", "Sign the petition"},
				{"form given", "forms/petition", "", "Sign the petition"},
				{"wrong", "forms/petition", set("f-email", `'nobody'`) + send, "Please look again"},
				{"changed", "forms/petition", `document.querySelector('[name=pack]').value = 'old'` + send, "Please look again"},
				{"too long", "forms/petition", set("f-name", `'x'.repeat(600000)`) + send, "Not taken"},
				{"thanks", "forms/petition", set("f-name", `'Amina Hassan'`) + send, "Thank you"},
				{"commented", "forms/comment", set("f-name", `'Juma'`) + "; " + set("f-comment", "'Haki\\n'.repeat(30) + 'x'.repeat(300)") + send, "Thank you"},
				{"letter", "forms/letter", `document.getElementById('f-target').selectedIndex = 1; ` + set("f-name", `'Juma'`) + send, "Thank you"},
				{"no form", "forms/nothing", "", "Not found"},
				{"nowhere", "nowhere", "", ""},
				{"login", "organiser/", "", "Log in"},
				{"wrong password", "organiser/", set("password", `'wrong'`) + send, "Log in"},
				{"overview", "organiser/", set("password", "'"+c.Password()+"'") + send, "Overview"},
				{"actions", "organiser/actions?kind=signature", "", ""},
				{"withdraw", "organiser/actions?kind=signature", `document.querySelector('td a[href$=withdraw]').click()`, "Withdraw"},
				{"comments", "organiser/comments", "", "Comments"},
				{"letters", "organiser/letters", "", "Letters"},
				{"one letter", "organiser/letters", `document.querySelector('td a').click()`, "Letter"},
				{"bounce", "organiser/letters", set("report", `'nonsense'`) + `; document.querySelector('#report').form.querySelector('button').click()`, "Letters"},
				{"kept data", "organiser/data", "", "Kept data"},
				{"password", "organiser/password", "", "Change password"},
			} {
				s.Goto(c.URL + at.path)
				if at.do != "" {
					browser.Eval[struct{}](s.Page, `void (window.old = true); `+at.do)
					s.Wait(`!window.old && document.readyState === 'complete'`)
				}
				s.Wait(fmt.Sprintf(`document.title.includes(%q)`, at.title))
				s.plain(name + "-" + at.state)
			}
		})
	}
}

// plain looks at one page in each look.
func (s *session) plain(where string) {
	s.t.Helper()
	defer s.media()
	for _, look := range []struct{ name, scheme, contrast string }{
		{"light", "light", "no-preference"}, {"dark", "dark", "no-preference"}, {"light-contrast", "light", "more"}, {"dark-contrast", "dark", "more"},
	} {
		s.media("prefers-color-scheme", look.scheme, "prefers-contrast", look.contrast)
		s.check(where + ", " + look.name)
		shot(s.Page, "plain-"+where+"-"+look.name)
	}
	s.fits(where)
	if s.touch {
		browser.Eval[struct{}](s.Page, `void (document.documentElement.style.fontSize = '200%')`)
	} else { // the browser's zoom is a smaller window; a larger text alone would not reach the widths in the stylesheet
		s.zoom(640, 400)
	}
	s.fits(where + ", large")
	s.check(where + ", large")
	shot(s.Page, "plain-"+where+"-large")
	if s.touch {
		browser.Eval[struct{}](s.Page, `void (document.documentElement.style.fontSize = '')`)
	} else {
		s.zoom(chrome.Desktop.Width, chrome.Desktop.Height)
	}
	s.media("prefers-color-scheme", "light") // axe takes the browser's own dark paper for white
	browser.Eval[struct{}](s.Page, `void [...document.styleSheets].forEach((s) => { s.disabled = true; })`)
	s.check(where + ", without style")
	shot(s.Page, "plain-"+where+"-bare")
}

// zoom gives the size of a desk's window, in CSS pixels.
func (s *session) zoom(width, height int64) {
	s.t.Helper()
	p := emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1}
	if _, err := chrome.Call(s.Context(), emulation.SetDeviceMetricsOverride, p); err != nil {
		s.t.Fatal(err)
	}
}

// fits tells of a page that is wider than its window.
func (s *session) fits(where string) {
	s.t.Helper()
	if over := browser.Eval[float64](s.Page, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		s.t.Errorf("%s: %v pixels too wide", where, over)
	}
}
