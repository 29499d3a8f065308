//go:build unix

package firefox

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"placard/wasm/browser"
)

// display starts an X server without a screen and returns its name and what ends it. Headless Firefox shows nothing on it, but without
// one it has no WebGL (https://bugzilla.mozilla.org/1375585). Where there is no Xvfb it returns the machine's own
// display, if there is one.
func display() (name string, down func(), err error) {
	bin, err := exec.LookPath("Xvfb")
	if err != nil {
		return os.Getenv("DISPLAY"), func() {}, nil
	}
	r, w, err := os.Pipe()
	if err != nil {
		return "", nil, err
	}
	defer r.Close()
	cmd := exec.Command(bin, "-displayfd", "3", "-screen", "0", "640x480x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{w}
	cmd.SysProcAttr = browser.OwnGroup()
	err = cmd.Start()
	w.Close()
	if err != nil {
		return "", nil, fmt.Errorf("start Xvfb: %w", err)
	}
	down = func() {
		cmd.Process.Kill()
		cmd.Wait()
	}
	r.SetReadDeadline(time.Now().Add(30 * time.Second))
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		down()
		return "", nil, fmt.Errorf("start Xvfb: it named no display: %w", err)
	}
	return ":" + strings.TrimSpace(line), down, nil
}
