//go:build browser

package page_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"placard/wasm/chrome"
)

// label says in words what has the focus.
const label = `(() => { const e = document.activeElement; return e === document.body ? '' : (e.getAttribute('role') || e.localName) + ' ' + (e.getAttribute('aria-label') ?? e.textContent); })()`

// stops presses Tab, or Shift+Tab, until nothing in the page has the focus any more, and lists what had it.
func (s *session) stops(modifiers int64) (list []string) {
	s.t.Helper()
	for range 60 {
		s.chord("Tab", "Tab", 9, modifiers)
		got := chrome.Eval[string](s.Page, label)
		if got == "" || len(list) > 0 && got == list[0] { // without a window around it a page may be gone round in
			return list
		}
		list = append(list, got)
	}
	s.t.Fatalf("Tab never leaves the page: %q", list)
	return nil
}

// Tab goes through everything in the order that it is read in, leaves the page at the end, comes in again at the
// beginning; backwards the same, from the end.
func TestTabOrder(t *testing.T) {
	t.Parallel()
	t.Run("widgets", func(t *testing.T) {
		s := try(t, chrome.Desktop, "controls")
		s.Wait(element("combobox", "Town"))
		there := s.stops(0)
		want := "button (Select one),input Title,button Choose,input Day,button Choose,input How much,checkbox Agree,radio Letter,link Example," +
			"button Hold me,button Tell,button Ask,tab One,button More,button Less,button End"
		got := strings.Join(there, ",")
		got = strings.ReplaceAll(strings.ReplaceAll(got, "a Example", "link Example"), "combobox Town", "button (Select one)")
		if got != want {
			t.Errorf("Tab goes through\n%s\nwant\n%s", got, want)
		}
		again := s.stops(0)
		back := s.stops(shift)
		slices.Reverse(back)
		if fmt.Sprint(again) != fmt.Sprint(there) || fmt.Sprint(back) != fmt.Sprint(there) {
			t.Errorf("a second time Tab goes through\n%q\nand backwards through\n%q", again, back)
		}
	})
	t.Run("fields", func(t *testing.T) {
		s := try(t, chrome.Phone, "fields")
		s.Wait(element("textbox", "Single"))
		got := strings.Join(s.stops(0), ",")
		if want := "input Single,textarea Letter,input Loud,input Phone,input Password,button Show what is typed,button Write for me,input Last"; got != want {
			t.Errorf("Tab goes through\n%s\nwant\n%s", got, want)
		}
	})
	t.Run("kit", func(t *testing.T) {
		b := chrome.Start(t, chrome.Options{})
		s := use(t, b, serve(t, "1.0.0").URL+"#/sign", false)
		s.Wait(element("textbox", nameField))
		there := s.stops(0)
		back := s.stops(shift)
		slices.Reverse(back)
		if len(there) < 8 || fmt.Sprint(back) != fmt.Sprint(there) {
			t.Errorf("Tab goes through\n%q\nand backwards through\n%q", there, back)
		}
	})
}

