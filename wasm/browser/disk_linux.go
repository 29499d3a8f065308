package browser

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Disk is an ext4 file system of its own, in an image file on a loop device, with which a test can cut the power.
type Disk struct {
	Dir   string // where it is mounted
	t     testing.TB
	image string
}

// NewDisk makes and mounts an empty disk of 2 GB (sparse) that lives as long as the test. It skips the test where loop
// devices cannot be had: mounting takes root.
func NewDisk(t testing.TB) *Disk {
	t.Helper()
	if testing.Short() {
		t.Skip("mounts a disk")
	}
	if os.Geteuid() != 0 {
		t.Skip("cutting the power needs a loop device, and so root: run this test as root")
	}
	image := filepath.Join(t.TempDir(), "disk.img")
	if err := os.WriteFile(image, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(image, 2<<30); err != nil {
		t.Fatal(err)
	}
	d := &Disk{t: t, image: image}
	if out, err := exec.Command("mkfs.ext4", "-q", "-F", image).CombinedOutput(); err != nil {
		t.Fatalf("make file system: %v: %s", err, out)
	}
	d.mount()
	return d
}

// mount attaches the image; a machine without loop devices (a plain container) skips the test.
func (d *Disk) mount() {
	d.t.Helper()
	d.Dir = d.t.TempDir()
	out, err := exec.Command("losetup", "--find", "--show", d.image).CombinedOutput()
	if err != nil {
		d.t.Skipf("cutting the power needs a loop device: %v: %s", err, out)
	}
	loop := strings.TrimSpace(string(out))
	d.t.Cleanup(func() { run(d.t, "losetup", "--detach", loop) })
	if out, err := exec.Command("mount", "-t", "ext4", loop, d.Dir).CombinedOutput(); err != nil {
		d.t.Skipf("cutting the power needs mounting: %v: %s", err, out)
	}
	d.t.Cleanup(func() { run(d.t, "umount", d.Dir) })
}

// run tries for a while: a killed browser's last files are closed a moment after its processes are gone.
func run(t testing.TB, name string, args ...string) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		out, err := exec.Command(name, args...).CombinedOutput()
		if err == nil {
			return
		}
		if time.Now().After(end) {
			t.Errorf("%s %v: %v: %s", name, args, err, out)
			return
		}
	}
}

// Cut returns the disk as it would come up had the power gone now: a copy of the image as it stands, with what the
// system had not written back left out. Nothing is synced. The browser stands still while the image is copied, and the
// copy is taken again until the kernel wrote nothing meanwhile, so that it is of one moment.
func (d *Disk) Cut(b interface{ Left() []int }) *Disk {
	d.t.Helper()
	pids := b.Left()
	for _, pid := range pids {
		syscall.Kill(pid, syscall.SIGSTOP)
	}
	defer func() {
		for _, pid := range pids {
			syscall.Kill(pid, syscall.SIGCONT)
		}
	}()
	cut := &Disk{t: d.t, image: filepath.Join(d.t.TempDir(), "cut.img")}
	if err := d.copyStill(cut.image); err != nil {
		d.t.Fatalf("copy disk: %v", err)
	}
	cut.mount()
	return cut
}

func (d *Disk) copyStill(to string) error {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		before, err := d.stat()
		if err != nil {
			return err
		}
		if out, err := exec.Command("cp", "--sparse=always", d.image, to).CombinedOutput(); err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		after, err := d.stat()
		if err != nil {
			return err
		}
		if before == after {
			return nil
		}
	}
	return fmt.Errorf("the disk never stood still")
}

// stat is the kernel's count of writes to the loop device and its image.
func (d *Disk) stat() (string, error) {
	out, err := exec.Command("losetup", "--noheadings", "--output", "NAME", "--associated", d.image).Output()
	if err != nil {
		return "", err
	}
	stat, err := os.ReadFile(filepath.Join("/sys/block", filepath.Base(string(bytes.TrimSpace(out))), "stat"))
	if err != nil {
		return "", err
	}
	f := bytes.Fields(stat) // reads, merged, sectors, ms, writes, merged, sectors written, …
	if len(f) < 7 {
		return "", fmt.Errorf("read writes of loop device: %q", stat)
	}
	return string(f[6]) + " in flight " + string(f[8]), nil
}
