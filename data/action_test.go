package data

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

const ok = Code("")

// fields are values of one field each, and the code of what is wrong with them.
var fields = []struct {
	name, value string
	want        Code
}{
	{"name", "", ok},
	{"name", "Wanjirũ wa Ngũgĩ", ok},
	{"name", "Ng'ang'a wa Mĩchukĩ", ok},
	{"name", "José Ñúñez-O’Brien", ok},
	{"name", "Jose\u0301 decomposed", ok},
	{"name", "محمّد عبد الله", ok},
	{"name", "مُحَمَّد \u200fبن\u200f عليّ", ok}, // right-to-left marks
	{"name", "می\u200cخواهم", ok},                // Persian, zero-width non-joiner
	{"name", "क्\u200dष श्री", ok},               // Hindi, zero-width joiner
	{"name", "王小明", ok},
	{"name", "김철수", ok},
	{"name", "さくら 太郎", ok},
	{"name", "Ọlá Ṣadé", ok},
	{"name", "ሰላም", ok},
	{"name", "Zoë 👩\u200d👩\u200d👧", ok}, // joined emoji
	{"name", "\u061cعلي", ok},
	{"name", "abc\u202egnp.exe", CodeFieldCharacters},
	{"name", "abc\u202a", CodeFieldCharacters},
	{"name", "abc\u2066def\u2069", CodeFieldCharacters},
	{"name", "abc\u206adef", CodeFieldCharacters},
	{"name", "abc\ufeff", CodeFieldCharacters},
	{"name", "abc\u2028def", CodeFieldCharacters},
	{"name", "two\nlines", CodeFieldCharacters},
	{"name", "a\ttab", CodeFieldCharacters},
	{"name", "a\rreturn", CodeFieldCharacters},
	{"name", "a\x00b", CodeFieldCharacters},
	{"name", "\x1b[31mred", CodeFieldCharacters},
	{"name", "a\x7f", CodeFieldCharacters},
	{"name", "a\u0085b", CodeFieldCharacters},
	{"name", "a\u009bb", CodeFieldCharacters},
	{"name", "a\uffffb", CodeFieldCharacters},
	{"name", "a\ufffdb", CodeFieldCharacters},
	{"name", "a\xffb", CodeFieldCharacters},
	{"name", "\xed\xa0\x80", CodeFieldCharacters}, // half of a surrogate pair
	{"name", strings.Repeat("é", MaxName), ok},
	{"name", strings.Repeat("é", MaxName+1), CodeFieldTooLong},
	{"name", strings.Repeat("王", MaxName), ok},

	{"message", "one\ntwo\tthree", ok},
	{"message", "one\r\ntwo", CodeFieldCharacters},
	{"message", strings.Repeat("x", MaxField), ok},
	{"message", strings.Repeat("x", MaxField+1), CodeFieldTooLong},
	{"message", "a\u202eb", CodeFieldCharacters},
	{"message", "=HYPERLINK(1)", ok}, // made safe where a spreadsheet is written

	{"email", "", ok},
	{"email", "wanjiru@example.org", ok},
	{"email", "w.a-n+tag@mail.example.co.ke", ok},
	{"email", "ũ@exämple.org", ok},
	{"email", "名@例え.テスト", ok},
	{"email", "o'brien@example.org", ok},
	{"email", strings.Repeat("a", 64) + "@" + strings.Repeat("b", 63) + ".org", ok},
	{"email", strings.Repeat("a", 65) + "@example.org", CodeEmailMalformed},
	{"email", "a@" + strings.Repeat("b", 64) + ".org", CodeEmailMalformed},
	{"email", "a@" + strings.Repeat("b.", 130) + "org", CodeFieldTooLong},
	{"email", "wanjiru", CodeEmailMalformed},
	{"email", "wanjiru@", CodeEmailMalformed},
	{"email", "@example.org", CodeEmailMalformed},
	{"email", "wanjiru@example", CodeEmailMalformed},
	{"email", "wanjiru@example.", CodeEmailMalformed},
	{"email", "wanjiru@.example.org", CodeEmailMalformed},
	{"email", "wanjiru@example..org", CodeEmailMalformed},
	{"email", "wanjiru@-example.org", CodeEmailMalformed},
	{"email", "wanjiru@ex_ample.org", CodeEmailMalformed},
	{"email", "wanjiru@[127.0.0.1]", CodeEmailMalformed},
	{"email", "wan jiru@example.org", CodeEmailMalformed},
	{"email", `"wan jiru"@example.org`, CodeEmailMalformed},
	{"email", "Wanjirũ <wanjiru@example.org>", CodeEmailMalformed},
	{"email", "<wanjiru@example.org>", CodeEmailMalformed},
	{"email", "a@example.org, b@example.org", CodeEmailMalformed},
	{"email", "a@b@example.org", CodeEmailMalformed},
	{"email", " wanjiru@example.org", CodeEmailMalformed},
	{"email", "a(comment)@example.org", CodeEmailMalformed},
	{"email", "a@example.org\nBcc: b@example.org", CodeFieldCharacters},
	{"email", "\u200ewanjiru@example.org", CodeFieldCharacters}, // pasted from a chat
	{"email", "wan\u200djiru@example.org", CodeFieldCharacters},

	{"", "x", CodeFieldUnknown},
	{"Name", "x", CodeFieldUnknown},
	{"na me", "x", CodeFieldUnknown},
	{"=cmd", "x", CodeFieldUnknown},
	{"name\x00", "x", CodeFieldUnknown},
	{"n\u202eame", "x", CodeFieldUnknown},
	{strings.Repeat("n", 65), "x", CodeFieldUnknown},
	{strings.Repeat("n", 64), "x", ok},
}

