package find

import (
	"slices"
	"strings"
	"unicode"
)

// Longest query, in phrases and in words. What is typed after that narrows the search no further.
const (
	maxPhrases = 16
	maxWords   = 64
)

// Query is what a person's words ask for: items that hold every phrase, each somewhere in its headline, its text or its
// figures. A phrase is what stands between two spaces, as its folded words; the last word of the last one may go on:
// somebody is still typing it. Nothing that is typed has a meaning of its own, neither quotes nor signs.
type Query [][]string

// Parse reads a query. One without a letter or digit is empty.
func Parse(text string) Query {
	var q Query
	left := maxWords
	for typed := range strings.FieldsFuncSeq(text, unicode.IsSpace) {
		var phrase []string
		for w := range words(typed) {
			if left == 0 {
				break
			}
			left--
			phrase = append(phrase, w.folded)
		}
		if len(phrase) > 0 {
			q = append(q, phrase)
		}
		if len(q) == maxPhrases || left == 0 {
			break
		}
	}
	return q
}

// ends returns the length of the longest phrase that the last of the words completes, 0 for none.
func (q Query) ends(list []word) (length int) {
	for i, phrase := range q {
		if len(phrase) > length && q.holds(i, list) {
			length = len(phrase)
		}
	}
	return length
}

// holds reports whether a list of words ends with a phrase.
func (q Query) holds(phrase int, list []word) bool {
	want := q[phrase]
	at := len(list) - len(want)
	if at < 0 {
		return false
	}
	last := len(want) - 1
	for i, w := range want[:last] {
		if list[at+i].folded != w {
			return false
		}
	}
	if got := list[at+last].folded; phrase == len(q)-1 {
		return strings.HasPrefix(got, want[last])
	} else {
		return got == want[last]
	}
}

// count counts each phrase in a text.
func (q Query) count(text string) []int {
	counts := make([]int, len(q))
	list := slices.Collect(words(text))
	for n := range list {
		for i := range q {
			if q.holds(i, list[:n+1]) {
				counts[i]++
			}
		}
	}
	return counts
}
