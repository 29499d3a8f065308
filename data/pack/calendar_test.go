package pack

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var (
	theDay = time.Date(2008, 2, 27, 0, 0, 0, 0, time.UTC)
	stamp  = time.Date(2008, 2, 14, 0, 0, 0, 0, time.UTC)
)

func TestCalendar(t *testing.T) {
	e := Event{ID: "london", Title: "Candles; silence, songs", Place: "London", Where: `45 Portland\Place`, Date: theDay,
		Start: "17:00", End: "19:00", Zone: "Europe/London", Text: "Bring a candle.\nAnd a friend.", Source: "A relayed list", Sure: Medium}
	want := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Placard//Placard//EN\r\nBEGIN:VEVENT\r\nUID:kenya-2008.london@placard\r\n" +
		"DTSTAMP:20080214T000000Z\r\nDTSTART:20080227T170000Z\r\nDTEND:20080227T190000Z\r\nSUMMARY:Candles\\; silence\\, songs\r\n" +
		"LOCATION:45 Portland\\\\Place\\, London\r\nDESCRIPTION:Bring a candle.\\nAnd a friend.\\n\\nA relayed list\r\n" +
		"CLASS:PRIVATE\r\nSTATUS:TENTATIVE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	if got := string(e.Calendar("kenya-2008", stamp)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCalendarTimes(t *testing.T) {
	for _, tt := range []struct {
		zone, start, end string
		want             []string
	}{
		{"Australia/Melbourne", "18:00", "", []string{"DTSTART:20080227T070000Z"}}, // summer there
		{"America/New_York", "16:30", "19:30", []string{"DTSTART:20080227T213000Z", "DTEND:20080228T003000Z"}},
		{"Africa/Kampala", "12:30", "", []string{"DTSTART:20080227T093000Z"}},
		{"", "17:00", "19:00", []string{"DTSTART:20080227T170000", "DTEND:20080227T190000"}},
		{"Area/City", "17:00", "", []string{"DTSTART:20080227T170000"}}, // as where there is no table of zones
		{"Europe/London", "", "", []string{"DTSTART;VALUE=DATE:20080227"}},
		{"", "", "", []string{"DTSTART;VALUE=DATE:20080227"}},
	} {
		e := Event{ID: "x", Title: "T", Place: "P", Date: theDay, Start: tt.start, End: tt.end, Zone: tt.zone, Sure: High}
		var got []string
		for l := range strings.SplitSeq(string(e.Calendar("c", stamp)), "\r\n") {
			if strings.HasPrefix(l, "DTSTART") || strings.HasPrefix(l, "DTEND") {
				got = append(got, l)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%+v: got %q", tt, got)
		}
	}
}

// Whatever stands in an event, the file is lines of 75 bytes at most that unfold and unescape to the same.
func FuzzCalendar(f *testing.F) {
	f.Add("Candles; silence", `a\n,b`+"\n", "17:00", "Europe/London")
	f.Add(strings.Repeat("Ngũgĩ wa Thiong'o ", 20), strings.Repeat("人権", 60), "", "")
	f.Add("x\r\nATTENDEE:mailto:a@b", "\x00\x7f\xff", "99:99", "Local")
	f.Fuzz(func(t *testing.T, title, text, start, zone string) {
		e := Event{ID: "x", Title: title, Place: "P", Date: theDay, Start: start, Zone: zone, Text: text}
		file := e.Calendar("c", stamp)
		for l := range bytes.SplitSeq(file, []byte("\r\n")) {
			if len(l) > 75 || !utf8.Valid(l) || bytes.ContainsAny(l, "\r\n\x00") {
				t.Errorf("got the line %q", l)
			}
		}
		unfolded := strings.ReplaceAll(string(file), "\r\n ", "")
		if n := strings.Count(unfolded, "\r\n"); n > 14 || !strings.HasSuffix(unfolded, "\r\nEND:VCALENDAR\r\n") {
			t.Errorf("got %d lines:\n%s", n, unfolded)
		}
		_, rest, _ := strings.Cut(unfolded, "DESCRIPTION:")
		value, _, _ := strings.Cut(rest, "\r\n")
		got := strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n").Replace(value)
		if want := strings.Map(typable, strings.ReplaceAll(text, "\r\n", "\n")); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}
