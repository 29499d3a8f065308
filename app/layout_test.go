package app

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
	"placard/data"
	"placard/data/outbox"
)

// scenes are the screens as they can look, each brought about the way a person would.
var scenes = []struct {
	name  string
	begin func(t *testing.T, s *stage, b *shelf)
}{
	{"appeal", func(*testing.T, *stage, *shelf) {}},
	{"archive", func(_ *testing.T, s *stage, _ *shelf) { s.app.Show("archive") }},
	{"item", func(_ *testing.T, s *stage, _ *shelf) { s.app.Show("archive/police-fire-at-protesters") }},
	{"sign", func(_ *testing.T, s *stage, _ *shelf) { s.app.Show("sign") }},
	{"sign wrong", func(t *testing.T, s *stage, _ *shelf) {
		s.app.Show("sign")
		s.tap(semantic.Checkbox, contactText(t))
		s.must(semantic.Textbox, nameField).Set("Ann\u202E")
		s.tap(semantic.Button, "Sign")
	}},
	{"sign failed", func(_ *testing.T, s *stage, b *shelf) {
		s.app.Show("sign")
		b.change(func() { b.fail = data.NewError(data.CodeDeviceFull, "", nil) })
		s.write(nameField, "Ann")
		s.tap(semantic.Button, "Sign")
		s.wait("the error", func() bool { return s.find(semantic.Text, "Not stored") != nil })
	}},
	{"thanks", func(_ *testing.T, s *stage, _ *shelf) {
		s.app.Show("sign")
		s.write(nameField, "Ann")
		s.tap(semantic.Button, "Sign")
		s.wait("thanks", func() bool { return s.find(semantic.Heading, "Thank you") != nil })
	}},
	{"outbox empty", func(_ *testing.T, s *stage, _ *shelf) { s.app.Show("outbox") }},
	{"outbox", fillOutbox},
	{"entry", func(t *testing.T, s *stage, b *shelf) {
		fillOutbox(t, s, b)
		semantic.FindAll(s.must(semantic.List, "Actions, newest first"), semantic.Listitem)[2].Tap()
	}},
	{"notices", func(_ *testing.T, s *stage, _ *shelf) {
		s.app.Notice(Notice{Key: "a", Warn: true, Text: say("persist.refused"), Action: "What to do"})
		s.app.Notice(Notice{Key: "b", Text: "A new version is ready."})
	}},
}

func fillOutbox(_ *testing.T, s *stage, b *shelf) {
	b.change(func() {
		b.n, b.state, b.tally = 20_000, mixed, tallyOf(20_000)
		b.status = outbox.Status{Err: data.NewError(data.CodeNotOurServer, "", nil)}
	})
	s.app.Show("outbox")
	s.wait("the rows", func() bool { return strings.Contains(s.text(), "Refused: Signature") })
}

// Nothing is clipped, on any screen, in any width, light and dark. With -run TestNothingIsClipped and PLACARD_SHOTS set
// to a folder, each scene is also drawn there.
func TestNothingIsClipped(t *testing.T) {
	sizes := []fyne.Size{narrow, phone, fyne.NewSize(700, 900), fyne.NewSize(844, 390), desk}
	for _, size := range sizes {
		for _, variant := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
			if testing.Short() && (variant == theme.VariantDark || size == narrow) {
				continue
			}
			for _, scene := range scenes {
				name := fmt.Sprintf("%s %v %s", scene.name, size.Width, map[fyne.ThemeVariant]string{theme.VariantLight: "light", theme.VariantDark: "dark"}[variant])
				t.Run(name, func(t *testing.T) {
					cam, _ := campaign(t)
					b := &shelf{tally: data.Tally{}}
					s := newStage(t, size, Config{Outbox: b, Campaign: cam})
					fyne.CurrentApp().Settings().SetTheme(inVariant{Theme(), variant})
					scene.begin(t, s, b)
					checkFits(t, s)
					shoot(t, s, name)
				})
			}
		}
	}
}

// inVariant shows a theme light or dark whatever the system says.
type inVariant struct {
	fyne.Theme
	variant fyne.ThemeVariant
}

func (v inVariant) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	return v.Theme.Color(n, v.variant)
}

