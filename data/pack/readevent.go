package pack

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"placard/data"
)

const (
	maxEvents = 300
	maxShare  = 500 // characters: what the networks take
)

// zoneName is the shape of a name in the IANA time zone database. Which of them exist is not known here: that table is
// larger than the whole pack.
var zoneName = regexp.MustCompile(`^(UTC|[A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9_+-]*){1,2})$`)

// list reads the entries of a file that may be missing: then ok is false, and a translation has those of the original.
func (l *loader) list(dir, key string, most int) (root *table, entries []*table, ok bool) {
	d, ok := l.open(dir+key+".toml", false, "")
	if !ok {
		return nil, nil, false
	}
	t, ok := d.parse()
	if !ok {
		return nil, nil, false
	}
	entries = t.tables(key, most)
	t.done()
	return t, entries, true
}

// orEmpty returns the original, or an edition of nothing where this is the original.
func (e *Edition) orEmpty() Edition {
	if e == nil {
		return Edition{}
	}
	return *e
}

// id reads the id of an entry, which no other of the file may have.
func (t *table) id(example string, others func(id string) bool) string {
	id := t.text("id", `"`+example+`"`, 200)
	switch {
	case id == "":
	case len(id) > 64 || !goodName.MatchString(id):
		t.errorf("id", "id %q is not a name for machines: write a-z, 0-9 and hyphens, like %q", short(id), slug(id))
	case others(id):
		t.errorf("id", "id %q stands in this file twice: give one of the two another name", id)
	}
	return id
}

// events reads events.toml, earliest first.
func (l *loader) events(dir, lang string, original *Edition) []Event {
	root, entries, ok := l.list(dir, "events", maxEvents)
	if !ok {
		return original.orEmpty().Events
	}
	list := Edition{}
	for _, t := range entries {
		e := readEvent(t, lang, list)
		if o, ok := original.orEmpty().Event(e.ID); ok && !e.same(o) {
			t.errorf("id", "event %q is another one than in events.toml: a translation keeps date, start, end, zone and sure", e.ID)
		}
		list.Events = append(list.Events, e)
	}
	if original != nil {
		sameIDs(root, "event", ids(list.Events, Event.id), ids(original.Events, Event.id))
	}
	slices.SortStableFunc(list.Events, func(a, b Event) int {
		return cmp.Or(a.Date.Compare(b.Date), strings.Compare(a.Start, b.Start), strings.Compare(a.ID, b.ID))
	})
	return list.Events
}

func readEvent(t *table, lang string, before Edition) Event {
	e := Event{Lang: lang}
	e.ID = t.id("london", func(id string) bool { _, ok := before.Event(id); return ok })
	e.Title = t.text("title", `"What it is"`, maxTitle)
	e.Place = t.text("place", `"The town"`, maxTitle)
	e.Where = t.text("where", "", maxTitle)
	e.Date = t.date("date", "2008-02-27")
	e.Start, e.End = t.clock("start"), t.clock("end")
	e.Zone = t.text("zone", "", 64)
	e.Text = t.text("text", "", maxParagraph)
	e.Source = t.text("source", `"who announced it"`, maxTitle)
	e.Sure = Sure(t.choice("sure", `"H" if it is sure, "M" if it is less so`, string(High), string(Medium)))
	_, starts := t.m["start"]
	switch {
	case e.End != "" && !starts:
		t.errorf("end", "end stands without start: write start, or delete end")
	case e.End != "" && e.Start != "" && e.End <= e.Start:
		t.errorf("end", "end %s is not after start %s: check both; of an event that ends on another day leave end out", e.End, e.Start)
	}
	if e.Zone != "" && !zoneName.MatchString(e.Zone) {
		t.errorf("zone", "zone %q is not a name of the time zone database: write area and city, like Europe/London", short(e.Zone))
	}
	t.done()
	return e
}

func (e Event) id() string { return e.ID }

// same reports whether a translation speaks of the same event.
func (e Event) same(o Event) bool {
	return e.Date.Equal(o.Date) && e.Start == o.Start && e.End == o.End && e.Zone == o.Zone && e.Sure == o.Sure
}

// pledge puts the choice of an event before the fields of a pledge that has events.
func (f *Form) pledge(t *table, e Edition) {
	if f.Kind != data.Pledge {
		onlyOf(t, data.Pledge, "events", "event_label")
		return
	}
	if !t.yes("events") {
		t.get("event_label", "")
		return
	}
	if len(e.Events) == 0 {
		t.errorf("events", "there are no events to pledge for: write events.toml, or delete events")
	}
	var options []Option
	for _, v := range e.Events {
		options = append(options, Option{v.ID, v.Label()})
	}
	f.put(t, choice(FieldEvent, choiceLabel(t, "event_label", "Event", e.Lang), options))
}

// shares reads shares.toml.
func (l *loader) shares(dir, lang string, original *Edition) []Share {
	root, entries, ok := l.list(dir, "shares", maxList)
	if !ok {
		return original.orEmpty().Shares
	}
	var list []Share
	for _, t := range entries {
		s := Share{Lang: lang}
		s.ID = t.id("protest", func(id string) bool { return slices.Contains(ids(list, Share.id), id) })
		s.Text = t.text("text", `"A text to publish elsewhere"`, maxShare)
		t.done()
		list = append(list, s)
	}
	if original != nil {
		sameIDs(root, "text", ids(list, Share.id), ids(original.Shares, Share.id))
	}
	return list
}

func (s Share) id() string { return s.ID }

func ids[T any](list []T, id func(T) string) []string {
	var all []string
	for _, v := range list {
		all = append(all, id(v))
	}
	return all
}

// sameIDs reports the entries that a translated file has too many or too few of.
func sameIDs(t *table, what string, own, original []string) {
	for _, id := range original {
		if !slices.Contains(own, id) {
			t.doc.errorf(0, "has no %s %q: translate that of the first language", what, id)
		}
	}
	for _, id := range own {
		if id != "" && !slices.Contains(original, id) {
			t.doc.errorf(0, "has the %s %q, which the first language has not: write it there first", what, id)
		}
	}
}
