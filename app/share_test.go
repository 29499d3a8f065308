package app

import (
	"net/url"
	"strings"
	"testing"

	"placard/app/semantic"
	"placard/data"
)

// A ready text goes out by the ways that its buttons name, with the campaign's link, and only by a tap.
func TestShare(t *testing.T) {
	b := &shelf{}
	s := newStage(t, phone, Config{Outbox: b, Campaign: newDevice(t).campaign, Platform: &platform{can: Abilities{Share: true}}})
	s.app.Show("share")
	s.online(b, true)
	if len(s.plat.opened) > 0 {
		t.Fatalf("opened %q by itself", s.plat.opened)
	}
	text := s.app.edition.Shares[0].Text
	s.says(text)
	for _, n := range networks {
		u, err := n.url("a & b", "https://act.example.org/")
		if err != nil {
			t.Fatal(err)
		}
		label := say("protest.on", with{"Name": n.name, "Host": u.Host})
		s.tap(semantic.Link, label)
		got, err := url.Parse(s.plat.opened[len(s.plat.opened)-1])
		if err != nil || got.Host != u.Host || got.Scheme != "https" {
			t.Errorf("%s opened %v, %v", label, got, err)
		}
		if whole := strings.Join(append(got.Query()["text"], append(got.Query()["u"], got.Query()["url"]...)...), " "); !strings.Contains(whole, "https://act.example.org/") {
			t.Errorf("%s goes without the link: %s", label, got)
		}
	}
	s.tap(semantic.Button, say("share.copy.text"))
	s.wait("copied", func() bool { return strings.Contains(s.text(), say("share.copied.text")) })
	if want := text + "\n\nhttps://act.example.org/"; s.plat.copied != want {
		t.Errorf("copied %q, want %q", s.plat.copied, want)
	}
	s.tap(semantic.Link, say("protest.done"))
	if f, _ := s.app.formOf(data.Share); s.app.Route() != "act/"+f.form.ID {
		t.Errorf("got to %s", s.app.Route())
	}
}

// Offline a wish to share waits for the connection, and is then offered, not done.
func TestReminder(t *testing.T) {
	b := &shelf{}
	s := newStage(t, phone, Config{Outbox: b, Campaign: newDevice(t).campaign})
	s.app.Show("share")
	u, _ := networks[0].url("", "")
	s.tap(semantic.Link, say("protest.on", with{"Name": networks[0].name, "Host": u.Host}))
	s.says("There is no connection now.")
	if len(s.plat.opened) > 0 {
		t.Fatalf("opened %q offline", s.plat.opened)
	}
	s.app.Show("appeal")
	s.online(b, true)
	s.says("There is a connection again.")
	if len(s.plat.opened) > 0 {
		t.Fatalf("opened %q unasked", s.plat.opened)
	}
	s.tap(semantic.Button, say("protest.now"))
	if len(s.plat.opened) != 1 || !strings.Contains(s.plat.opened[0], u.Host) {
		t.Errorf("opened %q", s.plat.opened)
	}
	s.saysNot("There is a connection again.")
	s.online(b, false)
	s.online(b, true)
	s.saysNot("There is a connection again.")
}

// The code holds the link: its three corners and its quiet zone are where a camera looks for them.
func TestQR(t *testing.T) {
	s := newStage(t, phone, Config{})
	s.tap(semantic.Button, say("share.code"))
	s.must(semantic.Image, say("share.code.name"))
	s.says("https://act.example.org/")
	s.tap(semantic.Button, say("share.code"))
	if s.find(semantic.Image, say("share.code.name")) != nil {
		t.Error("the code does not go away")
	}
	if newQR(strings.Repeat("x", 5000), "") != nil {
		t.Error("a text that is too long for a code has one")
	}
}
