package pack

import (
	"slices"
	"strings"

	"placard/data"
)

const (
	maxOptions = 300
	maxOption  = 200 // characters
)

// options reads what can be chosen.
func (f *Field) options(t *table) {
	entries := t.tables("options", maxOptions)
	if f.Type != Choice {
		if _, ok := t.m["options"]; ok {
			t.errorf("options", "only a field with type = \"choice\" has options: delete them, or write that type")
		}
		return
	}
	v, there := t.m["options"]
	if list, ok := tablesOf(v); !there || ok && len(list) == 0 {
		t.errorf("type", "a choice has nothing to choose from: write options = [{value = \"yes\", label = \"Yes\"}, …]")
	}
	if f.Max > 0 {
		t.errorf("max", "a choice has no max: delete it")
	}
	f.Max = min(maxOption, maxOf(f.Name))
	for _, e := range entries {
		o := Option{Value: e.text("value", `"yes"`, maxOption), Label: e.text("label", `"Yes"`, maxOption)}
		if slices.ContainsFunc(f.Options, func(other Option) bool { return other.Value == o.Value }) {
			e.errorf("value", "value %q stands there twice: delete one", short(o.Value))
		}
		e.done()
		f.Options = append(f.Options, o)
	}
}

// onlyOf reports keys that belong to another kind of form.
func onlyOf(t *table, kind data.Kind, keys ...string) {
	for _, key := range keys {
		if v, ok := t.get(key, ""); ok {
			name := key
			if _, ok := v.(map[string]any); ok {
				name = t.doc.bracket(key)
			}
			t.errorf(key, "only a form with kind = %q has %s: delete it", kind, name)
		}
	}
}

// choiceLabel reads the label of a choice that the loader adds.
func choiceLabel(t *table, key, english, lang string) string {
	if label := t.text(key, "", 120); label != "" {
		return label
	}
	if base, _, _ := strings.Cut(lang, "-"); base != "en" && base != "" {
		t.doc.warnf(0, "has no %s, so that people read the English %q: write %s = …", key, english, key)
	}
	return english
}

func choice(name, label string, options []Option) Field {
	return Field{Name: name, Label: label, Type: Choice, Required: true, Max: maxOption, InputMode: "none", Autocomplete: "off", Options: options}
}

// put sets a field before the others.
func (f *Form) put(t *table, field Field) {
	if _, ok := f.field(field.Name); ok {
		t.errorf("fields", "the field %q comes by itself: delete it, or give it another name", field.Name)
	}
	if f.Fields = slices.Insert(f.Fields, 0, field); len(f.Fields) > maxFields {
		t.errorf("fields", "fields has more than %d entries, with the field %q that comes by itself: delete one", maxFields, field.Name)
	}
}
