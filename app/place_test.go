package app

import (
	"testing"
	"time"

	"placard/app/semantic"
	"placard/data"
)

// A link that leads nowhere is said to, and leads to the appeal; the words go with the next step.
func TestLinks(t *testing.T) {
	s := newStage(t, phone, Config{})
	for _, c := range []struct{ link, route, heading string }{
		{"#/sign", "sign", "Sign the petition"},
		{"sign/petition", "sign", "Sign the petition"},
		{"archive/political-killings", "archive/political-killings", "Kenyan election sparks political killings"},
		{"archive/gone", "archive/gone", "News archive"},
		{"", "appeal", ""},
	} {
		s.app.Show(c.link)
		if got := s.app.Route(); got != c.route {
			t.Errorf("%q leads to %q, want %q", c.link, got, c.route)
		}
		if c.heading != "" {
			s.must(semantic.Heading, c.heading)
		}
		s.saysNot("leads to nothing")
	}
	s.app.Show("archive/gone")
	s.says("not in the pack")
	if up := s.must(semantic.Button, "Back to: Archive"); !up.Tap() || s.app.Route() != "archive" {
		t.Errorf("no way on from an unknown news item: %q", s.app.Route())
	}
	for _, link := range []string{"nowhere", "sign/another", "archive/a/b"} {
		s.app.Show(link)
		s.says("leads to nothing")
		if got := s.app.Route(); got != "appeal" {
			t.Errorf("%q leads to %q", link, got)
		}
		s.app.Show("sign")
		s.saysNot("leads to nothing")
	}
}

// The title is the screen's, and a step back closes the story of an entry before it leaves the outbox.
func TestTitlesAndLayers(t *testing.T) {
	shelf := &shelf{n: 1, tally: data.Tally{Waiting: 1}, state: func(int) data.Entry {
		return data.Entry{Kind: data.Signature, Day: "2008-03-01", State: data.StateWaiting}
	}}
	s := newStage(t, phone, Config{Outbox: shelf, Campaign: newDevice(t).campaign, Now: func() time.Time { return time.Unix(0, 0) }})
	s.app.Show("archive/political-killings")
	if got, want := s.app.Title(), s.must(semantic.Heading, "").Name; got != want || got == "Archive" || got == "News archive" {
		t.Errorf("the title is %q, the headline %q", got, want)
	}
	s.app.Show("outbox")
	s.settle()
	if got := s.app.Layers(); got != 0 {
		t.Errorf("%d layers at first", got)
	}
	semantic.FindAll(s.read(), semantic.Listitem)[0].Tap()
	if got := s.app.Layers(); got != 1 {
		t.Errorf("%d layers over an open entry", got)
	}
	if !s.app.Back() || s.app.Route() != "outbox" || s.app.Layers() != 0 {
		t.Errorf("a step back led to %q with %d layers", s.app.Route(), s.app.Layers())
	}
	if !s.app.Back() || s.app.Route() != "appeal" {
		t.Errorf("the next one led to %q", s.app.Route())
	}
	s.app.ScrollTo(300)
	if got := s.app.Offset(); got != 300 {
		t.Errorf("scrolled to %v", got)
	}
	s.app.Show("archive")
	if got := s.plat.steps[len(s.plat.steps)-1]; got.Left != 300 || got.Title != "Archive" || got.Route != "archive" {
		t.Errorf("the step is %+v", got)
	}
}
