//go:build unix

package chrome

import (
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Tap presses the point, in CSS pixels: a finger on a touch screen, else the left mouse button.
func (p *Page) Tap(x, y float64) {
	p.b.t.Helper()
	if !p.b.opts.Screen.Touch {
		p.Do(chromedp.MouseClickXY(x, y))
		return
	}
	at := time.Now()
	p.finger("touchStart", x, y, at)
	p.finger("touchEnd", 0, 0, at.Add(40*time.Millisecond))
}

// Hold is a finger that stays for a while.
func (p *Page) Hold(x, y float64, long time.Duration) {
	p.b.t.Helper()
	p.finger("touchStart", x, y, time.Now())
	time.Sleep(long)
	p.finger("touchEnd", 0, 0, time.Now())
}

// Drag moves a finger in 100 ms, and lets go after the given rest: after none, what it moved is thrown. The times are
// written into the events, since a busy machine delivers them late.
func (p *Page) Drag(x1, y1, x2, y2 float64, rest time.Duration) {
	p.b.t.Helper()
	at := time.Now()
	p.finger("touchStart", x1, y1, at)
	const steps = 10
	for i := 1; i <= steps; i++ {
		f := float64(i) / steps
		at = at.Add(10 * time.Millisecond)
		p.finger("touchMove", x1+(x2-x1)*f, y1+(y2-y1)*f, at)
	}
	time.Sleep(rest)
	p.finger("touchEnd", 0, 0, at.Add(10*time.Millisecond+rest))
}

func (p *Page) finger(what string, x, y float64, at time.Time) {
	p.b.t.Helper()
	when := input.TimeSinceEpoch(float64(at.UnixMicro()) / 1e6)
	e := input.DispatchTouchEventParams{Type: input.DispatchTouchEventType(what), TouchPoints: []*input.TouchPoint{}, Timestamp: when}
	if what != "touchEnd" {
		e.TouchPoints = append(e.TouchPoints, &input.TouchPoint{X: x, Y: y})
	}
	if _, err := Call(p.ctx, input.DispatchTouchEvent, e); err != nil {
		p.b.t.Fatalf("move finger: %v", err)
	}
}

// Wheel turns a mouse's wheel by pixels.
func (p *Page) Wheel(x, y, dy float64) {
	p.b.t.Helper()
	e := input.DispatchMouseEventParams{Type: "mouseWheel", X: x, Y: y, DeltaX: 1e-9, DeltaY: dy} // both must be there, and 0 is left out
	if _, err := Call(p.ctx, input.DispatchMouseEvent, e); err != nil {
		p.b.t.Fatalf("turn wheel: %v", err)
	}
}

// Insert puts text where the focus is in one piece, as a soft keyboard or an input method does.
func (p *Page) Insert(text string) {
	p.b.t.Helper()
	if _, err := Call(p.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		p.b.t.Fatalf("insert text: %v", err)
	}
}

// Compose shows one composition after another, as an input method does while its user types, and commits the text.
func (p *Page) Compose(steps []string, text string) {
	p.b.t.Helper()
	for _, step := range steps {
		key := input.DispatchKeyEventParams{Type: "rawKeyDown", Key: "Process", WindowsVirtualKeyCode: 229}
		if _, err := Call(p.ctx, input.DispatchKeyEvent, key); err != nil {
			p.b.t.Fatalf("compose: %v", err)
		}
		n := int64(len([]rune(step)))
		c := input.ImeSetCompositionParams{Text: step, SelectionStart: n, SelectionEnd: n}
		if _, err := Call(p.ctx, input.ImeSetComposition, c); err != nil {
			p.b.t.Fatalf("compose: %v", err)
		}
	}
	p.Insert(text)
}

// shortcuts are the keys of the editing commands, held with Ctrl.
var shortcuts = map[string]string{"selectAll": "a", "cut": "x", "copy": "c", "paste": "v", "undo": "z"}

// Edit does what the keyboard's shortcut does: "selectAll", "cut", "copy", "paste" or "undo".
func (p *Page) Edit(command string) {
	p.b.t.Helper()
	key := shortcuts[command]
	e := input.DispatchKeyEventParams{Type: "keyDown", Key: key, Code: "Key" + strings.ToUpper(key),
		WindowsVirtualKeyCode: int64(strings.ToUpper(key)[0]), Modifiers: 2, Commands: []string{command}}
	for _, e.Type = range []input.DispatchKeyEventType{"keyDown", "keyUp"} {
		if _, err := Call(p.ctx, input.DispatchKeyEvent, e); err != nil {
			p.b.t.Fatalf("%s: %v", command, err)
		}
		e.Commands = nil
	}
}

// Keys types text key by key on a hardware keyboard. Special keys are in chromedp's package kb.
func (p *Page) Keys(text string) {
	p.b.t.Helper()
	p.Do(chromedp.KeyEvent(text))
}
