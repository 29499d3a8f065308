package app

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
)

// What the user chose goes before what the system wishes, and a wish before the usual.
func TestLookResolved(t *testing.T) {
	for _, c := range []struct {
		look Look
		wish Wishes
		want Look
	}{
		{Look{}, Wishes{}, Look{Text: 100, Contrast: NormalContrast}},
		{Look{}, Wishes{Text: 140, HighContrast: true}, Look{Text: 150, Contrast: HighContrast}},
		{Look{}, Wishes{Text: 112}, Look{Text: 100, Contrast: NormalContrast}},
		{Look{}, Wishes{Text: 113}, Look{Text: 125, Contrast: NormalContrast}},
		{Look{}, Wishes{Text: 75}, Look{Text: 100, Contrast: NormalContrast}},
		{Look{}, Wishes{Text: 400}, Look{Text: 200, Contrast: NormalContrast}},
		{Look{Text: 125, Contrast: NormalContrast, Scheme: Dark}, Wishes{Text: 200, HighContrast: true}, Look{Text: 125, Contrast: NormalContrast, Scheme: Dark}},
		{Look{Text: 9000, Contrast: "odd", Scheme: "odd"}, Wishes{}, Look{Text: 100, Contrast: NormalContrast}}, // from a torn file
	} {
		if got := c.look.resolved(c.wish); got != c.want {
			t.Errorf("%+v with %+v: got %+v, want %+v", c.look, c.wish, got, c.want)
		}
	}
}

// The settings are one tap away from every screen, are kept, and say so where they are not.
func TestSettingsScreen(t *testing.T) {
	var kept []Look
	var fault error
	for _, size := range []fyne.Size{phone, desk} {
		s := newStage(t, size, Config{Outbox: &shelf{}, KeepLook: func(l Look) error { kept = append(kept, l); return fault }})
		for _, route := range []string{"appeal", "archive", "archive/killings-continue", "sign", "outbox"} {
			s.app.Show(route)
			s.tap(semantic.Link, "Settings")
			if s.app.Route() != routeSettings {
				t.Errorf("from %s it leads to %s", route, s.app.Route())
			}
		}
		kept, fault = nil, nil
		s.tap(semantic.Radio, "150 %")
		s.tap(semantic.Radio, "High, for sunlight")
		s.tap(semantic.Radio, "Dark")
		want := Look{Text: 150, Contrast: HighContrast, Scheme: Dark}
		if len(kept) != 3 || kept[2] != want {
			t.Errorf("kept %+v, want %+v last", kept, want)
		}
		if got := fyne.CurrentApp().Settings().Theme(); got != want.theme() {
			t.Errorf("the theme is %+v", got)
		}
		s.saysNot(say("settings.unkept"))
		s.tap(semantic.Button, "Follow the system again")
		if !s.must(semantic.Radio, "100 %").Checked || kept[3] != (Look{}) {
			t.Errorf("it does not follow the system again: %+v", kept)
		}
		fault = errors.New("a full disk")
		s.tap(semantic.Radio, "200 %")
		s.says(say("settings.unkept"))
		s.app.Notice(Notice{Key: "look"})
	}
}

// The arrows walk through the options of one question, and around at its ends.
func TestChoiceKeys(t *testing.T) {
	s := newStage(t, desk, Config{})
	s.app.Show("settings")
	s.must(semantic.Radio, "100 %").Focus()
	press := func(key fyne.KeyName, want string) {
		t.Helper()
		s.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
		if n := s.must(semantic.Radio, want); !n.Checked || !n.Focused {
			t.Errorf("%s: %q is checked %v, focused %v", key, want, n.Checked, n.Focused)
		}
	}
	press(fyne.KeyUp, "200 %")
	press(fyne.KeyDown, "100 %")
	press(fyne.KeyRight, "125 %")
}

// A changed wish of the system is followed at once, unless the user chose otherwise.
func TestWishes(t *testing.T) {
	s := newStage(t, phone, Config{})
	s.app.SetWishes(Wishes{Text: 200, HighContrast: true})
	if got, want := fyne.CurrentApp().Settings().Theme(), (Look{Text: 200, Contrast: HighContrast}).theme(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	checkFits(t, s)
	s.app.setLook(Look{Contrast: NormalContrast})
	if got, want := fyne.CurrentApp().Settings().Theme(), (Look{Text: 200, Contrast: NormalContrast}).theme(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
