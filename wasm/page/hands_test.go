//go:build browser

package page_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"placard/server/servertest"
	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// A session is the kit on one screen, with the means to use it as a person does.
type session struct {
	browser.Page
	t      testing.TB
	touch  bool
	tapped string // what the last tap was meant for, and where that lay
}

// finder gives the page find(role, name), which looks an element of the mirror up by its ARIA role and name; it also
// keeps what Go last said of the screen, and what the policy kept out.
const finder = `(() => {
  const implicit = { P: 'paragraph', BUTTON: 'button', A: 'link', INPUT: 'textbox', TEXTAREA: 'textbox', H1: 'heading', H2: 'heading', H3: 'heading' };
  window.find = (role, name) => [...document.querySelectorAll('#mirror *')].find((e) => e.closest('[inert]') === null &&
    (e.getAttribute('role') || (e.type === 'range' ? 'slider' : implicit[e.tagName])) === role &&
    (e.getAttribute('aria-label') ?? e.textContent) === name);
  window.said = (id) => { const at = (n) => n.id === id ? n : (n.children ?? []).map(at).find(Boolean); return at(window.tree); };
  window.valueInGo = (el) => (window.tree && said(Number(el.id.slice(1)))?.value) ?? '';
  const mirror = placard.shell.mirror;
  placard.shell.mirror = (json) => { window.tree = JSON.parse(json); mirror(json); };
  window.violations = [];
  addEventListener('securitypolicyviolation', (e) => violations.push(e.violatedDirective + ' ' + e.blockedURI));
})()`

func use[P browser.Page](t testing.TB, b interface{ Open(url string) P }, url string, touch bool) *session {
	t.Helper()
	p := open(b, url)
	s := &session{Page: p, t: t, touch: touch}
	s.learn()
	return s
}

func (s *session) learn() {
	s.t.Helper()
	chrome.Eval[chromedp.Void](s.Page, finder)
}

func element(role, name string) string { return fmt.Sprintf("find(%q, %q)", role, name) }

// point returns the middle of an element, and how far its scrolled area must be scrolled until it can be hit there.
func (s *session) point(role, name string) (x, y, off float64) {
	s.t.Helper()
	s.Wait(element(role, name))
	for was := ""; ; time.Sleep(150 * time.Millisecond) { // a menu finds its place by the second painting
		now := chrome.Eval[string](s.Page, `JSON.stringify(`+element(role, name)+`?.getBoundingClientRect())`)
		if now == was {
			break
		}
		was = now
	}
	r := chrome.Eval[[]float64](s.Page, fmt.Sprintf(`(() => {
		const e = %s, r = e.getBoundingClientRect(), x = (r.left + r.right) / 2, y = (r.top + r.bottom) / 2;
		const m = e.closest('[role=main]')?.getBoundingClientRect();
		const [above, , below] = e.style.clipPath.match(/-?[\d.]+(?=px)/g)?.map(Number) ?? [0, 0, 0]; // what lies over it, or out of view
		const seen = y > r.top + above && y < r.bottom - below;
		return [x, y, !m || (seen && y > m.top + 8 && y < m.bottom - 8) ? 0 : y - (m.top + m.bottom) / 2];
	})()`, element(role, name)))
	return r[0], r[1], r[2]
}

// tap scrolls to an element as far as it takes and taps or clicks it.
func (s *session) tap(role, name string) {
	s.t.Helper()
	if browser.Eval[bool](s.Page, `document.querySelectorAll('#mirror .layer').length > 1`) {
		s.rest() // on a busy machine a menu or dialog takes a while to its place
	}
	x, y := s.spot(role, name)
	s.Tap(x, y)
	s.tapped = fmt.Sprintf("%s at (%.0f, %.0f)", element(role, name), x, y)
}

// tapUntil taps until a JavaScript expression is true: a screen may move away under a finger, when a notice comes in
// above it, and a person taps again.
func (s *session) tapUntil(role, name, js string) {
	s.t.Helper()
	for range 3 {
		s.tap(role, name)
		for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
			if ok, err := browser.TryEval[bool](s.Page, js); err == nil && ok {
				return
			}
		}
	}
	s.Wait(js)
}

