//go:build browser

package page_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/chromedp/cdproto/emulation"

	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// rightToLeft is the version of the kit whose pack, and whose words, are written from right to left.
const rightToLeft = "0.0.4"

// turned writes a file for the compiler that puts the pack of testdata/rtl in the bundled one's place, and Arabic
// letters in the words' place beside the English ones.
func turned(t testing.TB, dir string) (overlay string) {
	t.Helper()
	replace := map[string]string{}
	put := func(name, with string) {
		root, err := filepath.Abs("../..")
		if err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(root, name)] = with
	}
	for _, from := range []string{"../../data/pack/kenya-2008", "testdata/rtl"} { // first all goes, then the other comes
		err := filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(name) == ".png" {
				return err
			}
			with := ""
			if from == "testdata/rtl" {
				with, err = filepath.Abs(name)
			}
			put(filepath.Join("data/pack/kenya-2008", strings.TrimPrefix(name, from)), with)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, words := range []string{"app/translation", "data/pack/html/translation"} {
		text, err := os.ReadFile(filepath.Join("../..", words, "en.json"))
		if err != nil {
			t.Fatal(err)
		}
		var all map[string]any
		if err := json.Unmarshal(text, &all); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, []string{"app.json", "html.json"}[i])
		write(t, file, arabic(all))
		put(filepath.Join(words, "ar.json"), file)
	}
	overlay = filepath.Join(dir, "overlay.json")
	write(t, overlay, map[string]any{"Replace": replace})
	return overlay
}

func write(t testing.TB, file string, v any) {
	t.Helper()
	b, err := json.Marshal(v)
	if err == nil {
		err = os.WriteFile(file, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

var blank = regexp.MustCompile(`{{\.\w+}}`)

// arabic puts an Arabic letter for each Latin one, except in dates, in times and in the blanks.
func arabic(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, inner := range v {
			if out[k] = inner; k != "time" && k != "date" {
				out[k] = arabic(inner)
			}
		}
		return out
	case string:
		letters := []rune("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")
		turn := func(s string) string {
			return strings.Map(func(r rune) rune {
				if r < 128 && unicode.IsLetter(r) {
					return letters[int(unicode.ToLower(r)-'a')]
				}
				return r
			}, s)
		}
		out, at := "", 0
		for _, m := range blank.FindAllStringIndex(v, -1) {
			out += turn(v[at:m[0]]) + v[m[0]:m[1]]
			at = m[1]
		}
		return out + turn(v[at:])
	}
	return v
}

// A pack that is written from right to left, in a browser that asks for its language: axe-core has nothing to say
// against the pages nor the app, nothing is wider than a phone, lines begin at the right, and somebody signs.
func TestRightToLeft(t *testing.T) {
	t.Parallel()
	site := serve(t, rightToLeft)
	b := chrome.Start(t, chrome.Options{Screen: chrome.Phone, Tolerant: true})
	p := b.Open("")
	agent := emulation.SetUserAgentOverrideParams{UserAgent: browser.Eval[string](p, `navigator.userAgent`), AcceptLanguage: "ar"}
	if _, err := chrome.Call(p.Context(), emulation.SetUserAgentOverride, agent); err != nil {
		t.Fatal(err)
	}
	s := &session{Page: p, t: t, touch: true}
	for _, at := range []string{"read/archive.html", "read/news/killings-continue.html", "read/form/petition.html"} {
		s.Goto(site.URL + at)
		name := strings.TrimSuffix(filepath.Base(at), ".html")
		s.plain("rtl-" + name)
		if got := browser.Eval[string](s.Page, `document.documentElement.dir + ' ' + document.documentElement.lang`); got != "rtl ar" {
			t.Errorf("%s is %s", at, got)
		}
		starts(s, name, `#read h1`)
	}
	s.Goto(site.URL)
	s.check("rtl, before the app")
	shot(s.Page, "rtl-first")
	started(s.Page)
	s.learn()
	const button, name = "وقّع", "اسمك"
	s.says("كينيا")
	shot(s.Page, "rtl-appeal")
	s.check("rtl, appeal")
	for _, route := range []string{"archive", "outbox", "settings", "sign"} {
		browser.Eval[struct{}](s.Page, `void (location.hash = '#/`+route+`')`)
		s.Wait(`document.querySelector('#mirror [aria-current=page]') !== null && location.hash === '#/` + route + `'`)
		s.rest()
		s.check("rtl, " + route)
		shot(s.Page, "rtl-"+route)
	}
	s.Wait(element("heading", "وقّع العريضة"))
	starts(s, "sign", `#mirror h1, #mirror h2`)
	s.act("button", button, "click")
	s.Wait(element("textbox", name) + `.getAttribute('aria-invalid') === 'true'`)
	s.rest()
	s.check("rtl, wrong")
	shot(s.Page, "rtl-wrong")
	s.act("textbox", name, "focus")
	s.Insert("أمينة حسن")
	s.Wait(`valueInGo(` + element("textbox", name) + `) === 'أمينة حسن'`)
	shot(s.Page, "rtl-typed")
	s.act("button", button, "click")
	s.says("شكرا لك")
	s.rest()
	s.check("rtl, thanks")
	shot(s.Page, "rtl-thanks")
	s.clean()
}

// starts tells of a heading that does not begin at the right edge.
func starts(s *session, where, css string) {
	s.t.Helper()
	if left := browser.Eval[float64](s.Page, `innerWidth - document.querySelector('`+css+`').getBoundingClientRect().right`); left > 48 {
		s.t.Errorf("%s: the heading ends %v pixels before the right edge", where, left)
	}
}
