//go:build !js

package local

import "testing"

// newName names a store that does not exist yet and is gone after the test.
func newName(t testing.TB) string {
	t.Helper()
	return t.TempDir()
}
