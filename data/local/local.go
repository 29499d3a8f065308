// Package local keeps the outbox on this device, in SQLite: one schema and one set of migrations for the desktop and
// the browser. What is personal in it is sealed before it comes here (see package seal); erasing freed pages
// (secure_delete) is the second line. Beside it lie the pack's news, public and in plain, to be searched ([Archive]).
//
// # Layout
//
// A campaign's actions lie in the table action, small rows only; their seals lie in a table of their own, so that
// listing and counting never read them. Three rules make an outbox of 100,000 actions as quick as one of a hundred:
//
//   - an action is never deleted, so the places of a campaign's actions count 1, 2, 3 … without a gap, and a page at
//     any offset is one short range of an index;
//   - the tallies stand in the row of the campaign, moved by triggers in the transaction that moves the action;
//   - what has yet to be done (waiting to be sent, sent but in no backup of the server) has a partial index each.
//
// The database is opened with one connection, on both editions: a query inside an open Rows loop blocks everywhere,
// not in the browser alone.
//
// # Twin files
//
// What differs between the editions is openDB (open the file, set the pragmas, make sure that nobody else has it
// open) and codeOf (which [data.Code] a driver's error is).
package local

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"placard/data"
)

// Store is the outbox of this device. It satisfies the Store of package outbox; its methods may be called from any
// goroutine. Errors are of type [data.Error], but for those of a context that ended.
type Store struct {
	db      *sql.DB
	filling sync.Mutex // the archive is filled once at a time
}

// Open opens the store, and makes it where there is none. The name is a directory on the desktop and the name of a
// database in the browser. It reports [data.CodeStoreBusy] when another instance has it open, [data.CodeStoreNewer]
// when a newer kit wrote it, and [data.CodeStoreDamaged] when it is no database of ours; it harms none of them.
func Open(ctx context.Context, name string) (*Store, error) {
	db, err := openDB(ctx, name)
	if err != nil {
		return nil, coded("open store", err)
	}
	s := &Store{db: db}
	if err := migrate(ctx, db); err != nil {
		return nil, errors.Join(coded("open store", err), db.Close())
	}
	return s, nil
}

// Close closes the store. What was added is safe with or without it.
func (s *Store) Close() error { return coded("close store", s.db.Close()) }

// inTx runs f in a transaction, and commits when f returns nil.
func (s *Store) inTx(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		if rerr := tx.Rollback(); rerr != nil && !errors.Is(rerr, sql.ErrTxDone) {
			return errors.Join(err, rerr)
		}
		return err
	}
	return tx.Commit()
}

// coded turns an error of the database into one with a hint for a person.
func coded(verb string, err error) error {
	switch e := (*data.Error)(nil); {
	case err == nil:
		return nil
	case errors.As(err, &e), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: %w", verb, err)
	}
	return data.NewError(codeOf(err), "", fmt.Errorf("%s: %w", verb, err))
}
