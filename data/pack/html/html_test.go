package html

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	tree "golang.org/x/net/html"

	"placard/app/translation"
	"placard/data"
	"placard/data/pack"
)

const shell = `<!DOCTYPE html><html lang="{{.Lang}}" dir="{{.Direction}}"><head><title>{{.Title}}</title><link href="read.css"></head><body>{{.Content}}</body></html>`

// site renders every page of a pack, by name.
func site(t *testing.T, p *pack.Pack) map[string][]byte {
	t.Helper()
	files, err := Files(p)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{"icon-192.png": nil}
	for _, f := range files {
		all[f.Name] = f.Data
	}
	if all["index.html"], err = First([]byte(shell), p); err != nil {
		t.Fatal(err)
	}
	return all
}

func bundled(t *testing.T) *pack.Pack {
	t.Helper()
	p, err := pack.Bundled()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// arabic is a pack in Arabic with an English translation, full of what wants to be an element.
func arabic(t *testing.T) *pack.Pack {
	t.Helper()
	m := fstest.MapFS{}
	if err := copyInto(m, os.DirFS("../kenya-2008"), "en/"); err != nil {
		t.Fatal(err)
	}
	delete(m, "en/pack.toml")
	m["appeal.png"] = m["en/appeal.png"]
	delete(m, "en/appeal.png")
	for name, f := range maps.Clone(m) {
		if rest, ok := strings.CutPrefix(name, "en/"); ok {
			m[rest] = f
		}
	}
	m["pack.toml"] = &fstest.MapFile{Data: []byte("format = 1\nid = \"kenya-2008\"\nversion = \"1\"\ntitle = \"كينيا\"\nlanguage = \"ar\"\n[translations.en]\ntitle = \"Kenya\"\n")}
	m["appeal.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"<script>alert(1)</script> & \\\"x\\\"\"\ndate = 2008-02-14\ntarget = \"'><img src=x onerror=alert(1)>\"\nsummary = \"</p><iframe>\"\ndemands = [\"<b>one</b>\"]\n+++\n" +
		"# First\n\n### Third\n\n[a](javascript:alert(1)) ![b](http://x/y.png) <https://x.example> <script>alert(2)</script>\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n")}
	p, err := pack.Load(m)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func copyInto(m fstest.MapFS, from fs.FS, to string) error {
	return fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(from, name)
		m[to+name] = &fstest.MapFile{Data: b}
		return err
	})
}

