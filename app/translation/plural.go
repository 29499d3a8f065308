package translation

import "strings"

// Category is CLDR's category of a whole number, for the languages that there are or will be files for; in others every
// number is "other". The app's TestPlural compares it with x/text's tables, which weigh too much for a phone, and are too
// old for the "many" of French and Spanish: it is for round millions, which are followed by "de" (CLDR 38).
func Category(tag string, n int) string {
	base, _, _ := strings.Cut(tag, "-")
	switch base {
	case "ar":
		return pluralArabic(n)
	case "fr":
		if n == 0 {
			return "one"
		}
		return pluralMillions(n)
	case "es":
		return pluralMillions(n)
	case "en", "sw":
		if n == 1 {
			return "one"
		}
	}
	return "other"
}

func pluralMillions(n int) string {
	switch {
	case n == 1:
		return "one"
	case n != 0 && n%1_000_000 == 0:
		return "many"
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

// FromRight reports whether the language is written from right to left, so that the screen begins at the right.
func (l *Language) FromRight() bool {
	base, _, _ := strings.Cut(l.Tag, "-")
	switch base {
	case "ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "ckb", "dv":
		return true
	}
	return false
}
