package app

import (
	"errors"
	"maps"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"placard/app/semantic"
	"placard/data"
	"placard/data/pack"
)

// sign is the form: the statement, the fields of the pack's form, each question of consent as a box of its own, and
// the button. What was typed stays until it is stored or cleared by hand.
type sign struct {
	app    *App
	form   pack.Form
	page   *page
	fields []*field
	ticks  map[string]*tick // by purpose
	button *button
	wipe   *button
	error  *errorCard
	thanks *thanks
	holder *fyne.Container // the form, or the thanks

	attempt data.Action // the last one handed to the outbox, whatever became of it
	working bool
	quiet   bool   // many changes at once: one word to the edition, at their end
	blocked string // what stands in the way, as last shown
}

// signForm returns the form that the sign screen shows: the first one whose kind is a signature.
func signForm(e pack.Edition) (pack.Form, bool) {
	i := slices.IndexFunc(e.Forms, func(f pack.Form) bool { return f.Kind == data.Signature })
	if i < 0 {
		return pack.Form{}, false
	}
	return e.Forms[i], true
}

func newSign(a *App) *sign {
	s := &sign{app: a, ticks: map[string]*tick{}, holder: container.NewStack()}
	s.buildUI()
	return s
}

func (s *sign) buildUI() {
	form, ok := signForm(s.app.edition)
	if !ok {
		s.page = newPage(newHeading(1, say("nav.sign")), newWords(say("sign.missing")))
		s.holder.Objects = []fyne.CanvasObject{s.page}
		return
	}
	s.form = form
	title := newHeading(1, form.Title).in(form.Lang)
	s.page = newPage(newColumn(gap, append([]fyne.CanvasObject{title}, prose(form.Intro, form.Lang)...)...))
	if title, what := s.app.canSign(); title != "" {
		s.blocked = title
		s.page.body.Add(newErrorCard(title, what).object())
	}
	if form.Statement != "" {
		head := newHeading(2, say("sign.statement"))
		s.page.body.Add(newCard(append([]fyne.CanvasObject{head}, prose(form.Statement, form.Lang)...)...))
	}
	if s.blocked == "" {
		s.buildForm(form)
	}
	s.thanks = newThanks(s)
	s.holder.Objects = []fyne.CanvasObject{s.page}
}

func (s *sign) buildForm(form pack.Form) {
	inputs := newColumn(space)
	for _, f := range form.Fields {
		w := newField(f, form.Lang)
		s.fields = append(s.fields, w)
		inputs.Add(w)
	}
	for i, w := range s.fields {
		w.entry.OnChanged = func(string) {
			if w.count(s.app.do, func() { s.onRested(w) }) {
				s.page.relayout()
			}
			s.onChanged(w)
			s.drafted()
		}
		w.entry.onFocus = func() { s.page.reveal(w) }
		w.wheel.to = s.page.scroll
		w.entry.OnSubmitted = func(string) { s.onReturn(i) }
	}
	if len(form.Consents) > 0 {
		c := newColumn(gap, newHeading(2, say("sign.consent")), newCaption(say("sign.consent.optional")))
		for _, q := range form.Consents {
			t := newTick(q.Text, func(bool) { s.onTick(q) })
			t.label.in(q.Lang)
			s.ticks[q.Purpose] = t
			c.Add(t)
		}
		inputs.Add(c)
	}
	if form.Privacy != "" {
		inputs.Add(newColumn(gap, append([]fyne.CanvasObject{newHeading(2, say("sign.privacy"))}, prose(form.Privacy, form.Lang)...)...))
	}
	s.error = newErrorCard("", "")
	inputs.Add(s.error.object())
	s.error.hide()
	s.button = newButton(call, "sign", form.Button, s.onSign)
	s.button.label.in(form.Lang)
	s.wipe = newButton(quiet, "", say("sign.clear"), s.clear)
	inputs.Add(newColumn(gap, s.button, leading(s.wipe)))
	s.page.body.Add(semantic.Wrap(semantic.Node{Role: semantic.Form, Name: form.Title}, inputs))
}

// onChanged takes back what was said of a field as soon as it is right again.
func (s *sign) onChanged(w *field) {
	if w.error == nil {
		return
	}
	for _, err := range s.check() {
		if err.Field == w.form.Name {
			return
		}
	}
	w.mark(nil)
	s.error.hide()
	s.page.relayout()
}

// onRested brings the words of what is still wrong with a field up to date.
func (s *sign) onRested(w *field) {
	for _, err := range s.check() {
		if err.Field == w.form.Name {
			w.again(err)
		}
	}
	s.page.relayout()
}

// onReturn moves on to the next field, and from the last one signs.
func (s *sign) onReturn(i int) {
	if i+1 < len(s.fields) {
		s.focus(s.fields[i+1])
		return
	}
	s.onSign()
}

// onTick looks again at the field that a consent needs, if something was wrong with it.
func (s *sign) onTick(q pack.Consent) {
	s.drafted()
	for _, f := range s.fields {
		if f.form.Name == q.Needs {
			s.onChanged(f)
		}
	}
}

func (s *sign) ticked() map[string]bool {
	on := map[string]bool{}
	for purpose, t := range s.ticks {
		on[purpose] = t.checked
	}
	return on
}

