//go:build browser

package page_test

import (
	"math"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"

	"placard/wasm/chrome"
)

// fingers moves two fingers up and down from around a point of what is seen, from one distance to another, and
// lifts them. The protocol's places are the page's own pixels, which grow under the fingers: what they move by is taken
// back by the scale. (Its synthesizePinchGesture by touch zooms no page at all.)
func (s *session) fingers(x, y, from, to float64) {
	s.t.Helper()
	at, begun := time.Now(), s.scale()
	send := func(what input.DispatchTouchEventType, d float64) {
		s.t.Helper()
		by := begun / chrome.Eval[float64](s.Page, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(visualViewport.scale))))`)
		p := input.DispatchTouchEventParams{Type: what, TouchPoints: []*input.TouchPoint{}, Timestamp: input.TimeSinceEpoch(float64(at.UnixMicro()) / 1e6)}
		for i, side := range []float64{-1, 1} {
			if id := float64(i); what != "touchEnd" {
				p.TouchPoints = append(p.TouchPoints, &input.TouchPoint{X: x * by, Y: (y + side*d/2) * by, ID: &id})
			}
		}
		if _, err := chrome.Call(s.Context(), input.DispatchTouchEvent, p); err != nil {
			s.t.Fatal(err)
		}
		at = at.Add(16 * time.Millisecond)
	}
	send("touchStart", from)
	const steps = 10
	for i := 1.0; i <= steps; i++ {
		send("touchMove", from+(to-from)*i/steps)
	}
	send("touchEnd", 0)
}

// seen is the part of the page that is seen: its corner, and how much larger it is shown.
func (s *session) seen() (left, top, scale float64) {
	s.t.Helper()
	v := chrome.Eval[[]float64](s.Page, `[visualViewport.offsetLeft, visualViewport.offsetTop, visualViewport.scale]`)
	return v[0], v[1], v[2]
}

// Two fingers zoom, on the painting and on a field alike. Zoomed in, taps hit what they show, and one finger moves what
// is seen of the page, at its edge the app. Zoomed out again, all is as before.
func TestPinch(t *testing.T) {
	t.Parallel()
	s := try(t, chrome.Phone, "controls")
	s.Wait(element("checkbox", "Agree"))
	s.rest()
	where := func() float64 {
		return chrome.Eval[float64](s.Page, element("checkbox", "Agree")+`.getBoundingClientRect().top`)
	}
	was := where()
	stays := func(what string) {
		t.Helper()
		if got := where(); math.Abs(got-was) > 1 {
			t.Errorf("%s scrolled the app by %v", what, was-got)
		}
	}
	zoom := func(x, y, from, to float64, want string) {
		t.Helper()
		left, top, _ := s.seen()
		s.fingers(x-left, y-top, from, to)
		s.WaitFor(soon, `visualViewport.scale `+want)
		s.rest()
	}

	x, y, _ := s.point("checkbox", "Agree")
	zoom(x, y, 100, 250, "> 1.5")
	stays("two fingers on the painting")
	s.is("checkbox", "Agree", "aria-checked", "false")
	shot(s.Page, "pinch")
	left, top, _ := s.seen()
	s.press(x-left, y-top)
	s.is("checkbox", "Agree", "aria-checked", "true")

	down := func() { s.drag(9, 300, 9, 200, 100*time.Millisecond); s.rest() }
	down()
	if _, now, _ := s.seen(); now < top+80 {
		t.Errorf("a finger's 100 px moved what is seen by %v", now-top)
	}
	stays("a finger in the middle of the zoomed page")
	for range 6 {
		down()
	}
	if got := was - where(); got < 80 {
		t.Errorf("at the edge of the zoomed page the finger scrolls the app by %v", got)
	}

	zoom(195, 500, 300, 60, "=== 1")
	was = where()
	s.drag(9, 400, 9, 480, 100*time.Millisecond)
	s.rest()
	if left, top, _ := s.seen(); math.Abs(where()-was-80) > 2 || left != 0 || top != 0 {
		t.Errorf("zoomed out again, a finger's 80 px scroll the app by %v and the page by %v, %v", where()-was, left, top)
	}
	s.drag(9, 200, 9, 700, 0)
	s.rest()

	x, y, _ = s.point("textbox", "Title")
	zoom(x, y, 100, 250, "> 1.5")
	left, top, _ = s.seen()
	s.press(x-left, y-top)
	s.has("textbox", "Title")
	s.Insert("Dr")
	s.holds("Title", "Dr")
	s.clean()
}
