package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"placard/server"
)

// Backup copies the database at path to a new file, consistent although the server goes on writing, and returns the
// highest seq in the copy. Once the copy is checked and durable, that seq is recorded in the database as safe: kits
// may then let go of what they keep for the server's sake. The copy is a database like the first: restoring it is
// stopping the server, putting the copy in the database's place, and removing the files ending in -wal and -shm
// beside it.
func Backup(ctx context.Context, path, to string) (int64, error) {
	if _, err := os.Stat(path); err != nil {
		return 0, fmt.Errorf("find the database: %w", err)
	}
	if _, err := os.Lstat(to); err == nil {
		return 0, fmt.Errorf("back up to %s: the file is there already, and is left alone", to)
	}
	part := to + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, fmt.Errorf("clear the way for the backup: %w", err)
	}
	defer os.Remove(part) // fails once it is renamed, and is meant to
	if err := create(part); err != nil {
		return 0, fmt.Errorf("make backup: %w", err)
	}
	db, err := open(path, "_txlock=immediate")
	if err != nil {
		return 0, fmt.Errorf("open database: %w", err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		return 0, fmt.Errorf("copy database: %w", err)
	}
	if err := pause(ctx, part); err != nil {
		return 0, fmt.Errorf("mark backup: %w", err)
	}
	seq, err := verify(ctx, part)
	if err != nil {
		return 0, fmt.Errorf("check backup: %w", err)
	}
	if err := settle(part, to); err != nil {
		return 0, fmt.Errorf("keep backup: %w", err)
	}
	_, err = db.ExecContext(ctx, `INSERT INTO setting (name, value) VALUES (?1, ?2)
		ON CONFLICT DO UPDATE SET value = ?2 WHERE CAST(value AS INTEGER) < ?3`, settingSafe, strconv.FormatInt(seq, 10), seq)
	if err != nil {
		return 0, fmt.Errorf("record what is safe: %w", err)
	}
	return seq, nil
}

// pause lets no server that starts from a copy mail letters before the organiser says so: those mailed after the copy
// was made are waiting in it.
func pause(ctx context.Context, path string) (err error) {
	db, err := sql.Open("sqlite3", fileURL(path)+"?_journal_mode=DELETE")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, setSetting, server.SettingPause, server.PausedRestored)
	return err
}

// verify reads a copy through, and returns its highest seq.
func verify(ctx context.Context, path string) (seq int64, err error) {
	db, err := sql.Open("sqlite3", fileURL(path)+"?mode=ro&immutable=1")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var word string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&word); err != nil {
		return 0, err
	}
	if word != "ok" {
		return 0, errors.New(word)
	}
	err = db.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM action").Scan(&seq)
	return seq, err
}

// settle syncs a file and gives it its name.
func settle(part, to string) error {
	f, err := os.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(part, to); err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}
