package pack

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"filippo.io/age"

	"placard/data"
)

// kenya returns the files of the bundled pack's first language, to be changed.
func kenya(t testing.TB) fstest.MapFS {
	t.Helper()
	m := kenyaInAll(t)
	for name := range m {
		if folder, _, ok := strings.Cut(name, "/"); ok && languageTag.MatchString(folder) {
			delete(m, name)
		}
	}
	first, _, _ := bytes.Cut(m["pack.toml"].Data, []byte("[translations"))
	m["pack.toml"] = &fstest.MapFile{Data: first}
	return m
}

// kenyaInAll returns the bundled pack's files.
func kenyaInAll(t testing.TB) fstest.MapFS {
	t.Helper()
	dir, err := fs.Sub(bundled, "kenya-2008")
	if err != nil {
		t.Fatal(err)
	}
	m := fstest.MapFS{}
	files, problems := readFiles(dir)
	if problems != nil {
		t.Fatal(problems)
	}
	for name, b := range files {
		m[name] = &fstest.MapFile{Data: b}
	}
	return m
}

func TestBundledPackIsFaultless(t *testing.T) {
	if problems := Check(kenyaInAll(t)); len(problems) > 0 {
		t.Fatal(Problems(problems))
	}
	p, err := Bundled()
	if err != nil {
		t.Fatal(err)
	}
	if p.ID != "kenya-2008" || !slices.Equal(p.Languages, []string{"en", "es", "fr", "sw"}) || len(p.Hash) != 64 || p.Campaign != nil {
		t.Errorf("got id %q, languages %q, hash %q, campaign %v", p.ID, p.Languages, p.Hash, p.Campaign)
	}
	if want := time.Date(2008, 2, 14, 0, 0, 0, 0, time.UTC); !p.Appeal.Date.Equal(want) {
		t.Errorf("appeal: got date %v, want %v", p.Appeal.Date, want)
	}
	if len(p.Appeal.Demands) != 4 || len(p.Appeal.Figures) != 2 || p.Appeal.Goal != 0 {
		t.Errorf("appeal: got %d demands, %d figures, goal %d", len(p.Appeal.Demands), len(p.Appeal.Figures), p.Appeal.Goal)
	}
	pic := p.Appeal.Picture
	if pic == nil || pic.Width != 1200 || pic.Height != 675 || pic.Type != "image/png" || len(pic.Data) > 60<<10 || pic.Alt == "" {
		t.Errorf("picture: got %+v", pic)
	}
}

