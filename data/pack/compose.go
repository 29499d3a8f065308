package pack

import (
	"fmt"
	"strings"
	"time"
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

// Closed reports whether the deadline has passed: the last day to write is over.
func (l Letter) Closed(now time.Time) bool {
	return !l.Deadline.IsZero() && !now.Before(l.Deadline.AddDate(0, 0, 1))
}

// Compose writes the letter to t, with what the writer filled in: plain text, its lines ended by LF.
func (l Letter) Compose(t Target, fields map[string]string) (subject, body string) {
	parts := []string{t.Salutation, l.Facts}
	if p := fields["personal"]; p != "" {
		parts = append(parts, p)
	}
	var asks []string
	for i, r := range l.Requests {
		asks = append(asks, fmt.Sprintf("%d. %s", i+1, r))
	}
	parts = append(parts, strings.Join(asks, "\n"), l.Closing)
	var by []string
	for _, name := range []string{"name", "place", "email"} {
		if v := fields[name]; v != "" {
			by = append(by, v)
		}
	}
	parts = append(parts, strings.Join(by, "\n"))
	return l.Subject, strings.Join(parts, "\n\n") + "\n"
}
