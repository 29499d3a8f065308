package app

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"placard/app/semantic"
	"placard/data"
)

// The appeal is handed on by each way that the device has, and it is the pack's text alone.
func TestPassOn(t *testing.T) {
	plat := &platform{can: Abilities{Share: true}}
	s := newStage(t, phone, Config{Platform: plat})
	e := bundled(t).Edition.Appeal

	s.tap(semantic.Button, "Copy the link")
	s.wait("copied", func() bool { return strings.Contains(s.text(), "The link is copied.") })
	if plat.copied != "https://act.example.org/" {
		t.Errorf("copied %q", plat.copied)
	}
	s.tap(semantic.Button, "Save as a text file")
	s.wait("saved", func() bool { return strings.Contains(s.text(), "The appeal is saved.") })
	for _, want := range []string{"kenya-2008.txt: ", e.Title, e.Demands[0], e.Figures[0].Source, "https://act.example.org/"} {
		if !strings.Contains(plat.saved, want) {
			t.Errorf("saved without %q:\n%s", want, plat.saved)
		}
	}
	s.tap(semantic.Button, "Write an e-mail")
	u, err := url.Parse(plat.opened[0])
	if err != nil || u.Scheme != "mailto" || u.Query().Get("subject") != e.Title || !strings.HasSuffix(u.Query().Get("body"), "\r\nhttps://act.example.org/") {
		t.Errorf("a mail by %q, %v", plat.opened[0], err)
	}
	if strings.Contains(plat.opened[0], "+") {
		t.Errorf("mail programs read the + in %q as it stands", plat.opened[0])
	}
	plat.broken = errors.New("no")
	s.tap(semantic.Button, "Share this appeal")
	s.wait("why not", func() bool { return strings.Contains(s.text(), "did not work") })
	if plat.shared.URL == "" || plat.shared.Title != e.Title {
		t.Errorf("shared %+v", plat.shared)
	}
}

// Who wished so is told once that all was sent, without a name; nobody else is.
func TestNotify(t *testing.T) {
	plat, shelf := &platform{can: Abilities{Notify: true}}, &shelf{}
	s := newStage(t, phone, Config{Platform: plat, Outbox: shelf, Campaign: newDevice(t).campaign})
	step := func(waiting, sent int) {
		shelf.change(func() { shelf.tally = data.Tally{Waiting: waiting, Sent: sent} })
		s.wait("the change", func() bool { return s.app.state.tally.Waiting == waiting && s.app.state.tally.Sent == sent })
	}
	step(2, 5)
	step(0, 7)
	if len(plat.notified) > 0 {
		t.Fatalf("told without a wish: %v", plat.notified)
	}
	s.app.Show("outbox")
	box := "Tell me when all of it is sent, as long as the kit is open"
	s.tap(semantic.Checkbox, box)
	s.wait("the permission", func() bool { return s.app.teller.asked })
	step(3, 7)
	step(1, 9)
	step(0, 10)
	want := Notification{Title: "Placard", Text: "3 actions were sent. Nothing is waiting.", Route: "outbox"}
	if len(plat.notified) != 1 || plat.notified[0] != want {
		t.Errorf("told %v, want %v", plat.notified, want)
	}
	s.tap(semantic.Checkbox, box)
	step(1, 10)
	step(0, 11)
	if len(plat.notified) != 1 {
		t.Errorf("told against a wish: %v", plat.notified)
	}
	plat.refuse = true
	s.tap(semantic.Checkbox, box)
	s.wait("the refusal", func() bool { return strings.Contains(s.text(), "does not let Placard notify") })
	if s.must(semantic.Checkbox, box).Checked {
		t.Error("refused, the box is still ticked")
	}
}
