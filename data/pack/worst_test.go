package pack

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// The largest texts that a pack may have, made to be slow. A kit must not hang on a folder somebody hands over.
func TestWorstTextsAreQuick(t *testing.T) {
	fill := func(s string) string { return strings.Repeat(s, MaxText/len(s)-20) }
	for name, text := range map[string]string{
		"brackets":          fill("["),
		"nested lists":      "a = " + fill("["),
		"nested lists, odd": "a = " + fill("[1,"),
		"nested tables":     "a = " + fill("{a="),
		"nested by line":    "a = " + fill("[\n"),
		"nested in string":  "a = \"\"\"x\"\"\"\nb = " + fill("{a="),
		"nested in remark":  "# \"\"\"\na = " + fill("{a="),
		"escaped quote":     "a = \"\\\"\nb = " + fill("{a="),
		"literal quote":     "a = '\\'\nb = " + fill("{a="),
		"five quotes":       "a = \"\"\"x\"\"\"\"\"\nb = " + fill("{a="),
		"dotted key":        "a" + fill(".a") + " = 1",
		"dotted table":      "[a" + fill(".a") + "]",
		"dotted list":       "[[a" + fill(".a") + "]]",
		"many tables":       fill("[[fields]]\n"),
		"many keys":         manyKeys(),
		"many lines":        fill("\n"),
		"open quote":        "a = \"\"\"" + fill("\"\" "),
		"one key":           fill("k") + " = 1",
		"underscores":       "a = 1" + fill("_1"),
		"escapes":           "a = \"" + fill("\\u0041") + "\"",
		"links":             "+++\n+++\n" + fill("[a](b)"),
		"open links":        "+++\n+++\n" + fill("["),
		"open images":       "+++\n+++\n" + fill("![a]("),
		"open comments":     "+++\n+++\n" + fill("<!--"),
		"open tags":         "+++\n+++\n" + fill("<a "),
		"references":        "+++\n+++\n" + fill("&amp;"),
		"backslashes":       "+++\n+++\n" + fill("\\"),
		"definitions":       "+++\n+++\n" + fill("[a]: b\n"),
		"heads":             fill("+++\n"),
	} {
		t.Run(name, func(t *testing.T) {
			file := "pack.toml"
			if strings.HasPrefix(text, "+++") {
				file = appeal
			}
			m := kenya(t)
			m[file] = &fstest.MapFile{Data: []byte(text)}
			began := time.Now()
			if len(Check(m)) == 0 {
				t.Error("found nothing wrong")
			}
			if d := time.Since(began); d > 20*time.Second {
				t.Errorf("took %v", d)
			} else {
				t.Log(d)
			}
		})
	}
}

func manyKeys() string {
	var b strings.Builder
	for i := 0; b.Len() < MaxText-50; i++ {
		b.WriteString("k")
		for n := i; n > 0; n /= 26 {
			b.WriteByte('a' + byte(n%26))
		}
		b.WriteString(" = 1\n")
	}
	return b.String()
}
