//go:build unix

package browser

import (
	"strings"
	"sync"
	"testing"
)

// Journal writes to a test's log until the test ends, after which a log line would panic, and keeps uncaught errors.
type Journal struct {
	mu     sync.Mutex
	t      testing.TB
	ending bool // the browser is being closed
	closed bool
	errs   []string
}

// NewJournal returns the journal of a test.
func NewJournal(t testing.TB) *Journal { return &Journal{t: t} }

// Logf writes to the test's log.
func (j *Journal) Logf(format string, args ...any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.closed {
		j.t.Logf(format, args...)
	}
}

// Uncaught keeps an uncaught error of a page or worker.
func (j *Journal) Uncaught(msg string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.ending {
		j.errs = append(j.errs, msg)
	}
}

// Ending says that the browser is being closed: what fails from now on was cut short by that.
func (j *Journal) Ending() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ending = true
}

// Errors returns the uncaught errors so far.
func (j *Journal) Errors() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]string(nil), j.errs...)
}

// Close ends the log and returns the uncaught errors.
func (j *Journal) Close() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.closed = true
	return j.errs
}

// tail keeps the last lines of a browser's own log, for the message of a failed start.
type tail struct {
	mu    sync.Mutex
	lines []string
}

func (l *tail) add(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line)
	if len(l.lines) > 20 {
		l.lines = l.lines[1:]
	}
}

func (l *tail) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}
