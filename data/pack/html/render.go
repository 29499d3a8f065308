package html

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"time"

	"placard/data/pack"
)

// File is one file of the pages.
type File struct {
	Name string // from the folder of index.html
	Data []byte
}

// First fills the shell of the web edition's page, which is a template, with the appeal and the sign form. The shell
// finds {{.Lang}}, {{.Direction}}, {{.Title}}, {{.Summary}} and {{.Content}}.
func First(shell []byte, p *pack.Pack) ([]byte, error) {
	t, err := template.New("shell").Parse(string(shell))
	if err != nil {
		return nil, fmt.Errorf("read the page: %w", err)
	}
	v := newAppeal(p, p.Edition, "index.html")
	v.First = true
	var content, out bytes.Buffer
	if err := templates.ExecuteTemplate(&content, "body", v); err != nil {
		return nil, fmt.Errorf("render the appeal: %w", err)
	}
	err = t.Execute(&out, struct {
		*page
		Content template.HTML
	}{v, template.HTML(content.String())})
	if err != nil {
		return nil, fmt.Errorf("fill the page: %w", err)
	}
	return out.Bytes(), nil
}

// Files renders every page but the first, with the stylesheet and the pictures.
func Files(p *pack.Pack) ([]File, error) {
	files := []File{{StyleName, Style}}
	seen := map[string]bool{}
	for _, lang := range p.Languages {
		e := p.In(lang)
		pages, err := edition(p, e)
		if err != nil {
			return nil, err
		}
		files = append(files, pages...)
		if pic := e.Appeal.Picture; pic != nil && !seen[pictureName(*pic)] {
			seen[pictureName(*pic)] = true
			files = append(files, File{pictureName(*pic), pic.Data})
		}
	}
	return files, nil
}

func edition(p *pack.Pack, e pack.Edition) ([]File, error) {
	at := newPage(p, e, "").Dir
	var files []File
	add := func(name string, v *page) error {
		var b bytes.Buffer
		if err := v.write(&b); err != nil {
			return fmt.Errorf("render %s: %w", name, err)
		}
		files = append(files, File{name, b.Bytes()})
		return nil
	}
	if e.Lang != p.Edition.Lang {
		if err := add(at+"index.html", newAppeal(p, e, at+"index.html")); err != nil {
			return nil, err
		}
	}
	if err := add(at+"archive.html", newArchive(p, e, at+"archive.html")); err != nil {
		return nil, err
	}
	if len(e.Events) > 0 {
		if err := add(at+"events.html", newEvents(p, e, at+"events.html")); err != nil {
			return nil, err
		}
	}
	for _, n := range e.News {
		name := at + "news/" + n.ID + ".html"
		if err := add(name, newItem(p, e, n, name)); err != nil {
			return nil, err
		}
	}
	for _, f := range e.Forms {
		name := at + "form/" + f.ID + ".html"
		v := newForm(p, e, Entry{Form: f, Pack: p.Hash, Closed: f.Closed(time.Now())}, name)
		if err := add(name, v); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func newAppeal(p *pack.Pack, e pack.Edition, name string) *page {
	v := newPage(p, e, name)
	v.template, v.Here, v.Title, v.Summary = "appeal", "appeal", e.Appeal.Title, e.Appeal.Summary
	return v
}

func newArchive(p *pack.Pack, e pack.Edition, name string) *page {
	v := newPage(p, e, name)
	v.template, v.Here = "archive", "archive"
	v.Title = v.words.Say("archive.title") + " · " + e.Title
	return v
}

func newEvents(p *pack.Pack, e pack.Edition, name string) *page {
	v := newPage(p, e, name)
	v.template, v.Here = "events", "events"
	v.Title = v.words.Say("read.events") + " · " + e.Title
	return v
}

func newItem(p *pack.Pack, e pack.Edition, n pack.NewsItem, name string) *page {
	v := newPage(p, e, name)
	v.template, v.Here, v.Data = "item", "archive", n
	v.Title = n.Headline + " · " + e.Title
	return v
}

func newForm(p *pack.Pack, e pack.Edition, entry Entry, name string) *page {
	v := newPage(p, e, name)
	v.template, v.Here, v.Data = "form", v.near(entry.Form), entry
	v.Title = entry.Form.Title + " · " + e.Title
	return v
}

func (p *page) write(w io.Writer) error { return templates.ExecuteTemplate(w, "document", p) }

// WriteForm writes the page of a form as the server answers it: with what was typed, and what is wrong at its field. It
// is served at [Action], its stylesheet at style.
func WriteForm(w io.Writer, p *pack.Pack, e pack.Edition, entry Entry, style string) error {
	v := newForm(p, e, entry, Action(entry.Form.ID))
	v.Quiet, v.Style = true, style
	if entry.Trouble != "" || len(entry.Errors) > 0 {
		v.Title = v.words.Say("read.wrong.title") + " · " + v.Title
	}
	return v.write(w)
}

// WriteThanks writes the page that says that an action is stored.
func WriteThanks(w io.Writer, p *pack.Pack, e pack.Edition, f pack.Form, style string) error {
	v := newPage(p, e, Action(f.ID))
	v.template, v.Here, v.Quiet, v.Style, v.Data = "thanks", v.near(f), true, style, f
	v.Title = v.words.Say("thanks.title") + " · " + e.Title
	return v.write(w)
}

// WriteRefusal writes the page that says why a form was not taken at all.
func WriteRefusal(w io.Writer, p *pack.Pack, e pack.Edition, why Refusal, style string) error {
	v := newPage(p, e, Action("x")) // no form's page lies deeper
	v.template, v.Here, v.Quiet, v.Style, v.Data = "refusal", "sign", true, style, why
	v.Title = v.words.Say(why.Title()) + " · " + e.Title
	return v.write(w)
}

// Main returns which template the page's main part is.
func (p *page) Main() string { return p.template }
