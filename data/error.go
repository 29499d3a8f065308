package data

import (
	"fmt"
	"maps"
)

// Code names one thing that can go wrong. Codes are part of the wire and are never renamed.
type Code string

// The codes. Their status and hint stand in one table below.
const (
	CodeFieldMissing     Code = "field_missing"
	CodeFieldTooLong     Code = "field_too_long"
	CodeFieldCharacters  Code = "field_characters"
	CodeFieldUnknown     Code = "field_unknown"
	CodeEmailMalformed   Code = "email_malformed"
	CodeConsentMalformed Code = "consent_malformed"
	CodeChoiceUnknown    Code = "choice_unknown"

	CodeItemMalformed   Code = "item_malformed"
	CodeIDMalformed     Code = "id_malformed"
	CodeKindUnknown     Code = "kind_unknown"
	CodeDayMalformed    Code = "day_malformed"
	CodeCampaignUnknown Code = "campaign_unknown"
	CodeSealMalformed   Code = "seal_malformed"
	CodeSealTooLarge    Code = "seal_too_large"
	CodeSealMismatch    Code = "seal_mismatch"
	CodeSealClosed      Code = "seal_closed"
	CodeConflict        Code = "conflict"

	CodeBatchMalformed   Code = "batch_malformed"
	CodeBatchTooLarge    Code = "batch_too_large"
	CodeBatchEmpty       Code = "batch_empty"
	CodeDigestMismatch   Code = "digest_mismatch"
	CodeRequestMalformed Code = "request_malformed"
	CodeBodyCut          Code = "body_cut"
	CodeContentType      Code = "content_type"
	CodeMethod           Code = "method"
	CodeNotFound         Code = "not_found"
	CodeUnauthorized     Code = "unauthorized"
	CodeTooMany          Code = "too_many_requests"
	CodeServerFull       Code = "server_full"
	CodeInternal         Code = "internal"

	CodeNoRecipients  Code = "no_recipients"
	CodeRecipientKind Code = "recipient_kind"
	CodeCampaignCard  Code = "campaign_card"
	CodeDeviceFull    Code = "device_full"
	CodeStorage       Code = "storage"
	CodeStoreBusy     Code = "store_busy"
	CodeStoreNewer    Code = "store_newer"
	CodeStoreDamaged  Code = "store_damaged"
	CodeGoneOnServer  Code = "gone_on_server"
	CodeNotOurServer  Code = "not_our_server"
	CodeOffline       Code = "offline"
	CodeClockWrong    Code = "clock_wrong"
)

// codes is the one table of what each code means: the HTTP status that carries it (0 where it never crosses the
// wire) and the hint for a reader who wants to know what to do.
var codes = map[Code]struct {
	status int
	hint   string
}{
	CodeFieldMissing:     {422, "Fill in this field."},
	CodeFieldTooLong:     {422, "Shorten this text."},
	CodeFieldCharacters:  {422, "Type this again without invisible or control characters."},
	CodeFieldUnknown:     {422, "Update the kit: this form has a field that is not known here."},
	CodeEmailMalformed:   {422, "Check the e-mail address: it needs a name, an @ and a domain, like wanjiru@example.org."},
	CodeConsentMalformed: {422, "Update the kit: a consent is recorded without its purpose or its text."},
	CodeChoiceUnknown:    {422, "Choose one of the list."},

	CodeItemMalformed:   {422, "Send each item's header as one JSON object with id, campaign, kind, day and size."},
	CodeIDMalformed:     {422, "Use a random UUID (version 4) as the id."},
	CodeKindUnknown:     {422, "Update the server: this kind of action is not known here."},
	CodeDayMalformed:    {422, "Write the day as YYYY-MM-DD."},
	CodeCampaignUnknown: {422, "Check the campaign's address: this server does not run that campaign."},
	CodeSealMalformed:   {422, "Send the action again from the device that made it: its seal is damaged."},
	CodeSealTooLarge:    {422, "Shorten the action: its seal is larger than the server takes."},
	CodeSealMismatch:    {422, "The seal does not belong to this id, campaign, kind and day."},
	CodeSealClosed:      {422, "The seal was made for other keys than the ones given."},
	CodeConflict:        {409, "Another action already has this id. Make a new one."},

	CodeBatchMalformed:   {400, "Frame the batch as the wire format says: lengths, header, seal."},
	CodeBatchTooLarge:    {413, "Send a smaller batch."},
	CodeBatchEmpty:       {400, "Send at least one item."},
	CodeDigestMismatch:   {400, "The batch changed on the way. Send it again."},
	CodeRequestMalformed: {400, "Send the JSON that the wire format names."},
	CodeBodyCut:          {408, "The connection broke or stalled before everything had arrived. Send it again."},
	CodeContentType:      {415, "Send the content type that the wire format names."},
	CodeMethod:           {405, "Use the method that the wire format names."},
	CodeNotFound:         {404, "Check the address."},
	CodeUnauthorized:     {401, "Log in first."},
	CodeTooMany:          {429, "Wait a moment, then try again."},
	CodeServerFull:       {507, "The server's disk is full. Tell the organiser; the action stays on the device."},
	CodeInternal:         {500, "Something went wrong on the server. The action stays on the device and is sent again."},

	CodeNoRecipients:  {0, "This kit has no campaign key yet. Ask the organiser for the campaign file and open the kit with it."},
	CodeRecipientKind: {0, "Use post-quantum recipients, the ones that begin with age1pq1."},
	CodeCampaignCard:  {0, "Ask the organiser for the campaign file again: this one is damaged."},
	CodeDeviceFull:    {0, "The device's disk is full. Free some space and press the button again: nothing was stored."},
	CodeStorage:       {0, "The device could not store this. Nothing was stored: try again, or write it on paper."},
	CodeStoreBusy:     {0, "The kit is already open on this device. Go on there, or close it there first."},
	CodeStoreNewer:    {0, "A newer version of the kit wrote what is stored here. Open it with that version: nothing was changed."},
	CodeStoreDamaged:  {0, "What is stored on this device cannot be read. Keep the files as they are and tell the organiser."},
	CodeGoneOnServer:  {0, "The server lost this action and the device no longer holds it. Tell the organiser the day."},
	CodeNotOurServer:  {0, "Something else answered in place of the campaign's server, perhaps a Wi-Fi sign-in page."},
	CodeClockWrong:    {0, "Check the date and time of this device: with them the campaign's server cannot be told from another."},
	CodeOffline:       {0, "There is no connection. What you did is kept on this device and is sent later."},
}

