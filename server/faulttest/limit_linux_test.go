package faulttest

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// dieWithUs lets no process outlive a test that is killed or times out.
func dieWithUs(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }

// setFileLimit lets a running process write no file beyond so many bytes, as on a full disk; -1 lifts the limit.
// SQLite is told EFBIG, for Go ignores the signal that comes with it.
func setFileLimit(pid int, bytes int64) error {
	limit := unix.Rlimit{Cur: unix.RLIM_INFINITY, Max: unix.RLIM_INFINITY}
	if bytes >= 0 {
		limit.Cur = uint64(bytes)
	}
	return unix.Prlimit(pid, unix.RLIMIT_FSIZE, &limit, nil)
}
