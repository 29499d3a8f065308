package local

import (
	"testing"

	"github.com/google/uuid"
)

// newName names a store that does not exist yet; it goes with the browser's profile.
func newName(t testing.TB) string {
	t.Helper()
	return t.Name() + " " + uuid.NewString()
}