// Error is what a user or a client reads when something is wrong: a code, the field it concerns (if any) and a hint
// of what to do. Errors with the same code match under errors.Is.
type Error struct {
	Code  Code   `json:"code"`
	Field string `json:"field,omitempty"`
	Hint  string `json:"hint"`
	Err   error  `json:"-"` // the cause, for logs; never personal data

	// For who says the hint in another language; neither crosses the wire.
	Case    Case  `json:"-"` // which case of the code it is, where that has several
	Numbers []int `json:"-"` // in the hint, in their order
}

// Case names one of several cases that a code stands for.
type Case string

// The cases, with hints that say more than that of their code.
const (
	CaseLimit   Case = "limit"   // of CodeFieldTooLong: so many characters at most, so many too many
	CaseConsent Case = "consent" // of CodeFieldMissing: a ticked consent needs the field
)

var cases = map[Code]map[Case]string{
	CodeFieldTooLong: {CaseLimit: "Shorten this text to %d characters at most: it has %d too many."},
	CodeFieldMissing: {CaseConsent: "Fill in this field, or untick the box that needs it."},
}

// NewError makes an Error with the table's hint; field may be empty and cause may be nil.
func NewError(code Code, field string, cause error) *Error {
	return &Error{Code: code, Field: field, Hint: codes[code].hint, Err: cause}
}

// In returns the error as a case of its code, with the hint of that and the numbers in it.
func (e *Error) In(c Case, numbers ...int) *Error {
	var all []any
	for _, n := range numbers {
		all = append(all, n)
	}
	e.Case, e.Numbers, e.Hint = c, numbers, fmt.Sprintf(cases[e.Code][c], all...)
	return e
}

func (e *Error) Error() string {
	s := string(e.Code)
	if e.Field != "" {
		s += " (" + e.Field + ")"
	}
	s += ": " + e.Hint
	if e.Err != nil {
		s = fmt.Sprintf("%s [%v]", s, e.Err)
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// Is matches any Error of the same code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Status returns the HTTP status that carries the code: 500 for a code that has none.
func (c Code) Status() int {
	if s := codes[c].status; s != 0 {
		return s
	}
	return 500
}

// Hint returns the table's hint for the code.
func (c Code) Hint() string { return codes[c].hint }

// Cases returns the hints of every code and, where it has several, of its cases; the hint of the code itself is that
// of the case "". It is for those who have to say all of them in other words.
func Cases() map[Code]map[Case]string {
	all := map[Code]map[Case]string{}
	for c, of := range codes {
		all[c] = map[Case]string{"": of.hint}
		maps.Copy(all[c], cases[c])
	}
	return all
}
