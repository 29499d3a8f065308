package app

import (
	"strings"
	"testing"
	"time"

	"placard/app/semantic"
	"placard/data"
	"placard/data/pack"
)

func onDay(day string) func() time.Time {
	return func() time.Time {
		t, err := time.ParseInLocation("2006-01-02 15:04", day+" 09:00", time.Local)
		if err != nil {
			panic(err)
		}
		return t
	}
}

// Today's events stand on top, what is over stands last and offers no pledge; a place is found by a part of its name.
func TestEvents(t *testing.T) {
	d := newDevice(t)
	for day, want := range map[string]string{"2008-02-20": "events.coming", "2008-02-27": "events.today", "2008-03-01": "events.over"} {
		s := newStage(t, phone, Config{Outbox: d, Campaign: d.campaign, Now: onDay(day)})
		s.app.Show("events")
		s.must(semantic.Heading, say(want))
		f, _ := s.app.formOf(data.Pledge)
		pledges := 0
		for _, b := range semantic.FindAll(s.read(), semantic.Button) {
			if strings.HasPrefix(b.Name, f.form.Button+": ") {
				pledges++
			}
		}
		if got := pledges > 0; got == (want == "events.over") {
			t.Errorf("%s: %d events can be pledged for", day, pledges)
		}
	}
	s := newStage(t, phone, Config{Outbox: d, Campaign: d.campaign, Now: onDay("2008-02-27")})
	s.app.Show("events")
	s.write(say("events.place"), "mELB")
	s.says("1 event")
	s.says("Melbourne")
	s.saysNot("London")
	s.write(say("events.place"), "Atlantis")
	s.says(say("events.nowhere"))
}

// A pledge begins at its event, and a calendar takes the event as a file.
func TestEventDoes(t *testing.T) {
	d := newDevice(t)
	s := newStage(t, desk, Config{Outbox: d, Campaign: d.campaign, Now: onDay("2008-02-27")})
	s.app.Show("events")
	f, _ := s.app.formOf(data.Pledge)
	event, _ := s.app.edition.Event("london")
	name := func(what string) string {
		return say("events.for", with{"What": what, "Event": event.Title, "Place": event.Place})
	}
	s.tap(semantic.Button, name(say("events.calendar")))
	s.wait("saved", func() bool { return strings.Contains(s.text(), say("events.saved")) })
	if !strings.HasPrefix(s.plat.saved, "london.ics: BEGIN:VCALENDAR\r\n") || !strings.Contains(s.plat.saved, "20080227T") {
		t.Errorf("saved %q", s.plat.saved)
	}
	s.tap(semantic.Button, name(f.form.Button))
	if s.app.Route() != "act/"+f.form.ID {
		t.Fatalf("got to %s", s.app.Route())
	}
	if got := f.form.Values(typed(f.inputs))[pack.FieldEvent]; got != "london" {
		t.Errorf("chosen is %q", got)
	}
}
