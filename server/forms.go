package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"filippo.io/age"

	"placard/data"
	"placard/data/pack"
	"placard/data/pack/html"
	"placard/data/seal"
)

// Forms that are sent without the kit: from the plain pages of the web edition (package html), by people whose browser
// runs no scripts or has not loaded the app yet. What they write is checked with the kit's own code and sealed to the
// campaign's keys at once, and from there on it is an action like any other.

const (
	formType  = "application/x-www-form-urlencoded"
	maxForm   = 512 << 10
	maxParts  = 100 // of a form, hidden ones included
	formStyle = "read.css"
)

// forms is what taking forms needs.
type forms struct {
	pack       *pack.Pack // nil: none are taken
	recipients []age.Recipient
	stamps
}

func (s *Server) setUpForms() error {
	p := s.Pack
	if p == nil {
		bundled, err := pack.Bundled()
		if err != nil {
			return fmt.Errorf("read the bundled pack: %w", err)
		}
		if bundled.ID == s.Campaign.ID {
			p = bundled
		}
	}
	if p != nil && p.ID != s.Campaign.ID {
		return fmt.Errorf("the pack is of the campaign %q, the server of %q", p.ID, s.Campaign.ID)
	}
	recipients, err := seal.ParseRecipients(s.Campaign.Recipients)
	if err != nil {
		return fmt.Errorf("read campaign file: %w", err)
	}
	stamps, err := newStamps(s.ReceiptKey)
	if err != nil {
		return err
	}
	s.forms = forms{p, recipients, stamps}
	return nil
}

// formRoutes lists the addresses of forms. A form must come from our own pages, by the browser's word on that; a text
// browser gives none.
func (s *Server) formRoutes(mux *http.ServeMux) {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		s.refuseForm(w, http.StatusForbidden, html.Stranger)
	}))
	mux.Handle("POST /forms/{form}", guard.Handler(http.HandlerFunc(s.postForm)))
	mux.HandleFunc("GET /forms/{form}", s.getForm)
	mux.HandleFunc("GET /forms/"+formStyle, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(html.Style)
	})
}

// formIn returns the form of the request's path in a language.
func (s *Server) formIn(r *http.Request, lang string) (pack.Edition, pack.Form, bool) {
	if s.forms.pack == nil {
		return pack.Edition{}, pack.Form{}, false
	}
	e := s.forms.pack.In(lang)
	f, ok := e.Form(r.PathValue("form"))
	return e, f, ok
}

// getForm says thanks to whom the answer to a form led here, and shows the empty form to anybody else.
func (s *Server) getForm(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	e, f, ok := s.formIn(r, q.Get("lang"))
	if !ok {
		s.refuseForm(w, http.StatusNotFound, html.NoForm)
		return
	}
	write := func(b io.Writer) error {
		empty := html.Entry{Form: f, Pack: s.forms.pack.Hash, Once: newOnce(), Step: step(q), Closed: f.Closed(now())}
		return html.WriteForm(b, s.forms.pack, e, empty, formStyle)
	}
	if s.forms.thanked(f.ID, q.Get("done"), now()) {
		write = func(b io.Writer) error { return html.WriteThanks(b, s.forms.pack, e, f, formStyle) }
	}
	s.sendForm(w, r, http.StatusOK, write)
}

// postForm takes a form. It answers after the disk has it, by leading on to a page that can be loaded again without
// sending anything twice.
func (s *Server) postForm(w http.ResponseWriter, r *http.Request) {
	if _, f, ok := s.formIn(r, ""); !ok {
		s.refuseForm(w, http.StatusNotFound, html.NoForm)
		return
	} else if f.Closed(now()) {
		s.refuseForm(w, http.StatusGone, html.Over)
		return
	}
	body, coded := s.readBody(w, r, formType, maxForm)
	if coded != nil {
		s.refuseBody(w, coded.Code)
		return
	}
	defer func() { <-s.uploads }()
	sent, err := parseForm(body)
	if err != nil {
		s.refuseBody(w, data.CodeRequestMalformed)
		return
	}
	e, f, ok := s.formIn(r, sent.Get(html.LangName))
	if !ok {
		s.refuseBody(w, data.CodeRequestMalformed)
		return
	}
	entry := fillIn(f, sent)
	entry.Pack, entry.Step = s.forms.pack.Hash, step(r.URL.Query())
	if status := s.takeForm(r, &entry, sent); status != http.StatusSeeOther {
		if entry.Once == "" {
			entry.Once = newOnce()
		}
		s.sendForm(w, r, status, func(b io.Writer) error { return html.WriteForm(b, s.forms.pack, e, entry, formStyle) })
		return
	}
	to := url.Values{"done": {s.forms.thanks(f.ID, now())}, "lang": {f.Lang}}
	w.Header().Set("Location", "?"+to.Encode()) // below whatever path a proxy has put us
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusSeeOther)
}

