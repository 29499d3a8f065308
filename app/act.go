package app

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"placard/app/semantic"
	"placard/data"
	"placard/data/pack"
)

// act is the screen of one form: the statement, the fields of the pack's form, each question of consent as a box of its
// own, and the button. What was typed stays until it is stored or cleared by hand.
type act struct {
	app    *App
	form   pack.Form
	page   *page
	inputs []input
	fields []*field         // those of the inputs that are typed into
	ticks  map[string]*tick // by purpose
	button *button
	wipe   *button
	error  *errorCard
	thanks *thanks
	letter *letterForm     // nil for what is none
	others *comments       // those of others; nil for what is no comment
	holder *fyne.Container // the form, or the thanks

	attempt data.Action // the last one handed to the outbox, whatever became of it
	working bool
	quiet   bool   // many changes at once: one word to the edition, at their end
	blocked string // what stands in the way, as last shown
}

// signForm returns the form of the sign screen: the first one whose kind is a signature.
func signForm(e pack.Edition) (pack.Form, bool) {
	i := slices.IndexFunc(e.Forms, func(f pack.Form) bool { return f.Kind == data.Signature })
	if i < 0 {
		return pack.Form{}, false
	}
	return e.Forms[i], true
}

// makeForms makes a screen for each form. That of the petition is there even where the pack has none, and says so.
func (a *App) makeForms() {
	a.acts = map[string]*act{}
	for _, f := range a.edition.Forms {
		a.acts[f.ID] = newAct(a, f)
	}
	if form, ok := signForm(a.edition); ok {
		a.sign = a.acts[form.ID]
		return
	}
	a.sign = noSign(a)
}

func noSign(a *App) *act {
	s := &act{app: a, holder: container.NewStack()}
	s.page = newPage(newHeading(1, say("nav.sign")), newWords(say("sign.missing")))
	s.holder.Objects = []fyne.CanvasObject{s.page}
	return s
}

func newAct(a *App, form pack.Form) *act {
	s := &act{app: a, form: form, ticks: map[string]*tick{}, holder: container.NewStack()}
	s.buildUI()
	return s
}

// own returns the words of a key for what the form is: a signature has words of its own.
func (s *act) own(key string) string {
	if s.form.Kind == data.Signature {
		return say("sign." + key)
	}
	return say("act." + key)
}

func (s *act) ownN(key string, n int) string {
	if s.form.Kind == data.Signature {
		return sayN("sign."+key, n)
	}
	return sayN("act."+key, n)
}

func (s *act) buildUI() {
	form := s.form
	title := newHeading(1, form.Title).in(form.Lang)
	s.page = newPage(newColumn(gap, append([]fyne.CanvasObject{title}, prose(form.Intro, form.Lang)...)...))
	if title, what := s.app.canSign(); title != "" {
		s.blocked = title
		s.page.body.Add(newErrorCard(title, what).object())
	}
	if form.Statement != "" {
		head := newHeading(2, s.own("statement"))
		s.page.body.Add(newCard(append([]fyne.CanvasObject{head}, prose(form.Statement, form.Lang)...)...))
	}
	if form.Closed(s.app.cfg.Now()) {
		s.blocked = say("letter.closed")
		s.page.body.Add(newErrorCard(s.blocked, say("letter.closed.what", with{"Date": day(form.Letter.Deadline)})).object())
	}
	if form.Letter != nil {
		s.letter = newLetter(s)
		s.page.body.Add(s.letter.top)
	}
	if s.blocked == "" {
		s.buildForm(form)
	}
	if form.Kind == data.Comment {
		s.others = newComments(s.app, func() { s.page.relayout() })
		s.page.body.Add(s.others.object)
	}
	s.thanks = newThanks(s)
	s.holder.Objects = []fyne.CanvasObject{s.page}
}

