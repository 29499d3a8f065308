// Package chrome is test support: it drives a real headless Chromium, so that a test can click, pull the network, cut
// the power and look again.
//
//	b := chrome.Start(t, chrome.Options{Screen: chrome.Phone})
//	p := b.Open(server.URL)
//	p.Wait(`document.title === "Placard"`)
//	b.Offline(true)
//	…
//	b.Kill() // SIGKILL of the whole process tree
//	b = b.Restart()
//
// Every helper takes its failures to the test (Fatalf) and must be called from the test's own goroutine. Console
// messages and uncaught errors of pages, workers and service workers go to the test's log; an uncaught error fails
// the test unless [Options.Tolerant] is set. For anything else there is chromedp itself, with [Page.Context] and
// [Page.Do].
//
// The browser is Debian's Chromium, or the command named in the environment variable CHROMIUM. What is not Chromium's own
// lies in [placard/wasm/browser], and [placard/wasm/firefox] is this package's twin.
package chrome
