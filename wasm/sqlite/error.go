package sqlite

import "errors"

// DefaultWorker is where the Worker's script lies, relative to the page.
const DefaultWorker = "sqlite/worker/worker.js"

// Primary result codes of SQLite that callers tell apart. See https://sqlite.org/rescode.html.
const (
	CodeBusy       = 5
	CodeInterrupt  = 9
	CodeIO         = 10
	CodeCorrupt    = 11
	CodeFull       = 13
	CodeConstraint = 19
	CodeRange      = 25
	CodeNotADB     = 26
)

// Error is an error of SQLite. Code is the extended result code, the number that go-sqlite3 calls ExtendedCode.
type Error struct {
	Code    int
	Message string
}

func (e *Error) Error() string { return e.Message }

// Primary returns the primary result code.
func (e *Error) Primary() int { return e.Code & 0xff }

// The errors of ownership and of the Worker itself.
var (
	ErrOwned  = errors.New("another tab has the database open")
	ErrLost   = errors.New("another tab took the database over")
	ErrBroken = errors.New("the database's worker broke down: reload the page")
)
