package html

import (
	"embed"
	"html/template"
	"maps"
	"strings"
	"sync"

	"golang.org/x/text/language"

	"placard/app/translation"
	"placard/data/pack"
)

// The words that only these pages say. All others are the app's.
//
//go:embed translation/*.json
var translations embed.FS

// words are all words of one language.
type words struct{ *translation.Language }

var cached sync.Map // words by the language asked for

// wordsFor returns the words of a language, or else the English ones.
func wordsFor(lang string) words {
	if w, ok := cached.Load(lang); ok {
		return w.(words)
	}
	app := translation.Find(strings.ToLower(lang))
	w := words{&translation.Language{Tag: app.Tag, Words: maps.Clone(app.Words)}}
	maps.Copy(w.Words, ownWords("en"))
	maps.Copy(w.Words, ownWords(app.Tag))
	cached.Store(lang, w)
	return w
}

func ownWords(lang string) map[string]translation.Forms {
	b, err := translations.ReadFile("translation/" + lang + ".json")
	if err != nil {
		return nil // the app is translated and these pages are not: TestWords says so
	}
	own, err := translation.Parse(b)
	if err != nil {
		panic(err) // a file of our own: TestWords reads it
	}
	return own
}

// source says who reported a figure, when, where it can be read, and how sure it is.
func (w words) source(f pack.Figure) string {
	key := "figure.line"
	if f.About {
		key = "figure.about"
	}
	list := []string{w.Say(key, translation.With{"Source": f.Source, "Date": w.Date(f.Date.UTC())})}
	if f.Cite != "" {
		list = append(list, w.Say("figure.cite", translation.With{"Cite": f.Cite}))
	}
	return strings.Join(append(list, w.sure(f.Sure)), " ")
}

// sure says how sure something is.
func (w words) sure(s pack.Sure) string {
	switch s {
	case pack.High:
		return w.Say("sure.high")
	case pack.Medium:
		return w.Say("sure.medium")
	}
	return w.Say("sure.unknown")
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