func TestCheckField(t *testing.T) {
	for _, tt := range fields {
		if got := codeOf(CheckField(tt.name, tt.value, 0)); got != tt.want {
			t.Errorf("CheckField(%q, %.60q): got %q, want %q", tt.name, tt.value, got, tt.want)
		}
	}
}

func TestCheckFieldNamesTheField(t *testing.T) {
	var e *Error
	if !errors.As(CheckField("email", "x", 0), &e) || e.Field != "email" || e.Hint == "" {
		t.Errorf("got %+v", e)
	}
}

func TestFormsLimit(t *testing.T) {
	for _, tt := range []struct {
		name  string
		n     int
		limit int
		want  Code
	}{
		{"place", 10, 10, ok},
		{"place", 11, 10, CodeFieldTooLong},
		{"name", MaxName + 1, MaxField, CodeFieldTooLong}, // a form may set less, never more
		{"place", 11, 0, ok},
	} {
		if got := codeOf(CheckField(tt.name, strings.Repeat("ũ", tt.n), tt.limit)); got != tt.want {
			t.Errorf("%s of %d characters, limit %d: got %q, want %q", tt.name, tt.n, tt.limit, got, tt.want)
		}
	}
}

// Ten megabytes must cost next to nothing: a server sees them from strangers.
func TestHugeValuesAreRefusedQuickly(t *testing.T) {
	huge := strings.Repeat("ũ", 5<<20)
	for _, name := range []string{"name", "email", "message"} {
		began := time.Now()
		if got := codeOf(CheckField(name, huge, 0)); got != CodeFieldTooLong {
			t.Errorf("%s: got %q, want %q", name, got, CodeFieldTooLong)
		}
		if d := time.Since(began); d > 500*time.Millisecond {
			t.Errorf("%s: took %v", name, d)
		}
	}
}

func signed() Action {
	a := NewAction("kenya-2008", Signature, time.Date(2008, 2, 27, 23, 59, 59, 0, time.FixedZone("EAT", 3*3600)))
	a.Fields = map[string]string{FieldName: "Wanjirũ", FieldEmail: "wanjiru@example.org"}
	a.Pack, a.Form, a.Lang = strings.Repeat("0", 64), "petition", "sw"
	a.Consents = []Consent{{Purpose: "contact", TextHash: strings.Repeat("a", 64), Lang: "sw", Method: "checkbox, unticked at first"}}
	return a
}

func TestNewAction(t *testing.T) {
	a, b := signed(), signed()
	if a.ID == b.ID || a.ID.Version() != 4 {
		t.Errorf("got ids %s and %s, want two of version 4", a.ID, b.ID)
	}
	if a.Day() != "2008-02-27" || a.At.Location() != time.UTC {
		t.Errorf("got day %s at %v, want the day in UTC", a.Day(), a.At)
	}
	if err := a.Check(); err != nil {
		t.Error(err)
	}
}

