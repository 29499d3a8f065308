package app

import (
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Draft is what a person has typed into a form and not signed yet. It is plain text, so it never goes where it could
// reach a disk: the app holds it in its fields, and an edition may carry it in memory over a restart.
type Draft struct {
	Form     string            `json:"form"`               // id of the pack's form: "petition"
	Lang     string            `json:"lang,omitempty"`     // of the form: a box is ticked for the words beside it alone
	Fields   map[string]string `json:"fields,omitempty"`   // by name, as typed; the empty ones are left out
	Consents []string          `json:"consents,omitempty"` // purposes of the ticked boxes

	// Attempt is the number of the action that was being stored, empty for none: after a restart in that very moment
	// the same signature is stored once.
	Attempt string `json:"attempt,omitempty"`

	Others []Draft `json:"others,omitempty"` // of further forms; these have none
}

// Empty reports whether there is nothing in a draft that would be missed.
func (d Draft) Empty() bool {
	for _, v := range d.Fields {
		if strings.TrimSpace(v) != "" {
			return false
		}
	}
	return len(d.Consents) == 0 && !slices.ContainsFunc(d.Others, func(o Draft) bool { return !o.Empty() })
}

// Draft returns what is typed and not signed yet; it is empty once all was signed or cleared. The form that is on
// screen comes first.
func (a *App) Draft() Draft {
	var d Draft
	for _, s := range a.forms() {
		switch own := s.draft(); {
		case d.Form == "":
			d = own
		case own.Empty():
		case d.Empty():
			d = own
		default:
			d.Others = append(d.Others, own)
		}
	}
	return d
}

// forms lists the screens of the forms, the one that is shown first, then the petition and the others in the pack's
// order.
func (a *App) forms() []*act {
	list := []*act{}
	put := func(s *act) {
		if s != nil && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	if s, ok := a.frame.current().(*act); ok {
		put(s)
	}
	put(a.sign)
	for _, f := range a.edition.Forms {
		put(a.acts[f.ID])
	}
	return list
}

// Restore puts a draft back into the forms that it names, and reports whether anything of it was put there. What the
// person has typed since stays, and consents in another language are asked for again. It opens no screen.
func (a *App) Restore(d Draft) bool {
	put := false
	for _, one := range append([]Draft{d}, d.Others...) {
		if s := a.acts[one.Form]; s != nil && s.restore(one) {
			put = true
		}
	}
	return put
}

// drafted tells the edition that the draft changed.
func (a *App) drafted() {
	if a.cfg.Platform != nil {
		a.cfg.Platform.Drafted(a.Draft())
	}
}

func (s *act) draft() Draft {
	d := Draft{Form: s.form.ID, Lang: s.form.Lang, Fields: map[string]string{}}
	for _, in := range s.inputs {
		if v := in.value(); v != "" && in.focusable() != nil {
			d.Fields[in.spec().Name] = v
		}
	}
	for _, q := range s.form.Consents {
		if t := s.ticks[q.Purpose]; t != nil && t.checked {
			d.Consents = append(d.Consents, q.Purpose)
		}
	}
	if s.attempt.ID != uuid.Nil && maps.Equal(s.attempt.Fields, s.form.Values(typed(s.inputs))) {
		d.Attempt = s.attempt.ID.String()
	}
	return d
}

// adopt takes over what was typed into the form in another language, and what is being stored of it.
func (s *act) adopt(old *act) {
	s.restore(old.draft())
	if old.working {
		s.attempt = old.attempt
		s.busy(true)
	}
}

func (s *act) restore(d Draft) bool {
	if d.Form != s.form.ID || s.working || d.Empty() {
		return false
	}
	put := false
	s.quiet = true
	for _, in := range s.inputs {
		if v := d.Fields[in.spec().Name]; v != "" && in.value() == "" {
			in.put(v)
			put = put || in.value() != ""
		}
	}
	for purpose, t := range s.ticks {
		if !t.checked && d.Lang == s.form.Lang && slices.Contains(d.Consents, purpose) {
			t.set(true)
			put = true
		}
	}
	s.quiet = false
	if id, err := uuid.Parse(d.Attempt); err == nil && put && s.attempt.ID == uuid.Nil {
		s.attempt = s.action()
		s.attempt.ID = id
	}
	if put {
		s.page.relayout()
		s.app.drafted()
	}
	return put
}