func (s *sign) check() []*data.Error {
	return s.form.Check(s.form.Values(typed(s.fields)), s.ticked())
}

// onSign checks the form, says at each field what is wrong, or hands the signature to the outbox.
func (s *sign) onSign() {
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
		s.app.do(func() { s.app.sign.done(a, err) }) // it may be another by then, in another language
	}()
}

// complain marks the fields with errors, and moves to the first.
func (s *sign) complain(errs []*data.Error) bool {
	s.error.hide()
	var first *field
	for _, f := range s.fields {
		i := slices.IndexFunc(errs, func(e *data.Error) bool { return e.Field == f.form.Name })
		if i < 0 {
			f.mark(nil)
			continue
		}
		f.mark(errs[i])
		if first == nil {
			first = f
		}
	}
	if len(errs) > 0 {
		s.error.set(sayN("sign.wrong", len(errs)), say("sign.failed.keep"))
	}
	s.page.relayout()
	if first != nil {
		s.focus(first)
	}
	return len(errs) > 0
}

// action builds the signature. When nothing changed since the last attempt it is that one again, so that an attempt
// that was stored although it seemed to fail is not stored a second time.
func (s *sign) action() data.Action {
	a := data.NewAction(s.app.cfg.Campaign.ID, s.form.Kind, s.app.cfg.Now())
	a.Fields = s.form.Values(typed(s.fields))
	a.Consents = s.form.Records(s.ticked())
	a.Pack, a.Lang = s.app.cfg.Pack.Hash, s.form.Lang
	if maps.Equal(a.Fields, s.attempt.Fields) && slices.Equal(a.Consents, s.attempt.Consents) {
		return s.attempt
	}
	return a
}

// done is told what became of the attempt.
func (s *sign) done(a data.Action, err error) {
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
func (s *sign) fail(err error) {
	coded := data.NewError(data.CodeStorage, "", err)
	errors.As(err, &coded)
	for _, f := range s.fields {
		if coded.Field == f.form.Name {
			s.complain([]*data.Error{coded})
			return
		}
	}
	s.error.set(say("sign.failed"), hint(coded)+" "+say("sign.failed.keep"))
	s.page.relayout()
	s.page.reveal(s.error.object())
}

func (s *sign) busy(on bool) {
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
	for _, f := range s.fields { // what is being stored must not change under it
		if on {
			f.entry.Disable()
		} else {
			f.entry.Enable()
		}
	}
	s.button.label.in(lang)
	s.button.setLabel(label)
}

// drafted tells the edition what is typed.
func (s *sign) drafted() {
	if !s.quiet {
		s.app.drafted()
	}
}

// clear empties the form and forgets the attempt.
func (s *sign) clear() {
	s.quiet = true // one word at the end, not one a field
	for _, f := range s.fields {
		f.clear()
	}
	for _, t := range s.ticks {
		t.set(false)
	}
	s.attempt = data.Action{}
	s.quiet = false
	s.app.drafted()
	s.error.hide()
	s.page.relayout()
	s.page.top()
}

// next gives the empty form to the next person.
func (s *sign) next() {
	s.swap(s.page)
	s.page.top()
	if len(s.fields) > 0 {
		s.focus(s.fields[0])
	}
}

func (s *sign) swap(p *page) {
	s.holder.Objects = []fyne.CanvasObject{p}
	s.holder.Refresh()
	p.relayout()
	p.top()
}

func (s *sign) focus(f *field) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(f.entry); c != nil {
		c.Focus(f.entry)
	}
}

func (s *sign) object() fyne.CanvasObject { return s.holder }
func (s *sign) title() string             { return say("nav.sign") }
func (s *sign) shown()                    {}
func (s *sign) resized(bool)              {}

// left puts the thanks away: who comes back finds the form.
func (s *sign) left() {
	if s.thanked() {
		s.holder.Objects = []fyne.CanvasObject{s.page}
		s.page.top()
	}
}

func (s *sign) thanked() bool {
	return s.thanks != nil && s.holder.Objects[0] == fyne.CanvasObject(s.thanks.page)
}

func (s *sign) update(*state) {
	if s.thanked() {
		s.thanks.look()
	}
}

// errorCard says what went wrong and what to do, at once to a screen reader too.
type errorCard struct {
	title, what *words
	wrap        *semantic.Wrapped
}

func newErrorCard(title, what string) *errorCard {
	c := &errorCard{title: newWords(title), what: newWords(what)}
	c.title.spans[0].bold, c.title.color, c.what.color = true, colorRefused, theme.ColorNameForeground
	b := newBox(tintRefused, pad{x: 16, y: 14}, newRow(1, newIcon("refused", colorRefused, 26), newColumn(4, c.title, c.what)))
	c.wrap = semantic.Wrap(semantic.Node{Role: semantic.Alert}, b)
	return c
}

func (c *errorCard) object() fyne.CanvasObject { return c.wrap }
func (c *errorCard) hide()                     { c.wrap.Hide() }

func (c *errorCard) set(title, what string) {
	c.title.set(title)
	c.what.set(what)
	c.wrap.Show()
}