func TestActionCheck(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*Action)
		want   Code
	}{
		"right":              {func(a *Action) {}, ok},
		"no e-mail":          {func(a *Action) { delete(a.Fields, FieldEmail) }, ok},
		"no pack, no lang":   {func(a *Action) { a.Pack, a.Form, a.Lang = "", "", "" }, ok},
		"no consents":        {func(a *Action) { a.Consents = nil }, ok},
		"letter, no name":    {func(a *Action) { a.Kind = Letter; a.Fields = nil }, ok},
		"name of digits":     {func(a *Action) { a.Fields[FieldName] = "2" }, ok},
		"nil id":             {func(a *Action) { a.ID = uuid.Nil }, CodeIDMalformed},
		"id of version 7":    {func(a *Action) { a.ID = uuid.Must(uuid.NewV7()) }, CodeIDMalformed},
		"id of version 1":    {func(a *Action) { a.ID = uuid.Must(uuid.NewUUID()) }, CodeIDMalformed},
		"id of variant NCS":  {func(a *Action) { a.ID[8] = 0 }, CodeIDMalformed},
		"no campaign":        {func(a *Action) { a.Campaign = "" }, CodeCampaignUnknown},
		"campaign is a path": {func(a *Action) { a.Campaign = "../x" }, CodeCampaignUnknown},
		"unknown kind":       {func(a *Action) { a.Kind = "boycott" }, CodeKindUnknown},
		"no kind":            {func(a *Action) { a.Kind = "" }, CodeKindUnknown},
		"no name":            {func(a *Action) { delete(a.Fields, FieldName) }, CodeFieldMissing},
		"name of spaces":     {func(a *Action) { a.Fields[FieldName] = " \u00a0\u3000" }, CodeFieldMissing},
		"name of nothing":    {func(a *Action) { a.Fields[FieldName] = "\u200b\u200d\u2060" }, CodeFieldMissing},
		"name of filler":     {func(a *Action) { a.Fields[FieldName] = "\u3164" }, CodeFieldMissing},
		"name of a dash":     {func(a *Action) { a.Fields[FieldName] = "-" }, CodeFieldMissing},
		"bad e-mail":         {func(a *Action) { a.Fields[FieldEmail] = "x" }, CodeEmailMalformed},
		"bad field":          {func(a *Action) { a.Fields["=x"] = "x" }, CodeFieldUnknown},
		"many fields": {func(a *Action) {
			for i := range 33 {
				a.Fields["f"+strings.Repeat("x", i)] = ""
			}
		}, CodeFieldUnknown},
		"pack is no hash":     {func(a *Action) { a.Pack = strings.Repeat("z", 64) }, CodeFieldCharacters},
		"pack is huge":        {func(a *Action) { a.Pack = strings.Repeat("0", 1<<20) }, CodeFieldCharacters},
		"form has no id":      {func(a *Action) { a.Form = "Sign the petition" }, CodeFieldCharacters},
		"form is a path":      {func(a *Action) { a.Form = "../petition" }, CodeFieldCharacters},
		"lang is a text":      {func(a *Action) { a.Lang = "en\u202e" }, CodeFieldCharacters},
		"lang is long":        {func(a *Action) { a.Lang = strings.Repeat("e", 36) }, CodeFieldCharacters},
		"consent of nothing":  {func(a *Action) { a.Consents[0].Purpose = "" }, CodeConsentMalformed},
		"consent, bad word":   {func(a *Action) { a.Consents[0].Purpose = "=x" }, CodeConsentMalformed},
		"consent, no hash":    {func(a *Action) { a.Consents[0].TextHash = "" }, CodeConsentMalformed},
		"consent, not a hash": {func(a *Action) { a.Consents[0].TextHash = strings.Repeat("G", 64) }, CodeConsentMalformed},
		"consent, lang":       {func(a *Action) { a.Consents[0].Lang = "<b>" }, CodeConsentMalformed},
		"consent, method":     {func(a *Action) { a.Consents[0].Method = "\x00" }, CodeConsentMalformed},
		"consent, long":       {func(a *Action) { a.Consents[0].Method = strings.Repeat("x", 121) }, CodeConsentMalformed},
		"many consents": {func(a *Action) {
			for range 33 {
				a.Consents = append(a.Consents, a.Consents[0])
			}
		}, CodeConsentMalformed},
	} {
		a := signed()
		tt.change(&a)
		if got := codeOf(a.Check()); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

// codeOf returns the code of err, "" for nil, and what err says if it has no code.
func codeOf(err error) Code {
	if err == nil {
		return ok
	}
	var e *Error
	if !errors.As(err, &e) {
		return Code(err.Error())
	}
	return e.Code
}
