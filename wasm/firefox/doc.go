// Package firefox is test support: it drives a real headless Firefox over WebDriver BiDi, as [placard/wasm/chrome] drives
// Chromium, and what it opens is a [placard/wasm/browser.Page] too.
//
//	b := firefox.Start(t, firefox.Options{Screen: browser.Phone})
//	p := b.Open(server.URL)
//	p.Wait(`document.title === "Placard"`)
//	b.Kill() // SIGKILL of the whole process tree
//	b = b.Restart()
//
// Where BiDi falls short (a tap that becomes a click, an input method, the network switched off for service workers too)
// the driver runs a few lines in Firefox's own window, which sees the same objects as Firefox's own tests do:
// [Browser.System]. Uncaught errors of pages fail the test unless [Options.Tolerant] is set.
//
// The browser is Debian's firefox-esr, or the command named in the environment variable FIREFOX.
package firefox
