package app

import (
	"net/url"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
	"placard/data/pack"
)

// passOn offers ways to hand the appeal to others: the share sheet where there is one, the link, a mail, a file. All
// that goes out is the pack's own text.
type passOn struct {
	app    *App
	grow   func() // what lies below must make room
	said   *words
	object fyne.CanvasObject
}

func newPassOn(a *App, grow func()) *passOn {
	p := &passOn{app: a, grow: grow, said: newWords("")}
	p.said.Hide()
	var can Abilities
	if a.cfg.Platform != nil {
		can = a.cfg.Platform.Can()
	}
	buttons := leading()
	if can.Share {
		buttons.objects.Add(newButton(plain, "share", say("share.sheet"), p.onShare))
	}
	if p.link() != "" {
		buttons.objects.Add(newButton(plain, "", say("share.copy"), p.onCopy))
	}
	buttons.objects.Add(newButton(plain, "", say("share.mail"), p.onMail))
	buttons.objects.Add(newButton(plain, "", say("share.save"), p.onSave))
	live := semantic.Wrap(semantic.Node{Role: semantic.Status}, p.said)
	p.object = newColumn(gap, newHeading(2, say("share.title")), buttons, live)
	return p
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
	e := p.app.edition
	s := Shared{Title: e.Appeal.Title, Text: e.Appeal.Summary, URL: p.link()}
	p.ask(func() (string, error) { return "", p.app.cfg.Platform.Share(p.app.ctx, s) })
}

func (p *passOn) onCopy() {
	link := p.link()
	p.ask(func() (string, error) { return "share.copied", p.app.cfg.Platform.Copy(p.app.ctx, link) })
}

func (p *passOn) onMail() {
	if p.app.cfg.Platform == nil {
		return
	}
	e := p.app.edition.Appeal
	body := strings.TrimSpace(e.Summary + "\n\n" + p.link())
	if err := p.app.cfg.Platform.OpenURL(Mail(e.Title, body)); err != nil {
		p.say("share.failed")
	}
}

// Mail returns the link that begins a mail to nobody yet (RFC 6068).
func Mail(subject, body string) *url.URL {
	// Mail programs take a "+" as it stands, and lines end as in a mail.
	escape := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	return &url.URL{Scheme: "mailto", RawQuery: "subject=" + escape(subject) + "&body=" + escape(strings.ReplaceAll(body, "\n", "\r\n"))}
}

func (p *passOn) onSave() {
	f := TextFile(p.app.cfg.Pack.ID+".txt", appealText(p.app.edition.Appeal, p.link()))
	p.ask(func() (string, error) {
		saved, err := p.app.cfg.Platform.Save(p.app.ctx, f)
		if !saved {
			return "", err
		}
		return "share.saved", err
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
