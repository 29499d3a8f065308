package app

import (
	"net/url"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

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
	buttons := container.New(&flow{gap: gap})
	if can.Share {
		buttons.Add(newButton(plain, "share", say("share.sheet"), p.onShare))
	}
	if p.link() != "" {
		buttons.Add(newButton(plain, "", say("share.copy"), p.onCopy))
	}
	buttons.Add(newButton(plain, "", say("share.mail"), p.onMail))
	buttons.Add(newButton(plain, "", say("share.save"), p.onSave))
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

// flow lays objects side by side, and begins a new line where the next one has no room.
type flow struct{ gap, width float32 }

func (l *flow) place(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w, h float32)) (height float32) {
	var x, y, line float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		w := min(m.Width, max(width, 0))
		if x > 0 && x+w > width {
			x, y, line = 0, y+line+l.gap, 0
		}
		put(o, x, y, w, m.Height)
		x, line = x+w+l.gap, max(line, m.Height)
	}
	return y + line
}

// Layout places the objects.
func (l *flow) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	l.width = s.Width
	l.place(objects, s.Width, func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Resize(fyne.NewSize(w, h))
		o.Move(fyne.NewPos(x, y))
	})
}

// MinSize is as wide as the widest of them, and as high as all are at the width last given.
func (l *flow) MinSize(objects []fyne.CanvasObject) (s fyne.Size) {
	for _, o := range objects {
		s.Width = max(s.Width, o.MinSize().Width)
	}
	s.Height = l.place(objects, max(l.width, s.Width), func(fyne.CanvasObject, float32, float32, float32, float32) {})
	return s
}
