//go:build browser && unix

package local

import (
	"io/fs"
	"testing"

	"placard/wasm/chrome"
	"placard/wasm/firefox"
	"placard/wasm/sqlite"
)

// The tests of this package once more, compiled for the browser and run in Chromium on its own storage.
func TestInBrowser(t *testing.T) {
	chrome.RunTests(t, chrome.Options{}, ".", map[string]fs.FS{"sqlite": sqlite.Assets()})
}

// The same in Firefox.
func TestInFirefox(t *testing.T) {
	firefox.RunTests(t, firefox.Options{}, ".", map[string]fs.FS{"sqlite": sqlite.Assets()})
}

func BenchmarkInBrowser(b *testing.B) {
	chrome.RunBenchmarks(b, chrome.Options{}, ".", map[string]fs.FS{"sqlite": sqlite.Assets()})
}
