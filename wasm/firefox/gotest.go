//go:build unix

package firefox

import (
	"io/fs"
	"testing"

	"placard/wasm/browser"
)

// RunTests runs the tests of the package in dir in Firefox and reports each as a subtest of t; see [browser.RunTests].
func RunTests(t *testing.T, o Options, dir string, folders map[string]fs.FS) {
	t.Helper()
	browser.RunTests(t, Start(t, o).Open(browser.TestSite(t, dir, folders)))
}
