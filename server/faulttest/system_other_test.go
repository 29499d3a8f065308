//go:build !linux

package faulttest

import "os/exec"

// ownHost returns the one loopback address that other systems have.
func ownHost() string { return "127.0.0.1" }

// dieWithUs does nothing here: only Linux kills the children of who dies.
func dieWithUs(*exec.Cmd) {}

// setFileLimit does nothing here: other systems let no process set another one's limits. Full disks are tried on Linux.
func setFileLimit(int, int64) error { return nil }
