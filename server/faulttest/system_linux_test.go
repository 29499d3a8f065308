package faulttest

import (
	"net"
	"os"
	"os/exec"
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"
)

var hosts atomic.Uint32

// ownHost returns a loopback address that nobody else is likely to use: all of 127/8 leads here.
func ownHost() string {
	n := hosts.Add(1)
	return net.IPv4(127, byte(1+os.Getpid()%200), byte(n>>8), byte(n)).String()
}

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
