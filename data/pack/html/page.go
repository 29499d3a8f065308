package html

import (
	"embed"
	"html/template"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"placard/app/translation"
	"placard/data"
	"placard/data/pack"
)

//go:embed template/*.html
var templateFiles embed.FS

var templates = template.Must(template.New("").ParseFS(templateFiles, "template/*.html"))

//go:embed style/*.css
var styleFiles embed.FS

// Style is the pages' one stylesheet: colours, the text and its form, what lies around them. In the web edition it is the
// file [StyleName].
var Style = func() (all []byte) {
	for _, name := range []string{"colours", "read", "around"} {
		b, err := styleFiles.ReadFile("style/" + name + ".css")
		if err != nil {
			panic(err) // a file of our own
		}
		all = append(all, b...)
	}
	return all
}()

// StyleName is the name of the stylesheet in the web edition.
const StyleName = "read.css"

// page is what every template is made from. Templates below another one get a copy with Data set.
type page struct {
	Edition  pack.Edition
	Lang     string
	Title    string // of the document
	Summary  string // for search engines; may be empty
	Root     string // leads to the folder of index.html: "", "../"
	Dir      string // of this language's pages, from Root: "read/" or "read/sw/"
	Style    string // address of the stylesheet
	Here     string // entry of the navigation
	First    bool   // this is the page behind which the app loads
	Quiet    bool   // not for search engines
	Data     any
	words    words
	pack     *pack.Pack
	template string
}

func newPage(p *pack.Pack, e pack.Edition, name string) *page {
	at := "read/"
	if e.Lang != p.Edition.Lang {
		at += e.Lang + "/"
	}
	root := strings.Repeat("../", strings.Count(name, "/"))
	return &page{
		Edition: e, Lang: e.Lang, Root: root, Dir: at, Style: root + StyleName, words: wordsFor(e.Lang), pack: p,
	}
}

// Direction is how the page is written.
func (p *page) Direction() string { return direction(p.Lang) }

// With returns the page with other data, for a template below.
func (p *page) With(v any) *page {
	q := *p
	q.Data = v
	return &q
}

// Say returns words as an element's content, marked where they are not in the page's language.
func (p *page) Say(key string, pairs ...string) template.HTML {
	with := translation.With{}
	for i := 0; i+1 < len(pairs); i += 2 {
		with[pairs[i]] = pairs[i+1]
	}
	return p.mark(p.words.Say(key, with))
}

// SayN is Say for a number of things.
func (p *page) SayN(key string, n int) template.HTML {
	return p.mark(p.words.SayN(key, n))
}

// Text returns words as an attribute's value.
func (p *page) Text(key string) string { return p.words.Say(key) }

// mark makes words into an element's content.
func (p *page) mark(words string) template.HTML { return in(words, p.words.Tag, p.Lang) }

func (p *page) date(t time.Time) string { return p.words.Date(t.UTC()) }

// Day writes a date.
func (p *page) Day(t time.Time) template.HTML {
	return `<time datetime="` + template.HTML(t.UTC().Format(time.DateOnly)) + `">` + p.mark(p.date(t)) + `</time>`
}

// Dated is the line that says of when an appeal is.
func (p *page) Dated(a pack.Appeal) template.HTML {
	if a.Updated.IsZero() {
		return p.Say("appeal.date", "Date", p.date(a.Date))
	}
	return p.Say("appeal.updated", "Date", p.date(a.Date), "Updated", p.date(a.Updated))
}

// Source says where a figure comes from.
func (p *page) Source(f pack.Figure) template.HTML {
	return p.mark(p.words.source(f))
}

// Prose renders Markdown.
func (p *page) Prose(text string, level int) template.HTML { return prose(text, level) }

// Begins reports whether a text begins with a heading of its own.
func (p *page) Begins(text string) bool { return strings.HasPrefix(text, "#") }

// Goal writes the number of signatures hoped for.
func (p *page) Goal(n int) template.HTML {
	return p.Say("count.goal", "N", p.words.Group(int64(n)))
}

// Caption is what stands under a picture.
func (p *page) Caption(c pack.Picture) template.HTML {
	switch {
	case c.Credit == "":
		return template.HTML(template.HTMLEscapeString(c.Caption))
	case c.Caption == "":
		return template.HTML(template.HTMLEscapeString(c.Credit))
	}
	return template.HTML(template.HTMLEscapeString(p.words.Say("picture.credit", translation.With{"Caption": c.Caption, "Credit": c.Credit})))
}

// Picture is the picture's address.
func (p *page) Picture(c pack.Picture) string { return p.Root + pictureName(c) }

// Other returns lang and dir attributes for a text in another language than the page's.
func (p *page) Other(lang string) template.HTMLAttr {
	if lang == "" || lang == p.Lang {
		return ""
	}
	return template.HTMLAttr(`lang="` + template.HTMLEscapeString(lang) + `" dir="` + direction(lang) + `"`)
}

// Home is the address of this language's appeal; on that page it is empty, for links within it.
func (p *page) Home() string {
	switch {
	case p.template == "appeal":
		return ""
	case p.Dir == "read/":
		return p.Root + "./"
	}
	return p.Root + p.Dir + "index.html"
}

// News is the address of an item.
func (p *page) News(id string) string { return p.Root + p.Dir + "news/" + id + ".html" }

// Archive is the address of the archive.
func (p *page) Archive() string { return p.Root + p.Dir + "archive.html" }

// Own is the address of a form that the server hands out, each time with a random number of its own; see [OnceName].
func (p *page) Own(id string) string {
	return p.Root + Action(id) + "?" + url.Values{"lang": {p.Lang}}.Encode()
}

// SignForm is the form that the appeal asks to sign: the first whose kind is a signature, as in the app.
func (p *page) SignForm() *pack.Form {
	i := slices.IndexFunc(p.Edition.Forms, func(f pack.Form) bool { return f.Kind == data.Signature })
	if i < 0 {
		return nil
	}
	return &p.Edition.Forms[i]
}

// Blank is a form as nobody has filled it in yet.
func (p *page) Blank(f pack.Form) Entry { return Entry{Form: f, Pack: p.pack.Hash} }

// tongue is a link to the same pack in another language.
type tongue struct{ Lang, Dir, Name, Address string }

// Languages lists the pack's languages, with their names in themselves; none where there is one only.
func (p *page) Languages() []tongue {
	if len(p.pack.Languages) < 2 {
		return nil
	}
	var list []tongue
	for i, lang := range p.pack.Languages {
		address := p.Root + "./"
		if i > 0 {
			address = p.Root + path.Join("read", lang) + "/index.html"
		}
		name := display.Self.Name(language.Make(lang))
		if name == "" {
			name = lang
		}
		list = append(list, tongue{lang, direction(lang), name, address})
	}
	return list
}

func pictureName(c pack.Picture) string {
	if c.Type == "image/jpeg" {
		return "read/picture/" + strings.TrimSuffix(path.Base(c.File), path.Ext(c.File)) + ".jpg"
	}
	return "read/picture/" + strings.TrimSuffix(path.Base(c.File), path.Ext(c.File)) + ".png"
}
