package pack

import (
	"strconv"
	"strings"
)

// keyLines finds the line (from 1) on which each key and table of a TOML text stands, by its path as in
// "fields[1].label". The TOML library says where a syntax error is but not where a key with a wrong value is. It
// reads well-formed text only; what it does not find has no line.
func keyLines(text string) map[string]int {
	s := lineScanner{lines: map[string]int{}, counts: map[string]int{}}
	for i, line := range strings.Split(text, "\n") {
		s.line(line, i+1)
	}
	return s.lines
}

type lineScanner struct {
	lines  map[string]int
	counts map[string]int // entries so far of each array of tables
	table  string         // path of the current table
	quote  string         // what closes the open string of several lines, or ""
	depth  int            // open brackets of an array of several lines
}

func (s *lineScanner) line(line string, n int) {
	if s.quote != "" || s.depth > 0 {
		s.value(line)
		return
	}
	line = strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(line, "[["):
		name, _, _ := strings.Cut(line[2:], "]]")
		base := s.resolve(splitKey(name))
		s.table = base + "[" + strconv.Itoa(s.counts[base]) + "]"
		s.counts[base]++
		s.mark(base, n)
		s.mark(s.table, n)
	case strings.HasPrefix(line, "["):
		name, _, _ := strings.Cut(line[1:], "]")
		s.table = s.resolve(splitKey(name))
		s.mark(s.table, n)
	case line != "" && line[0] != '#':
		key, value, _ := strings.Cut(line, "=")
		s.mark(join(s.table, strings.Join(splitKey(key), ".")), n)
		s.value(value)
	}
}

func (s *lineScanner) mark(path string, n int) {
	if _, ok := s.lines[path]; !ok {
		s.lines[path] = n
	}
}

// resolve returns the path of a table, where a part that is an array of tables means its last entry.
func (s *lineScanner) resolve(key []string) string {
	path := ""
	for i, part := range key {
		path = join(path, part)
		if n := s.counts[path]; n > 0 && i < len(key)-1 {
			path += "[" + strconv.Itoa(n-1) + "]"
		}
	}
	return path
}

// value follows a value to the line's end, to know whether it goes on below.
func (s *lineScanner) value(v string) {
	for v != "" {
		if s.quote != "" {
			v = s.closeQuote(v)
			continue
		}
		switch c := v[0]; {
		case c == '#':
			return
		case strings.HasPrefix(v, `"""`), strings.HasPrefix(v, `'''`):
			s.quote, v = v[:3], v[3:]
			continue
		case c == '"' || c == '\'':
			s.quote = v[:1]
		case c == '[':
			s.depth++
		case c == ']':
			s.depth--
		}
		v = v[1:]
	}
	if len(s.quote) == 1 {
		s.quote = "" // ends with its line
	}
}

// closeQuote returns what follows the open string's end in v, or "" if it does not end there.
func (s *lineScanner) closeQuote(v string) string {
	for i := 0; i < len(v); i++ {
		if v[i] == '\\' && s.quote[0] == '"' {
			i++
		} else if strings.HasPrefix(v[i:], s.quote) {
			v = v[i+len(s.quote):]
			if len(s.quote) == 3 {
				v = strings.TrimLeft(v, s.quote[:1]) // up to two more belong to the string
			}
			s.quote = ""
			return v
		}
	}
	return ""
}

func splitKey(key string) []string {
	parts := strings.Split(key, ".")
	for i, p := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(p), `"'`)
	}
	return parts
}

func join(table, key string) string {
	if table == "" {
		return key
	}
	return table + "." + key
}

// The deepest nesting and the longest dotted key that are read. A pack needs three and two; the TOML library takes
// minutes and gigabytes for some texts of 100,000.
const (
	maxNesting = 16
	maxDots    = 16
)

// tangled returns the line on which a TOML text nests too deep, or 0.
func tangled(text string) int {
	depth, dots, line := 0, 0, 1
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
			line, dots = line+1, 0
		case '#':
			i += max(strings.IndexByte(text[i:], '\n'), 1) - 1
		case '"', '\'':
			end := i + stringLength(text[i:])
			line += strings.Count(text[i:end], "\n")
			i = end - 1
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case '.':
			dots++
		}
		if depth > maxNesting || dots > maxDots {
			return line
		}
	}
	return 0
}

// stringLength returns the length of the TOML string at the beginning of text, quotes included. A string of one line
// that does not end ends with its line: there the TOML library gives up as well.
func stringLength(text string) int {
	quote, stop := text[:1], "\n"
	if strings.HasPrefix(text, strings.Repeat(quote, 3)) {
		quote, stop = text[:3], ""
	}
	for i := len(quote); i < len(text); i++ {
		switch {
		case text[i] == '\\' && quote[0] == '"':
			i++
		case strings.HasPrefix(text[i:], quote):
			return i + len(quote)
		case text[i:i+1] == stop:
			return i
		}
	}
	return len(text)
}
