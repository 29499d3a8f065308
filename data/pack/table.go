package pack

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// table reads the values of one TOML table by key. It reports what is missing or wrong and goes on, so that one look
// at a pack finds everything.
type table struct {
	doc   *document
	path  string
	m     map[string]any
	known []string
	outer *table
}

func (t *table) line(key string) int { return t.doc.line(join(t.path, key)) }

func (t *table) errorf(key, format string, args ...any) {
	t.doc.errorf(t.line(key), format, args...)
}

func (t *table) warnf(key, format string, args ...any) {
	t.doc.warnf(t.line(key), format, args...)
}

// get returns the value of a key and remembers that the key is known. Whether it must be there is example's to say:
// with an example, a missing key is reported together with it.
func (t *table) get(key, example string) (any, bool) {
	if !slices.Contains(t.known, key) {
		t.known = append(t.known, key)
	}
	v, ok := t.m[key]
	if !ok && example != "" {
		t.doc.errorf(t.doc.line(t.path), "has no %s: write %s = %s", join(t.name(), key), key, example)
	}
	return v, ok
}

var entry = regexp.MustCompile(`\[\d+\]`)

// name returns the table's path as a person would say it: "fields.options" for "fields[2].options[0]".
func (t *table) name() string { return entry.ReplaceAllString(t.path, "") }

// text reads one line or paragraph of plain text: white space is folded, so that a long text may be wrapped.
func (t *table) text(key, example string, limit int) string {
	s, ok := t.raw(key, example, limit)
	if !ok {
		return ""
	}
	return strings.Join(strings.FieldsFunc(s, asciiSpace), " ")
}

// Only these are folded: a no-break space is there on purpose.
func asciiSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }

// markdown reads a text with Markdown in it.
func (t *table) markdown(key, example string, limit int) string {
	s, ok := t.raw(key, example, limit)
	if !ok {
		return ""
	}
	t.doc.markdown(s, t.doc.textLine(join(t.path, key)))
	return Clean(s)
}

// raw reads a string. It reports one that is empty although it must be there, too long, or has characters that
// do not show.
func (t *table) raw(key, example string, limit int) (string, bool) {
	v, ok := t.get(key, example)
	if !ok {
		return "", false
	}
	s, ok := v.(string)
	if !ok {
		t.errorf(key, "%s is %s: put it between quotes, like %s = %q", key, typeName(v), key, short(fmt.Sprint(v)))
		return "", false
	}
	return t.checked(key, s, example != "", limit)
}

func (t *table) checked(key, s string, must bool, limit int) (string, bool) {
	s = strings.TrimFunc(s, asciiSpace)
	if s == "" && must {
		t.errorf(key, "%s is empty: write a text between the quotes", key)
		return "", false
	}
	if n := utf8.RuneCountInString(s); n > limit {
		t.errorf(key, "%s has %d characters: shorten it to %d", key, n, limit)
		return "", false
	}
	if i := strings.IndexFunc(s, badRune); i >= 0 {
		if !t.doc.badChars { // else the file's own line says it better
			r, _ := utf8.DecodeRuneInString(s[i:])
			t.errorf(key, "%s has the invisible character U+%04X: delete it", key, r)
		}
		return "", false
	}
	return s, true
}

// paragraphs reads a plain text of several paragraphs, with an empty line between two and none broken into lines.
func (t *table) paragraphs(key, example string, limit int) string {
	s, ok := t.raw(key, example, limit)
	if !ok {
		return ""
	}
	list := Paragraphs(s)
	for i, p := range list {
		list[i] = line(p)
	}
	return strings.Join(list, "\n\n")
}

// texts reads a list of plain texts, of which there must be one at least if an example is given.
func (t *table) texts(key, example string, limit, most int) []string {
	v, ok := t.get(key, example)
	if !ok {
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		t.errorf(key, "%s is %s: write a list, like %s = [\"one\", \"two\"]", key, typeName(v), key)
		return nil
	}
	if len(list) == 0 && example != "" {
		t.errorf(key, "%s is an empty list: write %s = %s", key, key, example)
	}
	if len(list) > most {
		t.errorf(key, "%s has %d entries: keep %d at most", key, len(list), most)
		return nil
	}
	var out []string
	for _, v := range list {
		if s, ok := v.(string); !ok {
			t.errorf(key, "%s has %s in its list: put every entry between quotes", key, typeName(v))
		} else if s, ok := t.checked(key, s, true, limit); ok {
			out = append(out, strings.Join(strings.FieldsFunc(s, asciiSpace), " "))
		}
	}
	return out
}

