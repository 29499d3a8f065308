package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"

	"placard/app/semantic"
	"placard/data"
	"placard/data/outbox"
)

// mixed is entry i of an outbox in which every state comes by.
func mixed(i int) data.Entry {
	e := data.Entry{ID: uuid.NewSHA1(uuid.Nil, fmt.Append(nil, i)), Kind: data.Signature, Day: "2026-11-23"}
	e.State = []data.State{data.StateWaiting, data.StateSent, data.StateRefused}[i%3]
	if e.State == data.StateRefused {
		e.Code, e.Hint = data.CodeEmailMalformed, data.CodeEmailMalformed.Hint()
	}
	return e
}

func tallyOf(n int) data.Tally {
	return data.Tally{Waiting: (n + 2) / 3, Sent: (n + 1) / 3, Refused: n / 3}
}

func TestOutboxStates(t *testing.T) {
	for _, size := range []fyne.Size{phone, desk} {
		b := &shelf{n: 6, state: mixed, tally: tallyOf(6)}
		b.status = outbox.Status{Err: data.NewError(data.CodeNotOurServer, "", nil), Next: time.Now().Add(time.Hour)}
		s := newStage(t, size, Config{Outbox: b})
		s.app.Show("outbox")
		s.wait("the rows", func() bool { return strings.Contains(s.text(), "Refused: Signature") })
		for _, want := range []string{"2 Waiting", "2 Sent", "2 Refused", data.CodeNotOurServer.Hint(), "Next try: ",
			"Waiting: Signature of 23 November 2026", "Sent: Signature of 23 November 2026",
			"Refused: Signature of 23 November 2026. The e-mail address is wrong"} {
			s.says(want)
		}
		rows := semantic.FindAll(s.must(semantic.List, "Actions, newest first"), semantic.Listitem)
		if rows[0].Pos != 1 || rows[0].Of != 6 || rows[0].H < target {
			t.Errorf("got row %+v", rows[0])
		}
		s.tap(semantic.Listitem, rows[2].Name)
		s.says(data.CodeEmailMalformed.Hint())
		s.says(mixed(2).ID.String())
		s.tap(semantic.Button, "Back to the list")
		s.saysNot(data.CodeEmailMalformed.Hint())

		s.tap(semantic.Button, "Send now")
		if b.woken != 1 {
			t.Errorf("woken %d times", b.woken)
		}
		b.change(func() { b.tally, b.status = data.Tally{Sent: 6}, outbox.Status{Online: true} })
		s.wait("all sent", func() bool { return strings.Contains(s.text(), say("outbox.alldone")) })
		if n := s.find(semantic.Button, "Send now"); n != nil {
			t.Error("there is nothing to send, and a button for it")
		}
	}
}

// The signs and colours of the states differ: a screen in the sun, or an eye that tells no red from green, still does.
func TestStatesDifferAtAGlance(t *testing.T) {
	seen := map[string]data.State{}
	for _, st := range []data.State{data.StateWaiting, data.StateSent, data.StateRefused} {
		ink, tint := stateColors(st)
		for _, mark := range []string{"sign " + stateIcon(st), "word " + stateWord(st), "ink " + string(ink), "tint " + string(tint)} {
			if other, ok := seen[mark]; ok {
				t.Errorf("%s and %s share the %s", st, other, mark)
			}
			seen[mark] = st
		}
	}
}

func TestEmptyOutbox(t *testing.T) {
	s := newStage(t, phone, Config{Outbox: &shelf{}})
	s.app.Show("outbox")
	s.says("Nothing here yet")
	s.says("Kept in this test.")
	if s.find(semantic.List, "Actions, newest first") != nil {
		t.Error("an empty list is shown")
	}
	s.tap(semantic.Button, "Sign")
	if s.app.Route() != routeSign {
		t.Error("the button leads nowhere")
	}
}

func TestUnreadableOutboxIsSaid(t *testing.T) {
	b := &shelf{readErr: data.NewError(data.CodeStorage, "", nil)}
	s := newStage(t, phone, Config{Outbox: b})
	s.app.Show("outbox")
	s.says("The outbox could not be read")
	b.change(func() { b.readErr, b.n, b.state, b.tally = nil, 3, mixed, tallyOf(3) })
	s.wait("the rows", func() bool { return strings.Contains(s.text(), "Sent: Signature") })
	s.saysNot("The outbox could not be read")
}

