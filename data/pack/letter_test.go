package pack

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"placard/data"
)

var sample = Letter{
	Number: "UA 27/08", Index: "AFR 32/001/2008", Subject: "Protect everyone", Facts: "First fact.\n\nSecond fact.",
	Ask: "I ask you to", Requests: []string{"protect;", "inquire."}, Closing: "Yours respectfully,",
}

func TestCompose(t *testing.T) {
	full := "Your Excellency,\n\nFirst fact.\n\nSecond fact.\n\nI teach.\nIn Kisumu.\n\nPlease act.\n\nI ask you to\n\n" +
		"1. protect;\n2. inquire.\n\nYours respectfully,\nWanjirũ\nKisumu\n\nUA 27/08 · AFR 32/001/2008"
	plain := "Your Excellency,\n\nFirst fact.\n\nSecond fact.\n\nI ask you to\n\n1. protect;\n2. inquire.\n\nYours respectfully,\nWanjirũ\n\nUA 27/08 · AFR 32/001/2008"
	bare := sample
	bare.Number, bare.Index, bare.Ask = "", "", ""
	for _, tt := range []struct {
		name   string
		letter Letter
		fields map[string]string
		want   string
	}{
		{"full", sample, map[string]string{"name": "Wanjirũ", "place": "Kisumu", "personal": "I teach.\nIn Kisumu.\n\nPlease act."}, full},
		{"untidy", sample, map[string]string{"name": " Wanjirũ ", "place": "Kisumu\n", "personal": "\r\n I teach. \r\nIn Kisumu.\r\n \t\r\n\r\n\r\nPlease act.\n\n"}, full},
		{"no words of one's own", sample, map[string]string{"name": "Wanjirũ"}, plain},
		{"white space alone", sample, map[string]string{"name": "Wanjirũ", "place": " ", "personal": "\n \n\t\n"}, plain},
		{"a name with a request", sample, map[string]string{"name": "Wanjirũ\n\n3. resign."}, strings.Replace(plain, "Wanjirũ", "Wanjirũ 3. resign.", 1)},
		{"neither number nor ask", bare, map[string]string{"name": "Wanjirũ"},
			"Your Excellency,\n\nFirst fact.\n\nSecond fact.\n\n1. protect;\n2. inquire.\n\nYours respectfully,\nWanjirũ"},
	} {
		subject, got := tt.letter.Compose(Target{Salutation: "Your Excellency,"}, tt.fields)
		if got != tt.want || subject != "Protect everyone" {
			t.Errorf("%s: got %q\n%s\nwant\n%s", tt.name, subject, got, tt.want)
		}
	}
}

// Whatever a person writes, the letter stays one: the facts before it, the requests after it, no gap.
func FuzzCompose(f *testing.F) {
	f.Add("I teach.\n\n\nPlease.", "Wanjirũ", "Kisumu")
	f.Add("\r\n\r\n", "\n", "\u00a0")
	f.Fuzz(func(t *testing.T, personal, name, place string) {
		_, body := sample.Compose(Target{Salutation: "Your Excellency,"}, map[string]string{"personal": personal, "name": name, "place": place})
		if strings.Contains(body, "\n\n\n") || strings.TrimSpace(body) != body {
			t.Errorf("got a gap in %q", body)
		}
		if !strings.HasPrefix(body, "Your Excellency,\n\nFirst fact.\n\nSecond fact.\n\n") || !strings.Contains(body, "I ask you to\n\n1. protect;\n2. inquire.\n\nYours respectfully,") {
			t.Errorf("got %q", body)
		}
	})
}

