package app

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
	"placard/data/pack"
)

// letterForm is what a form that writes a letter has besides its inputs: the facts and requests that stand as they are, a
// gauge of the length, the whole letter to read before it goes, and ways to send it without the campaign's server.
type letterForm struct {
	act     *act
	top     fyne.CanvasObject // above the inputs
	below   fyne.CanvasObject // under them
	own     fyne.CanvasObject // under the button: how to send it oneself
	gauge   *words
	preview *fyne.Container
	passOn  *passOn
	read    *button
}

func newLetter(s *act) *letterForm {
	l := &letterForm{act: s, gauge: newCaption(""), preview: newColumn(gap)}
	l.preview.Hide()
	l.top = l.locked()
	l.read = newButton(plain, "letter", say("letter.read"), l.onRead)
	// No share sheet: a letter is for its target.
	l.passOn = makePassOn(s.app, "", "", func() { s.page.relayout() })
	l.passOn.add("", say("letter.mail"), l.onMail)
	l.passOn.add("", say("letter.copy"), l.onCopy)
	l.passOn.file = func() File { return l.printed().file(s.form.ID) }
	l.passOn.saved = "share.saved.file"
	l.passOn.add("", say("letter.save"), func() { l.with(func(pack.Target, string, string) { l.passOn.onSave() }) })
	own := newColumn(gap, newHeading(2, say("letter.own")), newCaption(say("letter.own.what")), l.passOn.object)
	live := semantic.Wrap(semantic.Node{Role: semantic.Status}, l.gauge)
	l.below, l.own = newColumn(gap, live, leading(l.read), l.preview), own
	l.update()
	return l
}

// locked shows what stands in every letter, as it is.
func (l *letterForm) locked() fyne.CanvasObject {
	form, in := l.act.form, l.act.form.Letter
	said := []fyne.CanvasObject{newHeading(2, say("letter.locked")), newCaption(say("letter.locked.what"))}
	if r := in.Reference(); r != "" {
		said = append(said, newCaption(r))
	}
	if !in.Deadline.IsZero() {
		said = append(said, newCaption(say("letter.deadline", with{"Date": day(in.Deadline)})))
	}
	add := func(list ...string) {
		for _, text := range list {
			if text != "" {
				said = append(said, newWords(text).in(form.Lang))
			}
		}
	}
	add(pack.Paragraphs(in.Facts)...)
	add(in.Ask)
	requests := newColumn(gap)
	for i, r := range in.Requests {
		requests.Add(listItem(strconv.Itoa(i+1)+".", i+1, len(in.Requests), newWords(r).in(form.Lang)))
	}
	said = append(said, semantic.Wrap(semantic.Node{Role: semantic.List}, requests))
	if in.Advice != "" {
		said = append(said, newHeading(3, say("letter.advice")))
		add(pack.Paragraphs(in.Advice)...)
	}
	return newCard(said...)
}

// compose returns the letter as it stands, and its target; ok is false while nobody is chosen to write to.
func (l *letterForm) compose() (to pack.Target, subject, body string, ok bool) {
	fields := l.act.form.Values(typed(l.act.inputs))
	to, ok = l.act.form.Letter.Target(fields[pack.FieldTarget])
	if ok {
		subject, body = l.act.form.Letter.Compose(to, fields)
	}
	return to, subject, body, ok
}

// update follows what is typed and chosen.
func (l *letterForm) update() {
	_, _, body, ok := l.compose()
	n := utf8.RuneCountInString(body)
	switch {
	case !ok:
		l.gauge.set(say("letter.nobody"))
	case n > pack.MailtoMost:
		l.gauge.set(sayN("letter.long", n))
	case n > pack.MailtoWarn:
		l.gauge.set(sayN("letter.longish", n))
	default:
		l.gauge.set(sayN("letter.length", n))
	}
	if l.preview.Visible() {
		l.hide() // it is out of date
	}
}

// with does something with the letter, or says that nobody is chosen to write to.
func (l *letterForm) with(do func(to pack.Target, subject, body string)) {
	to, subject, body, ok := l.compose()
	if !ok {
		l.passOn.say("letter.nobody")
		return
	}
	do(to, subject, body)
}

func (l *letterForm) hide() {
	l.preview.Hide()
	l.read.setLabel(say("letter.read"))
	l.act.page.relayout()
}

// onRead shows the whole letter, or puts it away.
func (l *letterForm) onRead() {
	if l.preview.Visible() {
		l.hide()
		return
	}
	l.with(l.show)
}

func (l *letterForm) show(to pack.Target, subject, body string) {
	head := newWords(say("letter.subject", with{"Subject": subject}))
	head.spans[0].bold = true
	said := []fyne.CanvasObject{newCaption(say("appeal.target", with{"Target": to.Label()})), head}
	for _, p := range strings.Split(body, "\n\n") {
		said = append(said, newWords(p).in(l.act.form.Lang))
	}
	l.preview.Objects = []fyne.CanvasObject{newCard(said...)}
	l.preview.Show()
	l.read.setLabel(say("letter.close"))
	l.act.page.relayout()
}

// onMail begins a mail of the writer's own. One that mail programs would cut off goes by the clipboard.
func (l *letterForm) onMail() {
	l.with(func(to pack.Target, subject, body string) {
		if utf8.RuneCountInString(body) > pack.MailtoMost {
			l.passOn.copy("letter.mail.copied", body)
			body = ""
		}
		l.passOn.open(mailTo(to.Email, subject, body))
	})
}

func (l *letterForm) onCopy() {
	l.with(func(_ pack.Target, subject, body string) {
		l.passOn.copy("letter.copied", subject+"\n\n"+body)
	})
}

// printed is the letter as it goes into an envelope.
func (l *letterForm) printed() paper {
	to, subject, body, _ := l.compose()
	p := paper{
		address: append([]string{to.Label()}, to.Post...), date: day(l.act.app.cfg.Now()),
		subject: subject, body: body, title: l.act.form.Title,
	}
	if len(to.Copies) > 0 {
		p.copies = append([]string{say("letter.copies")}, to.Copies...)
	}
	return p
}
