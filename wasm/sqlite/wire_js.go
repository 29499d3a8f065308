package sqlite

import (
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"math"
	"time"
)

// The wire format stands in worker/wire.js.
const (
	opOpen = 1 + iota
	opExec
	opQuery
	opNext
	opEnd
	opPrepare
	opRollback
	opClose
)

const (
	typeNull = iota
	typeInteger
	typeFloat
	typeText
	typeBlob
)

// Codes of worker/fault.js beside SQLite's own.
const (
	codeOwned = 1000 + iota
	codeLost
	codeBroken
)

const headerSize = 16

// request begins a request, with room for its header and n bytes more.
func request(op byte, n int) []byte {
	b := make([]byte, headerSize, headerSize+n)
	b[4] = op
	return b
}

func appendText[T string | []byte](b []byte, s T) []byte {
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(s))), s...)
}

// statement encodes SQL and its arguments.
func statement(op byte, query string, args []driver.NamedValue) ([]byte, error) {
	n := len(query) + 16
	for _, a := range args {
		n += 48 + len(a.Name)
		switch v := a.Value.(type) {
		case string:
			n += len(v)
		case []byte:
			n += len(v)
		}
	}
	b := appendText(request(op, n), query)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(args)))
	for _, a := range args {
		var err error
		if b, err = appendValue(appendText(b, a.Name), a.Value); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// timeFormat is what go-sqlite3 writes.
const timeFormat = "2006-01-02 15:04:05.999999999-07:00"

func appendValue(b []byte, value driver.Value) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return append(b, typeNull), nil
	case int64:
		return binary.LittleEndian.AppendUint64(append(b, typeInteger), uint64(v)), nil
	case bool:
		var n uint64
		if v {
			n = 1
		}
		return binary.LittleEndian.AppendUint64(append(b, typeInteger), n), nil
	case float64:
		return binary.LittleEndian.AppendUint64(append(b, typeFloat), math.Float64bits(v)), nil
	case string:
		return appendText(append(b, typeText), v), nil
	case []byte:
		if v == nil {
			return append(b, typeNull), nil
		}
		return appendText(append(b, typeBlob), v), nil
	case time.Time:
		return appendText(append(b, typeText), v.Format(timeFormat)), nil
	}
	return nil, fmt.Errorf("bind a value of type %T", value)
}

// reader reads a reply, whose slices alias the buffer: each reply has its own, never used again.
type reader struct{ b []byte }

func (r *reader) take(n int) []byte {
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) u8() byte      { return r.take(1)[0] }
func (r *reader) u16() int      { return int(binary.LittleEndian.Uint16(r.take(2))) }
func (r *reader) u32() int      { return int(binary.LittleEndian.Uint32(r.take(4))) }
func (r *reader) i64() int64    { return int64(binary.LittleEndian.Uint64(r.take(8))) }
func (r *reader) f64() float64  { return math.Float64frombits(binary.LittleEndian.Uint64(r.take(8))) }
func (r *reader) bytes() []byte { return r.take(r.u32()) }
func (r *reader) text() string  { return string(r.bytes()) }
