package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"placard/data"
)

// Form is what a person fills in to act.
type Form struct {
	ID        string // from the file name: "petition"
	Lang      string
	Kind      data.Kind
	Title     string
	Intro     string  // Markdown, cleaned; may be empty
	Statement string  // what is being signed: Markdown, cleaned; only a signature and a pledge must have one
	Button    string  // label: "Sign"
	Thanks    string  // Markdown, cleaned; shown once the action is stored on the device
	Privacy   string  // Markdown, cleaned: who reads what is typed here; may be empty
	Fields    []Field // only a share may have none
	Consents  []Consent
	Letter    *Letter // of the kind letter, and of no other

	// PrivacyOnline takes the place of Privacy on the page that sends at once, where the server encrypts and not the
	// device: Markdown, cleaned; may be empty.
	PrivacyOnline string
}

// Field is one line or box of a form.
type Field struct {
	Name         string // the key in [data.Action.Fields]
	Label        string
	Help         string // may be empty
	Type         FieldType
	Required     bool
	Max          int    // characters, for [data.CheckField]; never 0
	Autocomplete string // a token of HTML's autocomplete attribute; may be empty
	InputMode    string // of HTML's inputmode attribute; never empty

	Options []Option // of a Choice
}

// Option is one answer of a [Choice].
type Option struct {
	Value string // what goes into [data.Action.Fields]
	Label string
}

// The fields that the loader adds to a form by itself, each a [Choice]: whom a letter addresses, and the event that is
// pledged for.
const (
	FieldTarget = "target" // value: [Target.ID]
	FieldEvent  = "event"  // value: [Event.ID]
)

// FieldType says how a field is typed.
type FieldType string

// The types of field. A field named "email" is an Email, and no other is.
const (
	Text      FieldType = "text"      // one line
	Multiline FieldType = "multiline" // several
	Email     FieldType = "email"
	Phone     FieldType = "phone"
	Choice    FieldType = "choice" // one of its options
)

// Consent is one question of consent. It is shown as a box of its own, never ticked at first, and the form can be
// sent without it.
type Consent struct {
	Purpose string // the key of [data.Consent]: "contact"
	Lang    string
	Text    string // the exact words beside the box: show them unchanged
	Needs   string // name of the field that must be filled once the box is ticked; may be empty
}

// Method is how a [Consent] is asked for, as recorded.
const Method = "checkbox, unticked at first"

// TextHash returns the SHA-256 of a text's exact bytes (UTF-8) in hex, as [data.Consent] records it.
func TextHash(text string) string {
	d := sha256.Sum256([]byte(text))
	return hex.EncodeToString(d[:])
}

// Record returns the record of a person's answer to c.
func (c Consent) Record(given bool) data.Consent {
	return data.Consent{Purpose: c.Purpose, Given: given, TextHash: TextHash(c.Text), Lang: c.Lang, Method: Method}
}

// Records returns the record of every consent of the form; ticked holds the purposes of the ticked boxes.
func (f Form) Records(ticked map[string]bool) []data.Consent {
	var list []data.Consent
	for _, c := range f.Consents {
		list = append(list, c.Record(ticked[c.Purpose]))
	}
	return list
}

// Check returns what is wrong with what a person typed, one error a field at most, in the form's order. Values are
// what [Form.Values] makes of the typed text.
func (f Form) Check(values map[string]string, ticked map[string]bool) []*data.Error {
	var errs []*data.Error
	for _, field := range f.Fields {
		value := values[field.Name]
		switch err, ok := data.CheckField(field.Name, value, field.Max).(*data.Error); {
		case ok:
			errs = append(errs, err)
		case field.Type == Choice && value != "" && !field.offers(value):
			errs = append(errs, data.NewError(data.CodeChoiceUnknown, field.Name, nil))
		case value == "" && (field.Required || f.needed(field.Name, ticked)), field.Name == data.FieldName && value != "" && !data.ValidName(value):
			e := data.NewError(data.CodeFieldMissing, field.Name, nil)
			if !field.Required {
				e = e.In(data.CaseConsent)
			}
			errs = append(errs, e)
		}
	}
	return errs
}

// Values returns the form's fields without the white space around them, with one kind of line end, and without the
// empty ones: what goes into [data.Action.Fields].
func (f Form) Values(typed map[string]string) map[string]string {
	values := map[string]string{}
	for _, field := range f.Fields {
		if v := Value(typed[field.Name]); v != "" {
			values[field.Name] = v
		}
	}
	return values
}

// Value returns what a person typed as it counts: without the white space around it, and with one kind of line end,
// whatever a browser sends.
func Value(typed string) string {
	return strings.TrimSpace(strings.ReplaceAll(typed, "\r\n", "\n"))
}

// Left returns how many characters may still be typed into the field; less than 0 is so many too many.
func (f Field) Left(typed string) int { return f.Max - utf8.RuneCountInString(Value(typed)) }

// offers reports whether a value is one of the field's options.
func (f Field) offers(value string) bool {
	return slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == value })
}

func (f Form) needed(field string, ticked map[string]bool) bool {
	for _, c := range f.Consents {
		if c.Needs == field && ticked[c.Purpose] {
			return true
		}
	}
	return false
}
