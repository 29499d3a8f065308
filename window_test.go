//go:build window && linux

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"placard/app"
	"placard/app/semantic"
	"placard/data"
	"placard/data/local"
	"placard/data/outbox"
	"placard/data/pack"
	"placard/server/servertest"
)

// The window is tall, so that nothing of the form has to be scrolled to.
const wide, tall = 1100, 1900

// The desktop kit in a real window: signed with the server gone, killed, started again with the server back, and the
// organiser sees the signature once.
func TestDesktopAllTheWay(t *testing.T) {
	c := servertest.Start(t)
	d := startDisplay(t)
	dir := filepath.Join(t.TempDir(), "kit")
	k := d.startKit("-data", dir, "-campaign", c.File)
	d.shot("desktop-1-appeal")
	c.Stop()

	where := newTwin(t, c.File)
	d.click(where.find(semantic.Link, "Sign"))
	where.tap(semantic.Link, "Sign")
	d.click(where.find(semantic.Textbox, "Your name"))
	d.keys("type", "--delay", "20", "Wanjiru wa Ngugi")
	d.shot("desktop-2-form")
	before := size(t, dir)
	d.click(where.find(semantic.Button, "Sign"))
	waitFor(t, "a seal on the disk", func() bool { return size(t, dir) > before+4096 })
	time.Sleep(time.Second)
	d.shot("desktop-3-thanks")
	k.Process.Kill()
	k.Wait()
	if tally := tally(t, dir); tally != 1 {
		t.Fatalf("%d actions wait after the kill, want 1", tally)
	}

	c.Start()
	k = d.startKit("-data", dir) // it kept the campaign file
	if got := c.WaitFor(1); got[0] != "Wanjiru wa Ngugi" {
		t.Errorf("the organiser sees %q", got)
	}
	d.shot("desktop-4-sent")
	k.Process.Signal(os.Interrupt)
}

// size is what the database and its log hold, in bytes.
func size(t *testing.T, dir string) (n int64) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.db*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no database in %s: %v", dir, err)
	}
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		n += info.Size()
	}
	return n
}

func tally(t *testing.T, dir string) int {
	t.Helper()
	s, err := local.Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	got, err := s.Tally(context.Background(), "kenya-2008")
	if err != nil {
		t.Fatal(err)
	}
	return got.Waiting
}

// A display is an X server without a screen.
type display struct {
	t    *testing.T
	name string
}

func startDisplay(t *testing.T) *display {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", strconv.Itoa(wide)+"x"+strconv.Itoa(tall)+"x24")
	x.ExtraFiles = []*os.File{w}
	if err := x.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	t.Cleanup(func() { x.Process.Kill(); x.Wait() })
	number := make([]byte, 16)
	n, err := r.Read(number)
	if err != nil {
		t.Fatalf("start Xvfb: %v", err)
	}
	return &display{t, ":" + strings.TrimSpace(string(number[:n]))}
}

func (d *display) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+d.name, "WAYLAND_DISPLAY=", "FYNE_SCALE=1", "FYNE_THEME=light")
	return cmd
}

// startKit starts the kit and returns when its window fills the display.
func (d *display) startKit(args ...string) *exec.Cmd {
	d.t.Helper()
	program, err := servertest.Build(".")
	if err != nil {
		d.t.Fatal(err)
	}
	k := d.command(program, args...)
	k.Stderr = os.Stderr
	if err := k.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { k.Process.Kill() })
	var window string
	waitFor(d.t, "the window", func() bool {
		out, _ := d.command("xdotool", "search", "--onlyvisible", "--name", "^Placard$").Output()
		window = strings.TrimSpace(string(out))
		return window != ""
	})
	d.keys("windowmove", window, "0", "0")
	waitFor(d.t, "the window to keep its size", func() bool { // Fyne sets its own once, late on a busy machine
		d.keys("windowsize", window, strconv.Itoa(wide), strconv.Itoa(tall))
		time.Sleep(time.Second)
		out, err := d.command("xdotool", "getwindowgeometry", "--shell", window).Output()
		return err == nil && strings.Contains(string(out), "WIDTH="+strconv.Itoa(wide)+"\nHEIGHT="+strconv.Itoa(tall)+"\n")
	})
	d.keys("windowfocus", window)
	time.Sleep(time.Second)
	return k
}

func (d *display) keys(args ...string) {
	d.t.Helper()
	if out, err := d.command("xdotool", args...).CombinedOutput(); err != nil {
		d.t.Fatalf("xdotool %v: %v\n%s", args, err, out)
	}
}

func (d *display) click(at fyne.Position) {
	d.t.Helper()
	d.keys("mousemove", strconv.Itoa(int(at.X)), strconv.Itoa(int(at.Y)), "sleep", "0.2", "click", "1", "sleep", "0.5")
}

// shot takes a screenshot to look at, if wanted.
func (d *display) shot(name string) {
	if dir := os.Getenv("SHOTS"); dir != "" {
		d.command("import", "-window", "root", filepath.Join(dir, name+".png")).Run()
	}
}

// A twin is the same app of the same size without a window: it tells where things are in the window.
type twin struct {
	t    *testing.T
	tree *semantic.Tree
}

func newTwin(t *testing.T, campaignFile string) *twin {
	t.Helper()
	campaign, err := loadCampaign(t.TempDir(), campaignFile)
	if err != nil {
		t.Fatal(err)
	}
	p, err := pack.Bundled()
	if err != nil {
		t.Fatal(err)
	}
	fa := test.NewTempApp(t)
	w := fa.NewWindow("Placard")
	a := app.New(fa, app.Config{Pack: p, Campaign: campaign, Outbox: still{}, Platform: newComputer(fa, w, campaign)})
	w.SetPadded(false)
	w.SetContent(a.Content())
	w.Resize(fyne.NewSize(wide, tall))
	t.Cleanup(func() { a.Close(); w.Close() })
	return &twin{t, semantic.New(w.Canvas())}
}

// still is an outbox that never says anything, so that nothing moves in the twin.
type still struct{ app.Outbox }

func (still) Watch(func()) func() { return func() {} }

func (still) Tally(ctx context.Context) (data.Tally, error) {
	<-ctx.Done()
	return data.Tally{}, ctx.Err()
}

func (still) Status() outbox.Status { return outbox.Status{} }

func (m *twin) node(role semantic.Role, name string) *semantic.Node {
	m.t.Helper()
	n := semantic.Find(m.tree.Read(), role, name)
	if n == nil {
		m.t.Fatalf("no %s %q", role, name)
	}
	return n
}

func (m *twin) find(role semantic.Role, name string) fyne.Position {
	m.t.Helper()
	n := m.node(role, name)
	return fyne.NewPos(n.X+n.W/2, n.Y+n.H/2)
}

func (m *twin) tap(role semantic.Role, name string) {
	m.t.Helper()
	m.node(role, name).Tap()
}

func waitFor(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !ok(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
