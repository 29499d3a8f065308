//go:build unix

package firefox

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// lead goes before what is run in Firefox's own window for a page: the page's tab and window, and the place of a point
// of the page on the screen.
const lead = `
const { NavigableManager } = ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs');
const tab = NavigableManager.getBrowsingContextById(%q);
const win = tab.topChromeWindow, utils = win.windowUtils;
const frame = tab.embedderElement.getBoundingClientRect();
const place = (x, y) => [win.mozInnerScreenX + frame.left + x, win.mozInnerScreenY + frame.top + y].map((v) => Math.round(v * win.devicePixelRatio));
const wait = (ms) => new Promise((done) => win.setTimeout(done, ms));
`

// system runs the body of an asynchronous function in Firefox's own window and returns its value as JSON.
func (p *Page) system(body string, args ...any) []byte {
	p.b.t.Helper()
	p.activate()
	return p.b.System("(async () => {" + fmt.Sprintf(lead, p.context) + fmt.Sprintf(body, args...) + "})()")
}

// activate brings the page's window to the front and gives it the keyboard.
func (p *Page) activate() {
	p.b.t.Helper()
	p.b.mu.Lock()
	front := p.b.front == p.context
	p.b.front = p.context
	p.b.mu.Unlock()
	if !front {
		p.b.do("browsingContext.activate", map[string]any{"context": p.context}, nil)
	}
}

// listen makes sure that the page hears the keyboard: a panel of Firefox's own, of a download say, may have taken it.
func (p *Page) listen() {
	p.b.t.Helper()
	p.activate()
	if hears, err := p.Evaluate(`document.hasFocus()`); err == nil && string(hears) != "true" {
		p.system(`for (const panel of win.document.querySelectorAll('panel')) panel.hidePopup(); win.focus(); tab.embedderElement.focus();`)
		p.Wait(`document.hasFocus()`)
	}
}

// finger runs a touch in Firefox's own window, when what the page shows has reached the compositor.
func (p *Page) finger(body string, args ...any) {
	p.b.t.Helper()
	if _, err := p.Evaluate(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))`); err != nil {
		p.b.t.Fatalf("wait for a painting: %v", err)
	}
	p.system(fingers+body, args...)
}

// fingers is a finger on the headless window's glass. It goes the whole way of a real one: the compositor sees it
// first, and makes scrolling, clicks and long presses of it where the page lets it. (BiDi's own touch actions begin in
// the page, and so a tap is never a click.)
const fingers = `
const touch = (state, x, y) => new Promise((done) => {
  const [sx, sy] = place(x, y);
  utils.sendNativeTouchPoint(0, state, sx, sy, 1, 90, done);
});
const [contact, lift] = [utils.TOUCH_CONTACT, utils.TOUCH_REMOVE];
`

// Tap presses the point: a finger on a touch screen, else the left mouse button.
func (p *Page) Tap(x, y float64) {
	p.b.t.Helper()
	if p.b.opts.Screen.Touch {
		p.Hold(x, y, 40*time.Millisecond)
		return
	}
	p.actions("pointer", map[string]any{"pointerType": "mouse"}, []any{
		map[string]any{"type": "pointerMove", "x": int(x), "y": int(y)},
		map[string]any{"type": "pointerDown", "button": 0}, map[string]any{"type": "pointerUp", "button": 0},
	})
}

// Hold is a finger that stays for a while.
func (p *Page) Hold(x, y float64, long time.Duration) {
	p.b.t.Helper()
	p.finger(`await touch(contact, %v, %v); await wait(%d); await touch(lift, %v, %v);`, x, y, long.Milliseconds(), x, y)
}

// Drag moves a finger in 100 ms and lets go after the given rest: after none, what it moved is thrown.
func (p *Page) Drag(x1, y1, x2, y2 float64, rest time.Duration) {
	p.b.t.Helper()
	p.finger(`
