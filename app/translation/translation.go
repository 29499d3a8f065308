// Package translation holds the kit's own words: what the app, the page around its web edition and the plain pages of
// a pack say. The pack brings its own texts.
//
// All of them are in en.json, under a key; a further language is a further file beside it, named by its tag, with a line
// in names and in groupings. Where such a file lacks a key the English words stand, and the app's TestTranslations fails.
package translation

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"sync"
	"time"

	"placard/data"
)

//go:embed *.json
var files embed.FS

// With is what goes into the blanks of a text.
type With = map[string]string

// Forms are the words of one key, by CLDR's plural categories ("one", "few", …); "other" is always there.
type Forms map[string]string

// Language is the words of one language.
type Language struct {
	Tag   string // BCP 47
	Words map[string]Forms
}

// English is where every word is.
var English = sync.OnceValue(func() *Language {
	l, err := Read("en")
	if err != nil {
		panic(err) // a file of our own: the tests read it
	}
	return l
})

// Find returns the words of the first of the languages that there is a file for: "sw" will do for "sw-KE". Where there
// is none they are English.
func Find(tags ...string) *Language {
	for _, tag := range tags {
		for ; tag != ""; tag = tag[:max(0, strings.LastIndexByte(tag, '-'))] {
			if l, err := Read(tag); err == nil { // one that cannot be read is as good as none: the tests read them all
				return l
			}
		}
	}
	return English()
}

// Tags lists the languages that there are files for.
func Tags() (tags []string) {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // it is part of the program
	}
	for _, e := range entries {
		tags = append(tags, strings.TrimSuffix(e.Name(), ".json"))
	}
	return tags
}

// names are what the languages call themselves, as CLDR has it for a list.
var names = map[string]string{"en": "English", "es": "Español", "fr": "Français", "sw": "Kiswahili"}

// Name returns what a language calls itself, or else its tag.
func Name(tag string) string {
	if name := names[tag]; name != "" {
		return name
	}
	return tag
}

// Read reads the words of a language that there is a file for.
func Read(tag string) (*Language, error) {
	b, err := files.ReadFile(tag + ".json")
	if err != nil {
		return nil, fmt.Errorf("read words of %s: %w", tag, err)
	}
	words, err := Parse(b)
	if err != nil {
		return nil, fmt.Errorf("read words of %s: %w", tag, err)
	}
	return &Language{tag, words}, nil
}

// Parse reads a translation: each key has a text, or an object with a text for each plural category.
func Parse(b []byte) (map[string]Forms, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return nil, err
	}
	all := map[string]Forms{}
	for key, v := range raw {
		var text string
		if json.Unmarshal(v, &text) == nil {
			all[key] = Forms{"other": text}
			continue
		}
		var f Forms
		if err := json.Unmarshal(v, &f); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		if f["other"] == "" {
			return nil, fmt.Errorf("%s has no other", key)
		}
		all[key] = f
	}
	return all, nil
}

// Has reports whether there are words of a key, in this language or in English.
func (l *Language) Has(key string) bool {
	_, own := l.Words[key]
	_, english := English().Words[key]
	return own || english
}

// Say returns the words of a key.
func (l *Language) Say(key string, with ...With) string {
	f, ok := l.Words[key]
	if !ok {
		f = English().Words[key]
	}
	return fill(f["other"], with...)
}

// SayN is Say for a number of things; the words find it as {{.N}}.
func (l *Language) SayN(key string, n int, with ...With) string {
	f, ok := l.Words[key]
	if !ok {
		l = English()
		f = l.Words[key]
	}
	text, ok := f[Category(l.Tag, n)]
	if !ok {
		text = f["other"]
	}
	return fill(text, append([]With{{"N": l.Group(int64(n))}}, with...)...)
}

// Hint says what to do about an error: in this language where its code is known, else in the words that came with it,
// as from a server that is newer than this kit.
func (l *Language) Hint(e *data.Error) string {
	key := "error." + string(e.Code)
	if e.Case != "" && l.Has(key+"_"+string(e.Case)) {
		key += "_" + string(e.Case)
	}
	if !l.Has(key) {
		return e.Hint
	}
	with, first := With{}, 0
	for i, n := range e.Numbers {
		with[string(rune('N'-i))] = l.Group(int64(n)) // the first is {{.N}}, which the plural goes by, the second {{.M}}
		first = e.Numbers[0]
	}
	return l.SayN(key, first, with)
}

// Date writes the day of a time.
func (l *Language) Date(t time.Time) string {
	months := strings.Fields(l.Say("months"))
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = l.Say("date.first")
	}
	return l.Say("date", With{"Day": day, "Month": months[(int(t.Month())-1)%len(months)], "Year": strconv.Itoa(t.Year())})
}

// fill puts the data into the blanks of a text, which are written like {{.N}}. What is filled in is not looked at
// again.
func fill(text string, with ...With) string {
	all := With{}
	for _, w := range with {
		maps.Copy(all, w)
	}
	var pairs []string
	for k, v := range all {
		pairs = append(pairs, "{{."+k+"}}", v)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
