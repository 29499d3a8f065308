package app

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
	"placard/data"
)

// outboxScreen shows what was done on this device: how much waits, was sent and was refused, why something waits
// and when the next try is, and every action in a list that reads only what is in view.
type outboxScreen struct {
	app   *App
	pager *pager
	rows  *rows

	totals  [3]*total
	counts  *fyne.Container // of the totals
	why     *words
	send    *button
	head    *fyne.Container
	top     *fyne.Container // the head, and what an empty outbox has to say
	page    *listPage
	detail  *detail
	empty   *fyne.Container
	where   *words // that it is kept
	unread  *errorCard
	content *fyne.Container // the page or an entry's story
	length  int
	dirty   bool // changed while another screen was shown
}

func newOutboxScreen(a *App) *outboxScreen {
	s := &outboxScreen{app: a}
	s.pager = newPager(a.ctx, s.fetch, a.do, s.ready)
	s.buildUI()
	return s
}

func (s *outboxScreen) buildUI() {
	row := func(l *rows) placed { return newEntryRow(l, s.pager.at) }
	s.rows = newRows(say("outbox.list"), func() int { return s.length }, row, highestEntry, s.onRow)
	s.counts = &fyne.Container{Layout: &equal{gap: gap}}
	for i, state := range []data.State{data.StateWaiting, data.StateSent, data.StateRefused} {
		s.totals[i] = newTotal(state)
		s.counts.Add(s.totals[i])
	}
	s.why = newWords("")
	s.send = newButton(plain, "outbox", say("outbox.send"), func() { s.app.cfg.Outbox.Wake() })
	s.detail = newDetail(s.onClose)
	s.unread = newErrorCard(say("outbox.unread"), "")
	s.unread.hide()
	live := semantic.Wrap(semantic.Node{Role: semantic.Status}, s.why)
	s.head = newColumn(12, newHeading(1, say("outbox.title")), s.counts, container.New(&apart{}, live, s.send), s.app.teller.tick, s.unread.object())
	title := newHeading(2, say("outbox.empty"))
	title.align = fyne.TextAlignCenter
	what := newCaption(say("outbox.empty.what"))
	what.align = fyne.TextAlignCenter
	sign := newButton(call, "sign", say("nav.sign"), func() { s.app.open(routeSign) })
	s.where = newCaption("")
	s.where.align = fyne.TextAlignCenter
	s.empty = newColumn(12, container.NewCenter(newIcon("outbox", colorMuted, 56)), title, what, s.where, container.NewCenter(sign))
	s.top = newColumn(40, s.head, s.empty)
	s.page = newListPage(s.top, s.rows)
	s.content = container.NewStack(s.page, s.detail.page)
}

func (s *outboxScreen) object() fyne.CanvasObject { return s.content }
func (s *outboxScreen) title() string             { return say("outbox.title") }
func (s *outboxScreen) left()                     {}
func (s *outboxScreen) resized(bool)              { s.page.relayout() }

func (s *outboxScreen) shown() {
	s.onClose()
	if s.dirty {
		s.update(&s.app.state)
	}
}

// changed notes a change while another screen is shown.
func (s *outboxScreen) changed() { s.dirty = true }

func (s *outboxScreen) update(st *state) {
	s.dirty = false
	for i, n := range []int{st.tally.Waiting, st.tally.Sent, st.tally.Refused} {
		s.totals[i].set(n)
	}
	s.length = st.tally.Total()
	s.why.set(s.reason(st))
	if s.app.cfg.Platform != nil {
		s.where.set(s.app.cfg.Platform.StorageWords())
	}
	s.app.teller.tick.Hidden = !s.app.teller.can || s.length == 0
	s.send.Hidden = s.app.cfg.Outbox == nil || st.tally.Waiting == 0
	if st.status.Sending && st.status.Online {
		s.send.Disable()
	} else {
		s.send.Enable()
	}
	s.failed(st.err)
	s.rows.Hidden, s.empty.Hidden = s.length == 0, s.length > 0 || st.absent
	s.counts.Hidden = st.absent
	if st.absent {
		s.unread.set(s.app.canSign())
	}
	s.pager.stale()
	s.page.relayout()
}

// reason says why something still waits and when the next try is.
func (s *outboxScreen) reason(st *state) string {
	switch {
	case st.absent:
		return ""
	case st.tally.Total() == 0:
		return say("outbox.intro")
	case st.status.Sending && st.tally.Waiting > 0 && !st.status.Online:
		return say("outbox.trying")
	case st.status.Sending && st.tally.Waiting > 0:
		return say("outbox.sending")
	case st.tally.Waiting == 0 && st.tally.Refused == 0:
		return say("outbox.alldone")
	case st.tally.Waiting == 0:
		return say("outbox.some")
	}
	text := say("outbox.why.none")
	if err := st.status.Err; err != nil {
		text = hint(err)
	}
	if at := st.status.Seen; !at.IsZero() {
		text += " " + say("status.heard", with{"Time": soon(at, s.app.cfg.Now())})
	}
	if now := s.app.cfg.Now(); st.status.Next.After(now) {
		text += " " + say("outbox.next", with{"Time": soon(st.status.Next, now)})
	}
	return text
}

