// Package sqlite keeps what the server took in one SQLite file: WAL, synchronous=FULL, one writer that puts
// concurrent requests into one transaction and one sync.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/mattn/go-sqlite3"

	"placard/data"
	"placard/server"
)

// Store implements [server.Store].
type Store struct {
	read *sql.DB // several connections, which cannot write

	mu     sync.Mutex // the writer: one transaction at a time
	write  *sql.DB
	conn   *sql.Conn
	insert *sql.Stmt
	first  *sql.Stmt
	sum    *sql.Stmt

	jobs    chan *job // see group.go
	group   sync.WaitGroup
	closing sync.RWMutex
	closed  bool

	totals sums
	safe   struct {
		seq   atomic.Int64
		asked atomic.Int64 // when, Unix nanoseconds
	}
}

var _ server.Store = (*Store)(nil)

// Open opens the database file, or makes it, readable by its owner only.
func Open(ctx context.Context, path string) (*Store, error) {
	if err := create(path); err != nil {
		return nil, fmt.Errorf("make database: %w", err)
	}
	s := &Store{jobs: make(chan *job, 1024)}
	var err error
	if s.write, err = open(path, "_txlock=immediate"); err == nil {
		s.write.SetMaxOpenConns(1)
		s.read, err = open(path, "_query_only=1")
	}
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	s.read.SetMaxOpenConns(4)
	s.read.SetMaxIdleConns(4)
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), s.read.Close(), s.write.Close())
	}
	s.group.Go(s.run)
	return s, nil
}

// create makes an empty file with the right mode, so that SQLite gives its journals the same one.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	} else if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func open(path, more string) (*sql.DB, error) {
	// WAL is checkpointed every 16 MB instead of every 4: fewer syncs in a rush, and the file stays as small.
	return sql.Open("sqlite3", fileURL(path)+"?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=10000&_foreign_keys=1&_secure_delete=FAST&"+more)
}

// fileURL lets no sign in a path pass for a parameter.
func fileURL(path string) string { return "file:" + (&url.URL{Path: path}).EscapedPath() }

func (s *Store) prepare(ctx context.Context) (err error) {
	if s.conn, err = s.write.Conn(ctx); err != nil {
		return err
	}
	if _, err = s.conn.ExecContext(ctx, "PRAGMA wal_autocheckpoint=4000; PRAGMA trusted_schema=OFF"); err != nil {
		return err
	}
	if err = migrate(ctx, s.conn); err != nil {
		return err
	}
	for stmt, q := range map[**sql.Stmt]string{
		&s.insert: `INSERT INTO action (id, digest, campaign, kind, day, size, seal) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		&s.first:  `SELECT seq, digest FROM action WHERE id = ?`,
		&s.sum: `INSERT INTO tally (campaign, kind, day, received, counted, doubled, closed, withdrawn) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET received = received + excluded.received, counted = counted + excluded.counted,
			doubled = doubled + excluded.doubled, closed = closed + excluded.closed, withdrawn = withdrawn + excluded.withdrawn`,
	} {
		if *stmt, err = s.conn.PrepareContext(ctx, q); err != nil {
			return err
		}
	}
	return s.totals.load(ctx, s.conn)
}

// Close implements [server.Store].
func (s *Store) Close() error {
	s.closing.Lock()
	defer s.closing.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	close(s.jobs)
	s.group.Wait()
	err := s.read.Close()
	for _, stmt := range []*sql.Stmt{s.insert, s.first, s.sum} {
		err = errors.Join(err, stmt.Close())
	}
	return errors.Join(err, s.conn.Close(), s.write.Close())
}

// transact runs f in one transaction of the writer, together with the sums in d, which f may fill. It takes no
// context: database/sql would start a goroutine for each statement, and a writer that is cut short gains nobody
// anything.
func (s *Store) transact(d deltas, f func(context.Context) error) error {
	ctx := context.Background()
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return coded(err)
	}
	err := f(ctx)
	if err == nil {
		err = d.store(ctx, s.sum)
	}
	if err == nil {
		_, err = s.conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		// After a full disk SQLite may have rolled back by itself; then this fails, and is meant to.
		_, _ = s.conn.ExecContext(ctx, "ROLLBACK")
		return coded(err)
	}
	s.totals.apply(d)
	return nil
}

// coded gives a full disk its code.
func coded(err error) error {
	var e sqlite3.Error
	if errors.As(err, &e) && (e.Code == sqlite3.ErrFull || e.SystemErrno == syscall.ENOSPC || e.SystemErrno == syscall.EDQUOT) {
		return data.NewError(data.CodeServerFull, "", err)
	}
	return err
}

// Setting implements [server.Store].
func (s *Store) Setting(ctx context.Context, name string) (value string, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT value FROM setting WHERE name = ?`, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

const setSetting = `INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`

// SetSetting implements [server.Store].
func (s *Store) SetSetting(_ context.Context, name, value string) error {
	return s.transact(nil, func(ctx context.Context) error {
		_, err := s.conn.ExecContext(ctx, setSetting, name, value)
		return err
	})
}

// settingSafe is the setting that holds what Safe returns.
const settingSafe = "safe"

// Safe implements [server.Store]. The value comes from another process, the one that made the backup, so it is read
// again each second.
func (s *Store) Safe(ctx context.Context) (int64, error) {
	now, asked := time.Now().UnixNano(), s.safe.asked.Load()
	if now-asked < int64(time.Second) || !s.safe.asked.CompareAndSwap(asked, now) {
		return s.safe.seq.Load(), nil
	}
	var seq int64
	err := s.read.QueryRowContext(ctx, `SELECT value FROM setting WHERE name = ?`, settingSafe).Scan(&seq)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		s.safe.asked.Store(asked)
		return 0, fmt.Errorf("read how far the backups reach: %w", err)
	}
	s.safe.seq.Store(seq)
	return seq, nil
}
