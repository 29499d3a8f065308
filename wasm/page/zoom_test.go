//go:build browser

package page_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"

	"placard/wasm/chrome"
)

// view gives the size of the window as a phone's system does: when it is turned, when Android's keyboard opens.
func (s *session) view(width, height int64) {
	s.t.Helper()
	p := emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 3, Mobile: true}
	if _, err := chrome.Call(s.Context(), emulation.SetDeviceMetricsOverride, p); err != nil {
		s.t.Fatal(err)
	}
}

// free reports whether the field lies whole between the edges of what is seen, a keyboard's height left out.
func (s *session) free(field string, bottom float64) {
	s.t.Helper()
	s.WaitFor(soon, fmt.Sprintf(`(() => { const r = %s.getBoundingClientRect(), c = document.querySelector('body > canvas').getBoundingClientRect();
		return r.top >= 0 && r.bottom <= %v && c.bottom <= %v + 1; })()`, element("textbox", field), bottom, bottom))
}

// The focused field is never under the soft keyboard, whichever way a system makes room for it, nor lost when the
// phone is turned.
func TestFieldStaysInView(t *testing.T) {
	t.Parallel()
	s := try(t, chrome.Phone, "fields")
	s.tap("textbox", "Last")
	s.has("textbox", "Last")
	y := func() float64 {
		return chrome.Eval[float64](s.Page, element("textbox", "Last")+`.getBoundingClientRect().top`)
	}
	if y() < 500 {
		t.Fatalf("the field lies at %v already: a keyboard would not cover it", y())
	}
	s.view(390, 844-336) // Android: the page gets smaller
	s.free("Last", 844-336)
	shot(s.Page, "keyboard-android")
	s.Insert("typed ")
	s.view(390, 844)
	s.free("Last", 844)
	// An iPhone: what is seen gets smaller, the page does not. No browser but its own does that: its words, then.
	seen := func(height int) {
		chrome.Eval[any](s.Page, fmt.Sprintf(`(() => { Object.defineProperty(visualViewport, 'height', { configurable: true, value: %d }); visualViewport.dispatchEvent(new Event('resize')); })()`, height))
	}
	seen(844 - 336)
	s.free("Last", 844-336)
	shot(s.Page, "keyboard-iphone")
	seen(844)
	s.Wait(`Math.abs(document.querySelector('body > canvas').getBoundingClientRect().height - 844) < 1`)
	s.view(844, 390)
	s.free("Last", 390)
	shot(s.Page, "turned")
	s.Insert("text")
	s.holds("Last", "typed text")
	s.clean()
}

func (s *session) scale() float64 {
	s.t.Helper()
	return chrome.Eval[float64](s.Page, `visualViewport.scale`)
}

// Two quick taps are two taps: they neither zoom nor select the page.
func TestDoubleTap(t *testing.T) {
	t.Parallel()
	s := try(t, chrome.Phone, "controls")
	x, y, _ := s.point("checkbox", "Agree")
	for range 2 {
		s.press(x, y)
		time.Sleep(80 * time.Millisecond)
	}
	s.told("agreed false")
	x, y, _ = s.point("paragraph", "agreed false")
	for range 2 {
		s.press(x, y)
	}
	s.rest()
	if z := s.scale(); z != 1 {
		t.Errorf("a double tap zoomed to %v", z)
	}
	if got := chrome.Eval[string](s.Page, `getSelection().toString()`); got != "" {
		t.Errorf("a double tap selected %q", got)
	}
}

