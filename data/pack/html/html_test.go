package html

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	tree "golang.org/x/net/html"

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
	figure img figcaption strong em del code pre br hr blockquote table thead tbody tr th td span time form input textarea label
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
		case "input", "textarea":
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

// Where the app has words for a thing, these pages have the same, and every key that a template asks for is there.
func TestWords(t *testing.T) {
	read := func(file string) map[string]any {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		return m
	}
	own, app := read("translation/en.json"), read("../../../app/translation/en.json")
	delete(own, "date") // a layout here
	for key, v := range own {
		if a, ok := app[key]; !ok && !strings.HasPrefix(key, "read.") || ok && !reflect.DeepEqual(a, v) {
			t.Errorf("%s: got %q, the app says %q", key, v, a)
		}
	}
	asked := regexp.MustCompile(`"((?:nav|read|appeal|archive|sign|thanks|count|figure|sure|picture)\.[a-z.]+)"`)
	files, _ := fs.Glob(os.DirFS("."), "*/*.html")
	for _, file := range append(files, "page.go", "form.go", "words.go", "render.go") {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(b), -1) {
			if own[m[1]] == nil && path.Ext(m[1]) != ".css" && path.Ext(m[1]) != ".html" {
				t.Errorf("%s asks for %s", file, m[1])
			}
		}
	}
}

// The form that comes back holds what was typed, and says what is wrong at its field.
func TestEntry(t *testing.T) {
	f, _ := bundled(t).Form("petition")
	e := Entry{Form: f, Values: map[string]string{"email": "wanjiru"}, Ticked: map[string]bool{"contact": true}, Errors: []*data.Error{data.NewError(data.CodeEmailMalformed, "email", nil)}}
	if got := e.Wrong(); len(got) != 1 || got[0].Name != "email" || got[0].Value != "wanjiru" || !strings.Contains(got[0].Describes, "f-email-wrong") {
		t.Errorf("got %+v", got)
	}
	if got := e.Boxes(); len(got) != 1 || !got[0].Checked {
		t.Errorf("got %+v", got)
	}
}