// checkFits measures every text and widget on screen against the place it was given.
func checkFits(t *testing.T, s *stage) {
	t.Helper()
	const slack = 0.6
	var check func(o fyne.CanvasObject, room fyne.Size, inScroll bool, path string)
	check = func(o fyne.CanvasObject, room fyne.Size, scrolled bool, path string) {
		if !o.Visible() {
			return
		}
		path += fmt.Sprintf("/%T", o)
		p, size := o.Position(), o.Size()
		if text, ok := o.(*canvas.Text); ok {
			if text.Text == "" {
				return
			}
			if text.TextSize < 14 {
				t.Errorf("%q is %v high", text.Text, text.TextSize)
			}
			if m := text.MinSize(); m.Width > size.Width+slack || m.Height > size.Height+slack {
				t.Errorf("%q needs %v and has %v: %s", text.Text, m, size, path)
			}
			if p.X < -slack || p.X+size.Width > room.Width+slack || !scrolled && (p.Y < -slack || p.Y+size.Height > room.Height+slack) {
				t.Errorf("%q at %v of %v leaves its parent of %v: %s", text.Text, p, size, room, path)
			}
			return
		}
		if m := o.MinSize(); size.Width+slack < m.Width || size.Height+slack < m.Height {
			if _, line := o.(*widget.Separator); !line { // Fyne's list keeps some of no size
				t.Errorf("%s needs %v and has %v", path, m, size)
			}
		}
		switch v := o.(type) {
		case *widget.Entry, *entry: // scrolls its text by itself
		case *widget.Separator:
		case *fyne.Container:
			for _, c := range v.Objects {
				check(c, size, scrolled, path)
			}
		case *container.Scroll:
			check(v.Content, v.Content.Size(), true, path)
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(v).Objects() {
				check(c, size, scrolled, path)
			}
		}
	}
	check(s.win.Content(), s.win.Canvas().Size(), false, "")

	for _, n := range s.read().All() {
		if n.X < -slack || n.X+n.W > s.win.Canvas().Size().Width+slack {
			t.Errorf("%s %q lies outside the window: x %v, width %v", n.Role, n.Name, n.X, n.W)
		}
		tap := n.Role == semantic.Button || n.Role == semantic.Checkbox || n.Role == semantic.Textbox || n.Role == semantic.Link
		if tap && (n.W < target-slack || n.H < target-slack) {
			t.Errorf("%s %q is %v × %v: too small for a finger", n.Role, n.Name, n.W, n.H)
		}
	}
}

// shoot draws the window, for a person to look at, and checks that something was drawn.
func shoot(t *testing.T, s *stage, name string) {
	t.Helper()
	dir := os.Getenv("PLACARD_SHOTS")
	if dir == "" {
		return
	}
	var img image.Image = software.RenderCanvas(s.win.Canvas(), fyne.CurrentApp().Settings().Theme())
	f, err := os.Create(filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

// A text column is readable: about 70 characters, whatever the window's width.
func TestColumnIsReadable(t *testing.T) {
	s := newStage(t, fyne.NewSize(2400, 1200), Config{})
	for _, route := range []string{"appeal", "archive/killings-continue", "sign"} {
		s.app.Show(route)
		for _, n := range semantic.FindAll(s.read(), semantic.Text) {
			if n.W > columnW {
				t.Errorf("%s: a paragraph is %v wide", route, n.W)
			}
		}
	}
}

// When the system turns dark, every text on screen does.
func TestThemeSwitchesLive(t *testing.T) {
	cam, _ := campaign(t)
	for _, route := range []string{"appeal", "archive", "archive/killings-continue", "sign", "outbox"} {
		s := newStage(t, phone, Config{Outbox: &shelf{}, Campaign: cam})
		fyne.CurrentApp().Settings().SetTheme(inVariant{Theme(), theme.VariantLight})
		s.app.Show(route)
		fyne.CurrentApp().Settings().SetTheme(inVariant{Theme(), theme.VariantDark})
		inks := map[color.Color]bool{}
		for _, c := range dark {
			inks[c] = true
		}
		n := 0
		for _, o := range test.LaidOutObjects(s.win.Content()) {
			if text, ok := o.(*canvas.Text); ok && text.Visible() && text.Text != "" {
				n++
				if c := color.NRGBAModel.Convert(text.Color); !inks[c] {
					t.Errorf("%s: %q has a colour of another theme, %v", route, text.Text, text.Color)
				}
			}
		}
		if n < 5 {
			t.Errorf("%s: %d texts were looked at", route, n)
		}
	}
}
