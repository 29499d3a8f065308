package pack

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"placard/data"
	"placard/data/seal"
)

// Load reads a pack. The error is a [Problems] with everything that makes the pack unusable; what is merely unwise
// only [Check] tells.
func Load(fsys fs.FS) (*Pack, error) {
	p, problems := load(fsys, false)
	if problems.Fatal() {
		return nil, slices.DeleteFunc(problems, func(p Problem) bool { return p.Warning })
	}
	return p, nil
}

// Check returns everything wrong with a pack, warnings included, by file and line. It is stricter than [Load] with
// pictures, which it decodes whole.
func Check(fsys fs.FS) []Problem {
	_, problems := load(fsys, true)
	return problems
}

// maxProblems keeps the report of a folder that is no pack at all readable.
const maxProblems = 500

// loader holds a pack while it is read.
type loader struct {
	files    map[string][]byte
	used     map[string]bool
	problems Problems
	strict   bool // decode pictures
}

func load(fsys fs.FS, strict bool) (*Pack, Problems) {
	l := loader{used: map[string]bool{}, strict: strict}
	l.files, l.problems = readFiles(fsys)
	p := &Pack{Hash: hash(l.files)}
	titles := l.manifest(p)
	p.Campaign = l.campaign(p.ID)
	p.Edition = l.edition("", p.first(), titles, nil)
	for _, lang := range p.Languages[min(1, len(p.Languages)):] {
		p.translations = append(p.translations, l.edition(lang+"/", lang, titles, &p.Edition))
	}
	l.unused()
	slices.SortStableFunc(l.problems, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	if n := len(l.problems) - maxProblems; n > 0 {
		l.problems = append(l.problems[:maxProblems], Problem{Text: fmt.Sprintf("and %d more: mend these first", n)})
	}
	return p, l.problems
}

func (p *Pack) first() string {
	if len(p.Languages) == 0 {
		return ""
	}
	return p.Languages[0]
}

func (l *loader) report(p Problem) { l.problems = append(l.problems, p) }

// open returns the document of a file that the pack must have; must says what to write when it is missing, and is
// empty where the file may be missing.
func (l *loader) open(name string, head bool, must string) (*document, bool) {
	b, ok := l.files[name]
	if !ok {
		if must != "" {
			l.report(Problem{File: name, Text: "is missing: " + must})
		}
		return nil, false
	}
	l.used[name] = true
	d := &document{file: name, report: l.report}
	return d, d.open(b, head)
}

var (
	languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)
	goodName    = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// manifest reads pack.toml and returns the campaign's title in each language.
func (l *loader) manifest(p *Pack) (titles map[string]string) {
	titles = map[string]string{}
	d, ok := l.open("pack.toml", false, "write it with the keys format, id, version, title and language")
	if !ok {
		return titles
	}
	t, ok := d.parse()
	if !ok {
		return titles
	}
	if _, ok := t.get("format", "1"); ok && t.number("format", 1, 1000) > 1 {
		t.errorf("format", "format is newer than this kit reads: update the kit, or write format = 1")
	}
	p.ID = t.text("id", `"my-campaign"`, 200)
	if p.ID != "" && !data.ValidCampaignID(p.ID) {
		t.errorf("id", "id %q cannot name a campaign: write 1 to 64 of a-z, 0-9 and hyphens, like %q", short(p.ID), slug(p.ID))
		p.ID = ""
	}
	p.Version = t.text("version", `"1"`, 64)
	lang := l.language(t, "language", t.text("language", `"en"`, 100))
	p.Languages = []string{lang} // even if it is wrong: the files at the top are read all the same
	titles[lang] = t.text("title", `"What this campaign is called"`, 120)
	if translations, ok := t.table("translations"); ok {
		for _, key := range slices.Sorted(maps.Keys(translations.m)) {
			sub, ok := translations.table(key)
			if ok && key == lang {
				translations.errorf(key, "%s is the language of the files at the top: delete [translations.%s]", key, key)
			} else if ok && l.language(translations, key, key) != "" {
				p.Languages = append(p.Languages, key)
				titles[key] = sub.text("title", `"What this campaign is called"`, 120)
				sub.done()
			}
		}
	}
	t.done()
	return titles
}

func (l *loader) language(t *table, key, tag string) string {
	if tag != "" && (len(tag) > 35 || !languageTag.MatchString(tag)) {
		t.errorf(key, "language %q is not a language tag: write one like en, sw, fr or es", short(tag))
		return ""
	}
	return tag
}

// campaign reads campaign.json, which placardd writes.
func (l *loader) campaign(id string) *data.Campaign {
	const name = "campaign.json"
	b, ok := l.files[name]
	if !ok {
		return nil
	}
	l.used[name] = true
	c, err := data.ParseCampaign(b)
	if err == nil {
		_, err = seal.ParseRecipients(c.Recipients)
	}
	switch {
	case err != nil:
		l.report(Problem{File: name, Text: fmt.Sprintf("is not a campaign file (%v): copy it again from the server's data folder", err)})
	case id != "" && c.ID != id:
		l.report(Problem{File: name, Text: fmt.Sprintf("belongs to the campaign %q, but pack.toml says id = %q: make them the same", c.ID, id)})
	}
	return &c
}

// unused warns of files that nothing refers to: most often a name was typed wrongly. Of pictures it says nothing
// while an error may have hidden the line that names them.
func (l *loader) unused() {
	fatal := l.problems.Fatal()
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		if l.used[name] || fatal && isPicture(name) {
			continue
		}
		advice := "take it out, or name it where it belongs"
		if n, ok := nearest(name, []string{"pack.toml", "appeal.md", "consents.toml", "events.toml", "targets.toml", "shares.toml", "campaign.json"}); ok && !l.used[n] && !isPicture(name) {
			advice = "rename it to " + n
		} else if dir, _, ok := strings.Cut(name, "/"); ok && languageTag.MatchString(dir) && dir != "news" {
			advice = fmt.Sprintf("if it is a translation, write [translations.%s] and its title into pack.toml", dir)
		}
		l.report(Problem{File: name, Text: "is not used by the pack: " + advice, Warning: true})
	}
}

// slug makes a name of a-z, 0-9 and hyphens out of a text.
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	s = strings.Trim(b.String(), "-")
	if s == "" {
		return "my-campaign"
	}
	return strings.Trim(s[:min(len(s), 64)], "-")
}

func parentTag(tag string) string {
	return tag[:max(strings.LastIndexByte(tag, '-'), 0)]
}

func (p *Pack) edition(tag string) (Edition, bool) {
	for _, e := range p.Editions() {
		if strings.EqualFold(e.Lang, tag) {
			return e, true
		}
	}
	return Edition{}, false
}
