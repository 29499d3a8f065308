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
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
	"placard/app/translation"
	"placard/data"
	"placard/data/outbox"
)

// scenes are the screens as they can look, each brought about the way a person would, in any language.
var scenes = []struct {
	name  string
	begin func(t *testing.T, s *stage, b *shelf)
}{
	{"appeal", func(*testing.T, *stage, *shelf) {}},
	{"archive", func(_ *testing.T, s *stage, _ *shelf) { s.app.Show("archive") }},
	{"archive search", func(_ *testing.T, s *stage, _ *shelf) {
		searchFor(s, strings.Fields(s.app.edition.News[0].Headline)[0])
		s.wait("what was found", func() bool { return s.app.archive.said.text() != "" && len(s.app.archive.list) > 0 })
	}},
	{"archive nothing found", func(_ *testing.T, s *stage, _ *shelf) {
		searchFor(s, strings.Repeat(s.app.edition.News[0].Headline+" 0000 ", 2)) // a word that is in none, over a line or two
		s.wait("that nothing was", func() bool { return s.app.archive.said.text() != "" })
	}},
	{"item", func(_ *testing.T, s *stage, _ *shelf) { s.app.Show("archive/police-fire-at-protesters") }},
	{"sign", func(_ *testing.T, s *stage, _ *shelf) { s.app.Show("sign") }},
	{"sign wrong", func(_ *testing.T, s *stage, _ *shelf) {
		s.app.Show("sign")
		s.tap(semantic.Checkbox, s.app.sign.form.Consents[0].Text)
		s.app.sign.fields[0].entry.SetText("Ann\u202E")
		s.tap(semantic.Button, s.app.sign.form.Button)
	}},
	{"sign failed", func(_ *testing.T, s *stage, b *shelf) {
		b.change(func() { b.fail = data.NewError(data.CodeDeviceFull, "", nil) })
		signOnce(s)
		s.wait("the error", func() bool { return s.find(semantic.Text, say("sign.failed")) != nil })
	}},
	{"thanks", func(_ *testing.T, s *stage, _ *shelf) {
		signOnce(s)
		s.wait("thanks", func() bool { return s.find(semantic.Heading, say("thanks.title")) != nil })
	}},
	{"thanks refused", func(_ *testing.T, s *stage, b *shelf) {
		signOnce(s)
		s.wait("thanks", func() bool { return s.find(semantic.Heading, say("thanks.title")) != nil })
		s.app.sign.thanks.show(data.StateRefused, hint(data.NewError(data.CodeSealTooLarge, "", nil)))
	}},
	{"act", func(_ *testing.T, s *stage, b *shelf) {
		b.change(func() {
			b.tally = data.Tally{Waiting: 2, Counters: &data.Counters{At: time.Date(2008, 2, 27, 17, 30, 0, 0, time.UTC), Basis: data.BasisReceived, Counts: map[data.Kind]int64{data.Signature: 123_456, data.Share: 2}}}
		})
		s.app.Show("act")
		s.settle()
	}},
	{"events", func(_ *testing.T, s *stage, _ *shelf) { s.app.Show("events") }},
	{"events nowhere", func(_ *testing.T, s *stage, _ *shelf) {
		s.app.Show("events")
		s.app.events.place.put("0000")
	}},
	{"share", func(_ *testing.T, s *stage, _ *shelf) { s.app.Show("share") }},
	{"code", func(_ *testing.T, s *stage, _ *shelf) { s.tap(semantic.Button, say("share.code")) }},
	{"letter", func(_ *testing.T, s *stage, _ *shelf) { s.app.Show(letterRoute(s)) }},
	{"letter read", func(_ *testing.T, s *stage, _ *shelf) {
		s.app.Show(letterRoute(s))
		f, _ := s.app.formOf(data.Letter)
		f.inputs[0].put(f.form.Letter.Targets[0].ID)
		s.tap(semantic.Button, say("letter.read"))
	}},
	{"pledge wrong", func(_ *testing.T, s *stage, _ *shelf) {
		f, _ := s.app.formOf(data.Pledge)
		s.app.Show("act/" + f.form.ID)
		s.tap(semantic.Button, f.form.Button)
	}},
	{"comments", func(_ *testing.T, s *stage, b *shelf) {
		f, _ := s.app.formOf(data.Comment)
		at := time.Date(2008, 2, 27, 17, 30, 0, 0, time.UTC)
		b.change(func() {
			b.feed = data.Feed{Asked: at, Tag: "1", Comments: data.Comments{Total: 1234, List: []data.Published{
				{ID: "2", Day: "2008-02-27", Name: "0000", Text: "0000 0000\n0000"}, {ID: "1", Day: "2008-02-26", Name: "0000", Text: strings.Repeat("0000 ", 60)},
			}}}
		})
		s.app.Show("act/" + f.form.ID)
		s.wait("the comments", func() bool { return s.find(semantic.Heading, "0000") != nil })
	}},
	{"outbox empty", func(_ *testing.T, s *stage, _ *shelf) { s.app.Show("outbox") }},
	{"outbox", fillOutbox},
	{"outbox unread", func(t *testing.T, s *stage, b *shelf) {
		fillOutbox(t, s, b)
		b.change(func() { b.readErr = data.NewError(data.CodeStorage, "", nil) })
		s.wait("the error", func() bool { return s.find(semantic.Text, say("outbox.unread")) != nil })
	}},
	{"entry", func(t *testing.T, s *stage, b *shelf) {
		fillOutbox(t, s, b)
		rows := semantic.FindAll(s.must(semantic.List, say("outbox.list")), semantic.Listitem)
		rows[min(2, len(rows)-1)].Tap()
	}},
	{"settings", func(_ *testing.T, s *stage, _ *shelf) { s.app.Show("settings") }},
	{"notices", func(_ *testing.T, s *stage, _ *shelf) {
		s.app.Notice(Notice{Key: "a", Weight: Warning, Text: say("persist.refused"), Action: say("outbox.send")})
		s.app.Notice(Notice{Key: "b", Text: say("outbox.alldone")})
		s.app.Notice(Notice{Key: "c", Text: say("outbox.alldone")})
	}},
}