func parse(t *testing.T, b []byte) *tree.Node {
	t.Helper()
	n, err := tree.Parse(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func attr(n *tree.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *tree.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == tree.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// elements may stand on a page; no other may, whatever a pack says.
var elements = strings.Fields(`html head meta title link body div a header p nav ul ol li main article section h1 h2 h3 h4 h5 h6
	figure img figcaption strong em del code pre br hr blockquote table thead tbody tr th td span time form input textarea select option label
	fieldset legend noscript button footer`)

// Every page, read as a text browser or a screen reader reads it: one first heading, no level left out, a name to each
// link and each input, nothing that runs, and every link leads to a file of ours and a place on it.
func TestPagesInOrder(t *testing.T) {
	for name, p := range map[string]*pack.Pack{"bundled": bundled(t), "arabic": arabic(t)} {
		t.Run(name, func(t *testing.T) {
			all := site(t, p)
			var b bytes.Buffer
			f, _ := p.Form("petition")
			entry := Entry{Form: f, Pack: p.Hash, Errors: f.Check(nil, nil), Values: map[string]string{"email": "<x>"}}
			if err := WriteForm(&b, p, p.Edition, entry, "../"+StyleName); err != nil {
				t.Fatal(err)
			}
			all["forms/petition.html"] = b.Bytes()
			ids := map[string]bool{}
			for file, text := range all {
				for n := range parse(t, text).Descendants() {
					if id := attr(n, "id"); id != "" && path.Ext(file) == ".html" {
						if ids[file+"#"+id] {
							t.Errorf("%s has the id %s twice", file, id)
						}
						ids[file+"#"+id] = true
					}
				}
			}
			pages := 0
			for file, text := range all {
				if path.Ext(file) == ".html" {
					pages++
					inOrder(t, file, parse(t, text), all, ids)
				}
			}
			if pages < 9 {
				t.Errorf("looked at %d pages", pages)
			}
		})
	}
}

func inOrder(t *testing.T, file string, doc *tree.Node, all map[string][]byte, ids map[string]bool) {
	level, firsts, labels := 0, 0, map[string]bool{}
	for n := range doc.Descendants() {
		if n.Data == "label" && textOf(n) != "" {
			labels[attr(n, "for")] = true
		}
	}
	for n := range doc.Descendants() {
		if n.Type != tree.ElementNode {
			continue
		}
		if !slices.Contains(elements, n.Data) {
			t.Errorf("%s: <%s>", file, n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" && n.Data != "img" {
				t.Errorf("%s: <%s %s>", file, n.Data, a.Key)
			}
		}
		switch n.Data {
		case "html":
			if attr(n, "lang") == "" || attr(n, "dir") == "" {
				t.Errorf("%s: no language", file)
			}
		case "h1", "h2", "h3", "h4", "h5", "h6":
			l := int(n.Data[1] - '0')
			if l > level+1 || textOf(n) == "" {
				t.Errorf("%s: <%s> %q after level %d", file, n.Data, textOf(n), level)
			}
			if level = l; l == 1 {
				firsts++
			}
		case "a":
			if textOf(n) == "" {
				t.Errorf("%s: an empty link to %s", file, attr(n, "href"))
			}
			leads(t, file, attr(n, "href"), all, ids)
		case "link":
			leads(t, file, attr(n, "href"), all, ids)
		case "img":
			if attr(n, "alt") == "" || attr(n, "width") == "" {
				t.Errorf("%s: a picture without words or size", file)
			}
			leads(t, file, attr(n, "src"), all, ids)
		case "input", "textarea", "select":
			if attr(n, "type") == "hidden" {
				continue
			}
			if !labels[attr(n, "id")] || attr(n, "autocomplete") != "off" {
				t.Errorf("%s: input %q without a label, or filled in by browsers", file, attr(n, "name"))
			}
			for _, id := range strings.Fields(attr(n, "aria-describedby")) {
				if !ids[file+"#"+id] {
					t.Errorf("%s: described by %s, which is not there", file, id)
				}
			}
		}
	}
	if firsts != 1 {
		t.Errorf("%s has %d first headings", file, firsts)
	}
}

func leads(t *testing.T, file, href string, all map[string][]byte, ids map[string]bool) {
	t.Helper()
	to, fragment, _ := strings.Cut(href, "#")
	target := path.Join(path.Dir(file), to)
	switch {
	case to == "":
		target = file
	case strings.HasSuffix(to, "/"):
		target = path.Join(target, "index.html")
	}
	if _, ok := all[target]; !ok || strings.Contains(href, ":") {
		t.Errorf("%s: %s leads nowhere", file, href)
	}
	if fragment != "" && !ids[target+"#"+fragment] {
		t.Errorf("%s: there is no %s", file, href)
	}
}

func TestDirections(t *testing.T) {
	all := site(t, arabic(t))
	for file, want := range map[string]string{"index.html": `lang="ar" dir="rtl"`, "read/en/index.html": `lang="en" dir="ltr"`, "read/en/archive.html": `lang="en" dir="ltr"`} {
		if !strings.Contains(string(all[file]), "<html "+want) {
			t.Errorf("%s: want %s", file, want)
		}
	}
	index := string(all["index.html"])
	for _, want := range []string{`<span lang="en" dir="ltr">Skip to the text</span>`, "&lt;script&gt;alert(1)&lt;/script&gt;", "<h2>First</h2>", "<h3>Third</h3>"} {
		if !strings.Contains(index, want) {
			t.Errorf("the appeal lacks %s", want)
		}
	}
	for lang, want := range map[string]string{"ar": "rtl", "he": "rtl", "fa": "rtl", "ur": "rtl", "en": "ltr", "sw": "ltr", "az-Arab": "rtl", "": "ltr"} {
		if got := direction(lang); got != want {
			t.Errorf("%q is written %s, want %s", lang, got, want)
		}
	}
}

// The bundled pack's pages in another language say nothing in English: the link to the English pages is all there is.
func TestPagesInTheirOwnLanguage(t *testing.T) {
	p := bundled(t)
	all := site(t, p)
	for _, lang := range p.Languages[1:] {
		pages := 0
		for file, text := range all {
			if !strings.HasPrefix(file, "read/"+lang+"/") {
				continue
			}
			pages++
			if n := strings.Count(string(text), `lang="en"`); n != 2 || !strings.Contains(string(text), `<html lang="`+lang+`" dir="ltr">`) { // lang and hreflang
				t.Errorf("%s: %d marks of English", file, n)
			}
		}
		if pages < 8 {
			t.Errorf("%s: %d pages", lang, pages)
		}
	}
}

// Every key that a page asks for is there, these pages' own in every language of the app, and none twice.
func TestWords(t *testing.T) {
	english := ownWords("en")
	for _, tag := range translation.Tags() {
		own := ownWords(tag)
		for key := range english {
			if own[key] == nil {
				t.Errorf("%s.json lacks %s", tag, key)
			}
		}
		for key := range own {
			if english[key] == nil || !strings.HasPrefix(key, "read.") {
				t.Errorf("%s.json has %s, which these pages do not say by themselves", tag, key)
			}
		}
	}
	all := wordsFor("en")
	asked := regexp.MustCompile(`"((?:nav|read|appeal|archive|sign|thanks|count|figure|sure|picture)\.[a-z.]+)"`)
	files, _ := fs.Glob(os.DirFS("."), "*/*.html")
	used := map[string]bool{}
	for _, file := range append(files, "page.go", "act.go", "form.go", "words.go", "render.go", "manifest.go", "../../../wasm/page/index.html", "../../../wasm/page/manifest.webmanifest") {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(b), -1) {
			used[m[1]] = true
			if !all.Has(m[1]) && all.Words[m[1]] == nil && path.Ext(m[1]) != ".css" && path.Ext(m[1]) != ".html" {
				t.Errorf("%s asks for %s", file, m[1])
			}
		}
	}
	for key := range english {
		if !used[key] {
			t.Errorf("en.json has %s, which nothing says", key)
		}
	}
}

// What is wrong with a form is said in the page's language, and with it whatever the server has to say; where there are
// no words of that language the English ones are marked as such.
func TestErrorsInThePagesLanguage(t *testing.T) {
	turned := words{&translation.Language{Tag: "sw-XA", Words: map[string]translation.Forms{}}}
	for key, f := range wordsFor("en").Words {
		turned.Words[key] = translation.Forms{"one": "«" + f["other"] + "»", "other": "«" + f["other"] + "»"}
	}
	cached.Store("sw-XA", turned)
	t.Cleanup(func() { cached.Delete("sw-XA") })
	p := bundled(t)
	e := p.Edition
	f, _ := e.Form("petition")
	name := data.NewError(data.CodeFieldTooLong, "name", nil).In(data.CaseLimit, 120, 3)
	email := data.NewError(data.CodeFieldMissing, "email", nil).In(data.CaseConsent)
	entry := Entry{Form: f, Pack: p.Hash, Errors: []*data.Error{name, email}}
	for lang, want := range map[string][]string{
		"sw-XA": {">«Shorten this text to 120 characters at most: it has 3 too many.»<", ">«Fill in this field, or untick the box that needs it.»<", "<strong>«2 fields need"},
		"lb":    {`<span lang="en" dir="ltr">Shorten this text to 120 characters at most: it has 3 too many.</span>`},
	} {
		e.Lang = lang
		var b, r strings.Builder
		if err := errors.Join(WriteForm(&b, p, e, entry, "read.css"), WriteRefusal(&r, p, e, Busy, "read.css")); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(strings.ReplaceAll(b.String(), "«Not signed yet: ", "«"), w) {
				t.Errorf("%s: the form lacks %q", lang, w)
			}
		}
		if lang == "sw-XA" && !strings.Contains(r.String(), "<h1>«Not taken»</h1>\n<p>«Nothing was stored: too many") {
			t.Errorf("got %s", r.String())
		}
	}
}

// The manifest is in the pack's first language where there are words of it, and says in which it is.
func TestManifest(t *testing.T) {
	shell, err := os.ReadFile("../../../wasm/page/manifest.webmanifest")
	if err != nil {
		t.Fatal(err)
	}
	cached.Store("ar-XB", words{&translation.Language{Tag: "ar-XB", Words: map[string]translation.Forms{"nav.sign": {"other": `"وقع"`}}}})
	t.Cleanup(func() { cached.Delete("ar-XB") })
	for lang, want := range map[string][3]string{"en": {"en", "ltr", "Sign"}, "lb": {"en", "ltr", "Sign"}, "ar-XB": {"ar-XB", "rtl", `"وقع"`}} {
		p := *bundled(t)
		p.Edition.Lang = lang
		b, err := Manifest(shell, &p)
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			Lang, Dir string
			Shortcuts []struct{ Name string }
		}
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		if got := [3]string{m.Lang, m.Dir, m.Shortcuts[0].Name}; got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
}

// The form that comes back holds what was typed, and says what is wrong at its field.
func TestEntry(t *testing.T) {
	f, _ := bundled(t).Form("petition")
	e := Entry{Form: f, Values: map[string]string{"email": "wanjiru"}, Ticked: map[string]bool{"contact": true}, Errors: []*data.Error{data.NewError(data.CodeEmailMalformed, "email", nil)}}
	p := bundled(t)
	v := newForm(p, p.Edition, e, "read/form/petition.html")
	if got := v.Wrong(e); len(got) != 1 || got[0].Name != "email" || got[0].Value != "wanjiru" || !strings.Contains(got[0].Describes, "f-email-wrong") {
		t.Errorf("got %+v", got)
	}
	if got := e.Boxes(); len(got) != 1 || !got[0].Checked {
		t.Errorf("got %+v", got)
	}
}
