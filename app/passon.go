package app

import (
	"net/url"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
	"placard/data/pack"
)

// passOn offers ways to hand a text of the pack to others: the share sheet where there is one, the clipboard, a mail of
// the person's own, a QR code for a camera nearby, a file. Nothing is sent by the kit or its server, and all that goes
// out is the pack's own text.
type passOn struct {
	app         *App
	title, text string
	file        func() File // what is saved; nil: nothing is
	saved       string      // key of the words for that
	grow        func()      // what lies below must make room
	said        *words
	code        *fyne.Container
	object      fyne.CanvasObject
	buttons     *flowing
}

// newPassOn offers the whole appeal.
func newPassOn(a *App, grow func()) *passOn {
	e := a.edition.Appeal
	p := makePassOn(a, e.Title, e.Summary, grow)
	p.addSheet()
	if p.link() != "" {
		p.add("", say("share.copy"), p.onCopyLink)
	}
	p.add("", say("share.mail"), p.onMail)
	p.file = func() File { return TextFile(a.cfg.Pack.ID+".txt", appealText(e, p.link())) }
	p.saved = "share.saved"
	p.add("", say("share.save"), p.onSave)
	if p.link() != "" {
		p.add("", say("share.code"), p.onCode)
	}
	p.object = newColumn(gap, newHeading(2, say("share.title")), p.object)
	return p
}

func makePassOn(a *App, title, text string, grow func()) *passOn {
	p := &passOn{app: a, title: title, text: text, grow: grow, said: newWords(""), code: newColumn(0), buttons: leading()}
	p.said.Hide()
	p.code.Hide()
	live := semantic.Wrap(semantic.Node{Role: semantic.Status}, newColumn(0, p.said)) // hidden, it takes no room
	p.object = newColumn(gap, p.buttons, live, p.code)
	return p
}

// addSheet offers the system's share sheet, where there is one.
func (p *passOn) addSheet() {
	if p.app.cfg.Platform != nil && p.app.cfg.Platform.Can().Share {
		p.add("share", say("share.sheet"), p.onShare)
	}
}

func (p *passOn) add(icon, label string, do func()) *button {
	b := newButton(plain, icon, label, do)
	p.buttons.objects.Add(b)
	return b
}

func (p *passOn) link() string {
	if p.app.cfg.Platform == nil {
		return ""
	}
	return p.app.cfg.Platform.Address()
}

// ask runs what waits for the system beside the UI goroutine, and says what came of it.
func (p *passOn) ask(f func() (key string, err error)) {
	if p.app.cfg.Platform == nil {
		return
	}
	go func() {
		key, err := f()
		if err != nil {
			key = "share.failed"
		}
		p.app.do(func() { p.say(key) })
	}()
}

func (p *passOn) say(key string) {
	p.said.Hidden = key == ""
	if key != "" {
		p.said.set(say(key))
	}
	p.grow()
}

func (p *passOn) onShare() {
	s := Shared{Title: p.title, Text: p.text, URL: p.link()}
	p.ask(func() (string, error) { return "", p.app.cfg.Platform.Share(p.app.ctx, s) })
}

func (p *passOn) onCopyLink() { p.copy("share.copied", p.link()) }
func (p *passOn) onCopyText() { p.copy("share.copied.text", p.whole()) }

func (p *passOn) copy(key, text string) {
	p.ask(func() (string, error) { return key, p.app.cfg.Platform.Copy(p.app.ctx, text) })
}

// whole is the text with the link below it.
func (p *passOn) whole() string { return strings.TrimSpace(p.text + "\n\n" + p.link()) }

func (p *passOn) onMail() { p.open(Mail(p.title, p.whole())) }

func (p *passOn) open(u *url.URL) {
	if p.app.cfg.Platform == nil {
		return
	}
	if err := p.app.cfg.Platform.OpenURL(u); err != nil {
		p.say("share.failed")
	}
}

// onCode shows the link as a QR code, or puts it away.
func (p *passOn) onCode() {
	if p.code.Visible() {
		p.code.Hide()
		p.grow()
		return
	}
	if len(p.code.Objects) == 0 {
		if qr := newQR(p.link(), say("share.code.name")); qr != nil {
			p.code.Add(leading(qr))
		}
		p.code.Add(newCaption(p.link()))
	}
	p.code.Show()
	p.grow()
}

// Mail returns the link that begins a mail to nobody yet (RFC 6068).
func Mail(subject, body string) *url.URL { return mailTo("", subject, body) }

// mailTo returns the link that begins a mail to an address, "" for nobody yet.
func mailTo(address, subject, body string) *url.URL {
	// Mail programs take a "+" as it stands, and lines end as in a mail.
	escape := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	return &url.URL{Scheme: "mailto", Opaque: strings.ReplaceAll(escape(address), "%40", "@"), RawQuery: "subject=" + escape(subject) + "&body=" + escape(strings.ReplaceAll(body, "\n", "\r\n"))}
}

func (p *passOn) onSave() {
	f := p.file()
	p.ask(func() (string, error) {
		saved, err := p.app.cfg.Platform.Save(p.app.ctx, f)
		if !saved {
			return "", err
		}
		return p.saved, err
	})
}

// appealText is the whole appeal as plain text, with who reported each figure.
func appealText(e pack.Appeal, link string) string {
	var b strings.Builder
	part := func(text string) {
		if text = strings.TrimSpace(text); text != "" {
			b.WriteString(text + "\n\n")
		}
	}
	part(e.Title)
	part(say("appeal.date", with{"Date": day(e.Date)}))
	if e.Target != "" {
		part(say("appeal.target", with{"Target": e.Target}))
	}
	part(e.Summary)
	part(e.Body)
	if len(e.Demands) > 0 {
		part(say("appeal.asks"))
	}
	for i, d := range e.Demands {
		part(strconv.Itoa(i+1) + ". " + d)
	}
	if len(e.Figures) > 0 {
		part(say("appeal.figures"))
	}
	for _, f := range e.Figures {
		part(f.Text + " " + source(f))
	}
	part(link)
	return strings.ReplaceAll(strings.TrimSpace(b.String())+"\n", "\n", "\r\n") // every editor knows these
}
