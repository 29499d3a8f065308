package app

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/feature/plural"
	xlang "golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"placard/app/semantic"
	"placard/app/translation"
	"placard/app/translation/pseudo"
	"placard/data"
	"placard/data/pack"
)

var blanks = regexp.MustCompile(`\{\{\.[A-Za-z]+\}\}`)

// The tests read the screens in English, whatever the language of whoever runs them.
func init() { os.Setenv("LC_ALL", "C") }

// Every key that the code says is in en.json, and every key there is said.
func TestKeys(t *testing.T) {
	english := translation.English().Words
	used := map[string]bool{"error.": true} // TestErrorWords says which
	call := regexp.MustCompile(`(?:say|sayN|sayLater|known|Say)\(["']([a-z.]+)["']`)
	var names []string
	for _, from := range []string{"*.go", "translation/*.go", "../wasm/shell/*.go", "../wasm/page/*.js"} {
		found, err := filepath.Glob(from)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d files, %v", from, len(found), err)
		}
		names = append(names, found...)
	}
	var source strings.Builder
	for _, f := range names {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(b)
		for _, m := range call.FindAllStringSubmatch(string(b), -1) {
			used[m[1]] = true
			if !strings.HasSuffix(m[1], ".") && english[m[1]]["other"] == "" {
				t.Errorf("%s says %q, which is not in en.json", f, m[1])
			}
		}
	}
	said := func(key string) bool {
		return strings.Contains(source.String(), `"`+key+`"`) || strings.Contains(source.String(), "'"+key+"'")
	}
	for key := range english {
		if prefix := key[:strings.LastIndexByte(key, '.')+1]; !used[key] && !used[prefix] && !said(key) {
			t.Errorf("en.json has %q, which nothing says", key)
		}
	}
}

// Every language has the keys of English and no others, with the same blanks to fill and the forms that its plurals
// need.
func TestTranslations(t *testing.T) {
	for _, tag := range translation.Tags() {
		l, err := translation.Read(tag)
		if err != nil {
			t.Fatal(err)
		}
		for _, complaint := range complaints(l) {
			t.Errorf("%s.json: %s", tag, complaint)
		}
	}
	// The check itself can fail.
	torn := &translation.Language{Tag: "sw", Words: maps.Clone(translation.English().Words)}
	torn.Words["nav.odd"] = translation.Forms{"other": "x"}
	torn.Words["count.goal"] = translation.Forms{"other": "Lengo"}
	delete(torn.Words, "nav.sign")
	torn.Words["count.here"] = translation.Forms{"other": "{{.N}}"}
	got := complaints(torn)
	want := []string{"count.goal (other) lacks {{.N}}", "count.here lacks the form one", "nav.odd is not in English", "nav.sign is missing"}
	if !slices.Equal(got, want) {
		t.Errorf("of a torn translation: got %q, want %q", got, want)
	}
}

// numbered has a number of every plural category.
var numbered = func() (list []int) {
	for n := range 200 {
		list = append(list, n)
	}
	return append(list, 1_000_000)
}()

func complaints(l *translation.Language) (list []string) {
	english := translation.English().Words
	for key, f := range l.Words {
		if _, ok := english[key]; !ok {
			list = append(list, key+" is not in English")
		}
		for form, text := range f {
			for _, want := range blanks.FindAllString(english[key]["other"], -1) {
				if !strings.Contains(text, want) {
					list = append(list, key+" ("+form+") lacks "+want)
				}
			}
		}
	}
	needed := map[string]bool{}
	for _, n := range numbered {
		needed[translation.Category(l.Tag, n)] = true
	}
	for key, f := range english {
		own, ok := l.Words[key]
		if !ok {
			list = append(list, key+" is missing")
			continue
		}
		for form := range needed {
			if _, ok := own[form]; len(f) > 1 && !ok {
				list = append(list, key+" lacks the form "+form)
			}
		}
	}
	slices.Sort(list)
	return list
}

// Every error that a person can meet has words to translate, with its number where the hint has one; and there are none
// for what cannot happen.
func TestErrorWords(t *testing.T) {
	turned := pseudo.Arabic()
	wanted := map[string]bool{}
	for code, cases := range data.Cases() {
		for c, hint := range cases {
			key := strings.TrimSuffix("error."+string(code)+"_"+string(c), "_")
			wanted[key] = true
			english, ok := translation.English().Words[key]
			if !ok {
				t.Errorf("en.json lacks %s: %q", key, hint)
				continue
			}
			if numbers := strings.Count(hint, "%d"); len(blanks.FindAllString(english["other"], -1)) != numbers {
				t.Errorf("%s: %q has %d numbers, %q not", key, hint, numbers, english["other"])
			}
			e := data.NewError(code, "", nil)
			if c != "" {
				e = e.In(c, []int{120, 7}[:strings.Count(hint, "%d")]...)
			}
			if got := turned.Hint(e); got == "" || got == e.Hint || strings.Contains(got, "{{") || !hasArabic(got) {
				t.Errorf("%s in another language: got %q", key, got)
			}
		}
	}
	for key := range translation.English().Words {
		if strings.HasPrefix(key, "error.") && !wanted[key] {
			t.Errorf("en.json has %s, which no error is", key)
		}
	}
	strange := &data.Error{Code: "quota_of_tomorrow", Hint: "Wait until tomorrow."}
	if got := turned.Hint(strange); got != strange.Hint {
		t.Errorf("a code of a newer server: got %q, want its own words", got)
	}
}

