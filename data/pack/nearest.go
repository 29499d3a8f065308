package pack

import (
	"strings"
	"time"
)

// nearest returns the word that s most likely was meant to be, if any is near.
func nearest(s string, words []string) (string, bool) {
	s = strings.ToLower(s)
	best, least := "", len(s)/3+2
	if len(s) > 64 {
		return "", false
	}
	for _, w := range words {
		if n := distance(s, w); n < least {
			best, least = w, n
		}
	}
	return best, best != ""
}

// instead says to write the word that s most likely was meant to be, or else something else.
func instead(s string, words []string, otherwise string) string {
	if n, ok := nearest(s, words); ok {
		return "write " + n
	}
	return otherwise
}

// distance returns the Levenshtein distance of two words, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// layouts are the ways in which people write a date that is meant to be 2008-01-28. 28/1/2008 is not among them:
// to some it is a month that does not exist, and 2/1/2008 would be guessed wrongly.
var layouts = []string{
	"2 Jan 2006", "2 January 2006", "Jan 2 2006", "January 2 2006", "Jan 2, 2006", "January 2, 2006", "2. 1. 2006", "2.1.2006",
	"2006-1-2", "2006/1/2", "2006.1.2", "20060102",
}

// guessDate reads a date that is not written as a pack writes it, to be able to say what to write.
func guessDate(s string) (time.Time, bool) {
	s = strings.Join(strings.Fields(s), " ")
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// clocks are the ways in which people write a time that is meant to be 17:00.
var clocks = []string{"15:04", "15.04", "15h04", "15:04:05", "3:04pm", "3.04pm", "3pm"}

// guessClock reads a time of day that is not written as a pack writes it.
func guessClock(s string) (string, bool) {
	s = strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(s), "")), ".m.", "m")
	for _, layout := range clocks {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(clockLayout), true
		}
	}
	return "", false
}