// spot scrolls to an element as far as it takes and returns where it is then.
func (s *session) spot(role, name string) (x, y float64) {
	s.t.Helper()
	for range 40 {
		x, y, off := s.point(role, name)
		if off == 0 {
			return x, y
		}
		s.scroll(max(-300, min(300, off)))
	}
	s.t.Fatalf("could not scroll to %s %q", role, name)
	return 0, 0
}

// sendNow starts the server and presses the outbox's button, which is looked for before: the kit that finds its server
// back sends by itself, and may be quicker.
func (s *session) sendNow(c *servertest.Campaign) {
	s.t.Helper()
	x, y := s.spot("button", "Send now")
	c.Start()
	s.Tap(x, y)
}

// scroll moves what lies in the middle of the window, with a finger or with the wheel, and waits until it rests.
func (s *session) scroll(dy float64) {
	s.t.Helper()
	if s.touch {
		s.Drag(s.lane(), 400+dy/2, s.lane(), 400-dy/2, 100*time.Millisecond)
	} else {
		s.Wheel(700, 400, dy)
	}
	s.rest()
}

// lane is where a finger scrolls: at the edge where there are sliders, which are the finger's own.
func (s *session) lane() float64 {
	s.t.Helper()
	if chrome.Eval[bool](s.Page, `document.querySelector('#mirror .slider') !== null`) {
		return 6
	}
	return 195
}

// rest waits until nothing moves any more and the mirror has followed.
func (s *session) rest() {
	s.t.Helper()
	where := func() string {
		return chrome.Eval[string](s.Page, `document.body.classList.contains('scrolling') + [...document.querySelectorAll('#mirror [data-box]')].map((e) => e.dataset.box).join()`)
	}
	last, since := where(), time.Now()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if now := where(); now != last || strings.HasPrefix(now, "true") {
			last, since = now, time.Now()
		} else if time.Since(since) > 700*time.Millisecond {
			return
		}
	}
	s.t.Fatal("it never came to rest")
}

func (s *session) press(x, y float64) { s.t.Helper(); s.Tap(x, y) }

func (s *session) drag(x1, y1, x2, y2 float64, rest time.Duration) {
	s.t.Helper()
	s.Drag(x1, y1, x2, y2, rest)
}

// finger is Chromium's alone.
func (s *session) finger(what string, x, y float64, at time.Time) {
	s.t.Helper()
	when := input.TimeSinceEpoch(float64(at.UnixMicro()) / 1e6)
	p := input.DispatchTouchEventParams{Type: input.DispatchTouchEventType(what), TouchPoints: []*input.TouchPoint{}, Timestamp: when}
	if what != "touchEnd" {
		p.TouchPoints = append(p.TouchPoints, &input.TouchPoint{X: x, Y: y})
	}
	if _, err := chrome.Call(s.Context(), input.DispatchTouchEvent, p); err != nil {
		s.t.Fatal(err)
	}
}

// call is Chromium's alone.
func (s *session) call(p input.DispatchMouseEventParams) {
	s.t.Helper()
	if _, err := chrome.Call(s.Context(), input.DispatchMouseEvent, p); err != nil {
		s.t.Fatal(err)
	}
}

// clean checks that the policy kept nothing out.
func (s *session) clean() {
	s.t.Helper()
	if v := chrome.Eval[[]string](s.Page, "violations"); len(v) > 0 {
		s.t.Errorf("the content security policy kept out %q", v)
	}
}

// metric reads one of Chromium's counters of the page; times are the processor's.
func (s *session) metric(name string) float64 {
	s.t.Helper()
	if _, err := chrome.Call(s.Context(), performance.Enable, performance.EnableParams{TimeDomain: "threadTicks"}); err != nil {
		s.t.Fatal(err)
	}
	r, err := chrome.Call(s.Context(), performance.GetMetrics, cdp.Empty{})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, m := range r.Metrics {
		if m.Name == name {
			return m.Value
		}
	}
	s.t.Fatalf("Chromium counts no %s", name)
	return 0
}
