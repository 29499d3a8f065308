package pack

import (
	"fmt"
	"strings"

	"placard/data"
)

// Compose writes the letter to a target: the subject, and a body of plain text with line feeds at the ends of lines
// and one empty line between two paragraphs. Its parts are the salutation, the facts, the writer's own paragraphs, the
// numbered requests, the closing with name and place, and last the letter's number and index: not in the subject, by
// whose likeness a mailbox would sort all letters out at once. What is empty leaves no gap.
//
// The screen's preview, mailto: and the campaign's server all take it from here, so that what is sent is what the writer
// saw. Fields are those of an action that [Form.Check] found right.
func (l Letter) Compose(t Target, fields map[string]string) (subject, body string) {
	parts := []string{t.Salutation}
	parts = append(parts, Paragraphs(l.Facts)...)
	parts = append(parts, Paragraphs(fields[FieldPersonal])...)
	parts = append(parts, l.Ask, l.numbered())
	parts = append(parts, lines(l.Closing, fields[data.FieldName], fields[FieldPlace]), l.Reference())
	return line(l.Subject), strings.Join(filled(parts), "\n\n")
}

// Reference is the letter's number and index on one line, empty if it has neither.
func (l Letter) Reference() string { return strings.Join(filled([]string{l.Number, l.Index}), " · ") }

func (l Letter) numbered() string {
	var list []string
	for i, r := range l.Requests {
		list = append(list, fmt.Sprintf("%d. %s", i+1, line(r)))
	}
	return strings.Join(list, "\n")
}

// Paragraphs splits a plain text at its empty lines. The paragraphs are without white space around them and around
// their lines; none is empty.
func Paragraphs(text string) []string {
	var list []string
	var open []string
	for _, l := range append(strings.Split(Value(text), "\n"), "") {
		if l = strings.TrimSpace(l); l != "" {
			open = append(open, l)
		} else if len(open) > 0 {
			list, open = append(list, strings.Join(open, "\n")), nil
		}
	}
	return list
}

// lines puts texts of one line below each other.
func lines(texts ...string) string {
	for i, s := range texts {
		texts[i] = line(s)
	}
	return strings.Join(filled(texts), "\n")
}

// line makes a text one line: a name must not bring a subject or a request of its own.
func line(s string) string { return strings.Join(strings.FieldsFunc(s, asciiSpace), " ") }

func filled(texts []string) []string {
	var list []string
	for _, s := range texts {
		if s != "" {
			list = append(list, s)
		}
	}
	return list
}
