package app

import (
	"errors"
	"maps"
	"slices"

	"github.com/google/uuid"

	"placard/data"
)

func (s *act) ticked() map[string]bool {
	on := map[string]bool{}
	for purpose, t := range s.ticks {
		on[purpose] = t.checked
	}
	return on
}

func (s *act) check() []*data.Error {
	return s.form.Check(s.form.Values(typed(s.inputs)), s.ticked())
}

// onSign checks the form, says at each field what is wrong, or hands the signature to the outbox.
func (s *act) onSign() {
	if s.working || s.blocked != "" {
		return
	}
	if s.complain(s.check()) {
		return
	}
	a := s.action()
	if err := a.Check(); err != nil {
		s.fail(err)
		return
	}
	s.attempt = a
	s.drafted() // with the attempt's number
	s.busy(true)
	go func() {
		err := s.app.cfg.Outbox.Queue(s.app.ctx, a)
		s.app.do(func() { s.app.acts[s.form.ID].done(a, err) }) // it may be another by then, in another language
	}()
}

// complain marks the fields with errors, and moves to the first.
func (s *act) complain(errs []*data.Error) bool {
	s.error.hide()
	var first input
	for _, in := range s.inputs {
		i := slices.IndexFunc(errs, func(e *data.Error) bool { return e.Field == in.spec().Name })
		if i < 0 {
			in.mark(nil)
			continue
		}
		in.mark(errs[i])
		if first == nil {
			first = in
		}
	}
	if len(errs) > 0 {
		s.error.set(s.ownN("wrong", len(errs)), say("sign.failed.keep"))
	}
	s.page.relayout()
	if first != nil {
		s.focus(first)
	}
	return len(errs) > 0
}

// action builds the signature. When nothing changed since the last attempt it is that one again, so that an attempt
// that was stored although it seemed to fail is not stored a second time.
func (s *act) action() data.Action {
	a := data.NewAction(s.app.cfg.Campaign.ID, s.form.Kind, s.app.cfg.Now())
	a.Fields = s.form.Values(typed(s.inputs))
	a.Consents = s.form.Records(s.ticked())
	a.Pack, a.Form, a.Lang = s.app.cfg.Pack.Hash, s.form.ID, s.form.Lang
	if s.attempt.ID != uuid.Nil && maps.Equal(a.Fields, s.attempt.Fields) && slices.Equal(a.Consents, s.attempt.Consents) {
		return s.attempt
	}
	return a
}

// done is told what became of the attempt.
func (s *act) done(a data.Action, err error) {
	s.busy(false)
	if err != nil && !errors.Is(err, &data.Error{Code: data.CodeConflict}) { // a conflict with itself: it is there
		s.fail(err)
		return
	}
	s.clear()
	s.thanks.begin(a.ID)
	s.swap(s.thanks.page)
	s.app.stored()
}

// fail says why nothing was stored. The form keeps everything.
func (s *act) fail(err error) {
	coded := data.NewError(data.CodeStorage, "", err)
	errors.As(err, &coded)
	for _, in := range s.inputs {
		if coded.Field == in.spec().Name {
			s.complain([]*data.Error{coded})
			return
		}
	}
	s.error.set(say("sign.failed"), hint(coded)+" "+say("sign.failed.keep"))
	s.page.relayout()
	s.page.reveal(s.error.object())
}

func (s *act) busy(on bool) {
	s.working = on
	label, lang := s.form.Button, s.form.Lang
	if on {
		label, lang = say("sign.working"), ""
		s.button.Disable()
		s.wipe.Disable()
	} else {
		s.button.Enable()
		s.wipe.Enable()
	}
	for _, in := range s.inputs { // what is being stored must not change under it
		in.freeze(on)
	}
	s.button.label.in(lang)
	s.button.setLabel(label)
}
