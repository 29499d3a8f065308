package pack

import (
	"slices"

	"placard/data"
)

const (
	maxRequests = 20
	maxFacts    = 4_000 // characters
)

// targets reads targets.toml.
func (l *loader) targets(dir, lang string, original *Edition) []Target {
	root, entries, ok := l.list(dir, "targets", maxList)
	if !ok {
		return original.orEmpty().Targets
	}
	var list []Target
	for _, t := range entries {
		target := readTarget(t, lang, list)
		for _, o := range original.orEmpty().Targets {
			if o.ID == target.ID && o.Email != target.Email {
				t.errorf("email", "email of %q is another one than in targets.toml: make them the same", target.ID)
			}
		}
		list = append(list, target)
	}
	if original != nil {
		sameIDs(root, "target", ids(list, Target.id), ids(original.Targets, Target.id))
	}
	return list
}

func readTarget(t *table, lang string, before []Target) Target {
	target := Target{Lang: lang}
	target.ID = t.id("minister", func(id string) bool { return slices.Contains(ids(before, Target.id), id) })
	target.Name = t.text("name", `"The Minister of …"`, maxTitle)
	target.Office = t.text("office", "", maxTitle)
	target.Salutation = t.text("salutation", `"Your Excellency,"`, maxTitle)
	target.Post = t.texts("post", "", maxTitle, maxList)
	target.Email = t.text("email", "", maxTitle)
	target.Copies = t.texts("copies", "", maxTitle, maxList)
	if tag := t.text("language", "", 100); tag != "" {
		target.Lang = tag
		if len(tag) > 35 || !languageTag.MatchString(tag) {
			t.errorf("language", "language %q is not a language tag: write one like en, sw, fr or es", short(tag))
		}
	}
	if data.CheckField(data.FieldEmail, target.Email, 0) != nil {
		t.errorf("email", "email %q is not an e-mail address: write one like \"office@example.org\", or leave it out", short(target.Email))
	}
	t.done()
	return target
}

func (t Target) id() string { return t.ID }

// letter reads what makes a form a letter, and puts the choice of whom to write to before its fields.
func (f *Form) letter(t *table, e Edition) {
	if f.Kind != data.Letter {
		onlyOf(t, data.Letter, "letter", "targets", "target_label")
		return
	}
	named := t.texts("targets", "", 64, maxList)
	label := choiceLabel(t, "target_label", "To", e.Lang)
	sub, ok := t.table("letter")
	if !ok {
		t.doc.errorf(0, "has no [letter]: write [letter] and below it subject, facts, requests and closing")
		return
	}
	f.Letter = readLetter(sub)
	if t.m["targets"] == nil {
		t.doc.errorf(0, "has no targets: write targets = [\"minister\"], with that id in targets.toml")
	}
	f.Letter.Targets = pickTargets(t, named, e.Targets)
	var options []Option
	for _, target := range f.Letter.Targets {
		options = append(options, Option{target.ID, target.Label()})
	}
	f.put(t, choice(FieldTarget, label, options))
	f.writer(t)
	if _, body := f.Letter.Compose(Target{}, nil); len([]rune(body)) > MailtoWarn {
		sub.warnf("facts", "the letter has %d characters before anybody adds a word: shorten facts and requests, "+
			"since mail programs take about %d", len([]rune(body)), MailtoMost)
	}
}

func readLetter(t *table) *Letter {
	l := &Letter{
		Number:   t.text("number", "", 60),
		Index:    t.text("index", "", 60),
		Subject:  t.text("subject", `"What the letter is about"`, maxTitle),
		Deadline: t.date("deadline", ""),
		Facts:    t.paragraphs("facts", `"""what happened, and who reported it when"""`, maxFacts),
		Ask:      t.text("ask", "", maxTitle),
		Requests: t.texts("requests", `["Do this", "Stop that"]`, maxParagraph, maxRequests),
		Closing:  t.text("closing", `"Yours sincerely,"`, maxTitle),
		Advice:   t.paragraphs("advice", "", maxParagraph),
	}
	t.done()
	return l
}

// pickTargets returns the targets that a letter names.
func pickTargets(t *table, named []string, all []Target) []Target {
	var list []Target
	known := ids(all, Target.id)
	for _, id := range named {
		i := slices.Index(known, id)
		if i < 0 {
			t.errorf("targets", "target %q is not in targets.toml: %s", short(id), instead(id, known, "write it there as [[targets]] with id, name and salutation"))
		} else if slices.Contains(ids(list, Target.id), id) {
			t.errorf("targets", "target %q stands there twice: delete one", id)
		} else {
			list = append(list, all[i])
		}
	}
	if v, ok := t.m["targets"].([]any); ok && len(v) == 0 {
		t.errorf("targets", "targets is an empty list: write targets = [\"minister\"], with that id in targets.toml")
	}
	return list
}

// writer checks the fields that have a place in the letter.
func (f Form) writer(t *table) {
	if name, ok := f.field(data.FieldName); !ok || !name.Required {
		t.errorf("fields", "a letter needs a name: write a field with name = \"name\" and required = true")
	}
	if personal, ok := f.field(FieldPersonal); !ok || personal.Type != Multiline {
		t.warnf("fields", "has no room for the writer's own words, which weigh more than any other: "+
			"write a field with name = %q and type = \"multiline\"", FieldPersonal)
	}
}

// compareLetter reports where a translated letter is another one than the original.
func (f Form) compareLetter(d *document, o Form) {
	if f.Letter == nil || o.Letter == nil {
		return // the kinds differ, or it is said already
	}
	a, b := f.Letter, o.Letter
	if a.Number != b.Number || a.Index != b.Index || !a.Deadline.Equal(b.Deadline) || len(a.Requests) != len(b.Requests) {
		d.errorf(0, "is another letter than forms/%s.toml: a translation keeps number, index and deadline, and has as many requests", f.ID)
	}
}