const steps = 10;
for (let i = 0; i <= steps; i++) {
  await touch(contact, %v + (%v) * i / steps, %v + (%v) * i / steps);
  if (i < steps) await wait(10);
}
await wait(%d);
await touch(lift, %v, %v);`, x1, x2-x1, y1, y2-y1, rest.Milliseconds(), x2, y2)
}

// Wheel turns a mouse's wheel by pixels.
func (p *Page) Wheel(x, y, dy float64) {
	p.b.t.Helper()
	p.actions("wheel", nil, []any{map[string]any{"type": "scroll", "x": int(x), "y": int(y), "deltaX": 0, "deltaY": int(dy)}})
}

// typist is an input method: what Firefox gives to its own tests in place of one.
const typist = `
const tip = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
if (!tip.beginInputTransactionForTests(win, (t, n) => { if (n.type === 'request-to-commit') t.commitComposition(); else if (n.type === 'request-to-cancel') t.cancelComposition(); return true; })) throw new Error('no input method');
const show = (text) => { tip.setPendingCompositionString(text); tip.appendClauseToPendingComposition(text.length, tip.ATTR_RAW_CLAUSE); tip.setCaretInPendingComposition(text.length); tip.flushPendingComposition(); };
`

// Insert puts text where the focus is in one piece, as a soft keyboard or an input method does.
func (p *Page) Insert(text string) {
	p.b.t.Helper()
	p.Compose(nil, text)
}

// Compose shows one composition after another, as an input method does while its user types, and commits the text.
func (p *Page) Compose(steps []string, text string) {
	p.b.t.Helper()
	list, err := json.Marshal(append([]string{}, steps...))
	if err != nil {
		p.b.t.Fatal(err)
	}
	p.listen()
	// The text comes to the page by another way than what follows, keys and scripts, and these may be faster.
	p.aside(`void (window.done = new Promise((done) => window.addEventListener('compositionend', done, { once: true, capture: true })))`)
	p.system(typist+`for (const text of %s) { show(text); await wait(20); } tip.commitCompositionWith(%q);`, list, text)
	p.aside(`window.done.then(() => 0)`)
}

// aside evaluates a script of the driver's own in the page, where the page's scripts do not see it.
func (p *Page) aside(js string) {
	p.b.t.Helper()
	if _, err := p.b.evaluate(map[string]any{"context": p.context, "sandbox": "driver"}, js); err != nil {
		p.b.t.Fatalf("evaluate beside the page %.200s: %v", js, err)
	}
}

// special are the keys that have no character, as WebDriver names them, by chromedp's names (package kb).
var special = strings.NewReplacer("\b", "\ue003", "\t", "\ue004", "\r", "\ue007", "\x1b", "\ue00c", "\x7f", "\ue017",
	"\u0301", "\ue015", "\u0302", "\ue012", "\u0303", "\ue014", "\u0304", "\ue013", "\u0305", "\ue010", "\u0306", "\ue011",
	"\u0307", "\ue00f", "\u0308", "\ue00e")

// Keys types text key by key on a hardware keyboard. Special keys are in chromedp's package kb.
func (p *Page) Keys(text string) {
	p.b.t.Helper()
	p.listen()
	var keys []any
	for _, r := range special.Replace(text) {
		keys = append(keys, map[string]any{"type": "keyDown", "value": string(r)}, map[string]any{"type": "keyUp", "value": string(r)})
	}
	p.actions("key", nil, keys)
}

// shortcuts are the keys of the editing commands, held with Ctrl.
var shortcuts = map[string]string{"selectAll": "a", "cut": "x", "copy": "c", "paste": "v", "undo": "z"}

// Edit does what the keyboard's shortcut does: "selectAll", "cut", "copy", "paste" or "undo".
func (p *Page) Edit(command string) {
	p.b.t.Helper()
	p.listen()
	const control = "\ue009"
	var steps []any
	for _, s := range [][2]string{{"keyDown", control}, {"keyDown", shortcuts[command]}, {"keyUp", shortcuts[command]}, {"keyUp", control}} {
		steps = append(steps, map[string]any{"type": s[0], "value": s[1]})
	}
	p.actions("key", nil, steps)
}

// actions performs the steps of one input device.
func (p *Page) actions(kind string, parameters map[string]any, steps []any) {
	p.b.t.Helper()
	p.activate()
	source := map[string]any{"type": kind, "id": kind, "actions": steps}
	if parameters != nil {
		source["parameters"] = parameters
	}
	p.b.do("input.performActions", map[string]any{"context": p.context, "actions": []any{source}}, nil)
}
