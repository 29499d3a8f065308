//go:build !js

package local

import (
	"context"

	"placard/data"
)

// mirrorAdd has nothing to do here: a file system keeps what was synced.
func (s *Store) mirrorAdd(context.Context, data.Sealed) error { return nil }

// mirrorReplay has nothing to do here.
func (s *Store) mirrorReplay(context.Context) error { return nil }
