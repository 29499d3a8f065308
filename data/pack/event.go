package pack

import "time"

// Event is a gathering of the campaign, by the local time of its place.
type Event struct {
	ID    string // "london"
	Lang  string
	Title string    // "Demonstration at the Kenyan embassy"
	Place string    // town: "London"
	Where string    // address within the town; may be empty
	Date  time.Time // midnight UTC, as every date of a pack: the day there
	Start string    // "17:00"; empty if nobody has said
	End   string    // "19:00"; may be empty
	Zone  string    // IANA time zone: "Europe/London"; empty: the time of whoever reads it
	Text  string    // one paragraph; may be empty

	// Who announced it, and how sure that is.
	Source string
	Sure   Sure
}

// clockLayout is how a time of day is written.
const clockLayout = "15:04"

// Label names the event in a list: "London: Demonstration at the Kenyan embassy".
func (e Event) Label() string { return e.Place + ": " + e.Title }

// Event returns the event of the given id.
func (e Edition) Event(id string) (Event, bool) {
	for _, v := range e.Events {
		if v.ID == id {
			return v, true
		}
	}
	return Event{}, false
}
