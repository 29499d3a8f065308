//go:build unix

package chrome

import (
	"strings"
	"sync"
	"testing"
)

// journal writes to a test's log until the test ends, after which a log line would panic, and keeps uncaught errors.
type journal struct {
	mu     sync.Mutex
	t      testing.TB
	closed bool
	errs   []string
}

func (j *journal) logf(format string, args ...any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.closed {
		j.t.Logf(format, args...)
	}
}

func (j *journal) uncaught(msg string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.errs = append(j.errs, msg)
}

func (j *journal) close() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.closed = true
	return j.errs
}

// tail keeps the last lines of Chromium's own log, for the message of a failed start.
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
