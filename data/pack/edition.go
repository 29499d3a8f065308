package pack

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// Longest texts, in characters.
const (
	maxTitle     = 200
	maxParagraph = 1_000
	maxBody      = 20_000
	maxList      = 50
)

// edition reads the texts of one language, which lie below dir ("" or "sw/"). What a translation leaves out and may
// leave out comes from the original.
func (l *loader) edition(dir, lang string, titles map[string]string, original *Edition) Edition {
	e := Edition{Lang: lang, Title: titles[lang]}
	e.Appeal = l.appeal(dir, lang, original)
	e.News = l.news(dir, lang, original)
	e.Events = l.events(dir, lang, original)
	e.Targets = l.targets(dir, lang, original)
	e.Shares = l.shares(dir, lang, original)
	e.Forms = l.forms(dir, e, original)
	return e
}

func (l *loader) appeal(dir, lang string, original *Edition) Appeal {
	a := Appeal{Lang: lang}
	must := "write it with the head +++ title, date, target, summary, demands +++ and the text below"
	if original != nil {
		must = "translate appeal.md, or take the language out of pack.toml"
	}
	d, ok := l.open(dir+"appeal.md", true, must)
	if !ok {
		return a
	}
	a.Body = d.cleanBody()
	t, ok := d.parse()
	if !ok {
		return a
	}
	a.Title = t.text("title", `"What we ask"`, maxTitle)
	a.Date = t.date("date", "2008-02-14")
	a.Updated = t.date("updated", "")
	if !a.Updated.IsZero() && a.Updated.Before(a.Date) {
		t.errorf("updated", "updated lies before date: check both")
	}
	a.Target = t.text("target", `"The minister of …"`, maxTitle)
	a.Summary = t.text("summary", `"One paragraph that says what happened and what is asked"`, maxParagraph)
	a.Demands = t.texts("demands", `["Do this", "Stop that"]`, maxParagraph, maxList)
	a.Goal = t.number("goal", 1, 1_000_000_000)
	a.Figures = figures(t)
	if p, ok := t.table("picture"); ok {
		a.Picture = l.picture(p)
	} else if original != nil && original.Appeal.Picture != nil {
		d.warnf(0, "has no [picture]: copy it from the original and translate its alt, caption and credit")
		a.Picture = original.Appeal.Picture
	}
	t.done()
	return a
}

// news reads the archive, newest first.
func (l *loader) news(dir, lang string, original *Edition) []NewsItem {
	var list []NewsItem
	for _, name := range l.glob(dir+"news", ".md") {
		d, ok := l.open(name, true, "")
		if !ok {
			continue
		}
		n := d.newsItem(lang)
		for _, other := range list {
			if other.ID == n.ID {
				d.errorf(0, "has the same name as another item, %q: give the file another name after its date", n.ID)
			}
		}
		list = append(list, n)
	}
	if original != nil {
		for _, n := range original.News {
			if !slices.ContainsFunc(list, func(own NewsItem) bool { return own.ID == n.ID }) {
				list = append(list, n)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b NewsItem) int { return cmp.Or(b.Date.Compare(a.Date), strings.Compare(a.ID, b.ID)) })
	return list
}

func (d *document) newsItem(lang string) NewsItem {
	n := NewsItem{Lang: lang, Body: d.cleanBody()}
	base := strings.TrimSuffix(path.Base(d.file), ".md")
	n.ID = base
	var named time.Time
	if len(base) > len(time.DateOnly)+1 && base[len(time.DateOnly)] == '-' {
		if day, err := time.Parse(time.DateOnly, base[:len(time.DateOnly)]); err == nil {
			named, n.ID = day, base[len(time.DateOnly)+1:]
		}
	}
	d.fileName(n.ID)
	t, ok := d.parse()
	if !ok {
		return n
	}
	n.Headline = t.text("headline", `"What happened"`, maxTitle)
	n.Date = t.date("date", "2008-01-28")
	if !named.IsZero() && !n.Date.IsZero() && !named.Equal(n.Date) {
		t.errorf("date", "date is %s but the file's name says %s: make them the same", n.Date.Format(time.DateOnly), named.Format(time.DateOnly))
	}
	n.Figures = figures(t)
	t.done()
	return n
}

// fileName reports a name that cannot be an id.
func (d *document) fileName(id string) {
	if len(id) > 64 || !goodName.MatchString(id) {
		d.errorf(0, "has a name that cannot be an address: rename it with a-z, 0-9 and hyphens, like %s%s", slug(id), path.Ext(d.file))
	}
}

// cleanBody returns the text below the head.
func (d *document) cleanBody() string {
	body := Clean(d.body)
	switch n := len([]rune(body)); {
	case body == "":
		d.errorf(d.bodyLine, "has no text below the head: write it after the second +++")
	case n > maxBody:
		d.errorf(d.bodyLine, "has a text of %d characters: shorten it to %d", n, maxBody)
	}
	d.markdown(d.body, d.bodyLine)
	return body
}

func figures(t *table) []Figure {
	var list []Figure
	for _, f := range t.tables("figures", maxList) {
		list = append(list, Figure{
			Text:   f.text("text", `"at least 12 people killed"`, maxParagraph),
			Source: f.text("source", `"who reported it"`, maxTitle),
			Date:   f.date("date", "2008-01-28"),
			About:  f.yes("about"),
			Cite:   f.text("cite", "", maxTitle),
			Sure:   Sure(f.choice("sure", `"H" if it is sure, "M" if it is less so`, string(High), string(Medium))),
		})
		f.done()
	}
	return list
}

// glob returns the files of a folder with the given ending, and reports the others there.
func (l *loader) glob(dir, ext string) []string {
	var names []string
	for name := range l.files {
		if path.Dir(name) != dir {
			continue
		}
		if path.Ext(name) == ext {
			names = append(names, name)
		} else if !isPicture(name) {
			l.used[name] = true
			l.report(Problem{File: name, Text: fmt.Sprintf("does not end in %s: rename it, or take it out", ext)})
		}
	}
	slices.Sort(names)
	return names
}
