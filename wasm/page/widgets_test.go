//go:build browser

package page_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"placard/wasm/chrome"
)

// soon is what a busy machine may take for what follows one key or tap.
const soon = 20 * time.Second

// try opens one screen of the program with every widget.
func try(t testing.TB, screen chrome.Screen, name string) *session {
	t.Helper()
	b := chrome.Start(t, chrome.Options{Screen: screen})
	s := use(t, b, serve(t, widgets).URL+"#/"+name, screen.Touch)
	t.Cleanup(func() {
		if t.Failed() {
			t.Log("last tapped:", s.tapped)
			t.Log(chrome.Eval[string](s.Page, `document.activeElement.outerHTML.slice(0, 300)`))
			shot(s.Page, "failed-"+strings.ReplaceAll(t.Name(), "/", "-"))
		}
	})
	return s
}

// told waits until the program's live line reads as wanted.
func (s *session) told(want string) {
	s.t.Helper()
	s.WaitFor(soon, element("paragraph", want))
}

// is waits until an attribute of an element is as wanted.
func (s *session) is(role, name, attribute, want string) {
	s.t.Helper()
	s.WaitFor(soon, element(role, name)+`?.getAttribute('`+attribute+`') === '`+want+`'`)
}

// has waits until an element has the focus.
func (s *session) has(role, name string) {
	s.t.Helper()
	s.WaitFor(soon, element(role, name)+` === document.activeElement`)
}

// focus moves the focus to an element without a hand.
func (s *session) focus(role, name string) {
	s.t.Helper()
	s.Wait(element(role, name))
	chrome.Eval[any](s.Page, `void `+element(role, name)+`.focus()`)
	s.has(role, name)
}

// Every widget can be used by finger and by mouse, and says what state it is in.
func TestWidgetsByHand(t *testing.T) {
	t.Parallel()
	for name, screen := range screens {
		t.Run(name, func(t *testing.T) {
			s := try(t, screen, "controls")
			s.Wait(element("combobox", "Town"))
			shot(s.Page, "widgets-"+name)

			s.tap("combobox", "Town")
			s.is("option", "Nairobi", "aria-selected", "false")
			shot(s.Page, "widgets-select-"+name)
			s.tap("option", "Kisumu")
			s.told("picked Kisumu")
			s.Wait(element("combobox", "Town") + `.textContent === 'Kisumu'`)

			s.press(s.center(inside("Title")))
			s.tap("menuitem", "Ms")
			s.Wait(element("textbox", "Title"))
			s.holds("Title", "Ms")
			s.press(s.center(inside("Day")))
			s.Wait(`document.querySelector('#mirror [role=dialog]')`)
			shot(s.Page, "widgets-day-"+name)
			s.tapUntil("button", "Earlier", element("dialog", monthNamed(monthBefore()))+` !== undefined`)
			s.tap("button", "1")
			s.told("day " + monthBefore())

			s.tap("checkbox", "Agree")
			s.is("checkbox", "Agree", "aria-checked", "true")
			s.tap("radio", "Fax")
			s.is("radio", "Fax", "aria-checked", "true")
			s.told("by Fax")
			s.tap("link", "Example")
			s.told("went there")

			s.tap("button", "Tell")
			s.Wait(element("dialog", "Stored"))
			shot(s.Page, "widgets-dialog-"+name)
			s.tap("button", "OK")
			s.Wait(`!` + element("dialog", "Stored"))

			s.tap("button", "Ask")
			s.Wait(element("dialog", "Sure?"))
			s.tap("textbox", "Reason")
			s.has("textbox", "Reason")
			s.Insert("why not")
			s.holds("Reason", "why not")
			s.tap("button", "Yes")
			s.told("yes why not ")

			s.tap("tab", "Two")
			s.is("tab", "Two", "aria-selected", "true")
			s.Wait(element("paragraph", "second"))
			s.tap("button", "More")
			s.is("button", "More", "aria-expanded", "true")
			s.Wait(element("paragraph", "the detail"))
			s.tap("button", "End")
			s.told("end")
			s.clean()
		})
	}
}

// inside is the button that stands in a field.
func inside(field string) string { return element("textbox", field) + `.nextElementSibling` }