func TestBundledArchive(t *testing.T) {
	p, err := Bundled()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"2008-02-26 Kenyan victims of political violence speak out",
		"2008-02-01 Kenyan activists receive death threats",
		"2008-01-28 Killings continue in Kenya",
		"2008-01-18 Kenyan police fire at protesters",
		"2008-01-04 Kenyan election sparks political killings",
	}
	var got []string
	for _, n := range p.News {
		got = append(got, n.Date.Format(time.DateOnly)+" "+n.Headline)
		if found, ok := p.NewsItem(n.ID); !ok || found.Headline != n.Headline {
			t.Errorf("NewsItem(%q) = %q, %v", n.ID, found.Headline, ok)
		}
		for _, f := range n.Figures {
			if f.Source == "" || f.Date.IsZero() || (f.Sure != High && f.Sure != Medium) {
				t.Errorf("%s: figure %+v lacks its source, date or grade", n.ID, f)
			}
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Links cannot be checked offline, and addresses of 2008 belong to somebody else by now.
func TestBundledPackHasNoAddress(t *testing.T) {
	reserved := regexp.MustCompile(`"[a-z]+@[a-z]+\.example"`)
	for name, f := range kenyaInAll(t) {
		if isPicture(name) {
			continue
		}
		text := reserved.ReplaceAll(f.Data, nil)
		for _, sign := range []string{"@", "://", "www.", "mailto"} {
			if bytes.Contains(text, []byte(sign)) {
				t.Errorf("%s has %q", name, sign)
			}
		}
	}
}

func TestBundledPetitionMakesARightAction(t *testing.T) {
	p, err := Bundled()
	if err != nil {
		t.Fatal(err)
	}
	f, ok := p.Form("petition")
	if !ok || f.Kind != data.Signature {
		t.Fatalf("got %v, %v", f.Kind, ok)
	}
	for _, lang := range p.Languages {
		e := p.In(lang)
		f, _ := e.Form("petition")
		statement := strings.ToLower(strings.Join(strings.Fields(f.Statement), " "))
		for _, demand := range e.Appeal.Demands {
			if !strings.Contains(statement, strings.ToLower(strings.TrimSuffix(demand, "."))) {
				t.Errorf("%s: the statement lacks the demand %q", lang, demand)
			}
		}
	}
	a := data.NewAction(p.ID, f.Kind, time.Now())
	a.Pack, a.Lang = p.Hash, f.Lang
	a.Fields = f.Values(map[string]string{"name": " Wanjirũ wa Ngũgĩ ", "email": "", "place": "Nairobi\r\nKenya ", "other": "x"})
	a.Consents = f.Records(nil)
	if err := a.Check(); err != nil {
		t.Error(err)
	}
	if want := map[string]string{"name": "Wanjirũ wa Ngũgĩ", "place": "Nairobi\nKenya"}; !maps.Equal(a.Fields, want) {
		t.Errorf("got %q, want %q", a.Fields, want)
	}
	if len(a.Consents) != 1 || a.Consents[0].Given || a.Consents[0].TextHash != TextHash(f.Consents[0].Text) {
		t.Errorf("got consents %+v", a.Consents)
	}
}

func TestFormCheck(t *testing.T) {
	p, err := Bundled()
	if err != nil {
		t.Fatal(err)
	}
	f, _ := p.Form("petition")
	contact := map[string]bool{"contact": true}
	for _, tt := range []struct {
		name   string
		values map[string]string
		ticked map[string]bool
		want   []string
	}{
		{"name alone", map[string]string{"name": "A"}, nil, nil},
		{"nothing", nil, nil, []string{"field_missing name"}},
		{"contact without e-mail", map[string]string{"name": "A"}, contact, []string{"field_missing email"}},
		{"contact with e-mail", map[string]string{"name": "A", "email": "a@example.org"}, contact, nil},
		{"all wrong", map[string]string{"email": "a@", "place": strings.Repeat("x", 121)}, contact,
			[]string{"field_missing name", "email_malformed email", "field_too_long place"}},
		{"name without ink", map[string]string{"name": "\u200b"}, nil, []string{"field_missing name"}},
		{"bidi override", map[string]string{"name": "A\u202Eb"}, nil, []string{"field_characters name"}},
	} {
		var got []string
		for _, e := range f.Check(tt.values, tt.ticked) {
			got = append(got, string(e.Code)+" "+e.Field)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestTextHash(t *testing.T) {
	d := sha256.Sum256([]byte("Écrivez-moi."))
	if got, want := TextHash("Écrivez-moi."), hex.EncodeToString(d[:]); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The documented command must give the documented hash.
func TestHashIsWhatTheShellSays(t *testing.T) {
	if _, err := exec.LookPath("sha256sum"); err != nil {
		t.Skip("needs sha256sum")
	}
	dir := t.TempDir()
	m := kenyaInAll(t)
	m["news/.DS_Store"] = &fstest.MapFile{Data: []byte("not of the pack")}
	m[".git/config"] = &fstest.MapFile{Data: []byte("not of the pack")}
	if err := os.CopyFS(dir, m); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", `find * -type f ! -path '*/.*' | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum`)
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want, _, _ := strings.Cut(string(out), " ")
	if got, err := Hash(os.DirFS(dir)); err != nil || got != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
	p, err := Load(os.DirFS(dir))
	if err != nil || p.Hash != want {
		t.Errorf("got %v, %v, want %s", p, err, want)
	}
	if err := os.WriteFile(filepath.Join(dir, "appeal.md"), append(m["appeal.md"].Data, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := Hash(os.DirFS(dir)); err != nil || got == want {
		t.Errorf("one more byte: got the same hash, %v", err)
	}
}

func TestTranslation(t *testing.T) {
	m := kenya(t)
	add := func(name, text string) { m[name] = &fstest.MapFile{Data: []byte(text)} }
	add("pack.toml", string(m["pack.toml"].Data)+"[translations.sw]\ntitle = \"Kenya: haki za binadamu\"\n")
	for name, f := range maps.Clone(m) {
		if strings.HasPrefix(name, "forms/") || slices.Contains([]string{"appeal.md", "consents.toml", "news/2008-01-28-killings-continue.md"}, name) {
			add("sw/"+name, string(f.Data))
		}
	}
	for name, label := range map[string]string{"sw/forms/letter.toml": "target_label", "sw/forms/pledge.toml": "event_label"} {
		add(name, label+" = \"(sw)\"\n"+string(m[name].Data))
	}
	add("sw/consents.toml", strings.Replace(string(m["consents.toml"].Data), "You may write", "(sw) You may write", 1))
	if problems := Check(m); len(problems) > 0 {
		t.Fatal(Problems(problems))
	}
	p, err := Load(m)
	if err != nil {
		t.Fatal(err)
	}
	sw, en := p.In("fr", "sw-KE", "en"), p.In("fr")
	if sw.Lang != "sw" || en.Lang != "en" || sw.Title == en.Title || !slices.Equal(p.Languages, []string{"en", "sw"}) {
		t.Errorf("got %q %q, %q %q, %q", sw.Lang, sw.Title, en.Lang, en.Title, p.Languages)
	}
	var langs []string
	for _, n := range sw.News {
		langs = append(langs, n.Lang)
	}
	if want := []string{"en", "en", "sw", "en", "en"}; !slices.Equal(langs, want) {
		t.Errorf("news: got languages %q, want %q", langs, want)
	}
	one, two := en.Forms[0].Consents[0].Record(true), sw.Forms[0].Consents[0].Record(true)
	if one.TextHash == two.TextHash || two.Lang != "sw" || !two.Given {
		t.Errorf("got %+v and %+v", one, two)
	}

	letter, _ := sw.Form("letter")
	if len(sw.Events) != 7 || sw.Events[0].Lang != "en" || len(letter.Letter.Targets) != 2 || letter.Fields[0].Label != "(sw)" || len(sw.Shares) != 3 {
		t.Errorf("what is not translated: got %+v, %+v, %+v", sw.Events, letter.Letter, sw.Shares)
	}

	delete(m, "sw/appeal.md")
	add("sw/forms/petition.toml", strings.Replace(string(m["forms/petition.toml"].Data), "required     = true\nmax          = 120", "required     = true\nmax          = 12", 1))
	got := Problems(Check(m)).Error()
	want := "sw/appeal.md: is missing: translate appeal.md, or take the language out of pack.toml\n" +
		"sw/forms/petition.toml: asks for something else than forms/petition.toml: a translation keeps kind, consents and each field's name, type, required, max and options"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCampaignFile(t *testing.T) {
	key, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	want := data.Campaign{ID: "kenya-2008", Server: "https://kit.example.org", Recipients: []string{key.Recipient().String()}, ReceiptKey: make([]byte, 32)}
	m := kenya(t)
	put := func(c data.Campaign) {
		b, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		m["campaign.json"] = &fstest.MapFile{Data: b}
	}
	put(want)
	p, err := Load(m)
	if err != nil || p.Campaign == nil || !reflect.DeepEqual(*p.Campaign, want) {
		t.Fatalf("got %+v, %v, want %+v", p, err, want)
	}
	other := want
	other.ID = "other"
	put(other)
	if got, want := Problems(Check(m)).Error(), `campaign.json: belongs to the campaign "other", but pack.toml says id = "kenya-2008": make them the same`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	typo := want
	typo.Recipients = []string{strings.Replace(want.Recipients[0], "q", "p", 3)}
	put(typo)
	if _, err := Load(m); err == nil || !strings.Contains(err.Error(), "campaign.json: is not a campaign file (") {
		t.Errorf("a recipient with a typo: got %v", err)
	}
}

// Whoever writes a pack reads FORMAT.md: every key and every word of choice that the loader knows stands there.
func TestFormatNamesEveryKey(t *testing.T) {
	format, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	read := regexp.MustCompile(`\.(?:text|markdown|date|texts|number|yes|choice|table|tables|get|paragraphs|clock|list)\("([a-z_]+)"`)
	n := 0
	for _, file := range []string{"load.go", "edition.go", "picture.go", "readform.go", "readchoice.go", "readevent.go", "readletter.go"} {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range read.FindAllStringSubmatch(string(src), -1) {
			n++
			key := m[1]
			if key != "ticked" && !bytes.Contains(format, []byte("`"+key)) && !bytes.Contains(format, []byte("["+key)) {
				t.Errorf("FORMAT.md does not name the key %s of %s", key, file)
			}
		}
	}
	if n < 60 {
		t.Errorf("found %d keys only: correct this test's pattern", n)
	}
	for _, word := range slices.Concat(fieldTypes, strings.Fields("signature letter solidarity photo pledge share comment")) {
		if !bytes.Contains(format, []byte("`"+word+"`")) {
			t.Errorf("FORMAT.md does not name %s", word)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	m := kenya(b)
	for b.Loop() {
		if _, err := Load(m); err != nil {
			b.Fatal(err)
		}
	}
}
