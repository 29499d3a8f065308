package app

import (
	"fyne.io/fyne/v2/lang"

	"placard/app/translation"
)

// spoken is the language of the app's words; it belongs to the UI goroutine.
var spoken *translation.Language

// speaking returns the language of the app's words: the system's, or English where there is no file for that.
func speaking() *translation.Language {
	if spoken == nil {
		Speak(lang.SystemLocale().LanguageString())
	}
	return spoken
}

// Speak sets the language of the app's words: the first of the tags that there are words for, "sw" for "sw-KE", else
// English. Call it before [New], which makes the screens.
func Speak(tags ...string) { spoken = translation.Find(tags...) }

// Language returns the tag of the language of the app's words, and whether it is written from right to left.
func Language() (tag string, fromRight bool) {
	l := speaking()
	return l.Tag, l.FromRight()
}

// fromRight reports whether the app's words are written from right to left, so that the screen begins at the right.
func fromRight() bool { return speaking().FromRight() }
