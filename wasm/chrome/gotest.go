//go:build unix

package chrome

import (
	"io/fs"
	"net/http"
	"testing"

	"placard/wasm/browser"
)

// TestSite is [browser.TestSite].
func TestSite(t testing.TB, dir string, folders map[string]fs.FS, api ...http.Handler) string {
	t.Helper()
	return browser.TestSite(t, dir, folders, api...)
}

// RunTests runs the tests of the package in dir in Chromium and reports each as a subtest of t; see [browser.RunTests].
func RunTests(t *testing.T, o Options, dir string, folders map[string]fs.FS, api ...http.Handler) {
	t.Helper()
	browser.RunTests(t, Start(t, o).Open(browser.TestSite(t, dir, folders, api...)))
}

// RunBenchmarks runs the benchmarks of the package in dir in Chromium and reports each as a sub-benchmark of b; see
// [browser.RunBenchmarks].
func RunBenchmarks(b *testing.B, o Options, dir string, folders map[string]fs.FS) {
	b.Helper()
	browser.RunBenchmarks(b, Start(b, o).Open(browser.TestSite(b, dir, folders)))
}
