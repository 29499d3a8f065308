package app

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"placard/app/translation"
)

// spoken is the language of the app's words; it belongs to the UI goroutine.
var spoken *translation.Language

// speaking returns the language of the app's words: the system's, or English where there is no file for that.
func speaking() *translation.Language {
	if spoken == nil {
		Speak(translation.Find(lang.SystemLocale().LanguageString()))
	}
	return spoken
}

// Speak sets the language of the app's words for whoever has chosen none in the settings. Call it before [New], which
// makes the screens.
func Speak(l *translation.Language) { spoken = l }

// Language returns the tag of the language of the app's words, and whether it is written from right to left.
func Language() (tag string, fromRight bool) {
	l := speaking()
	return l.Tag, l.FromRight()
}

// foreign returns the language of a text of the pack where it is not that of the app's words, for who reads it aloud.
func foreign(lang string) string {
	if lang == "" || base(lang) == base(speaking().Tag) {
		return ""
	}
	return lang
}

func base(tag string) string {
	b, _, _ := strings.Cut(tag, "-")
	return strings.ToLower(b)
}

// fromRight reports whether the app's words are written from right to left, so that the screen begins at the right.
func fromRight() bool { return speaking().FromRight() }
