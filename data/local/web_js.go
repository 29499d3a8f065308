package local

import (
	"context"

	"placard/wasm/sqlite"
)

type takeOverKey struct{}

// TakeOver returns a context with which Open takes the store from another tab of this browser, instead of failing with
// [data.CodeStoreBusy]. That tab finishes what it is doing and then sees [Store.Lost].
func TakeOver(ctx context.Context) context.Context {
	return context.WithValue(ctx, takeOverKey{}, true)
}

// Lost returns a channel that is closed when another tab took the store over. Every call then fails with
// [data.CodeStoreBusy]; what was added is safe, and on show there.
func (s *Store) Lost() <-chan struct{} { return sqlite.Of(s.db).Lost() }

// Storage tells where the store lies: in files or in memory only, promised to be kept or not, and how much room there is.
func (s *Store) Storage(ctx context.Context) sqlite.Info { return sqlite.Of(s.db).Info(ctx) }
