//go:build !js

package local

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"syscall"

	sqlite3 "github.com/mattn/go-sqlite3"

	"placard/data"
)

// databaseFile is the database inside the kit's directory; SQLite puts its journal beside it.
const databaseFile = "outbox.db"

// pragmas are set on the connection, in this order. Exclusive locking comes before the journal mode: then the file's
// lock is held until Close, which keeps a second instance out, and WAL needs no shared memory, which some sticks and
// network disks cannot give. Full sync and fullfsync (macOS; elsewhere it does nothing): what Add reports done is on the disk.
var pragmas = []string{
	"busy_timeout = 250",
	"locking_mode = EXCLUSIVE",
	"secure_delete = ON",
	"temp_store = MEMORY",
	"trusted_schema = OFF",
	"fullfsync = ON",
	"checkpoint_fullfsync = ON",
	"synchronous = FULL",
	"journal_mode = WAL",
	"foreign_keys = ON",
}

// openDB opens the database in the directory and takes its lock.
func openDB(ctx context.Context, name string) (*sql.DB, error) {
	path, err := makeFile(name)
	if err != nil {
		return nil, err
	}
	dsn := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "_txlock=immediate"}
	if dsn.Path[0] != '/' { // a Windows drive
		dsn.Path = "/" + dsn.Path
	}
	db := sql.OpenDB(connector{dsn.String()})
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "BEGIN IMMEDIATE; COMMIT"); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// makeFile makes the directory and an empty database that only their owner can enter and read; the journal inherits
// the database's mode. A stick with a FAT file system knows no modes, so that chmod may fail there. A database that
// exists is not opened here, and must not be by anything but SQLite: closing any handle of a file gives up all the
// locks (POSIX ones) that this process has on it, the exclusive one included.
func makeFile(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	_ = os.Chmod(dir, 0o700)
	path := filepath.Join(dir, databaseFile)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		_ = os.Chmod(path, 0o600)
		return path, nil
	}
	if err != nil {
		return "", err
	}
	return path, f.Close()
}

type connector struct{ dsn string }

func (c connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

func (c connector) Connect(context.Context) (driver.Conn, error) {
	d := sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		for _, p := range pragmas {
			if _, err := conn.Exec("PRAGMA "+p, nil); err != nil {
				return err
			}
		}
		return nil
	}}
	return d.Open(c.dsn)
}

// codeOf names an error of the database or the file system. A full disk shows as SQLITE_FULL or as an I/O error
// with the system's number beside it.
func codeOf(err error) data.Code {
	for _, full := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) {
			return data.CodeDeviceFull
		}
	}
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return data.CodeStorage
	}
	switch {
	case e.Code == sqlite3.ErrFull, e.SystemErrno == syscall.ENOSPC, e.SystemErrno == syscall.EDQUOT, e.SystemErrno == syscall.EFBIG:
		return data.CodeDeviceFull
	case e.Code == sqlite3.ErrBusy, e.Code == sqlite3.ErrLocked:
		return data.CodeStoreBusy
	case e.Code == sqlite3.ErrNotADB, e.Code == sqlite3.ErrCorrupt:
		return data.CodeStoreDamaged
	}
	return data.CodeStorage
}