func letterRoute(s *stage) string {
	f, _ := s.app.formOf(data.Letter)
	return "act/" + f.form.ID
}

func signOnce(s *stage) {
	s.app.Show("sign")
	s.write(s.app.sign.fields[0].form.Label, "Ann")
	s.tap(semantic.Button, s.app.sign.form.Button)
}

func fillOutbox(_ *testing.T, s *stage, b *shelf) {
	b.change(func() {
		b.n, b.state, b.tally = 20_000, mixed, tallyOf(20_000)
		b.status = outbox.Status{Err: data.NewError(data.CodeNotOurServer, "", nil)}
	})
	s.app.Show("outbox")
	s.wait("the rows", func() bool {
		rows := semantic.FindAll(s.read(), semantic.Listitem)
		return len(rows) > 0 && !rows[0].Busy
	})
}

// looks are the looks that screens are drawn in.
var looks = []struct {
	name string
	Look
}{
	{"light", Look{Scheme: Light}}, {"dark", Look{Scheme: Dark}},
	{"light-contrast", Look{Scheme: Light, Contrast: HighContrast}}, {"dark-contrast", Look{Scheme: Dark, Contrast: HighContrast}},
}

// Nothing is clipped on any screen, and nothing stays English: in every language and in two made up ones, on phones and on
// a desk, with usual text and with text twice as large; a language beside English on the narrowest and on the widest
// screen. With -short, English at the usual size and the longest words at the largest. With PLACARD_SHOTS set to a
// folder, each is also drawn there.
func TestNothingIsClipped(t *testing.T) {
	screens := []fyne.Size{narrow, phone, fyne.NewSize(844, 390), desk}
	for _, tongue := range tongues(t) {
		for _, percent := range []int{100, 200} {
			for _, size := range screens {
				for _, scene := range scenes {
					usual := tongue.name == "en" && percent == 100 && size == phone
					hardest := tongue.name == "longer" && percent == 200 && size == narrow
					// The narrowest screen is the hardest; the others are looked at in one language, and in the longest words.
					further := tongue.name != "en" && tongue.name != "longer"
					if further && size != narrow && (size != desk || percent > 100) || size == phone && percent > 100 {
						continue
					}
					if testing.Short() && !usual && !hardest || size.Height < 400 && tongue.name != "en" {
						continue
					}
					name := fmt.Sprintf("%s %s %v %d%%", tongue.name, scene.name, size.Width, percent)
					t.Run(name, func(t *testing.T) {
						s, b := newStageIn(t, size, tongue, Look{Text: percent, Scheme: Light})
						scene.begin(t, s, b)
						checkFits(t, s)
						if tongue.name == "arabic" {
							checkSaid(t, s)
						}
						shoot(t, s, name)
					})
				}
			}
		}
	}
}

