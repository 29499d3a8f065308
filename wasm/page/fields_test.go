//go:build browser

package page_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"

	"placard/wasm/chrome"
)

const ctrl, shift = 2, 8

func (s *session) key(p input.DispatchKeyEventParams) {
	s.t.Helper()
	if _, err := chrome.Call(s.Context(), input.DispatchKeyEvent, p); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) compose(text string) {
	s.t.Helper()
	n := int64(len([]rune(text)))
	if _, err := chrome.Call(s.Context(), input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: n, SelectionEnd: n}); err != nil {
		s.t.Fatal(err)
	}
}

// chord presses a key with modifiers, and has the browser do what that means to an editor.
func (s *session) chord(key, code string, vk int64, modifiers int64, commands ...string) {
	s.t.Helper()
	s.key(input.DispatchKeyEventParams{Type: "keyDown", Key: key, Code: code, WindowsVirtualKeyCode: vk, Modifiers: modifiers, Commands: commands})
	s.key(input.DispatchKeyEventParams{Type: "keyUp", Key: key, Code: code, WindowsVirtualKeyCode: vk, Modifiers: modifiers})
}

// replace composes text in place of the characters from start to end, as Android's keyboards do when they correct a
// word or take it back into a composition.
func (s *session) replace(text string, start, end int64) {
	s.t.Helper()
	n := int64(len([]rune(text)))
	p := input.ImeSetCompositionParams{Text: text, SelectionStart: n, SelectionEnd: n, ReplacementStart: &start, ReplacementEnd: &end}
	if _, err := chrome.Call(s.Context(), input.ImeSetComposition, p); err != nil {
		s.t.Fatal(err)
	}
}

// paste puts text into the clipboard and pastes it as Ctrl+V does.
func (s *session) paste(text string) {
	s.t.Helper()
	chrome.Eval[any](s.Page, fmt.Sprintf(`(() => { const a = document.createElement('textarea'); document.body.append(a); a.value = %q; const f = document.activeElement; a.select(); document.execCommand('copy'); a.remove(); f.focus(); })()`, text))
	s.chord("v", "KeyV", 86, ctrl, "paste")
}

var edits = []struct {
	name, field string
	do          func(s *session)
	want        string
}{
	{"android: each key a composition, the space commits", "Letter", func(s *session) {
		for _, word := range []string{"Habari", " yako", " Wanjirũ"} {
			for i := range []rune(word) {
				s.key(input.DispatchKeyEventParams{Type: "rawKeyDown", Key: "Unidentified", WindowsVirtualKeyCode: 229})
				s.compose(string([]rune(word)[:i+1]))
			}
			s.Insert(word)
		}
	}, "Habari yako Wanjirũ"},
	{"android: a word is corrected after it was committed", "Letter", func(s *session) {
		s.Insert("teh ")
		s.replace("the", 0, 3)
		s.Insert("the")
		s.chord("End", "End", 35, 0, "moveToEndOfLine")
		s.Insert("end")
	}, "the end"},
	{"android: deletion in a composition", "Letter", func(s *session) {
		s.compose("wanx")
		s.key(input.DispatchKeyEventParams{Type: "rawKeyDown", Key: "Unidentified", WindowsVirtualKeyCode: 229})
		s.compose("wan")
		s.compose("wang")
		s.Insert("wang")
		s.chord("Backspace", "Backspace", 8, 0)
		s.Insert("a")
	}, "wana"},
	{"arabic", "Single", func(s *session) { s.Insert("مرحبا "); s.Insert("بكم") }, "مرحبا بكم"},
	{"emoji of several code points", "Single", func(s *session) {
		s.Insert("✊🏿👩‍👧")
		s.Insert("x")
		s.chord("Backspace", "Backspace", 8, 0)
		s.chord("Backspace", "Backspace", 8, 0) // takes a whole family away
	}, "✊🏿"},
	{"undo and redo", "Single", func(s *session) {
		s.Insert("one")
		s.Insert(" two")
		s.chord("z", "KeyZ", 90, ctrl, "undo")
		s.chord("z", "KeyZ", 90, ctrl, "undo")
		s.chord("Z", "KeyZ", 90, ctrl|shift, "redo")
	}, "one"},
	{"undo and redo of a paste", "Letter", func(s *session) {
		s.Insert("mine ")
		s.paste("theirs")
		s.holds("Letter", "mine theirs")
		s.chord("z", "KeyZ", 90, ctrl, "undo")
		s.holds("Letter", "mine ")
		s.chord("Z", "KeyZ", 90, ctrl|shift, "redo")
		s.holds("Letter", "mine theirs")
		s.chord("z", "KeyZ", 90, ctrl, "undo")
		s.Keys("alone")
	}, "mine alone"},
	{"select by keys, cut, paste twice", "Single", func(s *session) {
		s.Insert("abcd")
		for range 2 {
			s.chord("ArrowLeft", "ArrowLeft", 37, shift, "moveLeftAndModifySelection")
		}
		s.chord("x", "KeyX", 88, ctrl, "cut")
		s.chord("v", "KeyV", 86, ctrl, "paste")
		s.chord("v", "KeyV", 86, ctrl, "paste")
	}, "abcdcd"},
	{"home, end and arrows in several lines", "Letter", func(s *session) {
		s.Keys("two" + kb.Enter + "four")
		s.chord("Home", "Home", 36, ctrl, "moveToBeginningOfDocument")
		s.Keys("one" + kb.Enter + kb.End + "!" + kb.ArrowDown + kb.End + ".")
	}, "one\ntwo!\nfour."},
	{"a field that the app changes under the fingers", "Loud", func(s *session) {
		s.Keys("quick brown fox")
		s.Keys(kb.Home + "the ")
	}, "THE QUICK BROWN FOX"},
	{"password", "Password", func(s *session) {
		s.Keys("sécret")
		s.Keys(kb.Home + "x")
	}, "xsécret"},
	{"paste of 10,000 characters in lines", "Letter", func(s *session) { s.paste(tenThousand) }, tenThousand},
	{"paste of lines into one line", "Single", func(s *session) { s.paste("one\ntwo") }, "one two"},
}