func (s *act) buildForm(form pack.Form) {
	inputs := newColumn(space)
	for i, f := range form.Fields {
		in := s.newInput(f, i)
		s.inputs = append(s.inputs, in)
		inputs.Add(in.object())
	}
	if len(form.Consents) > 0 {
		choice := say("act.consent")
		if form.Kind == data.Signature {
			choice = say("sign.consent.optional")
		}
		c := newColumn(gap, newHeading(2, say("sign.consent")), newCaption(choice))
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
	if s.letter != nil {
		inputs.Add(s.letter.below)
		s.letter.update()
	}
	s.error = newErrorCard("", "")
	inputs.Add(s.error.object())
	s.error.hide()
	s.button = newButton(call, "sign", form.Button, s.onSign)
	s.button.label.in(form.Lang)
	s.wipe = newButton(quiet, "", say("sign.clear"), s.clear)
	inputs.Add(newColumn(gap, s.button, leading(s.wipe)))
	if s.letter != nil {
		inputs.Add(s.letter.own)
	}
	s.page.body.Add(semantic.Wrap(semantic.Node{Role: semantic.Form, Name: form.Title}, inputs))
}

// newInput makes the i-th input, and listens to it.
func (s *act) newInput(f pack.Field, i int) input {
	if f.Type == pack.Choice {
		w := newPick(f, s.form.Lang)
		w.onPick = func() {
			s.onChanged(w)
			s.drafted()
		}
		return w
	}
	w := newField(f, s.form.Lang)
	s.fields = append(s.fields, w)
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
	return w
}

// onChanged takes back what was said of an input as soon as it is right again.
func (s *act) onChanged(w input) {
	if w.wrong() == nil {
		return
	}
	for _, err := range s.check() {
		if err.Field == w.spec().Name {
			return
		}
	}
	w.mark(nil)
	s.error.hide()
	s.page.relayout()
}

// onRested brings the words of what is still wrong with a field up to date.
func (s *act) onRested(w *field) {
	for _, err := range s.check() {
		if err.Field == w.form.Name {
			w.again(err)
		}
	}
	s.page.relayout()
}

// onReturn moves on to the next field, and from the last one signs.
func (s *act) onReturn(i int) {
	if !s.focusFrom(i + 1) {
		s.onSign()
	}
}

// onTick looks again at the field that a consent needs, if something was wrong with it.
func (s *act) onTick(q pack.Consent) {
	s.drafted()
	for _, in := range s.inputs {
		if in.spec().Name == q.Needs {
			s.onChanged(in)
		}
	}
}

// drafted tells the edition what is typed.
func (s *act) drafted() {
	if s.letter != nil {
		s.letter.update()
	}
	if !s.quiet {
		s.app.drafted()
	}
}

// clear empties the form and forgets the attempt.
func (s *act) clear() {
	s.quiet = true // one word at the end, not one a field
	for _, in := range s.inputs {
		in.clear()
	}
	for _, t := range s.ticks {
		t.set(false)
	}
	s.attempt = data.Action{}
	s.quiet = false
	s.drafted()
	s.error.hide()
	s.page.relayout()
	s.page.top()
}

// next gives the empty form to the next person.
func (s *act) next() {
	s.swap(s.page)
	s.page.top()
	s.focusFrom(0)
}

// focusFrom moves to the i-th input or the next one that takes anything, and reports whether there is one.
func (s *act) focusFrom(i int) bool {
	for _, in := range s.inputs[min(i, len(s.inputs)):] {
		if in.focusable() != nil {
			s.focus(in)
			return true
		}
	}
	return false
}

func (s *act) swap(p *page) {
	s.holder.Objects = []fyne.CanvasObject{p}
	s.holder.Refresh()
	p.relayout()
	p.top()
}

func (s *act) focus(in input) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(in.object()); c != nil {
		c.Focus(in.focusable())
	}
	s.page.reveal(in.object()) // all of it: what is wrong stands above a choice
}

func (s *act) object() fyne.CanvasObject { return s.holder }
func (s *act) resized(bool)              {}

func (s *act) shown() {
	if s.others != nil {
		s.others.look()
	}
}

// title is that of the form; the petition's is as the navigation says it.
func (s *act) title() string {
	if s.form.ID == "" || s.form.ID == s.app.sign.form.ID {
		return say("nav.sign")
	}
	return s.form.Title
}

// left puts the thanks away: who comes back finds the form.
func (s *act) left() {
	if s.thanked() {
		s.holder.Objects = []fyne.CanvasObject{s.page}
		s.page.top()
	}
}

func (s *act) thanked() bool {
	return s.thanks != nil && s.holder.Objects[0] == fyne.CanvasObject(s.thanks.page)
}

func (s *act) update(*state) {
	if s.thanked() {
		s.thanks.look()
	}
	if s.others != nil {
		s.others.look()
	}
}