func (s *session) media(features ...string) {
	s.t.Helper()
	var p emulation.SetEmulatedMediaParams
	for i := 0; i < len(features); i += 2 {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	if _, err := chrome.Call(s.Context(), emulation.SetEmulatedMedia, p); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) picture() image.Image {
	s.t.Helper()
	time.Sleep(400 * time.Millisecond) // Fyne paints, the mirror follows
	raw, err := chromedp.Run(s.Context(), chromedp.CaptureScreenshot())
	if err != nil {
		s.t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		s.t.Fatal(err)
	}
	return img
}

// contrast of two colours after WCAG 2.2.
func contrast(a, b color.Color) float64 {
	light := func(c color.Color) float64 {
		r, g, bl, _ := c.RGBA()
		lin := func(v uint32) float64 {
			f := float64(v) / 0xffff
			if f <= 0.04045 {
				return f / 12.92
			}
			return math.Pow((f+0.055)/1.055, 2.4)
		}
		return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(bl)
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// visible checks the focus ring of what has the focus as WCAG 2.2 has it (2.4.13): as many points as a line of two
// pixels around it has change their colour by 3 to 1 or more when the focus comes.
func (s *session) visible() {
	s.t.Helper()
	what := chrome.Eval[string](s.Page, label)
	with := s.picture()
	r := chrome.Eval[[]float64](s.Page, `(() => { const r = document.activeElement.getBoundingClientRect(); window.had = document.activeElement; had.blur(); return [r.left, r.top, r.right, r.bottom]; })()`)
	without := s.picture()
	chrome.Eval[any](s.Page, `void had.focus({ preventScroll: true })`)
	const around = 8
	left, top := max(0, int(r[0])-around), max(0, int(r[1])-around)
	right, bottom := min(with.Bounds().Dx(), int(r[2])+around), min(with.Bounds().Dy(), int(r[3])+around)
	changed := 0
	for y := top; y < bottom; y++ {
		for x := left; x < right; x++ {
			if contrast(with.At(x, y), without.At(x, y)) >= 3 {
				changed++
			}
		}
	}
	w, h := min(r[2], float64(with.Bounds().Dx()))-max(0, r[0]), min(r[3], float64(with.Bounds().Dy()))-max(0, r[1])
	if least := int(2 * 2 * (w + h) * 0.95); changed < least { // corners are round
		s.t.Errorf("%s: the focus changes %d points by 3 to 1, want %d", what, changed, least)
	}
}

// plainFocus looks at the focus on the pages that need no app.
func (s *session) plainFocus(look string) {
	s.t.Helper()
	for _, path := range []string{"read/archive.html", "read/form/petition.html"} {
		if look != "light" && path == "read/archive.html" {
			continue // nothing there that the form has not
		}
		s.Goto(serve(s.t, "1.0.0").URL + path)
		n := 0
		for ; n < 20; n++ {
			s.Keys(kb.Tab)
			if chrome.Eval[string](s.Page, label) == "" {
				break
			}
			s.visible()
		}
		if n < 6 {
			s.t.Errorf("only %d things took the focus on %s", n, path)
		}
		shot(s.Page, "focus-"+look+"-plain")
	}
	wide := chrome.Eval[[]string](s.Page, `['false', 'true'].map((is) => { const e = document.querySelector('.field input'); e.setAttribute('aria-invalid', is); return getComputedStyle(e).borderTopWidth; })`)
	if wide[0] == wide[1] {
		s.t.Errorf("the border of what is wrong is %s wide like any other", wide[1])
	}
}

// The focus is seen on every kind of control, in light and dark and in a system's own colours.
func TestFocusSeen(t *testing.T) {
	t.Parallel()
	looks := map[string][]string{
		"light": {"prefers-color-scheme", "light"}, "dark": {"prefers-color-scheme", "dark"},
		"forced": {"prefers-color-scheme", "dark", "forced-colors", "active"},
	}
	for name, look := range looks {
		t.Run(name, func(t *testing.T) {
			b := chrome.Start(t, chrome.Options{})
			s := &session{Page: b.Open(""), t: t, touch: false}
			s.media(look...)
			for _, at := range []struct{ version, route, first string }{
				{widgets, "controls", element("combobox", "Town")}, {widgets, "list", element("listitem", "Row 1")}, {"1.0.0", "sign", element("textbox", nameField)},
			} {
				s.Goto(serve(t, at.version).URL + "#/" + at.route)
				started(s.Page)
				s.learn()
				s.Wait(at.first)
				time.Sleep(500 * time.Millisecond)
				n := 0
				for ; n < 30; n++ {
					s.Keys(kb.Tab)
					if chrome.Eval[string](s.Page, label) == "" {
						break
					}
					s.visible()
					if n == 6 {
						shot(s.Page, "focus-"+name+"-"+at.route)
					}
				}
				if n < 2 {
					t.Errorf("only %d things took the focus on %s", n, at.route)
				}
			}
			s.plainFocus(name)
		})
	}
}
