//go:build browser && unix

package sqlite

import (
	"io/fs"
	"testing"

	"placard/wasm/chrome"
	"placard/wasm/firefox"
)

// The driver's own tests are those in the _js_test.go files. They run here, in a real Chromium.
func TestInBrowser(t *testing.T) {
	chrome.RunTests(t, chrome.Options{}, ".", map[string]fs.FS{"sqlite": Assets()})
}

// The same in Firefox, which calls a worker that is missing, as in one of the tests, an uncaught error.
func TestInFirefox(t *testing.T) {
	firefox.RunTests(t, firefox.Options{Tolerant: true}, ".", map[string]fs.FS{"sqlite": Assets()})
}

func BenchmarkInBrowser(b *testing.B) {
	chrome.RunBenchmarks(b, chrome.Options{}, ".", map[string]fs.FS{"sqlite": Assets()})
}
