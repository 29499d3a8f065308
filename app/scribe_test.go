package app

import (
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// pen is a scribe whose letters are all as wide as they are high.
type pen struct {
	texts []string
	inks  []color.Color
	from  []bool
}

func (*pen) Width(h Hand, text string) float32 {
	return h.Size * float32(utf8.RuneCountInString(text))
}

func (p *pen) Write(h Hand, text string, ink color.Color, size fyne.Size, base float32) image.Image {
	p.texts, p.inks, p.from = append(p.texts, text), append(p.inks, ink), append(p.from, h.FromRight)
	if base <= 0 || base >= size.Height {
		p.texts = append(p.texts, "written outside of its picture")
	}
	return image.NewNRGBA(image.Rect(0, 0, int(size.Width), int(size.Height)))
}

// What the kit has no letters for goes to the scribe, in words as lines are broken, and nothing else does; no letter is
// lost, none is written twice, and lines are no wider than there is room.
func TestStrangeLetters(t *testing.T) {
	test.NewTempApp(t)
	p := &pen{}
	scribe = p
	arabic.Store(arabicShaper(t))
	t.Cleanup(func() { scribe = nil; arabic.Store(nil) })
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Ngũgĩ wa Thiong'o – “all” of it …", nil},
		{"حقوق الإنسان 2008", nil},
		{"Kenya: ሰላም now", []string{"ሰላም "}},
		{"नमस्ते दुनिया, all", []string{"नमस्ते दुनिया, "}},
		{"in 你好 too", []string{"你好"}},
		{"שלום עולם", []string{"שלום עולם"}},
		{"say שלום twice", []string{"שלום"}},
	} {
		*p = pen{}
		w := newWords(c.text)
		w.Resize(fyne.NewSize(2000, 50))
		if !slices.Equal(p.texts, c.want) {
			t.Errorf("%q: the scribe wrote %q, want %q", c.text, p.texts, c.want)
		}
		for i, from := range p.from {
			if from != !isPlain(p.texts[i]) {
				t.Errorf("%q is from the right: %v", p.texts[i], from)
			}
		}
		letters := 0
		for _, o := range test.WidgetRenderer(w).Objects() {
			if text, ok := o.(*canvas.Text); ok {
				letters += utf8.RuneCountInString(strings.ReplaceAll(text.Text, " ", ""))
				if strange(text.Text) {
					t.Errorf("%q is left to Fyne", text.Text)
				}
			}
		}
		for _, text := range c.want {
			letters += utf8.RuneCountInString(strings.ReplaceAll(text, " ", ""))
		}
		if want := utf8.RuneCountInString(strings.ReplaceAll(c.text, " ", "")); letters != want {
			t.Errorf("%q: %d letters are on the screen, want %d", c.text, letters, want)
		}
	}

	w := newWords("ሰላም ሰላም ሰላም ሰላም ሰላም")
	w.Resize(fyne.NewSize(6*theme.TextSize(), 50))
	for _, o := range w.odd {
		if o.image.Position().X+o.image.Size().Width > w.Size().Width+theme.TextSize() { // the space at the end may hang out
			t.Errorf("%q is %v wide", o.piece.text, o.image.Size().Width)
		}
	}
	if len(w.odd) != 5 {
		t.Errorf("%d lines, want 5", len(w.odd))
	}
	was := len(p.texts)
	w.Refresh()
	if len(p.texts) != was {
		t.Error("the same words are written again at each refresh")
	}
	w.color = theme.ColorNameError
	w.lines, w.made = nil, ""
	w.Refresh()
	if len(p.texts) != was+5 || p.inks[len(p.inks)-1] == p.inks[0] {
		t.Error("another colour does not show")
	}
}
