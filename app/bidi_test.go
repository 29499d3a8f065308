package app

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"placard/app/font"
	"placard/app/semantic"
	"placard/app/translation/pseudo"
)

// A line stands in the order of the Unicode bidirectional algorithm. Pieces are shown from left to right, each as it is
// written; the letters within one that runs from right to left are the shaper's to turn.
func TestVisual(t *testing.T) {
	test.NewTempApp(t)
	arabic.Store(arabicShaper(t))
	t.Cleanup(func() { arabic.Store(nil); spoken = nil })
	for _, c := range []struct{ text, want string }{
		{"plain words", "plain words"},
		{"حقوق الإنسان", "حقوق الإنسان"},
		{"قتل 2008 شخص", " شخص|2008|قتل "},
		{"كينيا: up to 60 قتيل", " قتيل|up to 60|كينيا: "},
		{"in حقوق 2008 too", "in |2008|حقوق | too"},
		{"name: أمل.", "name: |أمل|."},
		{"قال (نعم).", ".(|نعم|)|قال "},
		{"שלום עולם", "שלום עולם"},
	} {
		var got []string
		for _, p := range visual([]span{{text: c.text}}, writtenFromRight(c.text)) {
			got = append(got, p.text)
			if strings.Trim(p.text, " ().:") != "" && (p.font != nil) != hasArabic(p.text) {
				t.Errorf("%q: %q has the wrong font", c.text, p.text)
			}
		}
		if g := strings.Join(got, "|"); strings.ReplaceAll(g, "||", "|") != c.want {
			t.Errorf("%q: got %q, want %q", c.text, g, c.want)
		}
	}
	if hasArabic("Ngũgĩ") || isPlain("Ngũgĩ أ") || !isPlain("Ngũgĩ") {
		t.Error("the scripts are mixed up")
	}
}

func arabicShaper(t *testing.T) *shaper {
	t.Helper()
	data, err := font.Embedded(t.Context(), ArabicFont)
	if err != nil {
		t.Fatal(err)
	}
	s, err := newShaper(ArabicFont, data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The letters of a script are fetched where the pack needs them, once, and not elsewhere.
func TestFontOnNeed(t *testing.T) {
	t.Cleanup(func() { arabic.Store(nil) })
	asked := make(chan string, 10)
	get := func(ctx context.Context, name string) ([]byte, error) {
		asked <- name
		return font.Embedded(ctx, name)
	}
	s := newStage(t, phone, Config{Font: get})
	s.settle()
	if len(asked) != 0 {
		t.Errorf("an English pack asked for %q", <-asked)
	}
	s = newStage(t, phone, Config{Font: get, Pack: turnedPack(t, pseudo.ArabicText)})
	s.wait("the letters", func() bool { return arabic.Load() != nil })
	s.settle()
	if len(asked) != 1 || <-asked != ArabicFont {
		t.Error("the letters did not come once")
	}
	checkFits(t, s)
}

// Where the letters do not come, the screen says so.
func TestFontMissing(t *testing.T) {
	none := func(context.Context, string) ([]byte, error) { return nil, errors.New("no network") }
	s := newStage(t, phone, Config{Font: none, Pack: turnedPack(t, pseudo.ArabicText)})
	s.wait("the notice", func() bool { return s.find(semantic.Alert, "") != nil })
	s.says(say("font.missing"))
}

// What people write their names with: some of it Fyne paints, the rest the page's own field must show.
func TestPaints(t *testing.T) {
	test.NewTempApp(t)
	for text, want := range map[string]bool{
		"": true, "Amina Hassan": true, "Wanjirũ wa Ngũgĩ": true, "Ελένη": true, "Ольга": true, "two\nlines": true,
		"أمينة حسن": false, "רחל": false, "王小明": false, "ሰላም": false, "Amina 王": false,
	} {
		if got := Paints(text); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}
