// Package browser is test support: what a test needs of any real browser, whichever it is. [placard/wasm/chrome] and
// [placard/wasm/firefox] drive one each; a test that is written against [Page] runs in both.
//
// Every helper takes its failures to the test (Fatalf) and must be called from the test's own goroutine.
package browser
