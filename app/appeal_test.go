package app

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
	"placard/data"
	"placard/data/outbox"
)

func TestReadTheAppeal(t *testing.T) {
	for name, size := range map[string]fyne.Size{"phone": phone, "desk": desk} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, size, Config{Outbox: &shelf{}})
			e := bundled(t).Appeal
			h := s.must(semantic.Heading, e.Title)
			if h.Level != 1 || h.Offscreen {
				t.Errorf("the title is level %d, off screen %v", h.Level, h.Offscreen)
			}
			s.says(day(e.Date))
			s.must(semantic.Image, e.Picture.Alt)
			s.says(e.Picture.Caption)
			s.says(e.Summary)
			for _, d := range e.Demands {
				s.says(d)
			}
			for _, f := range e.Figures {
				s.says(f.Text)
				s.says("Reported by " + f.Source + ", " + day(f.Date) + ". How sure: high.")
			}
			s.says("Kenya voted on 27 December 2007.")
			s.saysNot("**")
			s.saysNot("##")

			b := s.must(semantic.Button, "Sign")
			if b.Offscreen || b.X < 0 || b.Y+b.H > size.Height || b.H < target {
				t.Errorf("the button is not in view without scrolling: %+v", b)
			}
			b.Tap()
			if got := s.app.Route(); got != routeSign {
				t.Errorf("after the button: %q", got)
			}
		})
	}
}

func TestCounterNeverAddsUp(t *testing.T) {
	at := time.Date(2026, 11, 23, 14, 5, 0, 0, time.UTC)
	counters := &data.Counters{At: at, Basis: data.BasisCounted, Counts: map[data.Kind]int64{data.Signature: 1204, data.Letter: 7}}
	blind := &data.Counters{At: at, Basis: data.BasisReceived, Counts: map[data.Kind]int64{data.Signature: 1}}
	local := at.Local().Format("2 January 2006, 15:04")
	for _, c := range []struct {
		tally data.Tally
		want  string
	}{
		{data.Tally{}, "Signed so far: not yet known; 0 waiting here"},
		{data.Tally{Waiting: 3}, "Signed so far: not yet known; 3 waiting here"},
		{data.Tally{Waiting: 3, Sent: 5, Counters: counters}, "1,204 signed as of " + local + "; 3 waiting here"},
		{data.Tally{Waiting: 1, Counters: blind}, "1 signature received as of " + local + "; 1 waiting here"},
	} {
		s := newStage(t, phone, Config{Outbox: &shelf{tally: c.tally}})
		s.must(semantic.Status, c.want)
	}
}

func TestStatusLineIsEverywhere(t *testing.T) {
	for _, size := range []fyne.Size{phone, desk} {
		b := &shelf{}
		s := newStage(t, size, Config{Outbox: b})
		for _, route := range []string{"appeal", "archive", "archive/killings-continue", "sign", "outbox"} {
			s.app.Show(route)
			n := s.must(semantic.Status, "Offline, nothing waiting")
			if n.Offscreen {
				t.Errorf("%s: the status is out of view", route)
			}
		}
		b.change(func() { b.tally.Waiting, b.status = 2, outbox.Status{Online: true} })
		s.wait("the change", func() bool { return s.find(semantic.Status, "Online, 2 waiting") != nil })
		s.must(semantic.Status, "Online, 2 waiting").Tap()
		if got := s.app.Route(); got != routeOutbox {
			t.Errorf("after the status line: %q", got)
		}
	}
}

func TestArchive(t *testing.T) {
	s := newStage(t, phone, Config{})
	s.tap(semantic.Link, "Archive")
	news := bundled(t).News
	items := semantic.FindAll(semantic.Find(s.read(), semantic.List, "News archive"), semantic.Listitem)
	if len(items) != len(news) {
		t.Fatalf("got %d items, want %d", len(items), len(news))
	}
	for i, n := range news {
		if items[i].Name != n.Headline || items[i].Description != day(n.Date) {
			t.Errorf("item %d is %q of %q, want %q of %q", i, items[i].Name, items[i].Description, n.Headline, day(n.Date))
		}
		if i > 0 && n.Date.After(news[i-1].Date) {
			t.Errorf("%q stands below an older item", n.Headline)
		}
	}
	for _, n := range news {
		s.app.Show("archive")
		s.tap(semantic.Listitem, n.Headline)
		if got, want := s.app.Route(), "archive/"+n.ID; got != want {
			t.Errorf("got route %q, want %q", got, want)
		}
		s.must(semantic.Heading, n.Headline)
		for _, f := range n.Figures {
			s.says(f.Text)
			s.says(source(f))
			for _, part := range []string{f.Source, day(f.Date), "How sure: "} {
				if !strings.Contains(source(f), part) {
					t.Errorf("%q does not say %q", source(f), part)
				}
			}
		}
	}
	s.app.Show("archive/nothing-of-the-kind")
	s.says("not in the pack")
}

