//go:build browser

package page_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"placard/data/pack"
	"placard/server/servertest"
	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// Everything that the pack asks people to do is done without a network, each form by its own link, and the organiser has
// it once there is one.
func TestEveryActOfflineThenOnline(t *testing.T) { inEach(t, testEveryAct) }

func testEveryAct(t *testing.T, start starter) {
	p, err := pack.Bundled()
	if err != nil {
		t.Fatal(err)
	}
	c := servertest.Start(t, "-web", edition(t, "1.0.0"))
	b := start(t, browser.Options{Screen: chrome.Phone})
	s := use(t, b, c.URL, true)
	installed(s.Page)
	c.Stop()
	b.Offline(true)
	for i, f := range p.Forms {
		s.do(f)
		s.says(fmt.Sprintf("%d waiting", i+1))
		shot(s.Page, "act-"+f.ID)
	}
	for _, route := range []string{"act", "events", "share"} {
		chrome.Eval[chromedp.Void](s.Page, fmt.Sprintf(`void (location.hash = '#/%s')`, route))
		s.Wait(`document.querySelector('#mirror [role=main] h1')`)
		s.rest()
		shot(s.Page, "screen-"+route)
	}
	b.Offline(false)
	s.tap("link", "Outbox")
	s.sendNow(c)
	s.says("nothing waiting")
	s.clean()
	for _, f := range p.Forms {
		who := func() []string { return c.Column(string(f.Kind), "name") }
		for end := time.Now().Add(30 * time.Second); len(who()) == 0 && time.Now().Before(end); {
			time.Sleep(100 * time.Millisecond)
		}
		want := ""
		if slices.ContainsFunc(f.Fields, func(x pack.Field) bool { return x.Name == "name" && x.Required }) {
			want = "Wanjirũ"
		}
		if got := who(); len(got) != 1 || got[0] != want {
			t.Errorf("%s: the organiser has %q, want one by %q", f.ID, got, want)
		}
	}

	// A moderator reads the comment; then everybody can, without a network too.
	others := element("heading", "Comments of others")
	fetched := func(js string) {
		t.Helper()
		chrome.Eval[chromedp.Void](s.Page, `void (location.hash = '#/act/comment')`) // one load, not two in a row
		s.Reload()                                                                   // it asks again
		started(s.Page)
		s.learn()
		s.Wait(others)
		s.Wait(js)
	}
	mine := element("heading", "Wanjirũ")
	fetched(`[...document.querySelectorAll('#mirror p')].some((e) => e.textContent.startsWith('None has been let through yet'))`)
	c.Moderate("pending", "shown")
	fetched(mine)
	c.Stop()
	b.Offline(true)
	fetched(mine)
	shot(s.Page, "comments")
	b.Offline(false)
	c.Start()
	c.Moderate("shown", "hidden")
	fetched(`!` + mine + ` && [...document.querySelectorAll('#mirror p')].some((e) => e.textContent.startsWith('None has been let through yet'))`)
	s.clean()
}

// do fills a form in where it must be and sends it, with the actions of a switch or a screen reader.
func (s *session) do(f pack.Form) {
	s.t.Helper()
	chrome.Eval[chromedp.Void](s.Page, fmt.Sprintf(`void (location.hash = '#/act/%s')`, f.ID))
	s.Wait(element("heading", f.Title))
	for _, in := range f.Fields {
		switch {
		case in.Type == pack.Choice && len(in.Options) > 1:
			s.act("radio", in.Options[0].Label, "click")
			s.Wait(element("radio", in.Options[0].Label) + `.getAttribute('aria-checked') === 'true'`)
		case in.Required && in.Type != pack.Choice:
			s.act("textbox", in.Label, "focus")
			s.Insert("Wanjirũ")
			s.Wait(fmt.Sprintf("valueInGo(%s) === 'Wanjirũ'", element("textbox", in.Label)))
		}
	}
	s.act("button", f.Button, "click")
	s.Wait(element("heading", "Thank you"))
}
