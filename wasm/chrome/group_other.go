//go:build unix && !linux

package chrome

import "syscall"

// ownGroup puts the browser into a process group of its own.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