var (
	latin  = regexp.MustCompile(`[A-Za-z][A-Za-z ,.'-]*`)
	exempt = regexp.MustCompile(`https?://\S+|[0-9a-f]{8}-[0-9a-f-]{27}|Placard|Ann|Kept in this test|ar-XB|Facebook|WhatsApp|Telegram|Bluesky|\b(www|wa|t|x|bsky)\.(facebook\.com|me|com|app)|\bX\b`)
)

// checkSaid looks at what a screen says in the language made of Arabic letters: no Latin one is left, except in what a
// person typed, the number of an action, a web address, the names of the kit, of networks and of languages, and what the
// test's platform says.
func checkSaid(t *testing.T, s *stage) {
	t.Helper()
	letters := 0
	for _, n := range s.read().All() {
		if n.Role == semantic.Radio && n.Lang != "" && n.Name == translation.Name(n.Lang) {
			continue
		}
		for _, text := range []string{n.Name, n.Description, n.Error, n.Placeholder, n.Value} {
			letters += len(text)
			if english := latin.FindString(exempt.ReplaceAllString(text, "")); english != "" {
				t.Errorf("%s %q says %q", n.Role, n.Name, english)
			}
		}
	}
	if letters < 50 {
		t.Errorf("%d letters in all: nothing was read", letters)
	}
}

// A pack in another language than the app's words: each of its texts says in which language it is, no word of the app
// does, and who reads from right to left goes back to the right.
func TestPackInItsOwnLanguage(t *testing.T) {
	beside := tongue{name: "arabic", words: pseudo.Arabic()}
	for _, scene := range scenes {
		if !slices.Contains([]string{"appeal", "archive", "item", "sign wrong", "thanks"}, scene.name) {
			continue
		}
		t.Run(scene.name, func(t *testing.T) {
			s, b := newStageIn(t, phone, beside, Look{})
			scene.begin(t, s, b)
			packs := 0
			for _, n := range s.read().All() {
				english := latin.MatchString(exempt.ReplaceAllString(n.Name, ""))
				switch {
				case n.Role == semantic.Form: // its name is the pack's, what is in it both's
				case english && !hasArabic(n.Name) && n.Lang != "en", hasArabic(n.Name) && n.Lang != "":
					t.Errorf("%s %q is in %q", n.Role, n.Name, n.Lang)
				case n.Lang != "":
					packs++
				}
			}
			if packs == 0 {
				t.Error("no text of the pack says its language")
			}
		})
	}
	s, _ := newStageIn(t, phone, beside, Look{})
	s.app.Show("sign")
	if got := s.app.frame.back.sign.Resource.Name(); !strings.Contains(got, "back-turned") {
		t.Errorf("the way back is marked by %s", got)
	}
}

// Our few plural rules are CLDR's, but for the newer "many" of round millions.
func TestPlural(t *testing.T) {
	forms := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}
	numbers := append([]int{200, 1000, 1001, 1002, 1003, 1011, 1100, 2_000_000, 1_000_001, 12_345_678}, numbered...)
	for _, tag := range append([]string{"en", "sw", "fr", "es", "ar", "sw-KE"}, translation.Tags()...) {
		for _, n := range numbers {
			want := forms[plural.Cardinal.MatchPlural(xlang.Make(tag), n, 0, 0, 0, 0)]
			if n > 0 && n%1_000_000 == 0 && (tag == "fr" || tag == "es") {
				want = "many"
			}
			if got := translation.Category(tag, n); got != want {
				t.Errorf("%s: %d is %q, want %q", tag, n, got, want)
			}
		}
	}
}

// A system's tag finds the nearest language that there is; without one it is English.
func TestSpeak(t *testing.T) {
	defer Speak(nil)
	for tag, want := range map[string]string{"en-GB": "en", "en": "en", "sw-KE": "sw", "fr-CA": "fr", "es-419": "es", "xx-YY": "en", "": "en"} {
		if Speak(translation.Find(tag)); speaking().Tag != want {
			t.Errorf("%q: got %q, want %q", tag, speaking().Tag, want)
		}
	}
}

// tongue is a language to lay screens out in, with a pack in it: a real one, or one that is made up here so that what
// is too narrow shows today.
type tongue struct {
	name  string
	words *translation.Language
	turn  func(string) string // of the pack's texts; nil leaves them
}

func tongues(t *testing.T) (list []tongue) {
	for _, tag := range translation.Tags() {
		l, err := translation.Read(tag)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, tongue{name: tag, words: l})
	}
	return append(list, tongue{"longer", pseudo.Longer(), pseudo.LongerText}, tongue{"arabic", pseudo.Arabic(), pseudo.ArabicText})
}

