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

// The same in Firefox.
func TestInFirefox(t *testing.T) {
	firefox.RunTests(t, firefox.Options{}, ".", map[string]fs.FS{"sqlite": Assets()})
}

func BenchmarkInBrowser(b *testing.B) {
	chrome.RunBenchmarks(b, chrome.Options{}, ".", map[string]fs.FS{"sqlite": Assets()})
}
