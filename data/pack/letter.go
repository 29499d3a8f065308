package pack

import "time"

// Letter is what a form of the kind letter writes: facts and requests that stand as they are, in the form of an
// Urgent Action, around the writer's own paragraphs.
type Letter struct {
	Number   string    // "UA 27/08"; may be empty
	Index    string    // "AFR 32/001/2008"; may be empty
	Subject  string    // one line
	Deadline time.Time // the last day to write, zero if there is none; see [Letter.Closed]
	Targets  []Target  // one at least
	Facts    string    // plain paragraphs, an empty line between two
	Ask      string    // the line above the requests, "I respectfully ask you to:"; may be empty
	Requests []string  // numbered in the letter
	Closing  string    // "Yours sincerely,"
	Advice   string    // how to write one's own paragraphs: plain ones as well; may be empty
}

// Target is whom a letter addresses.
type Target struct {
	ID         string // "president"
	Lang       string // the language to write in: BCP 47 tag
	Name       string
	Office     string   // "President of the Republic of Kenya"; may be empty
	Salutation string   // "Your Excellency,"
	Post       []string // lines of the postal address; may be empty
	Email      string   // may be empty
	Copies     []string // who is to get a copy, a line each
}

// Share is a ready text to publish elsewhere.
type Share struct {
	ID   string // "protest"
	Lang string
	Text string // without a link: the kit adds the campaign's
}

// The fields of a letter's form that have a place in the letter, beside [data.FieldName].
const (
	FieldPersonal = "personal" // the writer's own paragraphs
	FieldPlace    = "place"    // below the name
)

// How many characters the body of a mailto: address takes. From MailtoWarn on say so; past about MailtoMost mail
// programs cut it off or do not open at all. Every one of them draws that line elsewhere.
const (
	MailtoWarn = 1_600
	MailtoMost = 2_000
)

// Target returns the target of the given id.
func (l Letter) Target(id string) (Target, bool) {
	for _, t := range l.Targets {
		if t.ID == id {
			return t, true
		}
	}
	return Target{}, false
}

// Closed reports whether the deadline is over: then who wants to write checks with their section first. The last day
// ends when it has ended everywhere on Earth, which is twelve hours behind UTC: nobody for whom it is still that day
// is turned away, whatever the zone of the device or the server.
func (l Letter) Closed(now time.Time) bool {
	const wholeEarth = 24*time.Hour + 12*time.Hour
	return !l.Deadline.IsZero() && !now.Before(l.Deadline.Add(wholeEarth))
}

// Closed reports whether the form is a letter whose deadline is over; see [Letter.Closed].
func (f Form) Closed(now time.Time) bool { return f.Letter != nil && f.Letter.Closed(now) }

// Label names the target in a list: "The President, Government of Kenya".
func (t Target) Label() string {
	if t.Office == "" || t.Office == t.Name {
		return t.Name
	}
	return t.Name + ", " + t.Office
}
