package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
	"placard/data"
	"placard/data/find"
	"placard/data/pack"
)

// events lists the campaign's gatherings: what is on today on top, then what comes, then what is over. A place can be
// looked for by typing a part of its name; where the device is, the kit neither asks nor knows.
type events struct {
	app   *App
	page  *page
	place *field
	found *words
	lists *fyne.Container
}

func newEvents(a *App) *events {
	s := &events{app: a, found: newWords(""), lists: newColumn(space)}
	head := newColumn(gap, newHeading(1, say("events.title")), newCaption(say("events.intro")))
	s.place = newField(pack.Field{Name: "place", Label: say("events.place"), Type: pack.Text, Max: 100, InputMode: "text"}, "")
	s.place.entry.OnChanged = func(string) { s.fill() }
	live := semantic.Wrap(semantic.Node{Role: semantic.Status}, newColumn(0, s.found)) // hidden, it takes no room
	s.page = newPage(head, newColumn(gap, s.place, live), s.lists)
	s.place.entry.onFocus = func() { s.page.reveal(s.place) }
	s.place.wheel.to = s.page.scroll
	s.place.Hidden = len(a.edition.Events) < 2
	s.fill()
	return s
}

// when tells today, what comes and what is over apart, by the calendar of the device.
func when(v pack.Event, now time.Time) int {
	today := now.Local().Format(time.DateOnly)
	return strings.Compare(v.Date.Format(time.DateOnly), today)
}

// fill lists the events whose place has in it what is typed.
func (s *events) fill() {
	wanted := find.Fold(strings.TrimSpace(s.place.value()))
	var today, coming, over []pack.Event
	for _, v := range s.app.edition.Events {
		if !strings.Contains(find.Fold(v.Place+" "+v.Where), wanted) {
			continue
		}
		switch when(v, s.app.cfg.Now()) {
		case 0:
			today = append(today, v)
		case 1:
			coming = append(coming, v)
		default:
			over = append(over, v)
		}
	}
	slices.Reverse(over)
	s.lists.Objects = nil
	for _, part := range []struct {
		title string
		list  []pack.Event
	}{{say("events.today"), today}, {say("events.coming"), coming}, {say("events.over"), over}} {
		if len(part.list) > 0 {
			s.lists.Add(newColumn(12, newHeading(2, part.title), s.list(part.title, part.list)))
		}
	}
	n := len(today) + len(coming) + len(over)
	s.found.Hidden = wanted == "" && n > 0
	switch {
	case n == 0 && wanted == "":
		s.found.set(say("events.none"))
	case n == 0:
		s.found.set(say("events.nowhere"))
	default:
		s.found.set(sayN("events.found", n))
	}
	s.lists.Refresh()
	s.page.relayout()
}

func (s *events) list(name string, list []pack.Event) fyne.CanvasObject {
	c := newColumn(12)
	for i, v := range list {
		c.Add(semantic.Wrap(semantic.Node{Role: semantic.Listitem, Pos: i + 1, Of: len(list)}, s.card(v)))
	}
	return semantic.Wrap(semantic.Node{Role: semantic.List, Name: name}, c)
}

// card says what, when and where, who announced it, and what to do about it.
func (s *events) card(v pack.Event) fyne.CanvasObject {
	place := newWords(strings.Trim(v.Place+", "+v.Where, ", ")).in(v.Lang)
	said := []fyne.CanvasObject{newCaption(eventTime(v)), newHeading(3, v.Title).in(v.Lang), place}
	if v.Text != "" {
		said = append(said, newWords(v.Text).in(v.Lang))
	}
	said = append(said, newCaption(say("events.source", with{"Source": v.Source})+" "+sureWords(v.Sure)), s.buttons(v))
	return newCard(said...)
}

func (s *events) buttons(v pack.Event) fyne.CanvasObject {
	buttons := leading()
	add := func(r rank, icon, label, lang string, do func()) {
		b := newButton(r, icon, label, do)
		b.name = say("events.for", with{"What": label, "Event": v.Title, "Place": v.Place})
		b.label.in(lang)
		buttons.objects.Add(b)
	}
	if f, ok := s.app.formOf(data.Pledge); ok && when(v, s.app.cfg.Now()) >= 0 {
		add(plain, "pledge", f.form.Button, f.form.Lang, func() { s.pledge(f, v) })
	}
	add(quiet, "", say("events.calendar"), "", func() { s.save(v) })
	return buttons
}

// eventTime says when an event is, by the clocks of its place.
func eventTime(v pack.Event) string {
	with := with{"Date": day(v.Date), "Start": v.Start, "End": v.End}
	switch {
	case v.Start == "":
		return say("events.day", with)
	case v.End == "":
		return say("events.from", with)
	}
	return say("events.until", with)
}

// formOf returns the screen of the first form of a kind.
func (a *App) formOf(k data.Kind) (*act, bool) {
	for _, f := range a.edition.Forms {
		if f.Kind == k {
			return a.acts[f.ID], true
		}
	}
	return nil, false
}

// pledge opens the form with the event chosen.
func (s *events) pledge(f *act, v pack.Event) {
	for _, in := range f.inputs {
		if in.spec().Name == pack.FieldEvent {
			in.put(v.ID)
		}
	}
	s.app.open(s.app.formRoute(f.form.ID))
}

// save hands the event to the calendar of the device, as a file.
func (s *events) save(v pack.Event) {
	if s.app.cfg.Platform == nil {
		return
	}
	file := File{Name: v.ID + ".ics", Type: "text/calendar", Size: -1}
	content := v.Calendar(s.app.cfg.Pack.ID, s.app.edition.Appeal.Date) // not when somebody wanted it
	file.Read = func(context.Context) ([]byte, error) { return content, nil }
	go func() {
		saved, err := s.app.cfg.Platform.Save(s.app.ctx, file)
		s.app.do(func() {
			switch {
			case err != nil:
				s.app.Notice(Notice{Key: "calendar", Weight: Warning, Words: sayLater("share.failed")})
			case saved:
				s.app.Notice(Notice{Key: "calendar", Words: sayLater("events.saved")})
			}
		})
	}()
}

func (s *events) object() fyne.CanvasObject { return s.page }
func (s *events) title() string             { return say("events.title") }
func (s *events) left()                     {}
func (s *events) update(*state)             {}
func (s *events) resized(bool)              {}
func (s *events) offset() float32           { return s.page.offset() }
func (s *events) scroll(dy float32)         { s.page.by(dy) }

// shown looks at the calendar again: a kit may be open over midnight.
func (s *events) shown() { s.fill() }