func (s *outboxScreen) failed(err error) {
	if err == nil {
		s.unread.hide()
		return
	}
	coded := data.NewError(data.CodeStorage, "", err)
	errors.As(err, &coded)
	s.unread.set(say("outbox.unread"), hint(coded))
}

func (s *outboxScreen) ready(err error) {
	if err != nil {
		s.failed(err)
		s.page.refit()
		return
	}
	s.rows.Refresh()
}

func (s *outboxScreen) onRow(i int) {
	if e, ok := s.pager.at(i); ok {
		s.detail.show(e)
		s.page.Hide()
		s.app.frame.sayBack()
	}
}

func (s *outboxScreen) onClose() {
	s.detail.page.Hide()
	s.page.Show()
	if s.app.frame.now == screen(s) {
		s.app.frame.sayBack()
	}
}

// total is one of the three numbers at the top: sign, number and word in the state's colour.
type total struct {
	widget.BaseWidget
	state  data.State
	number *words
	word   *words
	box    *box
}

func newTotal(st data.State) *total {
	ink, tint := stateColors(st)
	t := &total{state: st, number: newWords("0"), word: newWords(stateWord(st))}
	for _, w := range []*words{t.number, t.word} {
		w.mute, w.color, w.spans[0].bold, w.align = true, ink, true, fyne.TextAlignCenter
	}
	t.number.size, t.word.size = theme.SizeNameSubHeadingText, theme.SizeNameCaptionText
	number := container.New(row{gap: 4, wide: -1}, newIcon(stateIcon(st), ink, 20), line(t.number))
	t.box = newBox(tint, pad{x: 2, y: 8}, newColumn(0, container.NewCenter(number), t.word))
	t.ExtendBaseWidget(t)
	return t
}

func (t *total) set(n int) {
	t.number.size = theme.SizeNameSubHeadingText
	if n > 9999 { // three of them stand side by side on the smallest phone
		t.number.size = theme.SizeNameText
	}
	t.number.set(group(int64(n)))
	t.Refresh()
}

// natural is the width at which number and word stand on one line each.
func (t *total) natural() float32 {
	return max(t.number.oneLine()+scaled(20)+4, t.word.oneLine()) + 1 + 2*2
}

// Semantic says the number with its word.
func (t *total) Semantic() semantic.Node {
	return semantic.Node{Role: semantic.Text, Name: t.number.text() + " " + t.word.text()}
}

// CreateRenderer shows the box.
func (t *total) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.box) }

// apart puts a button beside a text where there is room, else below it.
type apart struct{ width float32 }

func (a *apart) pick() fyne.Layout {
	if a.width < scaled(560) {
		return column{gap}
	}
	return row{gap: 16, wide: 0}
}

func (a *apart) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	a.width = s.Width
	a.pick().Layout(objects, s)
}

// MinSize lays the objects out first: a button that came or went has changed the lines of the text beside it.
func (a *apart) MinSize(objects []fyne.CanvasObject) fyne.Size {
	l := a.pick()
	if a.width > 0 {
		l.Layout(objects, fyne.NewSize(a.width, l.MinSize(objects).Height))
	}
	return l.MinSize(objects)
}

// equal shares the width evenly, or sets the objects one below the other where they are too narrow for that.
type equal struct {
	gap   float32
	width float32
}

// stacked reports whether an object wants more than its share.
func (l *equal) stacked(objects []fyne.CanvasObject) bool {
	share := (l.width - l.gap*float32(len(objects)-1)) / float32(len(objects))
	for _, o := range objects {
		if l.width > 0 && natural(o) > share {
			return true
		}
	}
	return false
}

func (l *equal) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	l.width = s.Width
	if l.stacked(objects) {
		column{l.gap}.Layout(objects, s)
		return
	}
	n := float32(len(objects))
	w := (s.Width - l.gap*(n-1)) / n
	for i, o := range objects {
		o.Resize(fyne.NewSize(w, s.Height))
		o.Move(fyne.NewPos(mirrored(float32(i)*(w+l.gap), w, s.Width), 0))
	}
}

func (l *equal) MinSize(objects []fyne.CanvasObject) (s fyne.Size) {
	if l.stacked(objects) {
		return column{l.gap}.MinSize(objects)
	}
	for _, o := range objects {
		s = s.Max(o.MinSize())
	}
	return s
}

// ringRoom is what the focus ring of a button needs around it.
const ringRoom float32 = 4

func (s *outboxScreen) fetch(ctx context.Context, offset, limit int) ([]data.Entry, error) {
	return s.app.cfg.Outbox.Page(ctx, offset, limit)
}
