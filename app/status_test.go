package app

import (
	"strings"
	"testing"
	"time"

	"placard/app/semantic"
	"placard/data/outbox"
)

// The status says when the server was heard last, without being read out at each answer.
func TestHeard(t *testing.T) {
	shelf := &shelf{}
	s := newStage(t, phone, Config{Outbox: shelf, Campaign: newDevice(t).campaign})
	at := time.Date(2008, 3, 1, 14, 2, 0, 0, time.Local)
	line := func() *semantic.Node {
		return semantic.Find(s.read(), semantic.Status, s.app.frame.lines[0].Semantic().Name)
	}
	before := line().Name
	for _, online := range []bool{true, false} {
		shelf.change(func() { shelf.status = outbox.Status{Online: online, Seen: at} })
		s.wait("the status", func() bool { return s.app.state.status.Online == online && !s.app.state.status.Seen.IsZero() })
		want := map[bool]string{true: "Online, 14:02", false: "Offline, 14:02"}[online]
		if got := s.app.frame.lines[0].first.text(); got != want {
			t.Errorf("shows %q, want %q", got, want)
		}
		if n := line(); !strings.Contains(n.Description, "Last heard from the server: 14:02.") || strings.Contains(n.Name, "14:02") {
			t.Errorf("says %q, %q", n.Name, n.Description)
		}
	}
	if got := line().Name; got != before {
		t.Errorf("the name became %q from %q though nothing but the time changed", got, before)
	}
}
