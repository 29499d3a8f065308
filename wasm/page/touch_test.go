//go:build browser

package page_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// top is how far down the appeal's heading stands.
func (s *session) top() float64 {
	s.t.Helper()
	return chrome.Eval[float64](s.Page, `document.querySelector('#mirror h1').getBoundingClientRect().top`)
}

func (s *session) route() string {
	s.t.Helper()
	return chrome.Eval[string](s.Page, `location.hash`)
}

// odd is a phone whose pixel ratio Fyne rounds.
var odd = chrome.Screen{Width: 412, Height: 915, Scale: 2.625, Touch: true}

func TestTouch(t *testing.T) { inEach(t, testTouch) }

func testTouch(t *testing.T, start starter) {
	for name, screen := range map[string]chrome.Screen{"phone": chrome.Phone, "odd": odd} {
		t.Run(name, func(t *testing.T) {
			b := start(t, browser.Options{Screen: screen})
			s := use(t, b, serve(t, "1.0.0").URL, true)
			s.Wait(element("link", "Sign"))
			s.rest()

			from := s.top()
			s.Drag(200, 500, 200, 300, 100*time.Millisecond)
			s.rest()
			if got := from - s.top(); math.Abs(got-200) > 2 {
				t.Errorf("a finger's 200 px scrolled %.1f px", got)
			}
			s.Drag(200, 300, 200, 500, 100*time.Millisecond)
			s.rest()
			if got := s.top(); math.Abs(got-from) > 2 {
				t.Errorf("back again it stands at %.1f px, not %.1f", got, from)
			}

			// A page that cannot keep up gets the whole way when the finger has left already.
			chrome.Eval[any](s.Page, `void addEventListener('touchmove', () => { for (const end = performance.now() + 500; performance.now() < end;); }, { once: true })`)
			s.Drag(200, 500, 200, 400, 100*time.Millisecond)
			s.rest()
			if got := from - s.top(); math.Abs(got-100) > 2 {
				t.Errorf("on a busy page a finger's 100 px scrolled %.1f px", got)
			}
			s.Drag(200, 400, 200, 500, 100*time.Millisecond)
			s.rest()

			s.Drag(200, 600, 200, 400, 0)
			s.rest()
			if got := from - s.top(); got < 300 {
				t.Errorf("a throw scrolled %.1f px, want more than the finger's 200", got)
			}
			shot(s.Page, "touch-"+name)
			s.matches(name)

			s.Drag(200, 200, 200, 900, 0) // back up
			s.Drag(200, 200, 200, 900, 0)
			s.rest()
			x, y, _ := s.point("button", "Sign") // the bar's button: a drag from it is no tap
			s.Drag(x, y, x, y-100, 100*time.Millisecond)
			s.rest()
			if got := s.route(); got != "#/appeal" {
				t.Errorf("a drag that began on a button went to %q", got)
			}
			s.Hold(x, y, 1200*time.Millisecond)
			s.tap("button", "Sign")
			s.Wait(`location.hash === '#/sign'`)
			s.clean()
		})
	}
}

// matches checks that an element of the mirror lies where Fyne painted it: the bottom bar's darkest column of pixels is
// inside the element of the navigation.
func (s *session) matches(name string) {
	s.t.Helper()
	got := chrome.Eval[[]float64](s.Page, fmt.Sprintf(`(() => {
		const r = %s.getBoundingClientRect(), c = document.querySelector('canvas').getBoundingClientRect();
		return [r.bottom, c.bottom, r.right, c.right];
	})()`, element("link", "Outbox")))
	if got[0] > got[1]+0.5 || got[0] < got[1]-20 || got[2] > got[3]+0.5 {
		s.t.Errorf("%s: the last link ends at %v, %v of a canvas that ends at %v, %v", name, got[2], got[0], got[3], got[1])
	}
}

// What the keyboard of a phone does to the page: the field stays in view, and once dismissed it stays so.
func TestSoftKeyboard(t *testing.T) { inEach(t, testSoftKeyboard) }

func testSoftKeyboard(t *testing.T, start starter) {
	b := start(t, browser.Options{Screen: chrome.Phone})
	s := use(t, b, serve(t, "1.0.0").URL, true)
	s.tap("link", "Sign")
	s.tap("textbox", nameField)
	active := element("textbox", nameField) + ` === document.activeElement`
	s.Wait(active)
	focused := `(() => { window.focused = 0; const f = HTMLElement.prototype.focus; HTMLElement.prototype.focus = function (...a) { focused++; return f.apply(this, a); }; })()`
	chrome.Eval[any](s.Page, focused)
	s.Insert("Wanjiru")
	s.holds(nameField, "Wanjiru")
	time.Sleep(time.Second)
	if got := chrome.Eval[int](s.Page, `focused`); got != 0 {
		t.Errorf("while typing the page took the focus %d times", got)
	}
	chrome.Eval[any](s.Page, `document.activeElement.blur()`) // Done, on an iPhone's keyboard
	s.Drag(200, 500, 200, 400, 100*time.Millisecond)
	s.rest()
	time.Sleep(time.Second)
	if chrome.Eval[bool](s.Page, active) || chrome.Eval[int](s.Page, `focused`) != 0 {
		t.Error("a dismissed keyboard came back")
	}
	s.holds(nameField, "Wanjiru")
}
