package html

import (
	"html/template"
	"strconv"

	"placard/data"
	"placard/data/pack"
)

// The names of a form's parts as they are sent, percent-encoded, by POST to [Action]. Fields and consents stand behind
// a prefix, so that a field called "pack" is no trouble, and browsers guess less of what belongs there.
const (
	FieldPrefix   = "field."
	ConsentPrefix = "consent."
	PackName      = "pack" // the hash of the pack whose words the person saw
	LangName      = "lang" // and in which language
	OnceName      = "once" // random, where something could make it; see the server
	StepName      = "step" // in the address; see [Entry.Action]
)

// Action returns the address, from the folder of index.html, that takes a form.
func Action(form string) string { return "forms/" + form }

// Entry is a form with what was typed into it and what is wrong with that.
type Entry struct {
	Form    pack.Form
	Pack    string            // the pack's hash
	Values  map[string]string // as typed
	Ticked  map[string]bool
	Errors  []*data.Error // at most one a field
	Trouble               // why it was not taken though nothing is wrong with it
	Closed  bool          // it is too late for it; see [pack.Form.Closed]
	Once    string        // see [OnceName]
	Step    int           // how often the server has given it; 0 on the page on the disk
}

// Trouble says why a form was not taken that was filled in well.
type Trouble string

// The troubles: the pack's text is another one than the person saw; no room on the server's disk; anything else.
const (
	Changed Trouble = "read.changed"
	Full    Trouble = "read.full"
	Broken  Trouble = "read.broken"
)

// Refusal says why a form was not taken at all: nothing of it comes back.
type Refusal string

// The refusals.
const (
	Stranger  Refusal = "read.refused.stranger"  // another site sent it
	NoForm    Refusal = "read.refused.noform"    // there is no such form
	Malformed Refusal = "read.refused.malformed" // it is no form of ours
	TooLong   Refusal = "read.refused.long"
	Busy      Refusal = "read.refused.busy"
	Cut       Refusal = "read.refused.cut"  // not all of it arrived
	Over      Refusal = "read.refused.over" // the letter's deadline is over
)

// Title is the key of the words above it.
func (r Refusal) Title() string {
	switch r {
	case NoForm:
		return "read.refused.nowhere"
	case Over:
		return "read.refused.late"
	}
	return "read.refused.title"
}

// Count returns how many fields are wrong.
func (e Entry) Count() int { return len(e.Errors) }

// Action is the address to send it to, from the folder of index.html. It is never that of the page which the form is
// on: where that fails to load, browsers show their error in the page's place, and the way back leads past the form.
func (e Entry) Action() string {
	if e.Step == 0 {
		return Action(e.Form.ID)
	}
	return Action(e.Form.ID) + "?" + StepName + "=" + strconv.Itoa(e.Step)
}

// line is one field as the template wants it.
type line struct {
	pack.Field
	ID, Sent   string // of the element; its name in what is sent
	Value      string
	Wrong      template.HTML // what to do
	Describes  string        // ids of help and error
	Kind       string        // of the input element
	Enter      string        // what the keyboard's last key says
	Capitalize string
}

// Open reports whether a choice begins with nothing chosen: not where there is one answer only, which must be given.
func (l line) Open() bool { return !l.Required || len(l.Options) > 1 }

// Lines lists the fields of a form.
func (p *page) Lines(e Entry) []line {
	var list []line
	for i, f := range e.Form.Fields {
		l := line{Field: f, ID: "f-" + f.Name, Sent: FieldPrefix + f.Name, Value: e.Values[f.Name], Kind: "text", Enter: "next", Capitalize: "sentences"}
		switch {
		case f.Type == pack.Email:
			l.Kind, l.Capitalize = "email", "none"
		case f.Type == pack.Phone:
			l.Kind = "tel"
		case f.Name == data.FieldName:
			l.Capitalize = "words"
		}
		if i == len(e.Form.Fields)-1 {
			l.Enter = "send"
		}
		for _, err := range e.Errors {
			if err.Field == f.Name {
				l.Wrong = p.mark(p.words.Hint(err))
			}
		}
		if f.Help != "" {
			l.Describes = l.ID + "-help"
		}
		if l.Wrong != "" {
			l.Describes = l.ID + "-wrong " + l.Describes
		}
		list = append(list, l)
	}
	return list
}

// Wrong lists the fields that need another look.
func (p *page) Wrong(e Entry) []line {
	var list []line
	for _, l := range p.Lines(e) {
		if l.Wrong != "" {
			list = append(list, l)
		}
	}
	return list
}

// box is one question of consent.
type box struct {
	pack.Consent
	ID, Sent string
	Checked  bool
}

// Boxes lists the questions of consent.
func (e Entry) Boxes() []box {
	var list []box
	for i, c := range e.Form.Consents {
		list = append(list, box{c, "c-" + strconv.Itoa(i+1), ConsentPrefix + c.Purpose, e.Ticked[c.Purpose]})
	}
	return list
}
