package pack

import (
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing wrong with a pack: where, what, and what to write instead.
type Problem struct {
	File    string // path in the pack; empty for the pack as a whole
	Line    int    // from 1; 0 where no line is meant
	Text    string
	Warning bool // the pack works all the same
}

// String returns p as "file:line: text", with "warning: " before the text of a warning.
func (p Problem) String() string {
	where := "pack"
	if p.File != "" {
		where = p.File
	}
	if p.Line > 0 {
		where = fmt.Sprintf("%s:%d", where, p.Line)
	}
	if p.Warning {
		where += ": warning"
	}
	return where + ": " + p.Text
}

// Problems is the error of a pack that cannot be used: everything found wrong with it, one a line.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Fatal reports whether any problem is more than a warning.
func (ps Problems) Fatal() bool {
	return slices.ContainsFunc(ps, func(p Problem) bool { return !p.Warning })
}
