package data

import (
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
)

// The fields that the kit itself understands. A pack's forms may add others; all travel in [Action.Fields].
const (
	FieldName    = "name"
	FieldEmail   = "email"
	FieldComment = "comment" // of a comment: its text
)

// Longest values of fields, in characters. A form of a pack may set less, never more.
const (
	MaxName  = 120
	MaxEmail = 254 // RFC 5321, 4.5.3.1.3, less the angle brackets
	MaxField = 10_000
	maxNames = 32 // fields in one action, and consents
)

// Action is one thing a person did, as it lies inside the seal. Its random ID is also its idempotency key.
type Action struct {
	ID       uuid.UUID         `json:"id"`
	Campaign string            `json:"campaign"`
	Kind     Kind              `json:"kind"`
	At       time.Time         `json:"at"`             // by the device's clock, UTC
	Pack     string            `json:"pack"`           // SHA-256 of the pack that the person saw, hex
	Form     string            `json:"form,omitempty"` // id of the pack's form that was filled in
	Lang     string            `json:"lang,omitempty"` // BCP 47 tag of the text that the person saw
	Fields   map[string]string `json:"fields"`
	Consents []Consent         `json:"consents,omitempty"`
}

// Consent records one question of consent and the answer, "no" included.
type Consent struct {
	Purpose  string `json:"purpose"` // "contact"
	Given    bool   `json:"given"`
	TextHash string `json:"text_hash"` // SHA-256 of the exact words shown, hex
	Lang     string `json:"lang"`
	Method   string `json:"method"` // "checkbox, unticked at first"
}

// NewAction begins an action of now, with a fresh random id (version 4: a version 7 would write the time of the act
// into its name).
func NewAction(campaign string, kind Kind, now time.Time) Action {
	return Action{ID: uuid.New(), Campaign: campaign, Kind: kind, At: now.UTC().Truncate(time.Millisecond), Fields: map[string]string{}}
}

// Day returns the day of the act, in UTC, as written outside the seal.
func (a Action) Day() string { return a.At.UTC().Format(time.DateOnly) }

// Check returns the first thing wrong with the action as an [Error] that names the field, or nil.
func (a Action) Check() error {
	if err := checkOuter(a.ID, a.Campaign, a.Kind); err != nil {
		return err
	}
	if y := a.At.UTC().Year(); y < 1 || y > 9999 { // RFC 3339 can write no other, whatever a clock says
		return NewError(CodeDayMalformed, "at", nil)
	}
	if len(a.Fields) > maxNames {
		return NewError(CodeFieldUnknown, "", nil)
	}
	for name, value := range a.Fields {
		if err := CheckField(name, value, 0); err != nil {
			return err
		}
	}
	if a.Kind == Signature && !ValidName(a.Fields[FieldName]) {
		return NewError(CodeFieldMissing, FieldName, nil)
	}
	if a.Pack != "" && !isHash(a.Pack) {
		return NewError(CodeFieldCharacters, "pack", nil)
	}
	if a.Form != "" && !ValidCampaignID(a.Form) {
		return NewError(CodeFieldCharacters, "form", nil)
	}
	if !isTag(a.Lang) {
		return NewError(CodeFieldCharacters, "lang", nil)
	}
	return checkConsents(a.Consents)
}

func checkConsents(list []Consent) error {
	if len(list) > maxNames {
		return NewError(CodeConsentMalformed, "", nil)
	}
	for _, c := range list {
		if !ValidFieldName(c.Purpose) || !isHash(c.TextHash) || !isTag(c.Lang) || CheckField("method", c.Method, 120) != nil {
			return NewError(CodeConsentMalformed, "", nil)
		}
	}
	return nil
}

// ValidFieldName reports whether s can name a field of a form or the purpose of a consent: 1 to 64 of a-z, 0-9 and _,
// a letter first. Such names reach the header of a spreadsheet unread.
func ValidFieldName(s string) bool {
	if s == "" || len(s) > 64 || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
}

// isHash reports whether s is a SHA-256 in lower-case hex.
func isHash(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}

// isTag reports whether s is empty or looks like a BCP 47 language tag.
func isTag(s string) bool {
	return len(s) <= 35 && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
}

// CheckField returns what is wrong with one field's value, or nil: its length in characters (limit 0 means the
// field's own), characters that nobody types, and for an e-mail its form. An empty value is right: whether a field
// may be empty is the form's to say.
func CheckField(name, value string, limit int) error {
	if n := fieldLimit(name); limit == 0 || limit > n {
		limit = n
	}
	if !ValidFieldName(name) {
		return NewError(CodeFieldUnknown, name, nil)
	}
	if n := utf8.RuneCountInString(value); n > limit {
		return NewError(CodeFieldTooLong, name, nil).In(CaseLimit, limit, n-limit)
	}
	if !utf8.ValidString(value) || strings.ContainsFunc(value, func(r rune) bool { return untypable(r, name) }) {
		return NewError(CodeFieldCharacters, name, nil)
	}
	if name == FieldEmail && value != "" {
		return checkEmail(value)
	}
	return nil
}

func fieldLimit(name string) int {
	switch name {
	case FieldName:
		return MaxName
	case FieldEmail:
		return MaxEmail
	}
	return MaxField
}

// untypable tells characters that change how a line is read but are not part of any name: controls, and the bidi
// embeddings, overrides and isolates of Unicode UAX #9, with what Unicode withdrew beside them, with which a name can
// pass for another. Joiners and the left-to-right and right-to-left marks stay: Persian, Hindi and Arabic names need
// them.
func untypable(r rune, field string) bool {
	switch {
	case r == '\n' || r == '\t':
		return field == FieldName || field == FieldEmail
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x206F, r == 0x2028, r == 0x2029, r == 0xFEFF:
		return true
	case r == utf8.RuneError:
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Noncharacter_Code_Point, r)
}

// ValidName reports whether a name shows: without a letter or a number it is an empty line under the petition.
func ValidName(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		switch r {
		case 0x115F, 0x1160, 0x3164, 0xFFA0: // Hangul fillers: letters to Unicode, blank to the eye
			return false
		}
		return unicode.IsLetter(r) || unicode.IsNumber(r)
	})
}

func checkEmail(s string) error {
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cf, r) }) {
		return NewError(CodeFieldCharacters, FieldEmail, nil) // pasted together with a mark that does not show
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || a.Name != "" {
		return NewError(CodeEmailMalformed, FieldEmail, nil)
	}
	at := strings.LastIndexByte(s, '@')
	if local, domain := s[:at], s[at+1:]; len(local) > 64 || strings.ContainsAny(local, "\" ") || !validDomain(domain) {
		return NewError(CodeEmailMalformed, FieldEmail, nil)
	}
	return nil
}

// validDomain reports whether s is two labels or more, in any script.
func validDomain(s string) bool {
	labels := strings.Split(s, ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' || strings.ContainsFunc(l, func(r rune) bool {
			return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
		}) {
			return false
		}
	}
	return len(labels) > 1
}

// checkOuter checks what is readable both inside and outside the seal.
func checkOuter(id uuid.UUID, campaign string, kind Kind) error {
	if id.Version() != 4 || id.Variant() != uuid.RFC4122 {
		return NewError(CodeIDMalformed, "id", nil)
	}
	if !ValidCampaignID(campaign) {
		return NewError(CodeCampaignUnknown, "campaign", nil)
	}
	if !kind.Known() {
		return NewError(CodeKindUnknown, "kind", nil)
	}
	return nil
}
