package app

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// All words of the app are in translation/en.json, under a key; a further language is a further file beside it, named
// by its tag. Where such a file lacks a key the English words stand, and TestTranslations fails. The pack brings its own
// texts.
//
//go:embed translation/*.json
var translations embed.FS

// forms are the words of one key, by CLDR's plural categories ("one", "few", …); "other" is always there.
type forms map[string]string

// language is the words of one language.
type language struct {
	tag   string // BCP 47
	words map[string]forms
}

// fallback is English, where every word is.
var fallback = sync.OnceValue(func() *language {
	l, err := readLanguage("en")
	if err != nil {
		panic(err) // a file of our own: the tests read it
	}
	return l
})

// spoken is the language of the app's words; it belongs to the UI goroutine.
var spoken *language

// speaking returns the language of the app's words: the system's, or English where there is no file for that.
func speaking() *language {
	if spoken == nil {
		speak(lang.SystemLocale().LanguageString())
	}
	return spoken
}

// speak sets the language of the app's words by its tag: "sw", or "sw-KE" for which "sw" will do.
func speak(tag string) {
	spoken = fallback()
	for tag != "" {
		if _, err := translations.Open(file(tag)); err == nil {
			l, err := readLanguage(tag)
			if err != nil {
				fyne.LogError("read translation", err)
				return
			}
			spoken = l
			return
		}
		tag = tag[:max(0, strings.LastIndexByte(tag, '-'))]
	}
}

func file(tag string) string { return path.Join("translation", tag+".json") }

func readLanguage(tag string) (*language, error) {
	b, err := translations.ReadFile(file(tag))
	if err != nil {
		return nil, fmt.Errorf("read words of %s: %w", tag, err)
	}
	words, err := parseWords(b)
	if err != nil {
		return nil, fmt.Errorf("read words of %s: %w", tag, err)
	}
	return &language{tag, words}, nil
}

// parseWords reads a translation: each key has a text, or an object with a text for each plural category.
func parseWords(b []byte) (map[string]forms, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return nil, err
	}
	all := map[string]forms{}
	for key, v := range raw {
		var text string
		if json.Unmarshal(v, &text) == nil {
			all[key] = forms{"other": text}
			continue
		}
		var f forms
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

// text returns the words of a key for n things.
func (l *language) text(key string, n int) string {
	f, ok := l.words[key]
	if !ok {
		l = fallback()
		f = l.words[key]
	}
	if text, ok := f[category(l.tag, n)]; ok {
		return text
	}
	return f["other"]
}

// category is CLDR's category of a whole number, for the languages that there are or will be files for; in others every
// number is "other". TestPlural compares it with x/text's tables, which weigh too much for a phone. (Newer ones know
// "many" for the round millions of French and Spanish; "other" is understood there too.)
func category(tag string, n int) string {
	base, _, _ := strings.Cut(tag, "-")
	switch base {
	case "ar":
		return pluralArabic(n)
	case "fr":
		if n == 0 || n == 1 {
			return "one"
		}
	case "en", "es", "sw":
		if n == 1 {
			return "one"
		}
	}
	return "other"
}

func pluralArabic(n int) string {
	switch {
	case n == 0:
		return "zero"
	case n == 1:
		return "one"
	case n == 2:
		return "two"
	case n%100 >= 3 && n%100 <= 10:
		return "few"
	case n%100 >= 11:
		return "many"
	}
	return "other"
}

// fromRight reports whether the app's words are written from right to left, so that the screen begins at the right.
func fromRight() bool {
	base, _, _ := strings.Cut(speaking().tag, "-")
	switch base {
	case "ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "ckb", "dv":
		return true
	}
	return false
}