// The last day is over when it is over everywhere, whatever zone the clock speaks of.
func TestDeadline(t *testing.T) {
	l := Letter{Deadline: time.Date(2008, 3, 31, 0, 0, 0, 0, time.UTC)}
	behind, ahead := time.FixedZone("", -12*3600), time.FixedZone("", 14*3600)
	for _, tt := range []struct {
		now  time.Time
		want bool
	}{
		{time.Date(2008, 3, 30, 0, 0, 0, 0, time.UTC), false},
		{time.Date(2008, 3, 31, 23, 59, 59, 0, behind), false},
		{time.Date(2008, 4, 1, 11, 59, 59, 0, time.UTC), false},
		{time.Date(2008, 4, 1, 12, 0, 0, 0, time.UTC), true},
		{time.Date(2008, 4, 1, 0, 0, 0, 0, behind), true},
		{time.Date(2008, 4, 1, 1, 0, 0, 0, ahead), false},
	} {
		if got := l.Closed(tt.now); got != tt.want {
			t.Errorf("%v: got %v", tt.now, got)
		}
	}
	if (Letter{}).Closed(time.Now()) || (Form{}).Closed(time.Now()) || !(Form{Letter: &l}).Closed(time.Now()) {
		t.Error("a letter without a deadline never closes, one of 2008 is closed")
	}
}

