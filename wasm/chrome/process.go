//go:build unix

package chrome

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// process is a Chromium with all its children: one process group, and one mark in the environment by which a child
// that left the group is found.
type process struct {
	cmd    *exec.Cmd
	mark   string
	socket string        // DevTools address
	done   chan struct{} // closed when the main process was reaped
	errs   *tail
}

const markVar = "PLACARD_CHROME"

var serial atomic.Int64

// flags are what every headless run needs: no updates, no sync, no network of the browser's own, software GL.
var flags = []string{
	"--headless=new", "--no-sandbox", "--disable-quic", "--no-first-run", "--no-default-browser-check",
	"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-breakpad",
	"--disable-crash-reporter", "--password-store=basic", "--use-mock-keychain", "--mute-audio",
	"--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
	"--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding", "--remote-debugging-port=0",
}

// command finds the browser.
func command() (string, error) {
	if c := os.Getenv("CHROMIUM"); c != "" {
		return exec.LookPath(c)
	}
	for _, c := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(c); err == nil {
			return p, nil
		}
	}
	return "", fmt.Errorf("find Chromium: install the package chromium, or name the command in CHROMIUM")
}

func startProcess(profile string, extra []string) (*process, error) {
	bin, err := command()
	if err != nil {
		return nil, err
	}
	// A profile that was copied or killed still names its former owner, and Chromium would hand the page over to it.
	for _, f := range []string{"SingletonLock", "SingletonSocket", "SingletonCookie"} {
		if err := os.Remove(filepath.Join(profile, f)); err != nil && !os.IsNotExist(err) {
			return nil, fmt.Errorf("unlock profile: %w", err)
		}
	}
	p := &process{done: make(chan struct{}), mark: fmt.Sprintf("%d-%d", os.Getpid(), serial.Add(1)), errs: &tail{}}
	args := append(append(append([]string{}, flags...), "--user-data-dir="+profile), extra...)
	p.cmd = exec.Command(bin, append(args, "about:blank")...)
	p.cmd.Env = append(os.Environ(), markVar+"="+p.mark)
	p.cmd.SysProcAttr = ownGroup()
	pipe, err := p.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start Chromium: %w", err)
	}
	found := make(chan string, 1)
	go p.watch(pipe, found)
	select {
	case p.socket = <-found:
		return p, nil
	case <-p.done:
	case <-time.After(60 * time.Second):
		p.kill()
	}
	return nil, fmt.Errorf("start Chromium: it never listened: %s", p.errs)
}

// watch reads stderr to its end, which the children may hold open, and reaps the main process.
func (p *process) watch(pipe io.Reader, found chan<- string) {
	go func() {
		p.cmd.Process.Wait()
		close(p.done)
	}()
	in := bufio.NewScanner(pipe)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		if at, ok := strings.CutPrefix(in.Text(), "DevTools listening on "); ok {
			found <- strings.TrimSpace(at)
			continue
		}
		p.errs.add(in.Text())
	}
}

// kill ends the whole tree with SIGKILL and returns when no process of it is left.
func (p *process) kill() error {
	syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.done
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		left := p.left()
		if len(left) == 0 {
			return nil
		}
		for _, pid := range left {
			syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	return fmt.Errorf("kill Chromium: processes %v stay", p.left())
}

// stop asks the browser to quit and kills what has not gone after ten seconds.
func (p *process) stop() error {
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(10 * time.Second):
	}
	return p.kill()
}

// left lists the living processes that carry our mark. Where there is no /proc the process group has to do.
func (p *process) left() []int {
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
