//go:build unix && !linux

package browser

import "syscall"

// OwnGroup puts the browser into a process group of its own.
func OwnGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
