package browser

import "syscall"

// OwnGroup puts the browser into a process group of its own, and lets it die with a test that is itself killed.
func OwnGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
