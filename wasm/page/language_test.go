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
	p.Wait(of(`document.querySelector('#mirror [role="listitem"]')`) + " === 'en'")
	shot(p.Page, "arabic-archive")
	browser.Eval[struct{}](p.Page, `void (speakEnglish(), location.hash = '#/sign')`)
	p.Wait(`document.documentElement.lang === 'en' && document.documentElement.dir === 'ltr'`)
}

// What the kit has no letters for is written with the system's, in the place and the colour of every other word: the
// title of an appeal here, in a box for each of its scripts that is neither empty nor like the others.
func TestStrangeLetters(t *testing.T) {
	t.Parallel()
	b := chrome.Start(t, chrome.Options{Screen: chrome.Phone})
	p := use(t, b, serve(t, trial).URL+"?strange", true)
	p.Wait(`document.querySelector('#mirror h1').textContent.includes('ሰላም')`)
	shot(p.Page, "strange")
	type written struct {
		Ink   int
		Hash  string
		Width float64
	}
	seen := map[string]string{}
	for _, text := range []string{"שלום", "ሰላም", "你好世界", "नमस्ते"} {
		w := browser.Eval[written](p.Page, `(() => {
			const { measure, write } = placard.shell, width = measure(`+quoted(text)+`, 20, false, false, false);
			const data = write(`+quoted(text)+`, 20, false, false, false, 'rgb(10 20 30)', Math.ceil(2 * width), 60, 20, 2);
			let ink = 0, hash = 0;
			data.forEach((v, i) => { hash = (hash * 31 + v) | 0; if (i % 4 === 3 && v > 200) ink++; });
			return { Ink: ink, Hash: String(hash), Width: width };
		})()`)
		if w.Ink < 50 || w.Width < 20 || seen[w.Hash] != "" {
			t.Errorf("%s: %+v, like %q", text, w, seen[w.Hash])
		}
		seen[w.Hash] = text
	}
}

// Another language, chosen in the settings, is the page's at once and after a reload; what is typed stays.
func TestLanguageChosen(t *testing.T) { inEach(t, testLanguageChosen) }

func testLanguageChosen(t *testing.T, start starter) {
	s := use(t, start(t, browser.Options{Screen: chrome.Phone}), serve(t, "1.0.0").URL, true)
	s.visit("sign", "Sign the petition")
	s.write("Your name", "Wanjirũ")
	s.visit("settings", "Settings")
	s.tap("radio", "Kiswahili")
	s.Wait(`document.documentElement.lang === 'sw' && document.title === 'Mipangilio – Placard'`)
	s.Wait(`document.getElementById('boot').getAttribute('aria-label') === 'Programu'`)
	s.visit("sign", "Tia saini ombi hili")
	s.Wait(element("textbox", "Jina lako") + `.value === 'Wanjirũ'`)
	s.visit("settings", "Mipangilio")
	s.Reload()
	started(s.Page)
	s.learn()
	s.Wait(element("heading", "Mipangilio"))
	s.Wait(`document.documentElement.lang === 'sw'`)
	s.act("button", "Fuata mfumo tena", "click")
	s.Wait(element("heading", "Settings"))
	s.Wait(`document.documentElement.lang === 'en'`)
	s.clean()
}
