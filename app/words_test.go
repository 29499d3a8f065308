package app

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"placard/app/semantic"
)

// runes measures a span at one pixel a rune.
func runes(s span) float32 { return float32(utf8.RuneCountInString(s.text)) }

func TestBreakLines(t *testing.T) {
	for _, c := range []struct {
		in    []span
		width float32
		want  string
	}{
		{[]span{{text: "one two three"}}, 7, "one two|three"},
		{[]span{{text: "one two three"}}, 0, "one two three"},
		{[]span{{text: "one  two"}}, 4, "one|two"},
		{[]span{{text: "abcdefgh ij"}}, 3, "abc|def|gh|ij"},
		{[]span{{text: "a\n\nb"}}, 5, "a||b"},
		{[]span{{text: "a "}, {text: "bold", bold: true}, {text: ", c"}}, 6, "a|bold,|c"},
		{[]span{{text: "人権を守れ。"}}, 3, "人権を|守れ。"},
		{[]span{{text: ""}}, 5, ""},
	} {
		var got []string
		for _, line := range (breaker{c.width, runes}).lines(c.in) {
			var b strings.Builder
			for _, s := range line {
				b.WriteString(s.text)
			}
			got = append(got, b.String())
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%v at %v: got %q, want %q", c.in, c.width, s, c.want)
		}
	}
}

// Whatever the text and the width, no letter is lost and no line is too wide.
func FuzzBreakLines(f *testing.F) {
	f.Add("Kenya's leaders must protect everyone", uint8(12))
	f.Add("人権 и права  человека\nحقوق", uint8(3))
	f.Fuzz(func(t *testing.T, text string, w uint8) {
		if !utf8.ValidString(text) || w == 0 {
			t.Skip()
		}
		got := ""
		for _, line := range (breaker{float32(w), runes}).lines([]span{{text: text}}) {
			var all string
			for _, s := range line {
				all += s.text
			}
			got += all
			if runes(span{text: strings.TrimRight(all, " \t")}) > float32(w)+10 { // marks stay with their letter
				t.Errorf("%q is wider than %d", all, w)
			}
		}
		squeeze := func(s string) string {
			return strings.Map(func(r rune) rune {
				if r == ' ' || r == '\t' || r == '\n' {
					return -1
				}
				return r
			}, s)
		}
		if squeeze(got) != squeeze(text) {
			t.Errorf("got %q of %q", got, text)
		}
	})
}

func TestProse(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, newColumn(space, prose("## Heading\n\nA **bold** word &amp; an &#91;odd&#93; one,\nin one line.\n\n1. first\n2. second\n\n- a *point*\n\n> said", "en")...))
	w.Resize(fyne.NewSize(400, 800))
	var got []string
	for _, n := range semantic.New(w.Canvas()).Read().All() {
		if n.Name != "" {
			got = append(got, string(n.Role)+" "+n.Name)
		}
	}
	want := "heading Heading|paragraph A bold word & an [odd] one, in one line.|paragraph first|paragraph second|paragraph a point|paragraph said"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

// A text that grows makes room for itself, and nothing lies over it.
func TestWordsMakeRoom(t *testing.T) {
	test.NewTempApp(t)
	a, b := newWords("short"), newWords("below")
	p := newPage(a, b)
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(200, 400))
	a.set(strings.Repeat("a much longer text ", 20))
	p.relayout()
	if a.Position().Y+a.Size().Height > b.Position().Y {
		t.Errorf("%v + %v lies over %v", a.Position(), a.Size(), b.Position())
	}
	for _, l := range a.lines {
		if l.MinSize().Width > a.Size().Width {
			t.Errorf("%q is wider than the page", l.Text)
		}
	}
	var _ *canvas.Text = a.lines[0]
}