// A long press is Fyne's other button, and no tap.
func TestLongPress(t *testing.T) {
	t.Parallel()
	s := try(t, chrome.Phone, "controls")
	x, y, _ := s.point("button", "Hold me")
	s.finger("touchStart", x, y, time.Now())
	s.Wait(element("menuitem", "Share"))
	s.finger("touchEnd", 0, 0, time.Now())
	shot(s.Page, "longpress")
	s.tap("menuitem", "Share")
	s.told("shared")
	s.tap("button", "Hold me")
	s.told("tapped")

	// What has no menu takes a press of any length as a tap, once, and a finger may rest before it scrolls.
	x, y, _ = s.point("button", "Tell")
	s.finger("touchStart", x, y, time.Now())
	time.Sleep(900 * time.Millisecond)
	s.finger("touchEnd", 0, 0, time.Now())
	s.Wait(element("dialog", "Stored"))
	s.tap("button", "OK")
	s.Wait(`!` + element("dialog", "Stored"))
	was := chrome.Eval[float64](s.Page, element("button", "Tell")+`.getBoundingClientRect().top`)
	s.finger("touchStart", 6, 500, time.Now())
	time.Sleep(900 * time.Millisecond)
	for _, to := range []float64{450, 400, 350} {
		s.finger("touchMove", 6, to, time.Now())
	}
	s.finger("touchEnd", 0, 0, time.Now())
	s.Wait(element("button", "Tell") + fmt.Sprintf(`.getBoundingClientRect().top < %f`, was-50))

	t.Run("mouse", func(t *testing.T) {
		s := try(t, chrome.Desktop, "controls")
		x, y, _ := s.point("button", "Hold me")
		for _, what := range []input.DispatchMouseEventType{"mousePressed", "mouseReleased"} {
			s.call(input.DispatchMouseEventParams{Type: what, X: x, Y: y, Button: "right", ClickCount: 1})
		}
		s.tap("menuitem", "Copy")
		s.told("copied")
	})
}

// A touch stops a fling, and is no tap. It has to come in time, and so runs alone.
func TestFlingStops(t *testing.T) {
	s := try(t, chrome.Phone, "list")
	s.Wait(element("listitem", "Row 1"))
	first := func() float64 {
		return chrome.Eval[float64](s.Page, `Number(document.querySelector('#mirror [role=listitem]').ariaPosInSet)`)
	}
	for range 3 {
		s.drag(195, 700, 195, 100, 0)
	}
	s.Wait(`Number(document.querySelector('#mirror [role=listitem]').ariaPosInSet) > 20`)
	s.press(195, 400)
	at := first()
	time.Sleep(1500 * time.Millisecond)
	if now := first(); now > at+8 { // what was on its way when the finger came
		t.Errorf("after the touch it ran on from row %v to %v", at, now)
	}
	s.told("none")
	if got := chrome.Eval[string](s.Page, `getComputedStyle(document.body).overscrollBehaviorY`); got != "none" {
		t.Errorf("pulled down, the browser would load the page again: overscroll-behavior is %q", got)
	}
}

// A finger and a mouse drag a slider, where the page would scroll elsewhere.
func TestSliderByHand(t *testing.T) {
	t.Parallel()
	for name, screen := range screens {
		t.Run(name, func(t *testing.T) {
			s := try(t, screen, "controls")
			x, y, _ := s.point("slider", "How much")
			w := chrome.Eval[float64](s.Page, element("slider", "How much")+`.getBoundingClientRect().width`)
			s.press(x, y)
			s.told("slid to 5")
			shot(s.Page, "slider-"+name)
			if screen.Touch {
				s.drag(x, y, x+w, y, 100*time.Millisecond)
			} else {
				for i, what := range []input.DispatchMouseEventType{"mousePressed", "mouseMoved", "mouseReleased"} {
					s.call(input.DispatchMouseEventParams{Type: what, X: x + w*float64(min(i, 1)), Y: y, Button: "left", Buttons: 1, ClickCount: 1})
				}
			}
			s.told("slid to 10")
		})
	}
}

// With a notch the canvas keeps clear of it, and taps land where they are seen.
func TestNotch(t *testing.T) {
	t.Parallel()
	s := try(t, chrome.Phone, "controls")
	s.Wait(element("checkbox", "Agree"))
	i := func(v int64) *int64 { return &v }
	p := emulation.SetSafeAreaInsetsOverrideParams{Insets: &emulation.SafeAreaInsets{Top: i(47), Bottom: i(34), Left: i(20), Right: i(20)}}
	if _, err := chrome.Call(s.Context(), emulation.SetSafeAreaInsetsOverride, p); err != nil {
		t.Fatal(err)
	}
	s.view(390, 843) // a notch that comes later is no page's experience: the window's size tells Fyne to measure
	s.Wait(`document.querySelector('body > canvas').getBoundingClientRect().top === 47`)
	s.rest()
	shot(s.Page, "notch")
	s.tap("checkbox", "Agree")
	s.told("agreed true")
	s.tap("radio", "Fax")
	s.told("by Fax")
}
