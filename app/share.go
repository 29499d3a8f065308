package app

import (
	"net/url"
	"strings"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
	"placard/data"
	"placard/data/pack"
)

// network is a site on which a text can be published, by an address of its own for that.
type network struct {
	name, address string // {link} and {text} stand for what is shared
}

var networks = []network{
	{"Facebook", "https://www.facebook.com/sharer/sharer.php?u={link}"},
	{"WhatsApp", "https://wa.me/?text={text}%20{link}"},
	{"Telegram", "https://t.me/share/url?url={link}&text={text}"},
	{"X", "https://x.com/intent/post?text={text}&url={link}"},
	{"Bluesky", "https://bsky.app/intent/compose?text={text}%20{link}"},
}

// url returns the address that shares a text and a link.
func (n network) url(text, link string) (*url.URL, error) {
	escape := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	return url.Parse(strings.NewReplacer("{text}", escape(text), "{link}", escape(link)).Replace(n.address))
}

// share is the online protest: the pack's ready texts, each with the ways to publish it.
type share struct {
	app  *App
	page *page
}

func newShare(a *App) *share {
	s := &share{app: a}
	s.page = newPage(newColumn(gap, newHeading(1, say("protest.title")), newCaption(say("protest.intro"))))
	grow := func() { s.page.relayout() }
	list := newColumn(12)
	for i, t := range a.edition.Shares {
		list.Add(semantic.Wrap(semantic.Node{Role: semantic.Listitem, Pos: i + 1, Of: len(a.edition.Shares)}, s.card(t, grow)))
	}
	s.page.body.Add(semantic.Wrap(semantic.Node{Role: semantic.List, Name: say("protest.title")}, list))
	if f, ok := a.formOf(data.Share); ok {
		done := newButton(plain, "share", say("protest.done"), func() { a.open(a.formRoute(f.form.ID)) })
		done.role = semantic.Link
		s.page.body.Add(newColumn(gap, newCaption(say("protest.done.what")), leading(done)))
	}
	return s
}

// card shows a text and how to publish it; where each button leads stands on it.
func (s *share) card(t pack.Share, grow func()) fyne.CanvasObject {
	p := makePassOn(s.app, s.app.edition.Title, t.Text, grow)
	p.addSheet()
	p.add("", say("share.copy.text"), p.onCopyText)
	p.add("", say("share.mail"), p.onMail)
	for _, n := range networks {
		u, err := n.url(t.Text, p.link())
		if err != nil {
			continue // the tests try them all
		}
		p.add("", say("protest.on", with{"Name": n.name, "Host": u.Host}), func() { s.app.reminder.open(n.name, u) }).role = semantic.Link
	}
	return newCard(newWords(t.Text).in(t.Lang), p.object)
}

// reminder keeps in mind what a person wanted to publish while there was no connection, until there is one or the kit
// is closed.
type reminder struct {
	app    *App
	online bool
	wanted *url.URL
	name   string
}

// open opens a link to a network, or reminds of it later.
func (r *reminder) open(name string, u *url.URL) {
	if r.online {
		r.now(u)
		return
	}
	r.name, r.wanted = name, u
	r.app.Notice(Notice{Key: "reminder", Words: r.words("protest.later", "protest.anyway"), Do: func() { r.now(u) }})
}

// words name the network that is to be remembered.
func (r *reminder) words(text, action string) func() (string, string) {
	name := r.name
	return func() (string, string) { return say(text, with{"Name": name}), say(action) }
}

func (r *reminder) now(u *url.URL) {
	r.wanted = nil
	r.app.Notice(Notice{Key: "reminder"})
	if r.app.cfg.Platform == nil {
		return
	}
	if err := r.app.cfg.Platform.OpenURL(u); err != nil {
		r.app.Notice(Notice{Key: "reminder", Weight: Warning, Words: sayLater("share.failed")})
	}
}

// look reminds once there is a connection.
func (r *reminder) look(online bool) {
	came := online && !r.online
	r.online = online
	if u := r.wanted; u != nil && came {
		r.app.Notice(Notice{Key: "reminder", Words: r.words("protest.again", "protest.now"), Do: func() { r.now(u) }})
	}
}

func (s *share) object() fyne.CanvasObject { return s.page }
func (s *share) title() string             { return say("protest.title") }
func (s *share) shown()                    {}
func (s *share) left()                     {}
func (s *share) update(*state)             {}
func (s *share) resized(bool)              {}
func (s *share) offset() float32           { return s.page.offset() }
func (s *share) scroll(dy float32)         { s.page.by(dy) }
