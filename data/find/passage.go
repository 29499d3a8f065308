package find

import (
	"slices"
	"strings"

	"placard/data"
)

// A passage is so many words long, and the first that was found has at most so many before it.
const (
	passageWords  = 24
	passageBefore = 6
)

// Hit returns what is shown of a news item that holds what was asked for.
func (q Query) Hit(n data.NewsText) data.Hit {
	h := data.Hit{ID: n.ID, Headline: q.runs(n.Headline, slices.Collect(words(n.Headline)))}
	if len(q) == 0 {
		return h
	}
	for _, text := range []string{n.Body, n.Figures} {
		if h.Passage = q.passage(text); h.Passage != nil {
			return h
		}
	}
	h.Passage = q.piece(n.Body, firstWords(n.Body), 0)
	return h
}

// passage returns the words around the first that was found, nil where none was. It reads no further than it must.
func (q Query) passage(text string) []data.Run {
	var list []word
	first := -1
	for w := range words(text) {
		list = append(list, w)
		if length := q.ends(list); length > 0 && first < 0 {
			first = len(list) - length
		}
		if first >= 0 && len(list) > max(0, first-passageBefore)+passageWords {
			break
		}
	}
	if first < 0 {
		return nil
	}
	return q.piece(text, list, max(0, first-passageBefore))
}

func firstWords(text string) (list []word) {
	for w := range words(text) {
		if list = append(list, w); len(list) > passageWords {
			break
		}
	}
	return list
}

// piece returns the passage that begins with word from, of a list that goes on beyond it unless the text ends.
func (q Query) piece(text string, list []word, from int) []data.Run {
	if len(list) == 0 {
		return nil
	}
	to := min(len(list), from+passageWords)
	begin, end := 0, len(text)
	if from > 0 {
		begin = list[from].from
	}
	if to < len(list) {
		end = list[to-1].to
	}
	cut := slices.Clone(list[from:to])
	for i := range cut {
		cut[i].from, cut[i].to = cut[i].from-begin, cut[i].to-begin
	}
	runs := q.runs(text[begin:end], cut)
	if from > 0 {
		runs = append([]data.Run{{Text: "… "}}, runs...)
	}
	if to < len(list) {
		runs = append(runs, data.Run{Text: " …"})
	}
	return runs
}

// runs cuts a text at what was found in its words. Lines become one.
func (q Query) runs(text string, list []word) []data.Run {
	found := make([]bool, len(list))
	for n := range list {
		for i := len(list[:n+1]) - q.ends(list[:n+1]); i <= n; i++ {
			found[i] = true
		}
	}
	var runs []data.Run
	add := func(s string, on bool) {
		s = strings.ReplaceAll(s, "\n", " ")
		if last := len(runs) - 1; last >= 0 && runs[last].Found == on {
			runs[last].Text += s
		} else if s != "" {
			runs = append(runs, data.Run{Text: s, Found: on})
		}
	}
	at := 0
	for i, w := range list {
		if found[i] {
			add(text[at:w.from], false)
			add(text[w.from:w.to], true)
			at = w.to
		}
	}
	add(text[at:], false)
	return runs
}
