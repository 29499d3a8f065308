package html

import (
	"embed"
	"encoding/json"
	"html/template"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"

	"placard/data/pack"
)

// The words of the pages that are not the pack's, in the format of the app's own. Where both have a key, both have the
// same words under it.
//
//go:embed translation/*.json
var translations embed.FS

// plural are the words of one key: for one thing and for any other number of them.
type plural struct{ one, other string }

// words are all words of one language.
type words struct {
	lang string // BCP 47 tag
	by   map[string]plural
}

var cached sync.Map // words by the language asked for

// wordsFor returns the words of a language, or else the English ones.
func wordsFor(lang string) words {
	if w, ok := cached.Load(lang); ok {
		return w.(words)
	}
	base, _, _ := strings.Cut(lang, "-")
	w, ok := readWords(strings.ToLower(base))
	if !ok {
		w, _ = readWords("en")
	}
	cached.Store(lang, w)
	return w
}

func readWords(lang string) (words, bool) {
	b, err := translations.ReadFile("translation/" + lang + ".json")
	if err != nil {
		return words{}, false
	}
	var raw map[string]any
	if err := json.Unmarshal(b, &raw); err != nil {
		panic(err) // a file of our own: TestWords reads it
	}
	w := words{lang: lang, by: map[string]plural{}}
	for key, v := range raw {
		switch v := v.(type) {
		case string:
			w.by[key] = plural{v, v}
		case map[string]any:
			one, _ := v["one"].(string)
			other, _ := v["other"].(string)
			w.by[key] = plural{one, other}
		}
	}
	return w, true
}

// say returns the words of a key with the blanks, written like {{.N}}, filled in from pairs of name and value.
func (w words) say(n int, key string, pairs ...string) string {
	p := w.by[key]
	text := p.other
	if n == 1 {
		text = p.one
	}
	var fill []string
	for i := 0; i+1 < len(pairs); i += 2 {
		fill = append(fill, "{{."+pairs[i]+"}}", pairs[i+1])
	}
	return strings.NewReplacer(fill...).Replace(text)
}

func (w words) day(t time.Time) string { return t.UTC().Format(w.by["date"].other) }

// source says who reported a figure, when, where it can be read, and how sure it is.
func (w words) source(f pack.Figure) string {
	key := "figure.line"
	if f.About {
		key = "figure.about"
	}
	list := []string{w.say(0, key, "Source", f.Source, "Date", w.day(f.Date))}
	if f.Cite != "" {
		list = append(list, w.say(0, "figure.cite", "Cite", f.Cite))
	}
	sure := "sure.unknown"
	switch f.Sure {
	case pack.High:
		sure = "sure.high"
	case pack.Medium:
		sure = "sure.medium"
	}
	return strings.Join(append(list, w.say(0, sure)), " ")
}

// direction returns the value of HTML's dir attribute for a language.
func direction(lang string) string {
	script, _ := language.Make(lang).Script()
	switch script.String() {
	case "Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Mand", "Rohg", "Samr":
		return "rtl"
	}
	return "ltr"
}

// in marks a text that stands among one of another language.
func in(text, lang, around string) template.HTML {
	safe := template.HTMLEscapeString(text)
	if strings.EqualFold(lang, around) || baseOf(lang) == baseOf(around) {
		return template.HTML(safe)
	}
	return template.HTML(`<span lang="` + template.HTMLEscapeString(lang) + `" dir="` + direction(lang) + `">` + safe + `</span>`)
}

func baseOf(lang string) string {
	base, _, _ := strings.Cut(lang, "-")
	return strings.ToLower(base)
}

// group writes a number with its thousands apart: 12,345.
func group(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
