// Package pseudo makes languages up, so that what is not translated, too narrow or on the wrong side shows before there
// is a translation. It is for tests and the programs that they drive.
package pseudo

import (
	"regexp"
	"strings"
	"unicode"

	"placard/app/translation"
)

// Longer is English with accents, in words that are two fifths longer.
func Longer() *translation.Language { return turned("en-XA", LongerText) }

// Arabic is English in Arabic letters: no words, but their shapes, their joins and their direction.
func Arabic() *translation.Language { return turned("ar-XB", ArabicText) }

var blanks = regexp.MustCompile(`\{\{\.[A-Za-z]+\}\}`)

func turned(tag string, turn func(string) string) *translation.Language {
	l := &translation.Language{Tag: tag, Words: map[string]translation.Forms{}}
	for key, f := range translation.English().Words {
		l.Words[key] = translation.Forms{}
		for form, text := range f {
			l.Words[key][form] = turn(text)
		}
		for n := range 200 {
			if form := translation.Category(tag, n); l.Words[key][form] == "" && len(f) > 1 {
				l.Words[key][form] = turn(f["other"])
			}
		}
	}
	l.Words["time"] = translation.English().Words["time"]
	return l
}

// letters turns the letters of a text and leaves its blanks, markup and line feeds alone.
func letters(text string, turn func(rune) string) string {
	var b strings.Builder
	for len(text) > 0 {
		if at := blanks.FindStringIndex(text); at != nil && at[0] == 0 {
			b.WriteString(text[:at[1]])
			text = text[at[1]:]
			continue
		}
		r := []rune(text)[0]
		b.WriteString(turn(r))
		text = text[len(string(r)):]
	}
	return b.String()
}

var accents = strings.NewReplacer("a", "á", "e", "ê", "i", "ï", "o", "õ", "u", "ü", "y", "ÿ", "n", "ñ", "c", "ç", "A", "Å", "E", "É", "I", "Î", "O", "Ø", "U", "Ü", "S", "Š", "N", "Ñ")

// LongerText writes accents, and draws every fifth letter out, so that each word is two fifths longer; brackets show where
// a text is cut off.
func LongerText(text string) string {
	n := 0
	out := letters(text, func(r rune) string {
		if !unicode.IsLetter(r) {
			return string(r)
		}
		n++
		s := accents.Replace(string(r))
		if n%5 == 2 || n%5 == 4 {
			s += s
		}
		return s
	})
	if strings.Contains(text, "\n") || out == "" { // Markdown begins its lines with marks
		return out
	}
	return "[" + out + "]"
}

// ArabicText puts an Arabic letter for each Latin one: no words, but their shapes, their joins and their direction.
func ArabicText(text string) string {
	const alphabet = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
	from := []rune(alphabet)
	return letters(text, func(r rune) string {
		if r < 128 && unicode.IsLetter(r) {
			return string(from[int(unicode.ToLower(r)-'a')%len(from)])
		}
		return string(r)
	})
}
