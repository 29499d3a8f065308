package find

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"placard/data"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Wanjirũ wa Ngũgĩ": "wanjiru wa ngugi", "Wanjiru\u0303": "wanjiru", "CAFÉ": "cafe", "Łódź, Ærø": "lodz aero", "straße": "strasse", "İstanbul ısı": "istanbul isi",
		"Ὀδυσσεύς": "οδυσσευσ", "Ёлка": "елка", "كَتَبَ الشُّهُودُ": "كتب الشهود", "مـصـر": "مصر", "שָׁלוֹם": "שלום", "हिन्दी में": "हिन्दी में",
		"人权2008年": "人 权 2008 年", "soft\u00adhyphen": "softhyphen", "a_b-c's": "a b c s", "1,000": "1 000", " \x00\xff\n": "", "": "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// TestFoldIsUnicodes: every letter that Unicode takes apart into a letter and marks is compared as that letter.
func TestFoldIsUnicodes(t *testing.T) {
	for r := rune(0x80); r < 0x20000; r++ {
		if !unicode.IsLetter(r) || !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew) {
			continue
		}
		if apart := norm.NFD.String(string(r)); Fold(string(r)) != Fold(apart) {
			t.Errorf("%c: got %q, want %q", r, Fold(string(r)), Fold(apart))
		}
	}
}

// TestParse: what FTS5 could take for its own language is gone, and the longest text is a short query.
func TestParse(t *testing.T) {
	for in, want := range map[string]Query{
		`"Nairobi" NEAR(x)`: {{"nairobi"}, {"near", "x"}}, "13-year-old": {{"13", "year", "old"}}, "": nil, `*^-"() :+`: nil, "\u0303": nil, "\x00": nil,
	} {
		if got := Parse(in); !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	for _, long := range []string{strings.Repeat("x ", 10_000), strings.Repeat("人", 10_000), strings.Repeat("a-", 10_000)} {
		words := 0
		for _, phrase := range Parse(long) {
			words += len(phrase)
		}
		if words == 0 || words > maxWords {
			t.Errorf("%.10q…: got %d words", long, words)
		}
	}
}

// TestMarks: what is marked is whole words, with the marks on their letters.
func TestMarks(t *testing.T) {
	for _, c := range []struct{ query, text, want string }{
		{"wanjiru", "Wanjiru\u0303 (Wanjirũ) wanjiruwa", "[Wanjiru\u0303] ([Wanjirũ]) [wanjiruwa]"},
		{"an inquiry", "an inquiry, another inquiries", "[an] [inquiry], another inquiries"},
		{"13-year", "a 13-year-old, 13 and year", "a [13]-[year]-old, 13 and year"},
		{"人权", "一人权人", "一[人权]人"},
		{"x", "", ""},
	} {
		var b strings.Builder
		for _, r := range Parse(c.query).Hit(data.NewsText{Headline: c.text}).Headline {
			if r.Found {
				r.Text = "[" + r.Text + "]"
			}
			b.WriteString(r.Text)
		}
		if got := b.String(); got != c.want {
			t.Errorf("%q in %q: got %q, want %q", c.query, c.text, got, c.want)
		}
	}
}

// TestPassageIsCut: wherever the word stands, a passage is as long as it may be and no longer.
func TestPassageIsCut(t *testing.T) {
	for at := range 60 {
		list := make([]string, 60)
		for i := range list {
			list[i] = "word"
		}
		list[at] = "nairobi"
		var b strings.Builder
		for _, r := range Parse("nairobi").Hit(data.NewsText{Body: strings.Join(list, " ")}).Passage {
			b.WriteString(r.Text)
		}
		got := len(strings.Fields(strings.ReplaceAll(b.String(), "…", "")))
		if want := min(passageWords, 60-max(0, at-passageBefore)); got != want || !strings.Contains(b.String(), "nairobi") {
			t.Errorf("found as number %d: a passage of %d words, want %d: %q", at, got, want, b.String())
		}
	}
}

func TestScanEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Scan(ctx, slices.Values(make([]data.NewsText, 3)), "x", 1); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// FuzzHit: what is shown of a text is cut out of that text, and marks something wherever it was found there.
func FuzzHit(f *testing.F) {
	for _, s := range []string{"nairobi", "é", "人权", "كَتَبَ", "a-b", "\xff", "x\u0303", "İ"} {
		f.Add(s, "In Nairobi, é 人权 كتب a b x̃ İ "+s)
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		q := Parse(query)
		h := q.Hit(data.NewsText{Headline: text, Body: text})
		var whole strings.Builder
		for _, r := range h.Headline {
			whole.WriteString(r.Text)
		}
		if want := strings.ReplaceAll(text, "\n", " "); whole.String() != want {
			t.Errorf("got %q, want %q", whole.String(), want)
		}
		_, ok := q.score(data.NewsText{Headline: text})
		if marks := slices.ContainsFunc(h.Headline, func(r data.Run) bool { return r.Found }); len(q) > 0 && ok && !marks {
			t.Errorf("%q was found in %q and nothing is marked", query, text)
		}
	})
}
