//go:build unix

package browser

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// Process is a browser with all its children: one process group, and one mark in the environment by which a child that
// left the group is found.
type Process struct {
	cmd    *exec.Cmd
	mark   string
	Socket string        // the address at which it is driven
	done   chan struct{} // closed when the main process was reaped
	errs   *tail
}

const markVar = "PLACARD_BROWSER"

var serial atomic.Int64

// Find returns the first of the named commands that is installed, or the one that the environment variable names.
func Find(variable string, names ...string) (string, error) {
	if c := os.Getenv(variable); c != "" {
		return exec.LookPath(c)
	}
	for _, c := range names {
		if p, err := exec.LookPath(c); err == nil {
			return p, nil
		}
	}
	return "", fmt.Errorf("find the browser: install the package %s, or name the command in %s", names[0], variable)
}

// StartProcess starts a browser and waits until a line of its stderr begins with announce; what follows there is its
// Socket.
func StartProcess(cmd *exec.Cmd, announce string) (*Process, error) {
	p := &Process{cmd: cmd, done: make(chan struct{}), mark: fmt.Sprintf("%d-%d", os.Getpid(), serial.Add(1)), errs: &tail{}}
	name := filepath.Base(cmd.Path)
	cmd.Env = append(cmd.Environ(), markVar+"="+p.mark)
	cmd.SysProcAttr = OwnGroup()
	pipe, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	found := make(chan string, 1)
	go p.watch(pipe, announce, found)
	select {
	case p.Socket = <-found:
		return p, nil
	case <-p.done:
	case <-time.After(60 * time.Second):
		p.Kill()
	}
	return nil, fmt.Errorf("start %s: it never listened: %s", name, p.errs)
}

// watch reads stderr to its end, which the children may hold open, and reaps the main process.
func (p *Process) watch(pipe io.Reader, announce string, found chan<- string) {
	go func() {
		p.cmd.Process.Wait()
		close(p.done)
	}()
	in := bufio.NewScanner(pipe)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		if at, ok := strings.CutPrefix(in.Text(), announce); ok {
			select {
			case found <- strings.TrimSpace(at):
			default: // it says so once
			}
			continue
		}
		p.errs.add(in.Text())
	}
}

// Kill ends the whole tree with SIGKILL and returns when no process of it is left, and none holds a file any more.
func (p *Process) Kill() error {
	dying := p.Left()
	syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.done
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		left := p.Left()
		for _, pid := range left {
			syscall.Kill(pid, syscall.SIGKILL)
		}
		dying = slices.DeleteFunc(append(dying, left...), over)
		if len(dying) == 0 {
			return nil
		}
	}
	return fmt.Errorf("kill the browser: processes %v stay", dying)
}

// over reports whether a process has let go of its files. A dying one loses its environment, by which Left finds it,
// before it closes them.
func over(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return true
	}
	state := stat[bytes.LastIndexByte(stat, ')')+1:]
	return bytes.HasPrefix(state, []byte(" Z")) || bytes.HasPrefix(state, []byte(" X"))
}

// Stop asks the browser to quit and kills what has not gone after ten seconds.
func (p *Process) Stop() error {
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(10 * time.Second):
	}
	return p.Kill()
}

// Left lists the living processes that carry our mark. Where there is no /proc the process group has to do.
func (p *Process) Left() []int {
	var pids []int
	want := []byte(markVar + "=" + p.mark)
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range dirs {
		env, err := os.ReadFile(filepath.Join(dir, "environ"))
		if err != nil {
			continue
		}
		for v := range bytes.SplitSeq(env, []byte{0}) {
			if bytes.Equal(v, want) {
				pid, _ := strconv.Atoi(filepath.Base(dir))
				pids = append(pids, pid)
			}
		}
	}
	return pids
}
