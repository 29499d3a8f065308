package faulttest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process is one running kit or server.
type process struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	stderr bytes.Buffer
	lines  chan string   // what it writes, line by line
	ended  chan struct{} // closed when it is gone
	err    error         // how it ended; after ended

	mu     sync.Mutex
	killed bool // by us
}

func start(cmd *exec.Cmd) (*process, error) {
	p := &process{cmd: cmd, lines: make(chan string, 100), ended: make(chan struct{})}
	cmd.Stderr = &p.stderr
	dieWithUs(cmd)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if p.in, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		for s := bufio.NewScanner(out); s.Scan(); {
			p.lines <- s.Text()
		}
		p.err = cmd.Wait()
		close(p.lines)
		close(p.ended)
	}()
	return p, nil
}

// kill is kill -9. It returns when the process is gone; somebody must go on reading its lines.
func (p *process) kill() {
	p.mu.Lock()
	p.killed = true
	p.mu.Unlock()
	p.cmd.Process.Kill()
	<-p.ended
}

// crashed tells how the process ended, if not by us.
func (p *process) crashed() error {
	<-p.ended
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.killed || p.err == nil {
		return nil
	}
	return fmt.Errorf("%s ended: %w\n%s", filepath.Base(p.cmd.Path), p.err, tail(p.stderr.Bytes()))
}

func tail(b []byte) []byte { return b[max(0, len(b)-6000):] }

type serverProcess struct {
	*process
	url string
}

// startServer starts placardd on a free port of a loopback address, and waits until it is ready.
func startServer(ctx context.Context, host, dir string, flags ...string) (*serverProcess, error) {
	args := append([]string{"serve", "-addr", net.JoinHostPort(host, "0"), "-data", dir, "-log", "warn"}, flags...)
	p, err := start(exec.Command(placardd, args...))
	if err != nil {
		return nil, err
	}
	for {
		select {
		case line, ok := <-p.lines:
			if !ok {
				<-p.ended
				return nil, fmt.Errorf("start server: %w: %s", errors.Join(p.err, errNotReady), tail(p.stderr.Bytes()))
			}
			if _, rest, ok := strings.Cut(line, "Placard is ready: "); ok {
				url, _, _ := strings.Cut(rest, " ")
				go func() {
					for range p.lines { // nothing more to learn there
					}
				}()
				return &serverProcess{p, url}, nil
			}
		case <-ctx.Done():
			p.cmd.Process.Kill()
			return nil, fmt.Errorf("start server: %w: %s", ctx.Err(), tail(p.stderr.Bytes()))
		}
	}
}

var errNotReady = errors.New("it was never ready")

// stop ends the server as an operator does.
func (s *serverProcess) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-s.ended:
		return s.crashed()
	case <-time.After(30 * time.Second):
		s.kill()
		return errors.New("it did not stop in 30 s")
	}
}

// backup runs placardd backup.
func backup(dir, to string) error {
	out, err := exec.Command(placardd, "backup", "-data", dir, to).CombinedOutput()
	if err != nil {
		return fmt.Errorf("back up: %w: %s", err, out)
	}
	return nil
}

// restore does what placardd backup -h tells an operator to do.
func restore(dir, from string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	db := filepath.Join(dir, "placard.db")
	for _, f := range []string{db + "-wal", db + "-shm"} {
		if err := os.Remove(f); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return os.WriteFile(db, b, 0o600)
}

// startKit starts a kit; its lines are the caller's to read.
func startKit(c kitConfig, env ...string) (*process, error) {
	b, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self)
	cmd.Env = append(append(os.Environ(), childEnv+"="+string(b)), env...)
	return start(cmd)
}
