//go:build unix

package browser

import (
	"sync"
	"testing"
)

// Running is what every driver's browser is besides its commands: a tree of processes that ends once, at the latest with
// the test, and a journal of what its pages complain of. Drivers embed it.
type Running struct {
	Process *Process
	Journal *Journal

	t        testing.TB
	tolerant bool
	quit     func() error // asks the browser to go in order
	gone     func()       // lets go of the connection to it

	mu    sync.Mutex
	ended bool
}

// NewRunning takes charge of a browser that was started: when the test ends it quits, and unless tolerant each uncaught
// error of its pages fails the test.
func NewRunning(t testing.TB, p *Process, tolerant bool, quit func() error, gone func()) *Running {
	r := &Running{Process: p, Journal: NewJournal(t), t: t, tolerant: tolerant, quit: quit, gone: gone}
	t.Cleanup(r.cleanup)
	return r
}

func (r *Running) cleanup() {
	r.t.Helper()
	r.end(r.Process.Stop)
	errs := r.Journal.Close()
	if r.tolerant {
		return
	}
	for _, e := range errs {
		r.t.Errorf("uncaught error: %s", e)
	}
}

func (r *Running) end(how func() error) {
	r.t.Helper()
	r.mu.Lock()
	ended := r.ended
	r.ended = true
	r.mu.Unlock()
	if ended {
		return
	}
	r.Journal.Ending()
	if err := how(); err != nil {
		r.t.Error(err)
	}
	r.gone()
}

// Kill ends every process of the browser with SIGKILL, as a crash or the battery would, and returns when none is left.
func (r *Running) Kill() {
	r.t.Helper()
	r.end(r.Process.Kill)
}

// Close lets the browser quit in order and returns when no process is left.
func (r *Running) Close() {
	r.t.Helper()
	r.end(r.quit)
}

// Ended reports whether the browser was killed or closed.
func (r *Running) Ended() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ended
}

// Left lists the browser's living processes.
func (r *Running) Left() []int { return r.Process.Left() }

// Uncaught returns the uncaught errors of pages and workers so far.
func (r *Running) Uncaught() []string { return r.Journal.Errors() }
