package pack

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"placard/data"
)

// document is one text file while it is read, with everything found wrong in it.
type document struct {
	file     string
	text     string // the TOML: the whole file, or its head
	offset   int    // lines of the file before text
	body     string // what follows the head
	bodyLine int    // line of the file on which body begins
	lines    map[string]int
	badChars bool
	report   func(Problem)
}

// line returns the line of a key of the TOML, or of the nearest thing around it that has one.
func (d *document) line(path string) int {
	for ; path != ""; path = path[:max(strings.LastIndexAny(path, ".["), 0)] {
		if n, ok := d.lines[path]; ok {
			return n + d.offset
		}
	}
	return 0
}

// textLine returns the line on which a key's text begins: the next one after an opening """.
func (d *document) textLine(path string) int {
	n := d.line(path)
	lines := strings.Split(d.text, "\n")
	if i := n - d.offset - 1; i >= 0 && i < len(lines) {
		if l := strings.TrimSpace(lines[i]); strings.HasSuffix(l, `= """`) || strings.HasSuffix(l, "= '''") {
			return n + 1
		}
	}
	return n
}

func (d *document) errorf(line int, format string, args ...any) {
	d.report(Problem{File: d.file, Line: line, Text: fmt.Sprintf(format, args...)})
}

func (d *document) warnf(line int, format string, args ...any) {
	d.report(Problem{File: d.file, Line: line, Text: fmt.Sprintf(format, args...), Warning: true})
}

// parse reads the file's TOML into a table. ok is false where there is nothing to go on with.
func (d *document) parse() (root *table, ok bool) {
	if n := tangled(d.text); n > 0 {
		d.errorf(n+d.offset, "is nested too deep to be read: write key = \"text\", one a line")
		return nil, false
	}
	d.lines = keyLines(d.text)
	m := map[string]any{}
	if _, err := toml.Decode(d.text, &m); err != nil {
		d.syntax(err)
		return nil, false
	}
	return &table{doc: d, m: m}, true
}

// open prepares a file's bytes for parse. With head set it is Markdown under a head of TOML.
func (d *document) open(b []byte, head bool) bool {
	if !utf8.Valid(b) {
		line := 1
		for ; len(b) > 0; line++ {
			l, rest, _ := strings.Cut(string(b), "\n")
			if !utf8.ValidString(l) {
				break
			}
			b = []byte(rest)
		}
		d.errorf(line, "is not UTF-8 text: save the file with the encoding UTF-8")
		return false
	}
	text := strings.TrimPrefix(string(b), "\ufeff")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	d.characters(text)
	d.text = text
	if !head {
		return true
	}
	return d.cutHead(text)
}

// cutHead splits a text at the lines "+++".
func (d *document) cutHead(text string) bool {
	first, rest, _ := strings.Cut(text, "\n")
	if strings.TrimSpace(first) != "+++" {
		d.errorf(1, "begins without a head: make the first line +++, then date = 2008-02-14 and so on, then +++ again, then the text")
		return false
	}
	for at, n := 0, 2; ; n++ {
		line, _, more := strings.Cut(rest[at:], "\n")
		if strings.TrimSpace(line) == "+++" {
			d.text, d.offset, d.body, d.bodyLine = rest[:at], 1, strings.TrimPrefix(rest[at+len(line):], "\n"), n+1
			return true
		}
		if !more {
			d.errorf(1, "has a head that does not end: put a line +++ between the head and the text")
			return false
		}
		at += len(line) + 1
	}
}

// characters reports what nobody types and what can make a text read as another.
func (d *document) characters(text string) {
	for i, line := range strings.Split(text, "\n") {
		for _, r := range line {
			if badRune(r) {
				d.badChars = true
				d.errorf(i+1, "has the invisible character U+%04X: delete it, or type the line again", r)
				break
			}
		}
	}
}

// badRune tells the characters that no field of an action may hold either.
func badRune(r rune) bool {
	if r >= 0x20 && r < 0x7F || r == '\n' || r == '\t' {
		return false
	}
	return data.CheckField("text", string(r), 0) != nil
}

var (
	unquotedDate = regexp.MustCompile(`^\s*([A-Za-z0-9_-]+)\s*=\s*(.*\d{4}.*?)\s*$`)
	unquotedText = regexp.MustCompile(`^\s*([A-Za-z0-9_-]+)\s*=\s*([^"'\[{\s].*?)\s*$`)
	calendarDay  = regexp.MustCompile(`=\s*(\d{4}-\d\d-\d\d)\b`)
	quotedKey    = regexp.MustCompile(`^\s*([A-Za-z0-9_-]+)\s*:\s`)
)

// syntax says what the TOML parser could not read, and what to write instead of the usual slips.
func (d *document) syntax(err error) {
	pe := toml.ParseError{}
	if !errors.As(err, &pe) {
		d.errorf(0, "cannot be read: %v", err)
		return
	}
	n := pe.Position.Line
	line := ""
	if all := strings.Split(d.text, "\n"); n > 0 && n <= len(all) {
		line = all[n-1]
	}
	n += d.offset
	if m := unquotedDate.FindStringSubmatch(line); m != nil {
		if t, ok := guessDate(strings.Trim(m[2], `"'`)); ok {
			d.errorf(n, "%s %q is not a date: write %s = %s", m[1], m[2], m[1], t.Format(time.DateOnly))
			return
		}
	}
	if m := calendarDay.FindStringSubmatch(line); m != nil {
		d.errorf(n, "%s is not a day of the calendar: write it as year-month-day, like 2008-01-28", m[1])
		return
	}
	if name := strings.Trim(strings.TrimSpace(line), "[]"); strings.HasPrefix(line, "[") && strings.Contains(pe.Message, "already") {
		d.errorf(n, "[%s] and [[%s]] are mixed: write [[%s]] before every entry", name, name, name)
		return
	}
	if strings.Contains(pe.Message, "already been defined") {
		d.errorf(n, "%q stands in this file twice: delete one of the two", strings.TrimSpace(before(line, "=")))
		return
	}
	if m := quotedKey.FindStringSubmatch(line); m != nil {
		d.errorf(n, "has a colon after %s: write %s = …", m[1], m[1])
		return
	}
	if m := unquotedText.FindStringSubmatch(line); m != nil {
		d.errorf(n, "%s has no quotes: write %s = %q", m[1], m[1], short(m[2]))
		return
	}
	d.errorf(n, "cannot be read (%s): write key = \"text\", one a line, and text of several lines between \"\"\" and \"\"\"", pe.Message)
}

func before(s, sep string) string {
	s, _, _ = strings.Cut(s, sep)
	return s
}

// short cuts a text that is quoted in a message.
func short(s string) string {
	if utf8.RuneCountInString(s) <= 60 {
		return s
	}
	return string([]rune(s)[:59]) + "…"
}