// step counts the pages of one form.
func step(query url.Values) int {
	n, err := strconv.Atoi(query.Get(html.StepName))
	if err != nil || n < 0 || n > 1000 {
		n = 0
	}
	return n + 1
}

// parseForm splits a body into its parts. Of a part that is there twice the first counts.
func parseForm(body []byte) (url.Values, error) {
	if bytes.Count(body, []byte{'&'}) >= maxParts || bytes.IndexByte(body, 0) >= 0 {
		return nil, errors.New("too many parts")
	}
	return url.ParseQuery(string(body))
}

// fillIn puts what was sent into a form: only what it asks for. What is no UTF-8 stays as it came, so that the check
// finds it.
func fillIn(f pack.Form, sent url.Values) html.Entry {
	e := html.Entry{Form: f, Values: map[string]string{}, Ticked: map[string]bool{}}
	for _, field := range f.Fields {
		e.Values[field.Name] = sent.Get(html.FieldPrefix + field.Name)
	}
	for _, c := range f.Consents {
		e.Ticked[c.Purpose] = sent.Get(html.ConsentPrefix+c.Purpose) == "yes"
	}
	if once := sent.Get(html.OnceName); validOnce(once) {
		e.Once = once
	}
	return e
}

// takeForm checks, seals and stores a form. It returns StatusSeeOther when the disk has it, and else the status of the
// page that says, by what it wrote into the entry, why not.
func (s *Server) takeForm(r *http.Request, entry *html.Entry, sent url.Values) int {
	f := entry.Form
	if sent.Get(html.PackName) != s.forms.pack.Hash {
		entry.Trouble = html.Changed // the consents and the statement were other ones
		clear(entry.Ticked)
		return http.StatusConflict
	}
	values := f.Values(entry.Values)
	if entry.Errors = f.Check(values, entry.Ticked); len(entry.Errors) > 0 {
		return http.StatusUnprocessableEntity
	}
	a := data.NewAction(s.Campaign.ID, f.Kind, now())
	a.Fields, a.Consents = values, f.Records(entry.Ticked)
	a.Pack, a.Form, a.Lang = s.forms.pack.Hash, f.ID, f.Lang
	held, err := s.nameForm(r, &a, f.ID, entry.Once)
	if err == nil && !held {
		err = s.storeForm(r, a)
	}
	if err == nil {
		return http.StatusSeeOther
	}
	coded := asCoded(err)
	for _, field := range f.Fields {
		if coded.Field == field.Name {
			entry.Errors = []*data.Error{coded}
			return http.StatusUnprocessableEntity
		}
	}
	if entry.Trouble = html.Broken; coded.Code == data.CodeServerFull {
		entry.Trouble = html.Full
	}
	return coded.Code.Status()
}

// storeForm seals an action and stores it by the way of a batch.
func (s *Server) storeForm(r *http.Request, a data.Action) error {
	sealed, err := seal.Seal(a, s.forms.recipients...)
	if err != nil {
		return err
	}
	// Who leaves while the disk is at work has signed all the same.
	receipt := s.take(r.WithContext(context.WithoutCancel(r.Context())), []data.Item{{Sealed: sealed}})[0]
	switch {
	case receipt.Status == data.Accepted, receipt.Status == data.Duplicate:
		return nil
	case receipt.Status == data.Refused && receipt.Code == data.CodeConflict:
		return nil // the id follows from the content: it is there, under another seal
	}
	return data.NewError(receipt.Code, "", nil)
}

// sendForm sends a page of package html.
func (s *Server) sendForm(w http.ResponseWriter, r *http.Request, status int, write func(io.Writer) error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		s.broken(w, r, err)
		return
	}
	sendPage(w, status, b.Bytes())
}

// refuseForm answers a form that is not taken at all. In which language it was is not known: the pack's first it is.
func (s *Server) refuseForm(w http.ResponseWriter, status int, why html.Refusal) {
	p := s.forms.pack
	if p == nil { // this server takes no forms
		s.page(w, status, "Not found", "There are no forms here. Nothing was stored.")
		return
	}
	var b bytes.Buffer
	if err := html.WriteRefusal(&b, p, p.Edition, why, formStyle); err != nil {
		s.Log.Error("refuse form", "why", why, "err", err)
	}
	sendPage(w, status, b.Bytes())
}

// refuseBody answers what is no form of ours. Browsers do not send such things, so nobody reads long words here.
func (s *Server) refuseBody(w http.ResponseWriter, code data.Code) {
	why := html.Malformed
	switch code {
	case data.CodeBatchTooLarge:
		why = html.TooLong
	case data.CodeTooMany:
		w.Header().Set("Retry-After", "5")
		why = html.Busy
	case data.CodeBodyCut:
		why = html.Cut
	}
	s.refuseForm(w, code.Status(), why)
}

// validOnce reports whether s is a number as random as it must be, in hex.
func validOnce(s string) bool {
	return len(s) >= 32 && len(s) <= 64 && utf8.ValidString(s) && strings.Trim(s, "0123456789abcdef") == ""
}
