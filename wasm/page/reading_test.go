//go:build browser

package page_test

import (
	"fmt"
	"testing"

	"placard/wasm/chrome"
)

// A change of a live region is one change of the page, however often the screen is read again.
func TestAnnouncedOnce(t *testing.T) {
	t.Parallel()
	s := try(t, chrome.Desktop, "controls")
	s.Wait(element("checkbox", "Agree"))
	chrome.Eval[any](s.Page, `void (() => {
		window.spoken = [];
		const live = document.querySelector('#mirror [role=status]');
		new MutationObserver((records) => records.forEach((r) => spoken.push(r.type + ' ' + r.target.textContent)))
			.observe(live, { subtree: true, childList: true, characterData: true });
	})()`)
	s.tap("checkbox", "Agree")
	s.told("agreed true")
	s.tap("button", "More") // other things change
	s.Wait(element("paragraph", "the detail"))
	s.scroll(100)
	s.tap("tab", "Two")
	s.Wait(element("paragraph", "second"))
	if got := chrome.Eval[[]string](s.Page, `spoken`); len(got) != 1 || got[0] != "childList agreed true" {
		t.Errorf("the live region changed %d times: %q", len(got), got)
	}
}

// Elements keep their identity and order while a dialog lies over them, and a field what was typed and undone.
func TestIdentityUnderDialog(t *testing.T) {
	t.Parallel()
	s := try(t, chrome.Desktop, "controls")
	s.tap("textbox", "Title")
	s.Insert("one")
	s.Insert(" two")
	s.holds("Title", "one two")
	chrome.Eval[any](s.Page, `void (window.kept = [...document.querySelector('#mirror [role=main]').querySelectorAll('*')])`)
	s.tap("button", "Tell")
	s.Wait(element("dialog", "Stored"))
	if chrome.Eval[bool](s.Page, `document.getElementById(find('button', 'OK').id) === null || kept.some((e) => !e.isConnected || !e.closest('[inert]'))`) {
		t.Error("under a dialog something is gone or can still be used")
	}
	s.tap("button", "OK")
	s.Wait(element("button", "Tell"))
	s.rest()
	if chrome.Eval[bool](s.Page, `[...document.querySelector('#mirror [role=main]').querySelectorAll('*')].some((e, i) => e !== kept[i] || e.closest('[inert]'))`) {
		t.Error("after the dialog the elements are others, or in another order")
	}
	s.tap("textbox", "Title")
	s.has("textbox", "Title")
	s.chord("z", "KeyZ", 90, ctrl, "undo")
	s.holds("Title", "one")
}

// What one reading of the screen costs the page's thread: to read and write it in Go, and to bring the mirror up to
// date. The second of each pair is the mirror alone.
func BenchmarkReading(b *testing.B) {
	for _, screen := range []string{"many", "list"} {
		b.Run(screen, func(b *testing.B) {
			s := try(b, chrome.Phone, screen)
			s.Wait(`document.querySelectorAll('#mirror *').length > 10`)
			s.rest()
			chrome.Eval[any](s.Page, `void (() => {
				window.idle = (ms) => new Promise((done) => setTimeout(done, ms));
				const plain = placard.shell.mirror;
				placard.shell.mirror = (json) => { window.reading = json; plain(json); };
			})()`)
			s.scroll(60)
			s.Wait(`window.reading !== undefined`)
			s.rest()
			spent := func(each string) float64 {
				from := s.metric("TaskDuration")
				chrome.Eval[any](s.Page, fmt.Sprintf(`(async () => { for (let i = 0; i < 40; i++) { %s; await idle(50); } })()`, each))
				return s.metric("TaskDuration") - from
			}
			b.ReportAllocs()
			var read, none, mirror float64
			nodes := chrome.Eval[int](s.Page, `document.querySelectorAll('#mirror *').length`)
			for b.Loop() {
				none += spent("")
				read += spent("placard.app.read()")
				mirror += chrome.Eval[float64](s.Page, `(() => {
					const a = reading, b = a.replace(/"name":"[^"]*"/g, '"name":"other"'), from = performance.now();
					for (let i = 0; i < 40; i++) placard.shell.mirror(i % 2 ? a : b);
					return (performance.now() - from) / 1000;
				})()`)
			}
			per := 1000 / float64(40*b.N)
			b.ReportMetric((read-none)*per, "ms-go/reading")
			b.ReportMetric(mirror*per, "ms-page/reading")
			b.ReportMetric(float64(nodes), "elements")
		})
	}
}