var tenThousand = strings.Repeat("Haki 正義 عدل ✊ na amani kwa wote.\n", 10_000/33+1)[:10_000]

// Text of every kind reaches Go as typed, in fields of every kind.
func TestFields(t *testing.T) {
	t.Parallel()
	for name, screen := range screens {
		t.Run(name, func(t *testing.T) {
			s := try(t, screen, "fields")
			for _, c := range edits {
				t.Run(c.name, func(t *testing.T) {
					s.t = t
					s.empty(c.field)
					s.tap("textbox", c.field)
					s.has("textbox", c.field)
					from := time.Now()
					c.do(s)
					s.holds(c.field, c.want)
					t.Logf("took %v", time.Since(from))
				})
			}
			s.t = t
			got := chrome.Eval[string](s.Page, `['Single', 'Letter', 'Password', 'Phone'].map((n) => { const e = find('textbox', n); return [e.dir, e.spellcheck, e.inputMode, e.type].join(' '); }).join()`)
			if want := "auto false  text,auto false  textarea,auto false  password,auto false tel text"; got != want {
				t.Errorf("the fields' attributes are %q, want %q", got, want)
			}
			shot(s.Page, "fields-"+name)
			s.clean()
		})
	}
}

// Twenty times 54 characters without a pause, each time exactly those.
func TestBurst(t *testing.T) {
	t.Parallel()
	for name, screen := range screens {
		t.Run(name, func(t *testing.T) {
			s := try(t, screen, "fields")
			s.tap("textbox", "Single")
			s.has("textbox", "Single")
			const burst = "Amina Hassan Wanjiru, ñ 54 characters fast, no pause!!"
			if n := len([]rune(burst)); n != 54 {
				t.Fatalf("the burst is %d characters long", n)
			}
			for range 20 {
				s.Keys(burst)
				s.holds("Single", burst)
				s.chord("a", "KeyA", 65, ctrl, "selectAll")
				s.chord("Delete", "Delete", 46, 0)
				s.holds("Single", "")
			}
		})
	}
}

// What a hand selects: by double clicks and by keys. (A long press selects nothing in a headless Chromium, on no page.)
// A finger in a field with a selection may have hold of one of its handles: nothing scrolls.
func TestSelection(t *testing.T) {
	t.Parallel()
	selected := `(() => { const e = document.activeElement; return e.value.slice(e.selectionStart, e.selectionEnd); })()`
	t.Run("mouse", func(t *testing.T) {
		s := try(t, chrome.Desktop, "fields")
		s.tap("textbox", "Single")
		s.has("textbox", "Single")
		s.Insert("alpha beta gamma")
		s.holds("Single", "alpha beta gamma")
		r := chrome.Eval[[]float64](s.Page, `(() => { const r = document.activeElement.getBoundingClientRect(); return [r.left, (r.top + r.bottom) / 2]; })()`)
		for n := range 2 {
			for _, what := range []input.DispatchMouseEventType{"mousePressed", "mouseReleased"} {
				s.call(input.DispatchMouseEventParams{Type: what, X: r[0] + 30, Y: r[1], Button: "left", ClickCount: int64(n + 1)})
			}
		}
		s.WaitFor(soon, selected+`.trim() === 'alpha'`)
		s.chord("a", "KeyA", 65, ctrl, "selectAll")
		s.WaitFor(soon, selected+` === 'alpha beta gamma'`)
		s.Keys("x")
		s.holds("Single", "x")
	})
	t.Run("finger", func(t *testing.T) {
		s := try(t, chrome.Phone, "fields")
		x, y, _ := s.point("textbox", "Phone")
		s.press(x, y)
		s.has("textbox", "Phone")
		s.Insert("0712 345 678")
		s.holds("Phone", "0712 345 678")
		drag := func() float64 {
			from := chrome.Eval[float64](s.Page, `document.activeElement.getBoundingClientRect().top`)
			s.drag(x, y, x, y-100, 100*time.Millisecond)
			s.rest()
			return from - chrome.Eval[float64](s.Page, `document.activeElement.getBoundingClientRect().top`)
		}
		s.chord("a", "KeyA", 65, ctrl, "selectAll")
		s.WaitFor(soon, selected+` === '0712 345 678'`)
		if got := drag(); got != 0 {
			t.Errorf("with a selection a finger scrolls by %v", got)
		}
		s.has("textbox", "Phone")
		s.Keys(kb.End)
		s.WaitFor(soon, selected+` === ''`)
		if got := drag(); got < 10 { // all that there is to scroll
			t.Errorf("without a selection a finger scrolls by %v", got)
		}
	})
}

