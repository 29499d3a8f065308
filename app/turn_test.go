package app

import (
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
	"placard/app/translation"
)

// speaks checks that every word on screen is of the language: no text says that it is of another one, and none stands
// there as English has it.
func speaks(t *testing.T, s *stage, tag string) {
	t.Helper()
	english := map[string]bool{}
	for key, f := range translation.English().Words {
		if own := speaking().Words[key]["other"]; own != f["other"] {
			english[f["other"]] = true
		}
	}
	own := 0
	for _, n := range s.read().All() {
		switch {
		case n.Role == semantic.Radio && n.Lang != "": // the languages, by their own names
		case english[n.Name] || english[n.Description], n.Lang != "" && n.Lang != tag:
			t.Errorf("%s: %s %q is in %q", tag, n.Role, n.Name, n.Lang)
		default:
			own += len(n.Name)
		}
	}
	if own < 50 {
		t.Errorf("%s: %d letters in all: nothing was read", tag, own)
	}
}

// Another language, chosen in the settings, is on every screen at once. What is typed, the place, the notices, the focus
// and the numbers stay, the choice is kept, and who follows the system again speaks its language.
func TestTurn(t *testing.T) {
	defer Speak(nil)
	for _, size := range []fyne.Size{phone, desk} {
		Speak(translation.English())
		var kept Look
		d := newDevice(t)
		s := newStage(t, size, Config{Outbox: d, Campaign: d.campaign, KeepLook: func(l Look) error { kept = l; return nil }})
		content := s.app.Content()
		s.app.Show("sign")
		s.write(nameField, "Wanjirũ")
		s.write(emailField, "w@example.org")
		s.tap(semantic.Checkbox, contactText(t))
		s.app.Show("nowhere") // a notice
		s.app.Show("settings")
		steps := len(s.plat.steps)
		s.app.Notice(Notice{Key: "version", Words: func() (string, string) { return say("update.offer"), say("update.yes") }})
		s.must(semantic.Radio, "English").Focus()

		s.tap(semantic.Radio, "Kiswahili")
		if kept.Language != "sw" || s.app.Route() != routeSettings || s.app.Content() != content || len(s.plat.steps) != steps {
			t.Errorf("kept %+v, at %s, %d steps more", kept, s.app.Route(), len(s.plat.steps)-steps)
		}
		if r := s.must(semantic.Radio, "Kiswahili"); !r.Checked || !r.Focused {
			t.Errorf("the choice is checked %v, focused %v", r.Checked, r.Focused)
		}
		s.says("Toleo jipya la Placard liko tayari.")
		s.must(semantic.Button, "Litumie sasa")
		for _, route := range []string{"settings", "appeal", "archive", "archive/killings-continue", "sign", "outbox"} {
			s.app.Show(route)
			speaks(t, s, "sw")
			checkFits(t, s)
		}
		s.app.Show("sign")
		if got := s.must(semantic.Textbox, "Jina lako").Value; got != "Wanjirũ" {
			t.Errorf("the name is %q", got)
		}
		last := s.plat.drafts[len(s.plat.drafts)-1]
		if want := (Draft{Form: "petition", Lang: "sw", Fields: map[string]string{"name": "Wanjirũ", "email": "w@example.org"}}); !reflect.DeepEqual(last, want) {
			t.Errorf("the draft is %+v, want %+v", last, want) // the box was ticked for English words
		}
		s.tap(semantic.Button, "Tia saini")
		s.wait("thanks", func() bool { return s.find(semantic.Heading, "Asante") != nil })
		s.wait("the outbox to count", func() bool { return strings.Contains(s.text(), "1 inasubiri") })
		if got := d.opened(t); len(got) != 1 || got[0].Lang != "sw" || got[0].Consents[0].Given || got[0].Consents[0].Lang != "sw" {
			t.Errorf("stored %+v", got)
		}

		chosen := kept
		s.app.Show("settings")
		s.must(semantic.Button, "Fuata mfumo tena").Focus()
		s.tap(semantic.Button, "Fuata mfumo tena")
		if r := s.must(semantic.Radio, "As the system (English)"); !r.Checked || kept != (Look{}) {
			t.Errorf("following the system again it kept %+v", kept)
		}
		if !s.must(semantic.Button, "Follow the system again").Focused {
			t.Error("the focus was lost")
		}
		speaks(t, newStage(t, size, Config{Outbox: d, Campaign: d.campaign, Look: chosen}), "sw")
	}
}

// The keys that no widget has the focus for go to the screens of now.
func TestTurnTakesTheKeys(t *testing.T) {
	defer Speak(nil)
	Speak(translation.English())
	s := newStage(t, phone, Config{Outbox: &shelf{}})
	s.app.Show("settings")
	s.app.setLook(Look{Language: "fr"})
	s.win.Canvas().Unfocus()
	s.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if s.app.Offset() == 0 {
		t.Error("End does not scroll")
	}
	s.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.app.Route() != routeAppeal {
		t.Errorf("Escape leads to %s", s.app.Route())
	}
	speaks(t, s, "fr")
}

// Whoever turns to another language while a signature is being stored is thanked in that one, and nothing of it is left
// to be signed twice.
func TestTurnWhileStoring(t *testing.T) {
	defer Speak(nil)
	Speak(translation.English())
	b := &shelf{hold: make(chan struct{})}
	s := newStage(t, phone, Config{Outbox: b, Campaign: newDevice(t).campaign})
	s.app.Show("sign")
	s.write(nameField, "Wanjirũ")
	s.tap(semantic.Button, "Sign")
	s.app.setLook(Look{Language: "es"})
	if n := s.must(semantic.Button, say("sign.working")); !n.Disabled {
		t.Error("it can be signed again")
	}
	close(b.hold)
	s.wait("thanks", func() bool { return s.find(semantic.Heading, "Gracias") != nil })
	if got := s.app.Draft(); !got.Empty() || len(b.took()) != 1 {
		t.Errorf("left %+v, stored %d", got, len(b.took()))
	}
}

// A language that this kit has not got, from a newer one's settings, is the system's.
func TestTurnToNothing(t *testing.T) {
	defer Speak(nil)
	Speak(translation.English())
	s := newStage(t, phone, Config{Look: Look{Language: "tlh"}})
	s.app.Show("settings")
	if speaking().Tag != "en" || !s.must(semantic.Radio, "As the system (English)").Checked {
		t.Errorf("it speaks %q", speaking().Tag)
	}
}