// turnedPack returns the bundled pack with its texts turned.
func turnedPack(t *testing.T, turn func(string) string) *pack.Pack {
	t.Helper()
	p := *bundled(t)
	if turn == nil {
		return &p
	}
	each := func(texts ...*string) {
		for _, s := range texts {
			*s = turn(*s)
		}
	}
	figures := func(list []pack.Figure) []pack.Figure {
		list = slices.Clone(list)
		for i := range list {
			each(&list[i].Text, &list[i].Source, &list[i].Cite)
		}
		return list
	}
	a := &p.Appeal
	each(&p.Title, &a.Title, &a.Target, &a.Summary, &a.Body)
	a.Demands, a.Figures = slices.Clone(a.Demands), figures(a.Figures)
	for i := range a.Demands {
		each(&a.Demands[i])
	}
	if a.Picture != nil {
		pic := *a.Picture
		each(&pic.Alt, &pic.Caption, &pic.Credit)
		a.Picture = &pic
	}
	p.News, p.Forms = slices.Clone(p.News), slices.Clone(p.Forms)
	for i := range p.News {
		n := &p.News[i]
		each(&n.Headline, &n.Body)
		n.Figures = figures(n.Figures)
	}
	for i := range p.Forms {
		f := &p.Forms[i]
		each(&f.Title, &f.Intro, &f.Statement, &f.Privacy, &f.Button, &f.Thanks)
		f.Fields, f.Consents = slices.Clone(f.Fields), slices.Clone(f.Consents)
		for j := range f.Fields {
			field := &f.Fields[j]
			each(&field.Label, &field.Help)
			field.Options = slices.Clone(field.Options)
			for k := range field.Options {
				each(&field.Options[k].Label)
			}
		}
		if f.Letter != nil {
			f.Letter = turnedLetter(*f.Letter, turn)
		}
		for j := range f.Consents {
			each(&f.Consents[j].Text)
		}
	}
	p.Events, p.Shares = slices.Clone(p.Events), slices.Clone(p.Shares)
	for i := range p.Events {
		v := &p.Events[i]
		each(&v.Title, &v.Place, &v.Where, &v.Text, &v.Source)
	}
	for i := range p.Shares {
		each(&p.Shares[i].Text)
	}
	return &p
}

func turnedLetter(l pack.Letter, turn func(string) string) *pack.Letter {
	l.Targets, l.Requests = slices.Clone(l.Targets), slices.Clone(l.Requests)
	for i := range l.Targets {
		t := &l.Targets[i]
		t.Name, t.Office, t.Salutation = turn(t.Name), turn(t.Office), turn(t.Salutation)
	}
	for i := range l.Requests {
		l.Requests[i] = turn(l.Requests[i])
	}
	l.Subject, l.Facts, l.Ask, l.Closing, l.Advice = turn(l.Subject), turn(l.Facts), turn(l.Ask), turn(l.Closing), turn(l.Advice)
	return &l
}

// Numbers, days and times by language, as CLDR has them.
func TestByLanguage(t *testing.T) {
	defer Speak(nil)
	first := time.Date(2008, 3, 1, 9, 5, 0, 0, time.Local)
	for tag, want := range map[string][]string{
		"en": {"0", "999", "1,000", "12,345", "1,234,567", "-1,000", "27 February 2008", "1 March 2008", "1 March 2008, 09:05"},
		"sw": {"0", "999", "1,000", "12,345", "1,234,567", "-1,000", "27 Februari 2008", "1 Machi 2008", "1 Machi 2008, 09:05"},
		"fr": {"0", "999", "1\u202f000", "12\u202f345", "1\u202f234\u202f567", "-1\u202f000", "27 février 2008", "1er mars 2008", "1er mars 2008 à 09:05"},
		"es": {"0", "999", "1000", "12.345", "1.234.567", "-1000", "27 de febrero de 2008", "1 de marzo de 2008", "1 de marzo de 2008, 09:05"},
	} {
		Speak(translation.Find(tag))
		var got []string
		for _, n := range []int64{0, 999, 1000, 12_345, 1_234_567, -1000} {
			got = append(got, group(n))
		}
		got = append(got, dayOf("2008-02-27"), dayOf("2008-03-01"), moment(first))
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", tag, got, want)
		}
	}
	for tag, want := range map[string]string{
		"en": "1,000,000 signatures received as of x", "sw": "Saini 1,000,000 zilipokelewa hadi x",
		"fr": "1\u202f000\u202f000 de signatures reçues au x", "es": "1.000.000 de firmas recibidas (x)",
	} {
		if got := translation.Find(tag).SayN("count.received", 1_000_000, with{"Time": "x"}); got != want {
			t.Errorf("%s: got %q, want %q", tag, got, want)
		}
	}
	for _, tag := range translation.Tags() {
		if l := translation.Find(tag); len(strings.Fields(l.Say("months"))) != 12 {
			t.Errorf("%s: months are %q", tag, l.Say("months"))
		}
		own := display.Self.Name(xlang.Make(tag))
		if got := translation.Name(tag); !strings.EqualFold(got, own) || got == tag {
			t.Errorf("%s calls itself %q, want %q", tag, got, own)
		}
	}
}