// newStageIn is newStage in a language and a look, with the letters that the language needs.
func newStageIn(t *testing.T, size fyne.Size, in tongue, l Look) (*stage, *shelf) {
	t.Helper()
	spoken = in.words
	if in.name == "arabic" {
		arabic.Store(arabicShaper(t))
	}
	t.Cleanup(func() { spoken = nil; arabic.Store(nil) })
	cam, _ := campaign(t)
	b := &shelf{tally: data.Tally{}}
	s := newStage(t, size, Config{Outbox: b, Campaign: cam, Pack: turnedPack(t, in.turn), Look: l})
	return s, b
}

// Every screen in every look, drawn to be looked at: PLACARD_SHOTS=DIR go test -run TestLooks ./app
func TestLooks(t *testing.T) {
	if os.Getenv("PLACARD_SHOTS") == "" {
		t.Skip("draws nothing without PLACARD_SHOTS")
	}
	english := tongue{name: "en", words: translation.English()}
	for _, look := range looks {
		for _, size := range []fyne.Size{phone, desk} {
			for _, scene := range scenes {
				name := fmt.Sprintf("look %s %s %v", scene.name, look.name, size.Width)
				t.Run(name, func(t *testing.T) {
					s, b := newStageIn(t, size, english, look.Look)
					scene.begin(t, s, b)
					shoot(t, s, name)
				})
			}
		}
	}
}

// A change of the settings is seen at once, on every screen: nothing is clipped then either, and what was typed stays.
func TestSettingsLive(t *testing.T) {
	english := tongue{name: "en", words: translation.English()}
	for _, scene := range scenes {
		for _, size := range []fyne.Size{narrow, desk} {
			t.Run(fmt.Sprint(scene.name, " ", size.Width), func(t *testing.T) {
				s, b := newStageIn(t, size, english, Look{Scheme: Light})
				scene.begin(t, s, b)
				for _, l := range []Look{{Text: 200, Scheme: Dark, Contrast: HighContrast}, {Text: 100, Scheme: Light}} {
					s.app.setLook(l)
					s.settle()
					checkFits(t, s)
					checkInks(t, s, l.theme().palette(theme.VariantLight))
				}
			})
		}
	}
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
		tap := n.Role == semantic.Button || n.Role == semantic.Checkbox || n.Role.IsField() || n.Role == semantic.Link
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

// checkInks checks that every text on screen has a colour of the theme.
func checkInks(t *testing.T, s *stage, p palette) {
	t.Helper()
	inks := map[color.Color]bool{}
	for _, c := range p {
		inks[c] = true
	}
	n := 0
	for _, o := range test.LaidOutObjects(s.win.Content()) {
		if text, ok := o.(*canvas.Text); ok && text.Visible() && text.Text != "" {
			n++
			if c := color.NRGBAModel.Convert(text.Color); !inks[c] {
				t.Errorf("%q has a colour of another theme, %v", text.Text, text.Color)
			}
		}
	}
	if n < 5 {
		t.Errorf("%d texts were looked at", n)
	}
}

// A phone on its side shows the whole navigation.
func TestLowRail(t *testing.T) {
	s := newStage(t, fyne.NewSize(844, 390), Config{})
	var bottom float32
	for _, route := range []string{routeAppeal, routeSign, routeAct, routeArchive, routeOutbox} {
		n := semantic.Find(s.read(), semantic.Link, say("nav."+route))
		if n == nil || n.Y < bottom-0.5 || n.Y+n.H > 390 {
			t.Fatalf("%s: got %+v, want it below %v", route, n, bottom)
		}
		bottom = n.Y + n.H
	}
	settings := semantic.Find(s.read(), semantic.Link, say("settings.title"))
	if settings == nil || settings.Y < bottom || settings.Y+settings.H > 390 {
		t.Errorf("settings: got %+v, want it below %v", settings, bottom)
	}
	s.win.Resize(fyne.NewSize(1280, 800))
	s.settle()
	if n := semantic.Find(s.read(), semantic.Link, say("settings.title")); n == nil || n.W < 120 {
		t.Errorf("in a high window again: settings %+v", n)
	}
}