// date reads a day. It takes a quoted one, too, as long as it is written year-month-day.
func (t *table) date(key, example string) time.Time {
	v, ok := t.get(key, example)
	if !ok {
		return time.Time{}
	}
	var day time.Time
	switch v := v.(type) {
	case time.Time:
		day = v
	case string:
		var err error
		if day, err = time.Parse(time.DateOnly, strings.TrimSpace(v)); err == nil {
			break
		}
		if guess, ok := guessDate(v); ok {
			t.errorf(key, "%s %q is not a date: write %s = %s", key, v, key, guess.Format(time.DateOnly))
		} else {
			t.errorf(key, "%s %q is not a date: write it as year-month-day, like %s = 2008-01-28", key, short(v), key)
		}
		return time.Time{}
	default:
		t.errorf(key, "%s is %s, not a date: write it as year-month-day, like %s = 2008-01-28", key, typeName(v), key)
		return time.Time{}
	}
	if day.Year() < 1900 || day.Year() > 2200 {
		t.errorf(key, "%s is in the year %d: check the year", key, day.Year())
		return time.Time{}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
}

// clock reads a time of day as "17:00". It takes one without quotes, too.
func (t *table) clock(key string) string {
	v, ok := t.get(key, "")
	if !ok {
		return ""
	}
	switch v := v.(type) {
	case time.Time:
		if v.Year() == 0 && v.Second() == 0 {
			return v.Format(clockLayout)
		}
	case string:
		if at, err := time.Parse(clockLayout, v); err == nil && at.Format(clockLayout) == v {
			return v
		}
		if guess, ok := guessClock(v); ok {
			t.errorf(key, "%s %q is not a time: write %s = %q", key, v, key, guess)
			return ""
		}
	}
	t.errorf(key, "%s %q is not a time of day: write hours and minutes, like %s = \"17:00\"", key, short(fmt.Sprint(v)), key)
	return ""
}

// number reads a whole number, 0 if there is none.
func (t *table) number(key string, least, most int) int {
	v, ok := t.get(key, "")
	if !ok {
		return 0
	}
	n, ok := v.(int64)
	if !ok {
		t.errorf(key, "%s is %s: write a whole number without quotes or commas, like %s = %d", key, typeName(v), key, least)
		return 0
	}
	if n < int64(least) || n > int64(most) {
		t.errorf(key, "%s is %d: write a number from %d to %d", key, n, least, most)
		return 0
	}
	return int(n)
}

// yes reads true or false, false if there is neither.
func (t *table) yes(key string) bool {
	v, ok := t.get(key, "")
	b, isBool := v.(bool)
	if ok && !isBool {
		t.errorf(key, "%s is %s: write %s = true or %s = false, without quotes", key, typeName(v), key, key)
	}
	return b
}

// choice reads one of the given words, the first if there is none and no example.
func (t *table) choice(key, example string, words ...string) string {
	v, ok := t.get(key, example)
	if !ok && example == "" {
		return words[0]
	}
	s, isText := v.(string)
	if !ok || slices.Contains(words, s) {
		return s
	}
	if !isText {
		s = fmt.Sprint(v)
	}
	advice := "write one of " + strings.TrimPrefix(strings.Join(words, ", "), ", ")
	if n, ok := nearest(s, words); ok {
		advice = fmt.Sprintf("write %s = %q", key, n)
	}
	t.errorf(key, "%s %q is not known: %s", key, short(s), advice)
	return ""
}

// table reads the table [key].
func (t *table) table(key string) (*table, bool) {
	v, ok := t.get(key, "")
	if !ok {
		return nil, false
	}
	m, ok := v.(map[string]any)
	if !ok {
		t.errorf(key, "%s is %s: write a line [%s] and its keys below it", key, typeName(v), key)
		return nil, false
	}
	return &table{doc: t.doc, path: join(t.path, key), m: m, outer: t}, true
}

// tables reads the list of tables [[key]].
func (t *table) tables(key string, most int) []*table {
	v, ok := t.get(key, "")
	if !ok {
		return nil
	}
	list, ok := tablesOf(v)
	if !ok {
		t.errorf(key, "%s is %s: write a line [[%s]] before each entry and its keys below it", key, typeName(v), join(t.name(), key))
		return nil
	}
	if len(list) > most {
		t.errorf(key, "%s has %d entries: keep %d at most", key, len(list), most)
		return nil
	}
	var out []*table
	for i, m := range list {
		out = append(out, &table{doc: t.doc, path: fmt.Sprintf("%s[%d]", join(t.path, key), i), m: m, outer: t})
	}
	return out
}

// tablesOf returns the entries of a list of tables, whether they were written below lines [[key]] or as [{…}, {…}].
func tablesOf(v any) ([]map[string]any, bool) {
	if list, ok := v.([]map[string]any); ok {
		return list, true
	}
	list, ok := v.([]any)
	var out []map[string]any
	for _, v := range list {
		m, isTable := v.(map[string]any)
		ok = ok && isTable
		out = append(out, m)
	}
	return out, ok
}

// done reports the keys that nobody asked for.
func (t *table) done() {
	for _, key := range slices.Sorted(maps.Keys(t.m)) {
		if slices.Contains(t.known, key) {
			continue
		}
		advice := "delete it, or write one of " + strings.Join(t.known, ", ")
		if t.outer != nil && slices.Contains(t.outer.known, key) {
			advice = fmt.Sprintf("it belongs above the line %s", t.doc.bracket(t.path))
		} else if n, ok := nearest(key, t.known); ok {
			advice = fmt.Sprintf("write %s", n)
		}
		t.errorf(key, "%q is not known here: %s", short(key), advice)
	}
}

func (d *document) bracket(path string) string {
	name := entry.ReplaceAllString(path, "")
	if strings.HasSuffix(path, "]") {
		return "[[" + name + "]]"
	}
	return "[" + name + "]"
}

func typeName(v any) string {
	switch v.(type) {
	case string:
		return "a text"
	case int64, float64:
		return "a number"
	case bool:
		return "true or false"
	case time.Time:
		return "a date"
	case map[string]any:
		return "a table"
	}
	return "a list"
}
