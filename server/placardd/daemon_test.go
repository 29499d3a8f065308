//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// asDaemon makes a test binary be placardd.
const asDaemon = "PLACARDD_TEST_DAEMON"

func TestMain(m *testing.M) {
	if os.Getenv(asDaemon) != "" {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		if err := Run(ctx, stdio{os.Stdin, os.Stdout, os.Stderr}, os.Args[1:]...); err != nil {
			fmt.Fprintln(os.Stderr, "placardd:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// daemon is placardd serve as a process of its own.
type daemon struct {
	t        testing.TB
	cmd      *exec.Cmd
	url, dir string
	out, err lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// startDaemon starts placardd on a free port with its data in dir, and waits until it is ready.
func startDaemon(t testing.TB, dir string, args ...string) *daemon {
	t.Helper()
	d := &daemon{t: t, dir: dir}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ready := filepath.Join(t.TempDir(), "ready")
	d.cmd = exec.Command(exe, append([]string{"serve", "-addr", "127.0.0.1:0", "-data", dir, "-web", "", "-ready-file", ready}, args...)...)
	d.cmd.Env = append(os.Environ(), asDaemon+"=1")
	d.cmd.Stdout, d.cmd.Stderr = &d.out, &d.err
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.kill)
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if b, err := os.ReadFile(ready); err == nil {
			d.url = strings.TrimSpace(string(b))
			return d
		}
		if time.Now().After(deadline) || syscall.Kill(d.cmd.Process.Pid, 0) != nil {
			t.Fatalf("not ready: %s%s", &d.out, &d.err)
		}
	}
}

// kill ends the daemon as a power cut would, as far as a process can tell.
func (d *daemon) kill() {
	if d.cmd.ProcessState == nil {
		_ = d.cmd.Process.Kill() // it may have ended
		_ = d.cmd.Wait()         // killed, and so not nil
	}
}

// stop asks the daemon to end, and returns how it ended.
func (d *daemon) stop() error {
	if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return d.cmd.Wait()
}
