//go:build browser

package page_test

import (
	"testing"

	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// The app in a language that is written from right to left, over a pack in English, which the page before it showed:
// page and screen readers are told of both, and the page follows when the app speaks another language.
func TestLanguage(t *testing.T) {
	t.Parallel()
	b := chrome.Start(t, chrome.Options{Screen: chrome.Phone})
	s := serve(t, trial)
	p := use(t, b, s.URL+"?arabic", true)
	of := func(el string) string { return "(" + el + "?.closest('[lang]').lang)" }
	p.Wait(`document.documentElement.lang === 'ar-XB' && document.documentElement.dir === 'rtl'`)
	for el, want := range map[string]string{
		`document.querySelector('#mirror h1')`:                                   "en", // the appeal's title
		`document.querySelector('#mirror nav a, #mirror [role="navigation"] a')`: "ar-XB",
		`document.getElementById('boot')`:                                        "en", // there are no such words of the page's
	} {
		p.Wait(of(el) + " === " + quoted(want))
	}
	if at := browser.Eval[float64](p.Page, `document.querySelector('canvas').getBoundingClientRect().left`); at != 0 {
		t.Errorf("the canvas begins at %v", at)
	}
	shot(p.Page, "arabic")
	browser.Eval[struct{}](p.Page, `void (location.hash = '#/archive')`)
	p.Wait(of(`document.querySelector('#mirror [role="listitem"] a')`) + " === 'en'")
	shot(p.Page, "arabic-archive")
	browser.Eval[struct{}](p.Page, `void (speakEnglish(), location.hash = '#/sign')`)
	p.Wait(`document.documentElement.lang === 'en' && document.documentElement.dir === 'ltr'`)
}
