package html

import (
	"html/template"
	"slices"
	"time"

	"placard/app/translation"
	"placard/data"
	"placard/data/pack"
)

// What there is to do beside signing: the other forms, the events, the letters.

// Signs reports whether a form is a signature. The words around the others do not speak of signing.
func (p *page) Signs(f pack.Form) bool { return f.Kind == data.Signature }

// Either returns the words for a signature, or those for any other form.
func (p *page) Either(f pack.Form, signature, other string) template.HTML {
	if p.Signs(f) {
		return p.Say(signature)
	}
	return p.Say(other)
}

// Heading stands above a form's statement.
func (p *page) Heading(f pack.Form) template.HTML {
	if f.Kind == data.Pledge {
		return p.Say("read.statement.pledge")
	}
	return p.Either(f, "sign.statement", "read.statement.other")
}

// near is the entry of the navigation that a form belongs to; most have none of their own.
func (p *page) near(f pack.Form) string {
	switch sign := p.SignForm(); {
	case sign != nil && sign.ID == f.ID:
		return "sign"
	case f.Kind == data.Pledge && len(f.Fields) > 0 && f.Fields[0].Name == pack.FieldEvent:
		return "events"
	}
	return ""
}

// Others lists the forms beside the one that the appeal asks to sign.
func (p *page) Others() []pack.Form {
	sign := p.SignForm()
	return slices.DeleteFunc(slices.Clone(p.Edition.Forms), func(f pack.Form) bool { return sign != nil && f.ID == sign.ID })
}

// Page is the address of a form's page.
func (p *page) Page(form string) string { return p.Root + p.Dir + "form/" + form + ".html" }

// Events is the address of the list of events.
func (p *page) Events() string { return p.Root + p.Dir + "events.html" }

// Gathering is the form to pledge for an event with, nil if there is none.
func (p *page) Gathering() *pack.Form {
	i := slices.IndexFunc(p.Edition.Forms, func(f pack.Form) bool { return p.near(f) == "events" })
	if i < 0 {
		return nil
	}
	return &p.Edition.Forms[i]
}

// When is the day of an event and its hours there, as far as they are known.
func (p *page) When(e pack.Event) template.HTML {
	with := translation.With{"Date": p.date(e.Date), "Start": p.clock(e.Start), "End": p.clock(e.End)}
	text := p.date(e.Date)
	switch {
	case e.End != "":
		text = p.words.Say("read.events.between", with)
	case e.Start != "":
		text = p.words.Say("read.events.from", with)
	}
	at := e.Date.Format(time.DateOnly)
	if e.Start != "" {
		at += "T" + e.Start
	}
	return `<time datetime="` + template.HTML(template.HTMLEscapeString(at)) + `">` + p.mark(text) + `</time>`
}

// clock writes a time of day as the language does.
func (p *page) clock(s string) string {
	at, err := time.Parse("15:04", s)
	if err != nil {
		return s
	}
	return at.Format(p.words.Say("time"))
}

// Announced says who announced an event, and how sure that is.
func (p *page) Announced(e pack.Event) template.HTML {
	return p.mark(p.words.Say("read.events.source", translation.With{"Source": e.Source}) + " " + p.words.sure(e.Sure))
}

// Paragraphs splits a plain text.
func (p *page) Paragraphs(text string) []string { return pack.Paragraphs(text) }

// LastDay says until when a letter can be written.
func (p *page) LastDay(l *pack.Letter) template.HTML {
	return p.Say("read.letter.deadline", "Date", p.date(l.Deadline))
}