// A box of several lines scrolls in itself as far as it goes, then the page does; the wheel likewise.
func TestFieldScrolls(t *testing.T) {
	t.Parallel()
	for name, screen := range screens {
		t.Run(name, func(t *testing.T) {
			s := try(t, screen, "fields")
			s.tap("textbox", "Letter")
			s.has("textbox", "Letter")
			s.Insert(strings.TrimSpace(strings.Repeat("line\n", 15)))
			s.Wait(element("textbox", "Letter") + `.scrollTop > 50`)
			box := func() (top, max, y float64) {
				r := chrome.Eval[[]float64](s.Page, `(() => { const e = find('textbox', 'Letter'); return [e.scrollTop, e.scrollHeight - e.clientHeight, e.getBoundingClientRect().top]; })()`)
				return r[0], r[1], r[2]
			}
			x, y, _ := s.point("textbox", "Letter")
			move := func(dy float64) { // the content goes up by dy
				if screen.Touch {
					s.drag(x, y+dy/2, x, y-dy/2, 100*time.Millisecond)
				} else {
					s.call(input.DispatchMouseEventParams{Type: "mouseWheel", X: x, Y: y, DeltaX: 1e-9, DeltaY: dy})
				}
				s.rest()
			}
			_, most, at := box()
			chrome.Eval[any](s.Page, `void (find('textbox', 'Letter').scrollTop = 0)`)
			move(80)
			if top, _, now := box(); math.Abs(top-80) > 12 || math.Abs(now-at) > 1 {
				t.Errorf("a move of 80 px scrolled the box by %v and the page by %v", top, at-now)
			}
			for range 6 {
				move(80)
			}
			if top, _, now := box(); math.Abs(top-most) > 2 || at-now < 40 {
				t.Errorf("moved on, the box stands at %v of %v and the page at %v", top, most, at-now)
			}
			s.pages()
		})
	}
}

// pages presses PageDown and PageUp in a long text: the caret goes as many lines as the box shows, and the box with it.
func (s *session) pages() {
	s.t.Helper()
	at := func() (line, top float64) {
		r := chrome.Eval[[]float64](s.Page, `(() => { const e = document.activeElement; return [e.value.slice(0, e.selectionStart).split('\n').length, e.scrollTop]; })()`)
		return r[0], r[1]
	}
	s.has("textbox", "Letter")
	s.chord("Home", "Home", 36, ctrl, "moveToBeginningOfDocument")
	s.WaitFor(soon, `document.activeElement.selectionStart === 0 && document.activeElement.scrollTop < 20`) // less than a line
	s.Keys(kb.PageDown)
	s.WaitFor(soon, `document.activeElement.scrollTop > 30`)
	if line, _ := at(); line < 3 || line > 8 {
		s.t.Errorf("a page down of five lines leads to line %v", line)
	}
	s.Keys(kb.PageDown + kb.PageDown + kb.PageDown + kb.PageDown)
	s.WaitFor(soon, `document.activeElement.value.slice(document.activeElement.selectionStart).split('\n').length === 1`)
	_, end := at()
	s.Keys(kb.PageUp + kb.PageUp)
	s.WaitFor(soon, fmt.Sprintf(`document.activeElement.scrollTop < %v`, end-30))
	if line, _ := at(); line < 2 || line > 8 {
		s.t.Errorf("two pages up from line 15 leads to line %v", line)
	}
	s.Insert("typed") // and what is typed into comes back into view
	s.WaitFor(soon, `document.activeElement.getBoundingClientRect().top >= 0 && document.activeElement.style.clipPath === ''`)
}
