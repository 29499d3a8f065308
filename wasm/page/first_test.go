//go:build browser

package page_test

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"placard/wasm/chrome"
)

// The pages as they look without scripts.
func TestReadPagesLook(t *testing.T) {
	s := serve(t, "1.0.0")
	for name, screen := range screens {
		b := chrome.Start(t, chrome.Options{Screen: screen})
		p := b.Open("")
		scripts(p, false)
		for file, path := range map[string]string{"appeal": "", "sign": "#/sign", "archive": "read/archive.html", "item": "read/news/killings-continue.html", "petition": "read/form/petition.html"} {
			p.Goto("about:blank")
			p.Goto(s.URL + path)
			shot(p, "read-"+file+"-"+name)
		}
	}
}

func scripts(p *chrome.Page, on bool) {
	if _, err := chromedp.Call(p.Context(), emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}); err != nil {
		panic(err)
	}
}
