package pack

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What a translation of the bundled pack must not change: which figures there are, of when, how sure, and every number in
// every text. Nothing stays English.
func TestBundledTranslations(t *testing.T) {
	p, err := Bundled()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range p.Languages[1:] {
		e := p.In(lang)
		same := func(where, got, want string) {
			t.Helper()
			if a, b := numbers(got), numbers(want); !slices.Equal(a, b) {
				t.Errorf("%s: %s has the numbers %q, in English %q", lang, where, a, b)
			}
			if got == want && regexp.MustCompile(`\pL{4}`).MatchString(strings.ReplaceAll(got, "Amnesty International", "")) {
				t.Errorf("%s: %s is English: %q", lang, where, got)
			}
		}
		a, b := e.Appeal, p.Appeal
		same("the appeal", a.Title+a.Summary+a.Body, b.Title+b.Summary+b.Body)
		same("the target", a.Target, b.Target)
		same("the picture", a.Picture.Alt+a.Picture.Caption+a.Picture.Credit, b.Picture.Alt+b.Picture.Caption+b.Picture.Credit)
		sameFigures(t, lang, a.Figures, b.Figures, same)
		for i, n := range p.News {
			own := e.News[i]
			if own.ID != n.ID || own.Lang != lang || !own.Date.Equal(n.Date) {
				t.Errorf("%s: %s is %s of %v in %q", lang, n.ID, own.ID, own.Date, own.Lang)
			}
			same(n.ID, own.Headline+own.Body, n.Headline+n.Body)
			sameFigures(t, lang, own.Figures, n.Figures, same)
		}
		for i, f := range p.Forms {
			own := e.Forms[i]
			same(f.ID, own.Title+own.Intro+own.Statement+own.Privacy+own.Thanks, f.Title+f.Intro+f.Statement+f.Privacy+f.Thanks)
			for j := range f.Fields {
				same(f.ID, own.Fields[j].Label+own.Fields[j].Help, f.Fields[j].Label+f.Fields[j].Help)
			}
			for j := range f.Consents {
				same(f.ID, own.Consents[j].Text, f.Consents[j].Text)
			}
		}
	}
}

func sameFigures(t *testing.T, lang string, got, want []Figure, same func(where, got, want string)) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d figures, in English %d", lang, len(got), len(want))
		return
	}
	for i, f := range got {
		same("a figure", f.Text, want[i].Text)
		same("a source", f.Source, want[i].Source)
		if w := want[i]; !f.Date.Equal(w.Date) || f.About != w.About || f.Sure != w.Sure || f.Cite != w.Cite {
			t.Errorf("%s: got %+v, want %+v", lang, f, w)
		}
	}
}

// numbers returns the numbers in a text without what sets their thousands apart, in order of their digits: a language
// may say one before the other.
func numbers(text string) []string {
	apart := regexp.MustCompile(`(\d)[.,\x{202F}](\d{3})`)
	list := regexp.MustCompile(`\d+`).FindAllString(apart.ReplaceAllString(text, "$1$2"), -1)
	slices.Sort(list)
	return list
}
