//go:build browser

package page_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// A panic in the form, with what was typed in its message: the report names the place in our code and nothing that
// anyone typed, what was stored stays, and the draft comes back.
func TestReport(t *testing.T) { inEach(t, testReport) }

func testReport(t *testing.T, start starter) {
	b := start(t, browser.Options{Screen: chrome.Phone, Tolerant: true})
	s := use(t, b, serve(t, trial).URL, true)
	installed(s.Page)
	s.fill("Canary01kimani panic", "canary02kimani@example.org")
	s.act("button", "Sign", "click")
	failed(s.Page, "stopped")
	s.check("crash screen")
	shot(s.Page, "report")
	report := chrome.Eval[string](s.Page, `document.querySelector('#report pre').textContent`)
	t.Log(report)
	agent := "Chrome 156 on Android"
	if s.inFirefox() { // which does not say that it is a phone
		agent = chrome.Eval[string](s.Page, `navigator.userAgent.match(/Firefox.\d+/)[0].replace('/', ' ')`) + " on Linux"
	}
	for _, want := range []string{"Placard " + trial + " (placard-", agent, "390 × 844", "Stopped: panic", "placard/app.(*act).onSign", "attempt.go:", "main.(*memory).Queue main_js.go:"} {
		if !strings.Contains(report, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if found := regexp.MustCompile(`(?i)canary|kimani|example\.org|signature of`).FindAllString(report, -1); len(found) > 0 {
		t.Errorf("the report holds %q", found)
	}
	all := chrome.Eval[string](s.Page, `document.body.innerText`)
	if strings.Contains(strings.ToLower(all), "canary") {
		t.Errorf("the screen after the panic shows what was typed: %q", all)
	}
	// What goes out is what is shown.
	chrome.Eval[chromedp.Void](s.Page, `void (navigator.clipboard.writeText = async (t) => { window.copied = t; })`)
	chrome.Eval[chromedp.Void](s.Page, `[...document.querySelectorAll('#report button')].find((b) => b.textContent === 'Copy').click()`)
	s.Wait(`window.copied === document.querySelector('#report pre').textContent`)
	s.Wait(`[...document.querySelectorAll('#report button')].some((b) => b.textContent === 'Copied')`)

	chrome.Eval[chromedp.Void](s.Page, `void (window.old = true, document.getElementById('again').click())`)
	s.Wait(`!window.old`)
	s.filled("Canary01kimani panic", "canary02kimani@example.org")
}

// What Go prints of a panic goes through a sieve, whatever somebody typed into it.
func TestSieve(t *testing.T) {
	t.Parallel()
	b := chrome.Start(t, chrome.Options{})
	p := open(b, serve(t, trial).URL)
	name := chrome.Eval[string](p, `performance.getEntriesByType('resource').map((e) => e.name).find((n) => /\/report\.[0-9a-f]+\.js$/.test(n))`)
	const printed = "panic: Canary01kimani\n\tgoroutine 1 [running]:\n\nCanary02kimani(\n\t/home/canary03kimani/x.go:1\n\n" +
		"goroutine 34 gp=0xc000 m=0 [running]:\npanic({0x1, 0x2})\n\t/go/src/runtime/panic.go:792 +0x12\n" +
		"placard/app.(*sign).onSign.func1({0x1, 0x2}, ...)\n\tplacard/app/sign.go:176 +0x5\nplacard/data/outbox.map[...](...)\n\tplacard/x.go:3\n" +
		"Canary04kimani wrote this\n\tplacard/y.go:4\ncreated by placard/app.(*sign).onSign in goroutine 7\n\tplacard/app/sign.go:170 +0x9\n"
	got := chrome.Eval[string](p, `import(`+quoted(name)+`).then((m) => m.frames(`+quoted(printed)+`).join('|'))`)
	want := "placard/app.(*sign).onSign.func1 sign.go:176|placard/data/outbox.map[...] x.go:3|placard/app.(*sign).onSign sign.go:170"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for agent, want := range map[string]string{
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1": "Safari 17 on iPhone",
		"Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0":                                                                  "Firefox 153 on Linux",
		"Canary Browser of Kimani": "another browser on another system",
	} {
		if got := chrome.Eval[string](p, `import(`+quoted(name)+`).then((m) => m.family(`+quoted(agent)+`))`); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
}

func quoted(s string) string {
	b, _ := json.Marshal(s) // a string always can
	return string(b)
}
