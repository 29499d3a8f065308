package pack

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"placard/data"
)

// The words that a form may use. Autocomplete is the part of HTML's list that asks for nothing sensitive.
var (
	fieldTypes   = []string{string(Text), string(Multiline), string(Email), string(Phone), string(Choice)}
	autocomplete = []string{"off", "name", "given-name", "family-name", "nickname", "organization", "email", "tel", "country", "country-name",
		"address-level1", "address-level2", "postal-code", "language"}
	inputModes = []string{"text", "email", "tel", "numeric", "none"}
)

const maxFields = 32

// forms reads the forms of an edition, by kind and then in the order of their file names.
func (l *loader) forms(dir string, e Edition, original *Edition) []Form {
	consents := l.consents(dir, e.Lang)
	var list []Form
	for _, name := range l.glob(dir+"forms", ".toml") {
		d, ok := l.open(name, false, "")
		if !ok {
			continue
		}
		id := strings.TrimSuffix(path.Base(name), ".toml")
		d.fileName(id)
		if t, ok := d.parse(); ok {
			f := readForm(t, id, e, consents)
			f.compare(d, original)
			list = append(list, f)
		}
	}
	if len(list) == 0 && original == nil && len(l.glob(dir+"forms", ".toml")) == 0 {
		l.report(Problem{File: dir + "forms", Text: "has no form: write forms/petition.toml, or there is nothing to do in this pack"})
	}
	if original != nil {
		for _, f := range original.Forms {
			if !slices.ContainsFunc(list, func(own Form) bool { return own.ID == f.ID }) {
				l.report(Problem{File: dir + "forms/" + f.ID + ".toml", Text: "is missing: translate forms/" + f.ID + ".toml"})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Form) int {
		return cmp.Compare(slices.Index(data.Kinds, a.Kind), slices.Index(data.Kinds, b.Kind))
	})
	return list
}

func readForm(t *table, id string, e Edition, consents []Consent) Form {
	kinds := make([]string, len(data.Kinds))
	for i, k := range data.Kinds {
		kinds[i] = string(k)
	}
	f := Form{ID: id, Lang: e.Lang}
	f.Kind = data.Kind(t.choice("kind", `"signature"`, kinds...))
	f.Title = t.text("title", `"Sign the petition"`, maxTitle)
	f.Intro = t.markdown("intro", "", maxBody)
	statement := ""
	if f.Kind == data.Signature || f.Kind == data.Pledge {
		statement = `"""what is signed"""`
	}
	f.Statement = t.markdown("statement", statement, maxBody)
	f.Button = t.text("button", `"Sign"`, 60)
	f.Thanks = t.markdown("thanks", `"Thank you. …"`, maxBody)
	f.Privacy = t.markdown("privacy", "", maxBody)
	f.PrivacyOnline = t.markdown("privacy_online", "", maxBody)
	f.Consents = pick(t, consents)
	f.Fields = readFields(t, f.Kind)
	f.letter(t, e)
	f.pledge(t, e)
	f.rules(t)
	t.done()
	return f
}

// pick returns the consents that a form names.
func pick(t *table, consents []Consent) []Consent {
	var list []Consent
	purposes := make([]string, len(consents))
	for i, c := range consents {
		purposes[i] = c.Purpose
	}
	for _, purpose := range t.texts("consents", "", 64, maxList) {
		i := slices.Index(purposes, purpose)
		if i < 0 {
			t.errorf("consents", "consent %q is not in consents.toml: %s", short(purpose), instead(purpose, purposes, "write it there as [[consents]] with purpose and text"))
			continue
		}
		if slices.ContainsFunc(list, func(c Consent) bool { return c.Purpose == purpose }) {
			t.errorf("consents", "consent %q stands there twice: delete one", purpose)
			continue
		}
		list = append(list, consents[i])
	}
	return list
}

func readFields(t *table, kind data.Kind) []Field {
	var list []Field
	entries := t.tables("fields", maxFields)
	if len(t.m) > 0 && t.m["fields"] == nil && kind != data.Share {
		t.doc.errorf(0, "has no fields: write [[fields]] and below it name = \"name\", label = \"Your name\", type = \"text\"")
	}
	for _, e := range entries {
		f := Field{
			Name:         e.text("name", `"name"`, 200),
			Label:        e.text("label", `"Your name"`, 120),
			Help:         e.text("help", "", maxParagraph),
			Type:         FieldType(e.choice("type", "", fieldTypes...)),
			Required:     e.yes("required"),
			Max:          e.number("max", 1, data.MaxField),
			Autocomplete: e.choice("autocomplete", "", append([]string{""}, autocomplete...)...),
			InputMode:    e.choice("inputmode", "", append([]string{""}, inputModes...)...),
		}
		f.options(e)
		f.defaults()
		if f.Name != "" && !data.ValidFieldName(f.Name) {
			e.errorf("name", "name %q cannot name a field: write a-z, 0-9 and _, like %q", short(f.Name), strings.ReplaceAll(slug(f.Name), "-", "_"))
		} else if slices.ContainsFunc(list, func(other Field) bool { return other.Name == f.Name }) {
			e.errorf("name", "name %q stands in this form twice: give the field another name", short(f.Name))
		}
		if (f.Name == data.FieldEmail) != (f.Type == Email) && f.Type != "" && f.Name != "" {
			e.errorf("type", "only the field with name = \"email\" has type = \"email\": make both so, or neither")
		}
		if top := maxOf(f.Name); f.Max > top {
			e.errorf("max", "max is %d: write %d or less for %q", f.Max, top, f.Name)
		}
		e.done()
		list = append(list, f)
	}
	return list
}

// defaults fills in what follows from the name and the type.
func (f *Field) defaults() {
	if f.Max == 0 {
		f.Max = min(maxOf(f.Name), 1000)
		if f.Type == Multiline {
			f.Max = data.MaxField
		}
	}
	if f.InputMode == "" {
		f.InputMode = map[FieldType]string{Email: "email", Phone: "tel", Choice: "none"}[f.Type]
	}
	if f.InputMode == "" {
		f.InputMode = "text"
	}
}

func maxOf(field string) int {
	switch field {
	case data.FieldName:
		return data.MaxName
	case data.FieldEmail:
		return data.MaxEmail
	}
	return data.MaxField
}

// field returns the field of the given name.
func (f Form) field(name string) (Field, bool) {
	i := slices.IndexFunc(f.Fields, func(x Field) bool { return x.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return f.Fields[i], true
}

// rules checks what only the whole form can tell.
func (f Form) rules(t *table) {
	if name, ok := f.field(data.FieldName); f.Kind == data.Signature && len(f.Fields) > 0 && (!ok || !name.Required) {
		t.errorf("fields", "a signature needs a name: write a field with name = \"name\" and required = true")
	}
	for _, name := range []string{data.FieldName, data.FieldComment} {
		if x, ok := f.field(name); f.Kind == data.Comment && len(f.Fields) > 0 && (!ok || !x.Required) {
			t.errorf("fields", "a comment needs the fields name and comment, which are what others read: write a field with name = %q and required = true", name)
		}
	}
	for _, c := range f.Consents {
		if c.Needs == "" {
			continue
		}
		if _, ok := f.field(c.Needs); !ok {
			t.errorf("consents", "consent %q needs the field %q, which this form does not have: add the field, or delete needs in consents.toml", c.Purpose, short(c.Needs))
		}
	}
}

// compare reports where a translated form asks for something else than the original.
func (f Form) compare(d *document, original *Edition) {
	if original == nil {
		return
	}
	o, ok := original.Form(f.ID)
	if !ok {
		d.errorf(0, "is not among the forms of the first language: write forms/%s.toml first", f.ID)
		return
	}
	same := func(a, b Field) bool {
		return a.Name == b.Name && a.Type == b.Type && a.Required == b.Required && a.Max == b.Max &&
			slices.EqualFunc(a.Options, b.Options, func(a, b Option) bool { return a.Value == b.Value })
	}
	if f.Kind != o.Kind || !slices.EqualFunc(f.Fields, o.Fields, same) ||
		!slices.EqualFunc(f.Consents, o.Consents, func(a, b Consent) bool { return a.Purpose == b.Purpose && a.Needs == b.Needs }) {
		d.errorf(0, "asks for something else than forms/%s.toml: a translation keeps kind, consents and each field's name, type, required, max and options", f.ID)
	}
	f.compareLetter(d, o)
}

// consents reads consents.toml, which may be missing where no form names a consent.
func (l *loader) consents(dir, lang string) []Consent {
	d, ok := l.open(dir+"consents.toml", false, "")
	if !ok {
		return nil
	}
	t, ok := d.parse()
	if !ok {
		return nil
	}
	var list []Consent
	for _, e := range t.tables("consents", maxList) {
		c := Consent{Lang: lang}
		c.Purpose = e.text("purpose", `"contact"`, 64)
		c.Text = e.text("text", `"The exact words beside the box"`, 2000)
		c.Needs = e.text("needs", "", 64)
		switch {
		case c.Purpose != "" && !data.ValidFieldName(c.Purpose):
			e.errorf("purpose", "purpose %q is not one word: write a-z, 0-9 and _", short(c.Purpose))
		case slices.ContainsFunc(list, func(o Consent) bool { return o.Purpose == c.Purpose }):
			e.errorf("purpose", "purpose %q stands in this file twice: delete one of the two", short(c.Purpose))
		}
		if v, ok := e.get("ticked", ""); ok && v != false {
			e.errorf("ticked", "a consent is never ticked at first: delete ticked")
		}
		e.done()
		list = append(list, c)
	}
	t.done()
	return list
}
