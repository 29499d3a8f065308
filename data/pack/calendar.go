package pack

import (
	"strings"
	"time"
	"unicode/utf8"
)

const (
	icsDay  = "20060102"
	icsTime = "20060102T150405"
)

// Calendar returns the event as an iCalendar file (RFC 5545), to be put into a person's own calendar. The entry's UID
// is made of the ids of campaign and event, the same for everybody, so that it says nothing of who took it and a second
// one replaces the first; so that the stamp says nothing either, let it be the day of the pack's appeal rather than
// now. The entry is private, as far as the calendar keeps to that, and tentative where the event is less than sure.
//
// Where the event's time zone is known its times are written in UTC: a TZID would want the zone's rules in the file as
// well. A device that has no table of zones, such as a browser, writes them floating, which means 17:00 by the clock of
// wherever the person is, and so does an event without a zone: right for all who are there on the day. An event without
// a start lasts all day.
func (e Event) Calendar(campaign string, stamp time.Time) []byte {
	var c calendar
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Placard//Placard//EN")
	c.line("BEGIN", "VEVENT")
	c.line("UID", campaign+"."+e.ID+"@placard")
	c.line("DTSTAMP", stamp.UTC().Format(icsTime)+"Z")
	c.when("DTSTART", e, e.Start)
	if e.Start != "" && e.End != "" {
		c.when("DTEND", e, e.End)
	}
	c.text("SUMMARY", e.Title)
	c.text("LOCATION", strings.Join(filled([]string{e.Where, e.Place}), ", "))
	c.text("DESCRIPTION", strings.Join(filled([]string{e.Text, e.Source}), "\n\n"))
	c.line("CLASS", "PRIVATE")
	if e.Sure == High {
		c.line("STATUS", "CONFIRMED")
	} else {
		c.line("STATUS", "TENTATIVE")
	}
	c.line("END", "VEVENT")
	c.line("END", "VCALENDAR")
	return []byte(c.String())
}

// calendar is an iCalendar file while it is written.
type calendar struct{ strings.Builder }

// when writes a time of the event's day.
func (c *calendar) when(name string, e Event, clock string) {
	hour, err := time.Parse(clockLayout, clock)
	if err != nil {
		c.line(name+";VALUE=DATE", e.Date.Format(icsDay))
		return
	}
	zone, err := time.LoadLocation(e.Zone)
	if e.Zone == "" || err != nil {
		c.line(name, e.Date.Format(icsDay)+hour.Format("T150405"))
		return
	}
	at := time.Date(e.Date.Year(), e.Date.Month(), e.Date.Day(), hour.Hour(), hour.Minute(), 0, 0, zone)
	c.line(name, at.UTC().Format(icsTime)+"Z")
}

var calendarText = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

// text writes a text, or nothing where there is none. Controls are not allowed in one.
func (c *calendar) text(name, value string) {
	value = strings.Map(typable, strings.ReplaceAll(value, "\r\n", "\n"))
	if value != "" {
		c.line(name, calendarText.Replace(value))
	}
}

// line writes one line, folded so that none is longer than 75 bytes; no character is cut in two.
func (c *calendar) line(name, value string) {
	room := 75
	for _, r := range name + ":" + value {
		if n := utf8.RuneLen(r); n > room {
			c.WriteString("\r\n ")
			room = 74 - n
		} else {
			room -= n
		}
		c.WriteRune(r)
	}
	c.WriteString("\r\n")
}