// The bundled letter leaves room for the writer, and a form of it is checked whole.
func TestBundledLetter(t *testing.T) {
	p, err := Bundled()
	if err != nil {
		t.Fatal(err)
	}
	f, _ := p.Form("letter")
	if f.Kind != data.Letter || f.Letter == nil || f.Letter.Closed(time.Now()) || f.Fields[0].Name != FieldTarget || !f.Fields[0].Required {
		t.Fatalf("got %+v", f)
	}
	if want := []Option{{"president", "Mwai Kibaki, President of the Republic of Kenya"}, {"odm", "The leader of the Orange Democratic Movement (ODM)"}}; !slices.Equal(f.Fields[0].Options, want) {
		t.Errorf("got %q, want %q", f.Fields[0].Options, want)
	}
	for _, o := range f.Fields[0].Options {
		target, ok := f.Letter.Target(o.Value)
		_, body := f.Letter.Compose(target, map[string]string{"name": "Wanjirũ"})
		if n := utf8.RuneCountInString(body); !ok || n > MailtoWarn-500 || !strings.HasPrefix(body, target.Salutation+"\n\n") {
			t.Errorf("%s: got %d characters:\n%s", o.Value, n, body)
		}
	}
	if _, ok := f.Letter.Target("nobody"); ok {
		t.Error("nobody is a target")
	}
	for target, want := range map[string]string{"": "field_missing", "odm": "", "nobody": "choice_unknown", " odm ": "", strings.Repeat("x", 201): "field_too_long"} {
		got := ""
		for _, e := range f.Check(f.Values(map[string]string{"target": target, "name": "W"}), nil) {
			got += string(e.Code)
			if e.Field != FieldTarget {
				t.Errorf("%q: got %v", target, e)
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", target, got, want)
		}
	}
}

// Forms stand in the order of the kinds, so that the petition leads, whatever the files are called.
func TestBundledForms(t *testing.T) {
	p, err := Bundled()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range p.Forms {
		got = append(got, f.ID)
		a := data.NewAction(p.ID, f.Kind, time.Now())
		a.Consents = f.Records(nil)
		for _, field := range f.Fields {
			a.Fields[field.Name] = map[FieldType]string{Email: "a@example.org", Choice: "x"}[field.Type]
			if field.Type == Choice {
				a.Fields[field.Name] = field.Options[0].Value
			} else if field.Type != Email {
				a.Fields[field.Name] = "Wanjirũ"
			}
		}
		if errs := f.Check(f.Values(a.Fields), nil); len(errs) > 0 || a.Check() != nil {
			t.Errorf("%s: got %v, %v", f.ID, errs, a.Check())
		}
	}
	if want := []string{"petition", "letter", "solidarity", "pledge", "share", "comment"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if pledge, _ := p.Form("pledge"); pledge.Fields[0].Name != FieldEvent || len(pledge.Fields[0].Options) != 7 {
		t.Errorf("got %+v", pledge.Fields)
	}
	if share, _ := p.Form("share"); len(share.Fields) != 0 || len(p.Shares) < 2 {
		t.Errorf("got %+v, %+v", share.Fields, p.Shares)
	}
}

// A translation says the same of the same targets, events, texts and letter.
func TestTranslationOfTheRest(t *testing.T) {
	m := kenya(t)
	for name, f := range kenya(t) {
		if name != "pack.toml" && !isPicture(name) {
			m["sw/"+name] = f
		}
	}
	m["pack.toml"].Data = append(m["pack.toml"].Data, "[translations.sw]\ntitle = \"Kenya\"\n"...)
	for name, label := range map[string]string{letter: "target_label", pledge: "event_label"} {
		m["sw/"+name] = &fstest.MapFile{Data: append([]byte(label+" = \"(sw)\"\n"), m[name].Data...)}
	}
	if got := Check(m); len(got) > 0 {
		t.Fatal(Problems(got))
	}
	spoil(t, m, "sw/events.toml", "17:00", "17:15")
	spoil(t, m, "sw/events.toml", `id     = "kampala"`, `id     = "nairobi"`)
	spoil(t, m, "sw/targets.toml", "president@", "elsewhere@")
	spoil(t, m, "sw/targets.toml", `id         = "odm"`, `id         = "other"`)
	spoil(t, m, "sw/shares.toml", `id   = "figures"`, `id   = "numbers"`)
	spoil(t, m, "sw/"+letter, `"president", "odm"`, `"president"`)
	spoil(t, m, "sw/"+letter, "[letter]", "[letter]\ndeadline = 2008-03-31")
	want := []string{
		`sw/events.toml: has no event "kampala": translate that of the first language`,
		`sw/events.toml: has the event "nairobi", which the first language has not: write it there first`,
		`sw/events.toml:5: event "london" is another one than in events.toml: a translation keeps date, start, end, zone and sure`,
		`sw/forms/letter.toml: asks for something else than forms/letter.toml: a translation keeps kind, consents and each field's name, type, required, max and options`,
		`sw/forms/letter.toml: is another letter than forms/letter.toml: a translation keeps number, index and deadline, and has as many requests`,
		`sw/forms/pledge.toml: asks for something else than forms/pledge.toml: a translation keeps kind, consents and each field's name, type, required, max and options`,
		`sw/shares.toml: has no text "figures": translate that of the first language`,
		`sw/shares.toml: has the text "numbers", which the first language has not: write it there first`,
		`sw/targets.toml: has no target "odm": translate that of the first language`,
		`sw/targets.toml: has the target "other", which the first language has not: write it there first`,
		`sw/targets.toml:10: email of "president" is another one than in targets.toml: make them the same`,
	}
	if got := Problems(Check(m)).Error(); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	delete(m, "sw/events.toml")
	m["sw/"+pledge] = m[pledge]
	if got := Problems(Check(m)).Error(); !strings.Contains(got, `has no event_label, so that people read the English "Event": write event_label = …`) {
		t.Errorf("got\n%s", got)
	}
}

// A pack must have something to do.
func TestNoForms(t *testing.T) {
	m := kenya(t)
	for name := range kenya(t) {
		if strings.HasPrefix(name, "forms/") {
			delete(m, name)
		}
	}
	want := `forms: has no form: write forms/petition.toml, or there is nothing to do in this pack`
	if got := Problems(Check(m)).Error(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// With the choice that comes by itself a form has no more fields than an action takes.
func TestTooManyFields(t *testing.T) {
	m := kenya(t)
	var more strings.Builder
	for i := range maxFields - 4 {
		more.WriteString("[[fields]]\nname = \"f" + string(rune('a'+i)) + "\"\nlabel = \"F\"\n")
	}
	m[letter].Data = append(m[letter].Data, "\n"+strings.ReplaceAll(more.String(), "f{", "fz")...)
	want := `fields has more than 32 entries, with the field "target" that comes by itself: delete one`
	if got := Problems(Check(m)).Error(); !strings.Contains(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
}