// A hundred thousand entries cost what a hundred do: the list asks for the pages in view and keeps few.
func TestHugeOutboxIsReadLazily(t *testing.T) {
	const n = 100_000
	measure := func(n int) (open time.Duration, asked int, s *stage, b *shelf) {
		b = &shelf{n: n, state: mixed, tally: tallyOf(n)}
		s = newStage(t, phone, Config{Outbox: b})
		began := time.Now()
		s.app.Show("outbox")
		s.wait("the rows", func() bool { return strings.Contains(s.text(), "Sent: Signature") })
		return time.Since(began), b.asked(), s, b
	}
	small, askedSmall, _, _ := measure(100)
	large, askedLarge, s, b := measure(n)
	t.Logf("opened 100 in %v (%d pages), %d in %v (%d pages)", small, askedSmall, n, large, askedLarge)
	if askedLarge > askedSmall+2 {
		t.Errorf("asked for %d pages, and %d for a hundred entries", askedLarge, askedSmall)
	}
	if large > 5*small+200*time.Millisecond {
		t.Errorf("opened in %v, a hundred in %v", large, small)
	}

	list := s.app.outbox.rows
	began := time.Now()
	const steps = 500
	for i := range steps {
		list.scrollTo(float32(n) * list.step() * float32(i) / steps)
	}
	if each := time.Since(began) / steps; each > 50*time.Millisecond {
		t.Errorf("a step of scrolling takes %v", each)
	} else {
		t.Logf("a step of scrolling takes %v", each)
	}
	list.scrollTo(float32(n) * list.step())
	s.wait("the last row", func() bool {
		r := semantic.FindAll(s.must(semantic.List, ""), semantic.Listitem)
		return len(r) > 0 && r[len(r)-1].Pos == n && !r[len(r)-1].Busy
	})
	s.settle()
	if b.limit > pageRows {
		t.Errorf("asked for %d entries at once", b.limit)
	}
	if asked := b.asked(); asked > steps/2 {
		t.Errorf("a fling asked for %d pages", asked)
	}
	if got := len(s.app.outbox.pager.pages); got > pageKept {
		t.Errorf("%d pages are kept", got)
	}
	if got := len(list.shown); got > 64 {
		t.Errorf("%d rows are kept", got)
	}
}

// What arrives while one reads does not make the rows flicker: they stay until the new ones are there.
func TestRowsStayWhileReading(t *testing.T) {
	b := &shelf{n: 50, state: mixed, tally: tallyOf(50)}
	s := newStage(t, phone, Config{Outbox: b})
	s.app.Show("outbox")
	s.wait("the rows", func() bool { return strings.Contains(s.text(), "Sent: Signature") })
	s.settle()
	b.change(func() { b.tally.Waiting++; b.n++ })
	s.wait("the reading", func() bool { return s.app.state.tally.Total() == 51 })
	s.saysNot("Loading")
	s.settle()
	s.says("18 Waiting")
}

// What stands over the rows scrolls away with them: the page is one, whatever its height.
func TestListPageScrollsAsOne(t *testing.T) {
	const n = 1000
	s := newStage(t, fyne.NewSize(320, 480), Config{Outbox: &shelf{n: n, state: mixed, tally: tallyOf(n)}})
	s.app.Show("outbox")
	s.wait("the rows", func() bool { return strings.Contains(s.text(), "Waiting: Signature") })
	page := s.app.outbox.page
	heading := func() *semantic.Node { return s.must(semantic.Heading, "Outbox") }
	first := func() int { return semantic.FindAll(s.must(semantic.List, ""), semantic.Listitem)[0].Pos }
	page.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -2000)})
	if h := heading(); !h.Offscreen || first() < 10 {
		t.Errorf("2000 down: the heading is at %v, the first row in view is %d", h.Y, first())
	}
	list := s.must(semantic.List, "")
	if top, room := list.Y, page.scroll.Size().Height; list.H < room-1 {
		t.Errorf("the rows have %v of %v, from %v", list.H, room, top)
	}
	page.by(1e9)
	s.wait("the last row", func() bool {
		r := semantic.FindAll(s.must(semantic.List, ""), semantic.Listitem)
		return r[len(r)-1].Pos == n
	})
	last := semantic.FindAll(s.must(semantic.List, ""), semantic.Listitem)
	if end, bottom := last[len(last)-1], list.Y+list.H; end.Y+end.H > bottom+0.5 || end.Y+end.H < bottom-2*listMargin {
		t.Errorf("the last row ends at %v, the window at %v", end.Y+end.H, bottom)
	}
	page.by(-1e9)
	if h := heading(); h.Offscreen || first() != 1 {
		t.Errorf("at the top again: the heading is at %v, the first row is %d", h.Y, first())
	}
	// By keys a row out of view comes into view, and the page goes along.
	for range 30 {
		s.app.outbox.rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	if h := heading(); !h.Offscreen || first() < 20 {
		t.Errorf("30 rows down by keys: the heading is at %v, the first row in view is %d", h.Y, first())
	}
}