// monthBefore is the first day of the month before this one.
func monthBefore() string {
	now := time.Now()
	return time.Date(now.Year(), now.Month()-1, 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// monthNamed is how a calendar names the month of a day.
func monthNamed(day string) string {
	t, _ := time.Parse(time.DateOnly, day)
	return t.Format("January 2006")
}

// center is the middle of an element.
func (s *session) center(el string) (x, y float64) {
	s.t.Helper()
	s.Wait(el)
	r := chrome.Eval[[]float64](s.Page, `(() => { const r = `+el+`.getBoundingClientRect(); return [(r.left + r.right) / 2, (r.top + r.bottom) / 2]; })()`)
	return r[0], r[1]
}

// Every widget can be used by keys alone, and the focus comes back to where it was.
func TestWidgetsByKeys(t *testing.T) {
	t.Parallel()
	s := try(t, chrome.Desktop, "controls")
	s.focus("combobox", "Town")
	s.Keys(kb.ArrowDown)
	s.has("option", "Nairobi")
	s.Keys(kb.ArrowDown + kb.ArrowDown)
	s.has("option", "Mombasa")
	s.Keys("k") // by its letter
	s.has("option", "Kisumu")
	s.Keys(kb.Enter)
	s.told("picked Kisumu")
	s.has("combobox", "Town")
	s.Keys(" ")
	s.has("option", "Kisumu") // the one that is chosen
	s.Keys(kb.Escape)
	s.has("combobox", "Town")
	s.Keys(kb.ArrowRight)
	s.told("picked Mombasa")

	// The lists and calendars of fields that can be typed into as well.
	on := func(el string) { t.Helper(); s.WaitFor(soon, el+` === document.activeElement`) }
	s.focus("textbox", "Title")
	s.Keys("Dr" + kb.Tab)
	on(inside("Title"))
	s.Keys(kb.Enter)
	s.has("menuitem", "Mr")
	s.Keys(kb.ArrowDown + kb.ArrowDown + kb.Enter)
	on(inside("Title"))
	s.holds("Title", "Mx")
	s.Keys(kb.Tab)
	s.has("textbox", "Day")
	s.Keys(kb.Tab)
	on(inside("Day"))
	s.Keys(" ")
	s.Wait(`document.activeElement.getAttribute('role') === 'dialog'`)
	s.Keys(kb.Escape)
	on(inside("Day"))
	s.Keys(kb.Enter)
	s.Wait(`document.activeElement.getAttribute('role') === 'dialog'`)
	s.Keys(kb.Tab)
	s.has("button", "Earlier")
	s.Keys(kb.Enter)
	s.Wait(element("dialog", monthNamed(monthBefore())))
	s.has("button", "Earlier")
	s.Keys(kb.Tab)
	s.has("button", "Later")
	s.Keys(kb.Tab)
	s.has("button", "1")
	s.Keys(kb.Enter)
	s.told("day " + monthBefore())
	on(inside("Day"))

	s.focus("checkbox", "Agree")
	s.Keys(" ")
	s.is("checkbox", "Agree", "aria-checked", "true")
	s.Keys(kb.Tab)
	s.has("radio", "Letter")
	s.Keys(kb.ArrowDown)
	s.has("radio", "Fax")
	s.told("by Fax")
	s.Keys(kb.ArrowUp + kb.ArrowUp) // round
	s.has("radio", "Visit")
	s.told("by Visit")
	s.Keys(kb.Tab) // the group is one stop
	s.has("link", "Example")
	s.Keys(kb.Enter)
	s.told("went there")

	s.focus("slider", "How much")
	s.Keys(kb.ArrowRight + kb.ArrowRight)
	s.told("slid to 2")
	s.Keys(kb.End)
	s.told("slid to 10")

	s.focus("button", "Ask")
	s.Keys(kb.Enter)
	s.has("dialog", "Sure?")
	s.Keys(kb.Tab)
	s.has("textbox", "Reason")
	s.Keys("x")
	s.Keys(kb.Tab + " ")
	s.has("option", "Because")
	s.Keys(kb.Escape) // the list alone
	s.Wait(element("dialog", "Sure?") + ` && !` + element("option", "Because"))
	s.has("combobox", "(Select one)")
	s.Keys(kb.Escape)
	s.told("no x ")
	s.has("button", "Ask")

	s.focus("tab", "One")
	s.Keys(kb.ArrowRight)
	s.has("tab", "Two")
	s.Wait(element("paragraph", "second"))
	s.Keys(kb.End)
	s.Wait(element("button", "In the third"))
	s.Keys(kb.Tab)
	s.has("button", "In the third")
	s.focus("button", "More")
	s.Keys(kb.Enter)
	s.is("button", "More", "aria-expanded", "true")
	s.has("button", "More")
	s.clean()
}

// A list is one stop of Tab; the arrows lead through all of it, rows that are not there yet among them.
func TestListByKeys(t *testing.T) {
	t.Parallel()
	s := try(t, chrome.Phone, "list")
	s.focus("listitem", "Row 1")
	for range 30 {
		s.Keys(kb.ArrowDown)
	}
	s.has("listitem", "Row 31")
	if !chrome.Eval[bool](s.Page, `(() => { const r = document.activeElement.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })()`) {
		t.Error("the row with the focus is out of view")
	}
	s.Keys(kb.Enter)
	s.told("opened 31")
	s.Keys(kb.End)
	s.has("listitem", "Row 10000")
	s.Keys(kb.PageUp)
	s.Wait(`/^Row 99[0-9][0-9]$/.test(document.activeElement.getAttribute('aria-label')) && document.activeElement.ariaPosInSet < 9996`)
	s.Keys(kb.Home)
	s.has("listitem", "Row 1")
	s.Keys(kb.Tab)
	s.has("button", "After")

	s.clean()
}
