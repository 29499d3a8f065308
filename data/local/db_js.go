package local

import (
	"context"
	"database/sql"
	"errors"

	"placard/data"
	"placard/wasm/sqlite"
)

// openDB opens the database of that name in the browser's own file system. The driver sets the pragmas, and keeps early
// commits a second time for as long as a power cut could take the file as a whole (package sqlite).
func openDB(ctx context.Context, name string) (*sql.DB, error) {
	takeOver, _ := ctx.Value(takeOverKey{}).(bool)
	db := sql.OpenDB(sqlite.New(name, sqlite.Options{TakeOver: takeOver}))
	db.SetMaxOpenConns(1)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// codeOf names an error of the database.
func codeOf(err error) data.Code {
	if errors.Is(err, sqlite.ErrOwned) || errors.Is(err, sqlite.ErrLost) {
		return data.CodeStoreBusy
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return data.CodeStorage
	}
	switch e.Primary() {
	case sqlite.CodeFull:
		return data.CodeDeviceFull
	case sqlite.CodeBusy:
		return data.CodeStoreBusy
	case sqlite.CodeCorrupt, sqlite.CodeNotADB:
		return data.CodeStoreDamaged
	}
	return data.CodeStorage
}
