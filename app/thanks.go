package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/google/uuid"

	"placard/app/semantic"
	"placard/data"
)

// thanks is what a signer sees once the signature lies on the device: thanks, and how far it has come.
type thanks struct {
	act   *act
	page  *page
	waits *fyne.Container // the pack's words for a signature that waits
	state *words
	badge *badge
	id    uuid.UUID
	now   data.State
	busy  bool
}

// recent is how many of the newest entries are searched for the signature: at a stall nobody is so far behind.
const recent = 50

func newThanks(s *act) *thanks {
	t := &thanks{act: s, state: newWords(""), badge: newBadge()}
	title := newHeading(1, say("thanks.title"))
	title.size = sizeTitle
	t.waits = newColumn(12, prose(s.form.Thanks, s.form.Lang)...)
	live := semantic.Wrap(semantic.Node{Role: semantic.Status}, newColumn(12, t.badge.object, t.waits, t.state))
	t.page = newPage(newColumn(12, title, newCard(live)))
	next := newButton(call, "sign", say("thanks.next"), s.next)
	read := newButton(plain, "appeal", say("thanks.read"), func() { s.app.open(routeAppeal) })
	t.page.body.Add(container.New(column{gap: 12}, next, leading(read)))
	t.page.body.Add(newPassOn(s.app, func() { t.page.relayout() }).object)
	return t
}

// thanksFor says how far what the form stored has come.
func (s *act) thanksFor(to data.State) string {
	if s.form.Kind == data.Signature {
		return say("thanks." + string(to))
	}
	return say("act.thanks." + string(to))
}

// begin shows the state of a new signature: waiting, until the outbox says otherwise.
func (t *thanks) begin(id uuid.UUID) {
	t.id = id
	t.show(data.StateWaiting, "")
}

func (t *thanks) show(s data.State, hint string) {
	t.now = s
	text := t.act.thanksFor(s)
	if hint != "" {
		text += " " + hint
	}
	t.badge.set(s)
	t.state.set(text)
	t.waits.Hidden = s != data.StateWaiting || len(t.waits.Objects) == 0
	t.state.Hidden = !t.waits.Hidden
	t.page.relayout()
}

// look asks the outbox what became of the signature.
func (t *thanks) look() {
	if t.busy || t.now != data.StateWaiting {
		return
	}
	t.busy = true
	a, id := t.act.app, t.id
	go func() {
		entries, err := a.cfg.Outbox.Page(a.ctx, 0, recent)
		a.do(func() {
			t.busy = false
			if err == nil && t.id == id {
				t.found(entries)
			}
		})
	}()
}

func (t *thanks) found(entries []data.Entry) {
	for _, e := range entries {
		if e.ID == t.id && e.State != t.now {
			why := ""
			if e.State == data.StateRefused {
				why = entryHint(e)
			}
			t.show(e.State, why)
		}
	}
}

// badge tells a state by word, sign and colour.
type badge struct{ object *flowing }

func newBadge() *badge { return &badge{leading()} }

func (b *badge) set(s data.State) {
	ink, tint := stateColors(s)
	text := newWords(stateWord(s))
	text.spans[0].bold, text.color = true, ink
	inside := container.New(row{gap: gap, wide: 1}, newIcon(stateIcon(s), ink, 22), text)
	ground := newBox(tint, pad{x: 14, y: 7}, inside)
	ground.radius = 18
	ground.want = func() float32 { return text.oneLine() + 1 + scaled(22) + gap + 2*14 }
	b.object.objects.Objects = []fyne.CanvasObject{ground}
	b.object.Refresh()
}

func stateColors(s data.State) (ink, tint fyne.ThemeColorName) {
	switch s {
	case data.StateSent:
		return colorSent, tintSent
	case data.StateRefused:
		return colorRefused, tintRefused
	case data.StateWaiting:
		return colorWaiting, tintWaiting
	}
	return theme.ColorNameForeground, colorSurface
}

func stateIcon(s data.State) string {
	switch s {
	case data.StateSent:
		return "sent"
	case data.StateRefused:
		return "refused"
	}
	return "waiting"
}

// line keeps words on one line: a state, a number, never a sentence.
func line(w *words) *fyne.Container { return container.New(oneLine{}, w) }

type oneLine struct{}

func (oneLine) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		o.Resize(s)
	}
}

func (oneLine) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := objects[0].(*words)
	return fyne.NewSize(w.oneLine()+1, w.MinSize().Height)
}
