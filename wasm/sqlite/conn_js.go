package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"errors"
)

// conn is the one connection. database/sql uses it from one goroutine at a time.
type conn struct {
	port     *port
	closed   bool
	readOnly bool // the open transaction is
}

var (
	_ driver.ConnBeginTx        = (*conn)(nil)
	_ driver.ConnPrepareContext = (*conn)(nil)
	_ driver.ExecerContext      = (*conn)(nil)
	_ driver.QueryerContext     = (*conn)(nil)
	_ driver.Pinger             = (*conn)(nil)
	_ driver.Validator          = (*conn)(nil)
)

// Close lets the database go, in order.
func (c *conn) Close() error {
	if c.closed {
		return nil
	}
	c.closed = true
	_, err := c.port.call(context.Background(), request(opClose, 0))
	c.port.stop()
	if errors.Is(err, ErrLost) { // then it is closed already
		return nil
	}
	return err
}

// IsValid reports whether the Worker still answers.
func (c *conn) IsValid() bool {
	select {
	case <-c.port.lost:
		return false
	case <-c.port.broken:
		return false
	default:
		return !c.closed
	}
}

func (c *conn) Ping(ctx context.Context) error {
	_, err := c.ExecContext(ctx, "SELECT 1", nil)
	return err
}

func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	b, err := statement(opExec, query, args)
	if err != nil {
		return nil, err
	}
	r, err := c.port.call(ctx, b)
	if err != nil {
		return nil, err
	}
	return result{changes: r.i64(), id: r.i64()}, nil
}

func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	b, err := statement(opQuery, query, args)
	if err != nil {
		return nil, err
	}
	r, err := c.port.call(ctx, b)
	if err != nil {
		return nil, err
	}
	return newRows(ctx, c, r), nil
}

func (c *conn) Prepare(query string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), query)
}

func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	r, err := c.port.call(ctx, appendText(request(opPrepare, len(query)+4), query))
	if err != nil {
		return nil, err
	}
	return &stmt{conn: c, query: query, inputs: int(int32(r.u32()))}, nil
}

func (c *conn) Begin() (driver.Tx, error) {
	return c.BeginTx(context.Background(), driver.TxOptions{})
}

// BeginTx begins a transaction that may write, so that it never fails half-way for want of a lock. All are
// serializable, which satisfies every level of isolation.
func (c *conn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	begin := "BEGIN IMMEDIATE"
	if o.ReadOnly {
		begin = "BEGIN; PRAGMA query_only = 1"
	}
	if _, err := c.ExecContext(ctx, begin, nil); err != nil {
		return nil, err
	}
	c.readOnly = o.ReadOnly
	return tx{c}, nil
}

type tx struct{ conn *conn }

// Commit and Rollback heed no deadline: what became of the transaction must be known.
func (t tx) Commit() error {
	_, err := t.conn.ExecContext(context.Background(), "COMMIT", nil)
	if err != nil { // database/sql holds the transaction for over now
		return errors.Join(err, t.Rollback())
	}
	return t.end()
}

func (t tx) Rollback() error {
	if _, err := t.conn.port.call(context.Background(), request(opRollback, 0)); err != nil {
		return err
	}
	return t.end()
}

func (t tx) end() error {
	if !t.conn.readOnly {
		return nil
	}
	t.conn.readOnly = false
	_, err := t.conn.ExecContext(context.Background(), "PRAGMA query_only = 0", nil)
	return err
}

type result struct{ changes, id int64 }

func (r result) LastInsertId() (int64, error) { return r.id, nil }
func (r result) RowsAffected() (int64, error) { return r.changes, nil }

// stmt is a checked query; the Worker itself keeps what it compiled.
type stmt struct {
	conn   *conn
	query  string
	inputs int // -1 for a script
}

var (
	_ driver.StmtExecContext  = (*stmt)(nil)
	_ driver.StmtQueryContext = (*stmt)(nil)
)

func (s *stmt) Close() error  { return nil }
func (s *stmt) NumInput() int { return s.inputs }

func (s *stmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return s.conn.ExecContext(ctx, s.query, args)
}

func (s *stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return s.conn.QueryContext(ctx, s.query, args)
}

func (s *stmt) Exec(args []driver.Value) (driver.Result, error) {
	return s.ExecContext(context.Background(), ordinal(args))
}

func (s *stmt) Query(args []driver.Value) (driver.Rows, error) {
	return s.QueryContext(context.Background(), ordinal(args))
}

func ordinal(args []driver.Value) []driver.NamedValue {
	all := make([]driver.NamedValue, len(args))
	for i, v := range args {
		all[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return all
}

// cursorRequest asks for more of an open cursor, or for its end.
func cursorRequest(op byte, id int) []byte {
	return binary.LittleEndian.AppendUint32(request(op, 4), uint32(id))
}
