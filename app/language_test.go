package app

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/feature/plural"
	xlang "golang.org/x/text/language"

	"placard/data/pack"
)

var blanks = regexp.MustCompile(`\{\{\.[A-Za-z]+\}\}`)

// files returns the languages that there are files for.
func files(t *testing.T) (tags []string) {
	t.Helper()
	names, err := translations.ReadDir("translation")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		tags = append(tags, strings.TrimSuffix(n.Name(), ".json"))
	}
	return tags
}

// Every key that the code says is in en.json, and every key there is said.
func TestKeys(t *testing.T) {
	words := fallback().words
	used := map[string]bool{}
	call := regexp.MustCompile(`(?:say|sayN|known|Say)\(["']([a-z.]+)["']`)
	var names []string
	for _, from := range []string{"*.go", "../wasm/shell/*.go", "../wasm/page/*.js"} {
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
			if !strings.HasSuffix(m[1], ".") && words[m[1]]["other"] == "" {
				t.Errorf("%s says %q, which is not in en.json", f, m[1])
			}
		}
	}
	said := func(key string) bool {
		return strings.Contains(source.String(), `"`+key+`"`) || strings.Contains(source.String(), "'"+key+"'")
	}
	for key := range words {
		if prefix := key[:strings.LastIndexByte(key, '.')+1]; !used[key] && !used[prefix] && !said(key) {
			t.Errorf("en.json has %q, which nothing says", key)
		}
	}
}

// Every language has the keys of English and no others, with the same blanks to fill and the forms that its plurals
// need.
func TestTranslations(t *testing.T) {
	for _, tag := range files(t) {
		l, err := readLanguage(tag)
		if err != nil {
			t.Fatal(err)
		}
		for _, complaint := range complaints(l) {
			t.Errorf("%s.json: %s", tag, complaint)
		}
	}
	// The check itself can fail.
	torn := &language{"sw", maps.Clone(fallback().words)}
	torn.words["nav.odd"] = forms{"other": "x"}
	torn.words["count.goal"] = forms{"other": "Lengo"}
	delete(torn.words, "nav.sign")
	torn.words["count.here"] = forms{"other": "{{.N}}"}
	got := complaints(torn)
	want := []string{"count.goal (other) lacks {{.N}}", "count.here lacks the form one", "nav.odd is not in English", "nav.sign is missing"}
	if !slices.Equal(got, want) {
		t.Errorf("of a torn translation: got %q, want %q", got, want)
	}
}

func complaints(l *language) (list []string) {
	english := fallback().words
	for key, f := range l.words {
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
	for n := range 200 {
		needed[category(l.tag, n)] = true
	}
	for key, f := range english {
		own, ok := l.words[key]
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

// Our few plural rules are CLDR's.
func TestPlural(t *testing.T) {
	forms := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}
	numbers := []int{1000, 1001, 1002, 1003, 1011, 1100, 1_000_000, 2_000_000, 1_000_001, 12_345_678}
	for n := range 250 {
		numbers = append(numbers, n)
	}
	for _, tag := range append([]string{"en", "sw", "fr", "es", "ar", "sw-KE"}, files(t)...) {
		for _, n := range numbers {
			if got, want := category(tag, n), forms[plural.Cardinal.MatchPlural(xlang.Make(tag), n, 0, 0, 0, 0)]; got != want {
				t.Errorf("%s: %d is %q, want %q", tag, n, got, want)
			}
		}
	}
}

// A system's tag finds the nearest language that there is; without one it is English.
func TestSpeak(t *testing.T) {
	defer func() { spoken = nil }()
	for tag, want := range map[string]string{"en-GB": "en", "en": "en", "xx-YY": "en", "": "en"} {
		if speak(tag); speaking().tag != want {
			t.Errorf("%q: got %q, want %q", tag, speaking().tag, want)
		}
	}
}

// tongue is a language to lay screens out in, with a pack in it: a real one, or one that is made up here so that what
// is too narrow shows today.
type tongue struct {
	name  string
	words *language
	turn  func(string) string // of the pack's texts; nil leaves them
}

func tongues(t *testing.T) (list []tongue) {
	for _, tag := range files(t) {
		l, err := readLanguage(tag)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, tongue{name: tag, words: l})
	}
	return append(list, tongue{"longer", turned("en-XA", longer), longer}, tongue{"arabic", turned("ar-XB", arabicLike), arabicLike})
}

func turned(tag string, turn func(string) string) *language {
	l := &language{tag, map[string]forms{}}
	for key, f := range fallback().words {
		l.words[key] = forms{}
		for form, text := range f {
			l.words[key][form] = turn(text)
		}
		for n := range 200 {
			if form := category(tag, n); l.words[key][form] == "" && len(f) > 1 {
				l.words[key][form] = turn(f["other"])
			}
		}
	}
	l.words["time"] = fallback().words["time"]
	return l
}

// letters turns the letters of a text and leaves its blanks, markup and line feeds alone.
func letters(text string, turn func(rune) string) string {
	var b strings.Builder
	for len(text) > 0 {
		if at := blanks.FindStringIndex(text); at != nil && at[0] == 0 {
			b.WriteString(text[:at[1]])
			text = text[at[1]:]
			continue
		}
		r := []rune(text)[0]
		b.WriteString(turn(r))
		text = text[len(string(r)):]
	}
	return b.String()
}

var accents = strings.NewReplacer("a", "á", "e", "ê", "i", "ï", "o", "õ", "u", "ü", "y", "ÿ", "n", "ñ", "c", "ç", "A", "Å", "E", "É", "I", "Î", "O", "Ø", "U", "Ü", "S", "Š", "N", "Ñ")

// longer writes accents, and draws every fifth letter out, so that each word is two fifths longer; brackets show where
// a text is cut off.
func longer(text string) string {
	n := 0
	out := letters(text, func(r rune) string {
		if !unicode.IsLetter(r) {
			return string(r)
		}
		n++
		s := accents.Replace(string(r))
		if n%5 == 2 || n%5 == 4 {
			s += s
		}
		return s
	})
	if strings.Contains(text, "\n") || out == "" { // Markdown begins its lines with marks
		return out
	}
	return "[" + out + "]"
}

// arabicLike puts an Arabic letter for each Latin one: no words, but their shapes, their joins and their direction.
func arabicLike(text string) string {
	const alphabet = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
	from := []rune(alphabet)
	return letters(text, func(r rune) string {
		if r < 128 && unicode.IsLetter(r) {
			return string(from[int(unicode.ToLower(r)-'a')%len(from)])
		}
		return string(r)
	})
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
			each(&f.Fields[j].Label, &f.Fields[j].Help)
		}
		for j := range f.Consents {
			each(&f.Consents[j].Text)
		}
	}
	return &p
}

func TestGroup(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000"} {
		if got := group(n); got != want {
			t.Errorf("group(%d) = %q, want %q", n, got, want)
		}
	}
}
