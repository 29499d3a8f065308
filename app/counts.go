package app

import (
	"strings"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
	"placard/data"
)

// counts says how many actions of each kind the campaign's server knows of, as of when, and how many wait here. The two
// are never added up: the server may already hold some of what still waits.
type counts struct {
	object fyne.CanvasObject
	head   *words
	list   *fyne.Container
	here   *words
	said   string
}

func newCounts() *counts {
	c := &counts{head: newCaption(""), list: newColumn(4), here: newWords("")}
	c.here.spans[0].bold = true
	card := newCard(newHeading(2, say("counts.title")), c.head, semantic.Wrap(semantic.Node{Role: semantic.List, Name: say("counts.title")}, c.list), c.here)
	c.object = card
	return c
}

// show brings the numbers up to date, and reports whether anything changed.
func (c *counts) show(st *state) bool {
	head, rows := countRows(st.tally.Counters)
	here := sayN("counts.here", st.tally.Waiting)
	said := strings.Join(append(rows, head, here), "\n")
	if said == c.said {
		return false
	}
	c.said = said
	c.head.set(head)
	c.here.set(here)
	c.list.Objects = nil
	for i, text := range rows {
		c.list.Add(semantic.Wrap(semantic.Node{Role: semantic.Listitem, Pos: i + 1, Of: len(rows)}, newWords(text)))
	}
	c.list.Refresh()
	return true
}

// countRows says when the numbers were true and what they are, a row a kind.
func countRows(c *data.Counters) (head string, rows []string) {
	if c == nil {
		return say("counts.unknown"), nil
	}
	head = say("counts.counted", with{"Time": moment(c.At)})
	if c.Basis == data.BasisReceived {
		head = say("counts.received", with{"Time": moment(c.At)})
	}
	for _, k := range data.Kinds {
		if n := c.Counts[k]; n > 0 {
			rows = append(rows, sayN("counts.of."+string(k), int(n)))
		}
	}
	if len(rows) == 0 {
		rows = []string{say("counts.none")}
	}
	return head, rows
}
