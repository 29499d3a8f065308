package sqlite

import (
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"placard/server/storetest"
)

// disk is a small ext4 file system of its own, in an image file on a loop device.
type disk struct {
	dir, image string
}

func newDisk(t *testing.T, size int64) disk {
	t.Helper()
	if testing.Short() || os.Geteuid() != 0 {
		t.Skip("needs a loop device, and so root, and is not for the inner loop")
	}
	d := disk{image: filepath.Join(t.TempDir(), "disk.img")}
	if err := os.WriteFile(d.image, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(d.image, size); err != nil {
		t.Fatal(err)
	}
	run(t, "mkfs.ext4", "-q", "-F", d.image)
	return d.mount(t)
}

func (d disk) mount(t *testing.T) disk {
	t.Helper()
	d.dir = t.TempDir()
	out, err := exec.Command("losetup", "--find", "--show", d.image).CombinedOutput()
	if err != nil {
		t.Skipf("no loop device: %v: %s", err, out)
	}
	loop := strings.TrimSpace(string(out))
	t.Cleanup(func() { run(t, "losetup", "--detach", loop) })
	if out, err := exec.Command("mount", "-t", "ext4", loop, d.dir).CombinedOutput(); err != nil {
		t.Skipf("no mounting: %v: %s", err, out)
	}
	t.Cleanup(func() { run(t, "umount", d.dir) })
	return d
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Errorf("%s %v: %v: %s", name, args, err, out)
	}
}

// cut returns the disk as it would come up had the power gone now: its image as it stands, without what the system
// has not written to it yet. The copy is taken again until nothing was written meanwhile.
func (d disk) cut(t *testing.T) disk {
	t.Helper()
	copied := disk{image: filepath.Join(t.TempDir(), "cut.img")}
	for range 50 {
		before := sum(t, d.image)
		run(t, "cp", "--sparse=always", d.image, copied.image)
		if sum(t, d.image) == before && sum(t, copied.image) == before {
			return copied.mount(t)
		}
	}
	t.Fatal("the disk does not come to rest")
	return disk{}
}

func sum(t *testing.T, path string) [32]byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		t.Fatal(err)
	}
	return [32]byte(h.Sum(nil))
}

// TestPowerCut cuts the power at random moments of a rush, each time looking for everything that was acknowledged
// until then.
func TestPowerCut(t *testing.T) {
	d := newDisk(t, 96<<20)
	for i := range 6 {
		t.Run("", func(t *testing.T) {
			dir := filepath.Join(d.dir, string(rune('a'+i)))
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			w := storetest.StartWriter(t, dir)
			w.Begun()
			time.Sleep(time.Duration(rand.IntN(300)) * time.Millisecond)
			w.Signal(syscall.SIGSTOP)
			time.Sleep(50 * time.Millisecond) // until the call that it is in returns, and its words have come
			told := w.Told()
			after := d.cut(t)
			w.Signal(syscall.SIGCONT)
			w.Kill()
			s := openAt(t, filepath.Join(after.dir, string(rune('a'+i)), "placard.db"))
			storetest.CheckHeld(t, s, told)
			t.Logf("%d acknowledged, all there", len(told))
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if err := os.RemoveAll(dir); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestFullDisk is TestFull with a disk that is really full.
func TestFullDisk(t *testing.T) {
	d := newDisk(t, 12<<20)
	ballast := filepath.Join(d.dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 3<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, filepath.Join(d.dir, "placard.db"))
	kept := fill(t, s)
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	checkFilled(t, s, kept)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
