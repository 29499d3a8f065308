package browser

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"
)

// Screen is what a page believes it is shown on.
type Screen struct {
	Width, Height int64
	Scale         float64 // device pixels per CSS pixel
	Touch         bool    // a phone: touch events, mobile viewport, a phone's user agent where the browser can lie so
}

// The two screens that every part of the web edition is tried on.
var (
	Phone   = Screen{Width: 390, Height: 844, Scale: 3, Touch: true}
	Desktop = Screen{Width: 1280, Height: 800, Scale: 1}
)

// Page is one tab of any browser. Places are CSS pixels from the page's corner, and input arrives as from a real device.
type Page interface {
	// Goto loads url and returns when the load event has fired. Reload does that with the page's own address.
	Goto(url string)
	Reload()
	Close()

	// Evaluate evaluates JavaScript, waits for it if it is a promise, and returns its value as JSON, nothing for
	// undefined. The error is what was thrown, or that the page is gone. Tests call [Eval] and [TryEval].
	Evaluate(js string) ([]byte, error)
	// Wait waits up to a minute for a JavaScript expression to become truthy. It survives reloads on the way.
	Wait(js string)
	WaitFor(within time.Duration, js string)

	// Before has a script run in each page that the tab loads from now on, before the page's own; undo ends that.
	Before(script string) (undo func())
	// Scripts switches the pages' JavaScript on or off for what the tab loads next. [Eval] works all the same.
	Scripts(on bool)
	// Spoken lists what the browser's accessibility tree tells of the page, as "role name" with the roles of ARIA.
	Spoken() []string
	// Choose does what opens a file chooser and chooses the files in it, or leaves it without one. It reports whether the
	// chooser takes several.
	Choose(open func(), files ...string) (several bool)

	// Screenshot writes what the tab shows to a PNG file.
	Screenshot(file string)

	// Tap presses the point: a finger on a touch screen, else the left mouse button.
	Tap(x, y float64)
	// Hold is a finger that stays for a while.
	Hold(x, y float64, long time.Duration)
	// Drag moves a finger in 100 ms and lets go after the given rest: after none, what it moved is thrown.
	Drag(x1, y1, x2, y2 float64, rest time.Duration)
	// Wheel turns a mouse's wheel by pixels.
	Wheel(x, y, dy float64)

	// Insert puts text where the focus is in one piece, as a soft keyboard or an input method does.
	Insert(text string)
	// Compose shows one composition after another, as an input method does while its user types, and commits the text.
	Compose(steps []string, text string)
	// Keys types text key by key on a hardware keyboard. Special keys are in chromedp's package kb.
	Keys(text string)

	// Edit does what the keyboard's shortcut does: "selectAll", "cut", "copy", "paste" or "undo".
	Edit(command string)

	// TB is the test that the page belongs to.
	TB() testing.TB
}

// Options say how to start a browser. The zero value is a desktop screen on a fresh profile.
type Options struct {
	Profile  string // empty means a fresh one that lives as long as the test
	Screen   Screen // zero means Desktop
	Tolerant bool   // uncaught errors are logged but do not fail the test
}

// Browser is a running browser; the test's end closes it.
type Browser interface {
	// Open opens url in a new tab and returns when its load event has fired. An empty url leaves the tab blank.
	Open(url string) Page
	// Kill ends every process with SIGKILL, Close in order; both return when none is left.
	Kill()
	Close()
	// Restart starts a new browser on the same profile with the same options, after closing this one if need be.
	Restart() Browser
	// Profile is the folder that holds all that the browser keeps.
	Profile() string
	// Left lists the living processes; a [Disk] whose power is cut has them stand still.
	Left() []int
	// Uncaught returns the uncaught errors so far.
	Uncaught() []string
	// Allow answers, once for all, what the browser would ask a person whom a site wants something of: "notifications",
	// "clipboard-read", "clipboard-write".
	Allow(url, what string)
	// Downloads names the folder for what is downloaded, and asks nobody.
	Downloads(dir string)
	// Offline takes the network away from every page and worker, or gives it back, with the events that tell of it.
	Offline(off bool)
}

// Eval evaluates a JavaScript expression in p, waits for it if it is a promise, and decodes its value. A thrown error
// ends the test. With T = struct{} the value is dropped.
func Eval[T any](p Page, js string) T {
	p.TB().Helper()
	v, err := TryEval[T](p, js)
	if err != nil {
		p.TB().Fatalf("evaluate %.200s: %v", js, err)
	}
	return v
}

// ErrNothing is the error of a script whose value is undefined or null where something is wanted.
var ErrNothing = errors.New("the script gave nothing")

// TryEval is Eval for a script that may fail, or a page that may be gone.
func TryEval[T any](p Page, js string) (T, error) {
	var v T
	b, err := p.Evaluate(js)
	if err != nil {
		return v, err
	}
	if _, drop := any(v).(struct{}); drop {
		return v, nil
	}
	if len(b) == 0 || string(b) == "null" {
		switch reflect.TypeFor[T]().Kind() {
		case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Interface:
			return v, nil
		}
		return v, ErrNothing
	}
	return v, json.Unmarshal(b, &v)
}

// Await is [Page.WaitFor] for any page; gone ends it early.
func Await(p Page, within time.Duration, js string, gone func() bool) {
	p.TB().Helper()
	var err error
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var ok bool
		if ok, err = TryEval[bool](p, "Boolean("+js+")"); ok {
			return
		}
		if gone() {
			break
		}
	}
	if err == nil {
		err = fmt.Errorf("it stayed false")
	}
	p.TB().Fatalf("wait %v for %.200s: %v", within, js, err)
}
