package sqlite

import (
	"context"
	"database/sql/driver"
	"io"
	"strings"
	"time"
)

// rows reads a query's rows page by page, as the Worker sends them.
type rows struct {
	ctx      context.Context
	conn     *conn
	cursor   int
	columns  []string
	declared []string // the columns' declared types, lower case; empty for an expression
	page     reader
	left     int  // rows of the page that were not read yet
	last     bool // there is no page after this one, and no cursor to close
}

var _ driver.RowsColumnTypeDatabaseTypeName = (*rows)(nil)

func newRows(ctx context.Context, c *conn, r reader) *rows {
	s := &rows{ctx: ctx, conn: c, cursor: r.u32()}
	n := r.u16()
	s.columns, s.declared = make([]string, n), make([]string, n)
	for i := range n {
		s.columns[i], s.declared[i] = r.text(), strings.ToLower(r.text())
	}
	s.turn(r)
	return s
}

func (s *rows) turn(r reader) {
	s.left, s.last = r.u32(), r.u32() == 1
	s.page = r
}

func (s *rows) Columns() []string { return s.columns }

// ColumnTypeDatabaseTypeName returns the type that the column was declared with.
func (s *rows) ColumnTypeDatabaseTypeName(i int) string { return strings.ToUpper(s.declared[i]) }

// Close ends the cursor; it heeds no deadline, since an open cursor would hold up the next commit.
func (s *rows) Close() error {
	s.left = 0
	if s.last {
		return nil
	}
	s.last = true
	_, err := s.conn.port.call(context.Background(), cursorRequest(opEnd, s.cursor))
	return err
}

func (s *rows) Next(dest []driver.Value) error {
	for s.left == 0 {
		if s.last {
			return io.EOF
		}
		r, err := s.conn.port.call(s.ctx, cursorRequest(opNext, s.cursor))
		if err != nil {
			return err
		}
		s.turn(r)
	}
	s.left--
	for i := range dest {
		dest[i] = s.value(s.declared[i])
	}
	return nil
}

// value reads one value. Columns declared as boolean or as a time become what go-sqlite3 makes of them.
func (s *rows) value(declared string) driver.Value {
	isTime := declared == "timestamp" || declared == "datetime" || declared == "date"
	switch s.page.u8() {
	case typeInteger:
		n := s.page.i64()
		switch {
		case declared == "boolean":
			return n > 0
		case isTime && (n > 1e12 || n < -1e12):
			return time.UnixMilli(n).UTC()
		case isTime:
			return time.Unix(n, 0).UTC()
		}
		return n
	case typeFloat:
		return s.page.f64()
	case typeText:
		text := s.page.text()
		if isTime {
			return parseTime(text)
		}
		return text
	case typeBlob:
		return s.page.bytes()
	}
	return nil
}

var timeFormats = []string{
	timeFormat,
	"2006-01-02T15:04:05.999999999-07:00",
	"2006-01-02 15:04:05.999999999",
	"2006-01-02T15:04:05.999999999",
	"2006-01-02 15:04",
	"2006-01-02T15:04",
	"2006-01-02",
}

func parseTime(text string) time.Time {
	for _, format := range timeFormats {
		if t, err := time.ParseInLocation(format, strings.TrimSuffix(text, "Z"), time.UTC); err == nil {
			return t
		}
	}
	return time.Time{}
}
