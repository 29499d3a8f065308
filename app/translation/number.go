package translation

import (
	"strconv"
	"strings"
)

// grouping is how a language sets the thousands of a number apart.
type grouping struct {
	sign  string
	least int // digits before the first sign; with fewer the number stands as it is
}

// groupings are CLDR's (release 46, symbols/group and minimumGroupingDigits of the Latin digits), for the languages that
// there are files for; others write 12,345.
var groupings = map[string]grouping{
	"en": {",", 1},
	"es": {".", 2}, // 1234 and 12.345
	"fr": {"\u202f", 1},
	"sw": {",", 1},
}

// Group writes a number with its thousands apart, as the language does: 12,345 or 12.345.
func (l *Language) Group(n int64) string {
	s := strconv.FormatInt(n, 10)
	base, _, _ := strings.Cut(l.Tag, "-")
	g, ok := groupings[base]
	if !ok {
		g = groupings["en"]
	}
	digits := strings.TrimPrefix(s, "-")
	if len(digits) < 3+g.least {
		return s
	}
	var b strings.Builder
	b.WriteString(s[:len(s)-len(digits)])
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(g.sign)
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}
