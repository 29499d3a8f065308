package app

import (
	"slices"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"placard/app/semantic"
)

// Notice is a banner above every screen, such as "this browser cannot keep what you sign". One is shown at a time, by
// weight; the others wait behind it.
type Notice struct {
	Key    string // a notice of the same key takes the place of the one before; with an empty Text it goes away
	Text   string
	Weight Weight
	Action string // label of a button; empty for none
	Do     func() // what the button does; the notice stays until it is closed or replaced
	Stays  bool   // it cannot be closed: what the button does is the only way on

	// Words give the text and the action, at once and anew in another language; nil: both stay as they stand here.
	Words func() (text, action string)
}

// tell says the notice in the language of now.
func (n *Notice) tell() {
	if n.Words != nil {
		n.Text, n.Action = n.Words()
	}
}

// sayLater are the words of a key, in the language of whenever they are told.
func sayLater(key string) func() (text, action string) {
	return func() (string, string) { return say(key), "" }
}

// Weight says how much depends on a notice being read.
type Weight int

// The weights: an offer or an answer; a warning; a danger to what is signed here, which goes before all others.
const (
	Hint Weight = iota
	Warning
	Danger
)

// Notice shows, replaces or removes a banner.
func (a *App) Notice(n Notice) { a.frame.notices.put(n) }

// notices are what there is to notice, in the order of their weight, the newest of a weight first: it mostly answers
// what a person just did. The banner is one for all of them, so that its buttons keep the focus.
type notices struct {
	list    []Notice
	at      int    // the one that is shown
	changed func() // what is shown, and how much room it wants

	banner       *semantic.Wrapped
	box          *box
	sign         *canvas.Image
	text         *words
	shut         *button
	action, more *button
	buttons      *flowing
}

func newNotices() *notices {
	l := &notices{sign: canvas.NewImageFromResource(nil), text: newWords(""), changed: func() {}}
	l.sign.FillMode = canvas.ImageFillContain
	l.action = newButton(plain, "", "", func() { l.list[l.at].Do() })
	l.more = newButton(quiet, "", "", l.onMore)
	l.buttons = leading(l.action, l.more)
	l.shut = newButton(quiet, "close", "", func() { l.put(Notice{Key: l.list[l.at].Key}) })
	l.shut.name = say("notice.close")
	sign := container.New(square(24), l.sign)
	l.box = newBox(tintSent, pad{x: 16, y: 6}, newColumn(0, newRow(1, sign, l.text, l.shut), l.buttons))
	l.box.radius = 0
	l.banner = semantic.Wrap(semantic.Node{}, l.box)
	return l
}

// put takes n into the list, in place of its like; without a text it only takes that away. What says the same as
// before stays where it is.
func (l *notices) put(n Notice) {
	n.tell()
	old := slices.IndexFunc(l.list, func(o Notice) bool { return o.Key == n.Key })
	if old < 0 && n.Text == "" {
		return
	}
	if old >= 0 {
		if o := &l.list[old]; o.Text == n.Text && o.Action == n.Action && o.Weight == n.Weight {
			o.Do, o.Words = n.Do, n.Words
			return
		}
		l.list = slices.Delete(l.list, old, old+1)
		if old < l.at || l.at == len(l.list) {
			l.at = max(0, l.at-1)
		}
	}
	if n.Text != "" {
		i := slices.IndexFunc(l.list, func(o Notice) bool { return o.Weight <= n.Weight })
		if i < 0 {
			i = len(l.list)
		}
		l.list = slices.Insert(l.list, i, n)
		if i <= l.at {
			l.at = i
		}
	}
	l.refresh()
}

// retell takes over what another list has to say, in the language of now.
func (l *notices) retell(old *notices) {
	l.list, l.at = old.list, old.at
	for i := range l.list {
		l.list[i].tell()
	}
	l.refresh()
}

// onMore turns to the next one, and after the last to the first.
func (l *notices) onMore() {
	l.at = (l.at + 1) % len(l.list)
	l.refresh()
}

// refresh makes the banner show what is to be shown.
func (l *notices) refresh() {
	if len(l.list) > 0 {
		l.dress(l.list[l.at])
	}
	l.changed()
}

func (l *notices) dress(n Notice) {
	role, fill, ink, sign := semantic.Status, tintSent, colorSent, "sent"
	if n.Weight > Hint {
		role, fill, ink, sign = semantic.Alert, tintWaiting, colorWaiting, "warn"
	}
	l.banner.Node = semantic.Node{Role: role, Name: n.Text}
	l.box.fill, l.text.color = fill, ink
	l.text.set(n.Text)
	l.sign.Resource = icon(sign, ink)
	l.sign.Refresh()
	l.action.setLabel(n.Action)
	others := len(l.list) - 1
	l.more.name = sayN("notice.others", others)
	l.more.setLabel(sayN("notice.more", others))
	l.action.Hidden, l.more.Hidden = n.Action == "", others == 0
	l.buttons.Hidden = l.action.Hidden && l.more.Hidden
	l.shut.Hidden = n.Stays
	l.box.Refresh()
}
