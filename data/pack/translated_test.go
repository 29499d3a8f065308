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
			sameForm(e.Forms[i], f, same)
		}
		sameLists(t, e, p.Edition, same)
	}
}

func sameForm(own, f Form, same func(where, got, want string)) {
	same(f.ID, own.Title+own.Intro+own.Statement+own.Thanks, f.Title+f.Intro+f.Statement+f.Thanks)
	same(f.ID+", privacy", own.Privacy, f.Privacy)
	if f.PrivacyOnline != "" || own.PrivacyOnline != "" {
		same(f.ID+", privacy online", own.PrivacyOnline, f.PrivacyOnline)
	}
	for j := range f.Fields {
		same(f.ID, own.Fields[j].Label+own.Fields[j].Help, f.Fields[j].Label+f.Fields[j].Help)
	}
	for j := range f.Consents {
		same(f.ID, own.Consents[j].Text, f.Consents[j].Text)
	}
	if f.Letter == nil {
		return
	}
	a, b := own.Letter, f.Letter
	same("the letter's subject", a.Subject, b.Subject)
	same("the letter's facts", a.Facts, b.Facts)
	same("the letter's line above the requests", a.Ask, b.Ask)
	for j, r := range b.Requests {
		same("a request", a.Requests[j], r)
	}
	same("the letter's closing", a.Closing, b.Closing)
	same("the letter's advice", a.Advice, b.Advice)
}

// sameLists compares what a translation could leave out. Towns and addresses may be the same words in every language.
func sameLists(t *testing.T, e, english Edition, same func(where, got, want string)) {
	t.Helper()
	for i, v := range english.Events {
		own := e.Events[i]
		if own.ID != v.ID || own.Lang != e.Lang || !own.same(v) {
			t.Errorf("%s: got the event %+v, want one like %+v", e.Lang, own, v)
		}
		same(v.ID, own.Title, v.Title)
		same(v.ID, own.Source, v.Source)
		if a, b := numbers(own.Place+own.Where), numbers(v.Place+v.Where); own.Where == "" || !slices.Equal(a, b) {
			t.Errorf("%s: %s is at %q, in English %q", e.Lang, v.ID, own.Where, v.Where)
		}
	}
	for i, v := range english.Targets {
		own := e.Targets[i]
		if own.ID != v.ID || own.Lang != e.Lang || own.Email != v.Email {
			t.Errorf("%s: got the target %+v, want one like %+v", e.Lang, own, v)
		}
		same(v.ID, own.Label(), v.Label())
		same(v.ID, own.Salutation, v.Salutation)
	}
	for i, v := range english.Shares {
		own := e.Shares[i]
		if own.ID != v.ID || own.Lang != e.Lang {
			t.Errorf("%s: got the text %+v, want one like %+v", e.Lang, own, v)
		}
		same(v.ID, own.Text, v.Text)
	}
}

// The phrases that activists relayed in Swahili stand in every language as they were relayed.
func TestBundledPhrases(t *testing.T) {
	p, err := Bundled()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range p.Languages {
		f, ok := p.In(lang).Form("solidarity")
		for _, phrase := range []string{"Kuwafikia wakenya", "Heshimu haki za binadamu", "Komesha dhuluma kwa haki za binadamu"} {
			if !ok || !strings.Contains(f.Statement, "- "+phrase+"\n") && !strings.HasSuffix(f.Statement, "- "+phrase) {
				t.Errorf("%s: %q is not among the phrases of %q", lang, phrase, f.Statement)
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