func TestRoutes(t *testing.T) {
	s := newStage(t, phone, Config{})
	for in, want := range map[string]string{"sign": "sign", "#/outbox": "outbox", "/archive/": "archive", "nonsense": "appeal", "": "appeal",
		"archive/killings-continue": "archive/killings-continue", "archive/a/b": "appeal", "Sign": "appeal"} {
		if s.app.Show(in); s.app.Route() != want {
			t.Errorf("Show(%q) went to %q, want %q", in, s.app.Route(), want)
		}
	}
	s.app.Show("appeal")
	s.plat.routes = nil
	s.tap(semantic.Link, "Archive")
	s.app.Show("archive/killings-continue")
	s.app.Show("archive/killings-continue")
	s.tap(semantic.Button, "Back to: Archive")
	s.tap(semantic.Button, "Back to: Appeal")
	if s.app.Back() {
		t.Error("there was a way up from the appeal")
	}
	if got, want := strings.Join(s.plat.routes, " "), "archive archive/killings-continue archive appeal"; got != want {
		t.Errorf("the page was told %q, want %q", got, want)
	}
	n := s.must(semantic.Link, "Appeal")
	if !n.Current || s.must(semantic.Link, "Sign").Current {
		t.Error("the navigation does not mark the open screen")
	}
}

func TestResizeSwitchesTheLayout(t *testing.T) {
	s := newStage(t, phone, Config{})
	for _, w := range []float32{390, 699, 700, 1280, 390} {
		s.win.Resize(fyne.NewSize(w, 800))
		nav := semantic.FindAll(s.read(), semantic.Navigation)
		if len(nav) != 1 {
			t.Fatalf("%v wide: %d navigations", w, len(nav))
		}
		link := s.must(semantic.Link, "Outbox")
		if bar := link.Y > 700; bar != (w < 700) {
			t.Errorf("%v wide: the navigation is at %v", w, link.Y)
		}
		for _, l := range semantic.FindAll(nav[0], semantic.Link) {
			if l.H < target || l.W < target {
				t.Errorf("%v wide: %q is %v × %v", w, l.Name, l.W, l.H)
			}
		}
	}
}

// The keyboard alone reaches everything, and what has the focus is in view.
func TestTabShowsTheFocus(t *testing.T) {
	cam, _ := campaign(t)
	for _, size := range []fyne.Size{phone, desk} {
		s := newStage(t, size, Config{Outbox: &shelf{}, Campaign: cam})
		s.app.Show("sign")
		seen := map[string]bool{}
		for range 20 {
			s.win.Canvas().FocusNext()
			for _, n := range s.read().All() {
				if n.Focused {
					seen[n.Name] = true
					if n.Offscreen || n.Y < 0 || n.Y+n.H > size.Height {
						t.Errorf("%s %q has the focus out of view: %v + %v", n.Role, n.Name, n.Y, n.H)
					}
				}
			}
		}
		for _, want := range []string{"Appeal", "Outbox", nameField, emailField, contactText(t), "Sign", "Clear the form"} {
			if !seen[want] {
				t.Errorf("Tab never reaches %q", want)
			}
		}
	}
}

func TestKeysScroll(t *testing.T) {
	s := newStage(t, desk, Config{})
	press := func(k fyne.KeyName) { s.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: k}) }
	at := func() float32 { return s.must(semantic.Main, "").ScrollY }
	press(fyne.KeyPageDown)
	if at() < 400 {
		t.Errorf("Page Down scrolls to %v", at())
	}
	press(fyne.KeyEnd)
	if end := s.must(semantic.Link, "Read the news archive"); end.Offscreen {
		t.Error("End does not show the end")
	}
	press(fyne.KeyHome)
	if at() != 0 {
		t.Errorf("Home scrolls to %v", at())
	}
	s.app.Show("archive/killings-continue")
	press(fyne.KeyEscape)
	press(fyne.KeyEscape)
	if got := s.app.Route(); got != routeAppeal {
		t.Errorf("Escape twice leads to %q", got)
	}
}

func TestFocusLeavesWithTheScreen(t *testing.T) {
	cam, _ := campaign(t)
	s := newStage(t, phone, Config{Outbox: &shelf{}, Campaign: cam})
	s.app.Show("sign")
	s.write(nameField, "Ann")
	s.app.Show("appeal")
	if f := s.win.Canvas().Focused(); f != nil {
		t.Errorf("%T has the focus, out of the window", f)
	}
}
