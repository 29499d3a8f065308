package app

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
	"placard/data"
	"placard/data/outbox"
	"placard/data/pack"
)

// Every form of the pack can be filled in and stored, each under its kind, and the thanks are those of its kind.
func TestEveryForm(t *testing.T) {
	d := newDevice(t)
	s := newStage(t, phone, Config{Outbox: d, Campaign: d.campaign})
	kinds := map[data.Kind]bool{}
	for i, f := range s.app.edition.Forms {
		kinds[f.Kind] = true
		s.app.Show("act/" + f.ID)
		a := s.app.acts[f.ID]
		if got := s.app.Route(); got != s.app.formRoute(f.ID) {
			t.Fatalf("act/%s leads to %s", f.ID, got)
		}
		want := map[string]string{}
		for _, in := range a.inputs {
			spec := in.spec()
			switch {
			case spec.Type == pack.Choice:
				last := spec.Options[len(spec.Options)-1]
				if len(spec.Options) > 1 {
					s.tap(semantic.Radio, last.Label)
				}
				want[spec.Name] = last.Value
			case spec.Required:
				s.write(spec.Label, "Wanjirũ")
				want[spec.Name] = "Wanjirũ"
			}
		}
		s.tap(semantic.Button, f.Button)
		s.wait("thanks for "+f.ID, func() bool { return s.find(semantic.Heading, say("thanks.title")) != nil })
		got := d.opened(t)
		if len(got) != i+1 {
			t.Fatalf("%s: %d actions are stored, want %d", f.ID, len(got), i+1)
		}
		last := got[i]
		if last.Kind != f.Kind || last.Lang != f.Lang {
			t.Errorf("%s: stored as %s in %s", f.ID, last.Kind, last.Lang)
		}
		for name, value := range want {
			if last.Fields[name] != value {
				t.Errorf("%s: stored %s = %q, want %q", f.ID, name, last.Fields[name], value)
			}
		}
		if f.Kind != data.Signature && strings.Contains(s.text(), "Your signature") {
			t.Errorf("%s: thanks for a signature:\n%s", f.ID, s.text())
		}
	}
	for _, k := range []data.Kind{data.Signature, data.Letter, data.Pledge, data.Solidarity, data.Share} {
		if !kinds[k] {
			t.Errorf("the bundled pack has no form of the kind %s", k)
		}
	}
}

// A question whose answer must be chosen says so where it is, and is content once one is.
func TestPickWrong(t *testing.T) {
	d := newDevice(t)
	s := newStage(t, phone, Config{Outbox: d, Campaign: d.campaign})
	f, ok := s.app.formOf(data.Pledge)
	if !ok {
		t.Fatal("the bundled pack has no pledge")
	}
	s.app.Show("act/" + f.form.ID)
	for _, in := range f.fields {
		if in.form.Required {
			s.write(in.form.Label, "Ann")
		}
	}
	s.tap(semantic.Button, f.form.Button)
	s.says(hint(data.NewError(data.CodeFieldMissing, "", nil)))
	event := s.app.edition.Events[0]
	s.tap(semantic.Radio, f.inputs[0].spec().Options[0].Label)
	s.saysNot(hint(data.NewError(data.CodeFieldMissing, "", nil)))
	s.tap(semantic.Button, f.form.Button)
	s.wait("thanks", func() bool { return s.find(semantic.Heading, say("thanks.title")) != nil })
	if got := d.opened(t); len(got) != 1 || got[0].Fields[pack.FieldEvent] != event.ID {
		t.Errorf("stored %+v, want one for %s", got, event.ID)
	}
	if got := f.inputs[0].value(); got != "" {
		t.Errorf("the next person finds %q chosen", got)
	}
}

// The appeal leads to everything there is to do; nothing comes before the first of it but what it is about.
func TestWays(t *testing.T) {
	for name, size := range map[string]fyne.Size{"phone": phone, "desk": desk} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, size, Config{})
			list := semantic.FindAll(s.must(semantic.List, say("ways.title")), semantic.Link)
			ways := s.app.waysToAct()
			if len(ways) < 4 || ways[0].route != "sign" {
				t.Fatalf("got %+v", ways)
			}
			if len(list) != len(ways)-1 { // the petition has a button of its own
				t.Errorf("%d links to %d ways", len(list), len(ways)-1)
			}
			for _, w := range ways {
				s.app.Show(w.route)
				if s.app.Route() != w.route {
					t.Errorf("%s leads to %s", w.route, s.app.Route())
				}
				if w.route != "sign" && !s.app.Back() || w.route != "sign" && s.app.Route() != "act" {
					t.Errorf("the way back from %s leads to %s", w.route, s.app.Route())
				}
			}
		})
	}
}

// The numbers are the server's, with their time; what waits here stands apart.
func TestCounts(t *testing.T) {
	b := &shelf{tally: data.Tally{Waiting: 3}}
	s := newStage(t, phone, Config{Outbox: b, Campaign: newDevice(t).campaign})
	s.app.Show("act")
	s.says("not yet known")
	s.says("3 actions wait on this device.")
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	b.change(func() {
		b.tally.Counters = &data.Counters{At: at, Basis: data.BasisCounted, Counts: map[data.Kind]int64{data.Signature: 1234, data.Letter: 1, "later": 9}}
	})
	s.wait("the numbers", func() bool { return strings.Contains(s.text(), "1,234 signatures") })
	s.says("1 letter")
	s.says(moment(at))
	s.saysNot("1,237")
	s.saysNot("later")
}

func TestMeter(t *testing.T) {
	p := *bundled(t)
	p.Edition.Appeal.Goal = 20_000
	b := &shelf{}
	s := newStage(t, desk, Config{Pack: &p, Outbox: b, Campaign: newDevice(t).campaign})
	s.says("Goal: 20,000")
	b.change(func() {
		b.tally.Counters = &data.Counters{At: time.Now(), Basis: data.BasisCounted, Counts: map[data.Kind]int64{data.Signature: 5_000}}
	})
	s.wait("the share", func() bool { return strings.Contains(s.text(), "25 % of 20,000") })
	if got := s.app.appeal.goal.bar.share; got != 0.25 {
		t.Errorf("the bar is full to %v", got)
	}
}

// Two half-filled forms live through a restart.
func TestDraftsOfTwoForms(t *testing.T) {
	d := newDevice(t)
	s := newStage(t, phone, Config{Outbox: d, Campaign: d.campaign})
	f, _ := s.app.formOf(data.Letter)
	s.app.Show("sign")
	s.write(nameField, "Ann")
	s.app.Show("act/" + f.form.ID)
	f.inputs[0].put(f.form.Letter.Targets[0].ID)
	s.write(f.fields[0].form.Label, "Ann, too")
	draft := s.plat.drafts[len(s.plat.drafts)-1]

	again := newStage(t, phone, Config{Outbox: d, Campaign: d.campaign})
	if !again.app.Restore(draft) {
		t.Fatal("nothing came back")
	}
	back, _ := again.app.formOf(data.Letter)
	if got := again.app.sign.fields[0].value(); got != "Ann" {
		t.Errorf("the petition has %q", got)
	}
	if got := back.fields[0].value(); got != "Ann, too" || back.inputs[0].value() != f.form.Letter.Targets[0].ID {
		t.Errorf("the letter has %q to %q", got, back.inputs[0].value())
	}
}

// online makes a shelf say whether there is a connection.
func (s *stage) online(b *shelf, yes bool) {
	b.change(func() { b.status = outbox.Status{Online: yes} })
	s.wait("the connection", func() bool { return s.app.state.status.Online == yes })
}
