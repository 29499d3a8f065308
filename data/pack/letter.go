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
	Requests []string  // numbered in the letter
	Closing  string    // "Yours sincerely,"
	Advice   string    // how to write one's own paragraphs; may be empty
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
