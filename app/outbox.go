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
	why     *words
	send    *button
	head    *fyne.Container
	detail  *detail
	empty   *fyne.Container
	unread  *errorCard
	content *outboxLayout
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
	s.rows = newRows(say("outbox.list"), func() int { return s.length }, s.pager.at, s.onRow)
	totals := container.New(equal{gap})
	for i, state := range []data.State{data.StateWaiting, data.StateSent, data.StateRefused} {
		s.totals[i] = newTotal(state)
		totals.Add(s.totals[i])
	}
	s.why = newWords("")
	s.send = newButton(plain, "outbox", say("outbox.send"), func() { s.app.cfg.Outbox.Wake() })
	s.detail = newDetail(func() { s.content.Refresh() })
	s.unread = newErrorCard(say("outbox.unread"), "")
	s.unread.hide()
	live := semantic.Wrap(semantic.Node{Role: semantic.Status}, s.why)
	s.head = newColumn(12, newHeading(1, say("outbox.title")), totals, container.New(&apart{}, live, s.send), s.unread.object(), s.detail)
	title := newHeading(2, say("outbox.empty"))
	title.align = fyne.TextAlignCenter
	what := newCaption(say("outbox.empty.what"))
	what.align = fyne.TextAlignCenter
	sign := newButton(call, "sign", say("nav.sign"), func() { s.app.open(routeSign) })
	where := newCaption("")
	where.align = fyne.TextAlignCenter
	if s.app.cfg.Platform != nil {
		where.set(s.app.cfg.Platform.StorageWords())
	}
	s.empty = newColumn(12, container.NewCenter(newIcon("outbox", colorMuted, 56)), title, what, where, container.NewCenter(sign))
	s.content = newOutboxLayout(s)
}

func (s *outboxScreen) object() fyne.CanvasObject { return s.content }
func (s *outboxScreen) title() string             { return say("outbox.title") }
func (s *outboxScreen) resized(bool)              {}

func (s *outboxScreen) shown() {
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
	s.send.Hidden = s.app.cfg.Outbox == nil || st.tally.Waiting == 0
	if st.status.Sending {
		s.send.Disable()
	} else {
		s.send.Enable()
	}
	s.failed(st.err)
	s.rows.Hidden, s.empty.Hidden = s.length == 0, s.length > 0
	s.pager.stale()
	s.rows.Refresh()
	s.content.Refresh()
}

// reason says why something still waits and when the next try is.
func (s *outboxScreen) reason(st *state) string {
	switch {
	case st.tally.Total() == 0:
		return say("outbox.intro")
	case st.status.Sending:
		return say("outbox.sending")
	case st.tally.Waiting == 0 && st.tally.Refused == 0:
		return say("outbox.alldone")
	case st.tally.Waiting == 0:
		return say("outbox.some")
	}
	text := say("outbox.why.none")
	if err := st.status.Err; err != nil {
		text = err.Hint
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
	s.unread.set(say("outbox.unread"), coded.Hint)
}

func (s *outboxScreen) ready(err error) {
	if err != nil {
		s.failed(err)
		s.content.Refresh()
		return
	}
	s.rows.Refresh()
}

func (s *outboxScreen) onRow(e data.Entry) {
	s.detail.show(e)
	s.content.Refresh()
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
	t.box = newBox(tint, pad{x: 4, y: 8}, newColumn(0, container.NewCenter(container.New(row{gap: 6, wide: -1}, newIcon(stateIcon(st), ink, 22), natural(t.number))), t.word))
	t.ExtendBaseWidget(t)
	return t
}

func (t *total) set(n int) {
	t.number.set(group(int64(n)))
	t.Refresh()
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
	if a.width < 560 {
		return column{gap}
	}
	return row{gap: 16, wide: 0}
}

func (a *apart) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	a.width = s.Width
	a.pick().Layout(objects, s)
}

func (a *apart) MinSize(objects []fyne.CanvasObject) fyne.Size { return a.pick().MinSize(objects) }

// equal shares the width evenly.
type equal struct{ gap float32 }

func (l equal) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	n := float32(len(objects))
	w := (s.Width - l.gap*(n-1)) / n
	for i, o := range objects {
		o.Resize(fyne.NewSize(w, s.Height))
		o.Move(fyne.NewPos(float32(i)*(w+l.gap), 0))
	}
}

func (l equal) MinSize(objects []fyne.CanvasObject) (s fyne.Size) {
	for _, o := range objects {
		s = s.Max(o.MinSize())
	}
	return fyne.NewSize(s.Width*float32(len(objects))+l.gap*float32(len(objects)-1), s.Height)
}

// detail is the whole story of one entry: why it was refused or still waits, and what to do.
type detail struct {
	widget.BaseWidget
	body    *box
	onClose func()
	head    *words
	reason  *words
	hint    *words
	id      *words
}

func newDetail(onClose func()) *detail {
	d := &detail{onClose: onClose, head: newHeading(2, ""), reason: newWords(""), hint: newWords(""), id: newCaption("")}
	d.head.size, d.reason.spans[0].bold = theme.SizeNameText, true
	shut := newButton(quiet, "close", "", func() { d.Hide(); onClose() })
	shut.name = say("outbox.detail.close")
	d.body = newCard(container.New(row{gap: gap, wide: 0, top: true}, newColumn(4, d.head, d.reason, d.hint, newCaption(say("outbox.detail.sealed")), d.id), shut))
	d.ExtendBaseWidget(d)
	d.Hide()
	return d
}

func (d *detail) show(e data.Entry) {
	ink, _ := stateColors(e.State)
	d.head.color = ink
	d.head.set(say("outbox.detail", with{"State": stateWord(e.State), "Kind": kindWord(e.Kind), "Date": dayOf(e.Day)}))
	d.reason.Hidden, d.hint.Hidden = e.Code == "", e.Code == "" && e.Hint == ""
	d.reason.set(why(e.Code))
	hint := e.Hint
	if hint == "" {
		hint = e.Code.Hint()
	}
	d.hint.set(hint)
	d.id.set(say("outbox.detail.id", with{"ID": e.ID.String()}))
	d.Show()
	d.Refresh()
}

// Semantic describes the entry as a region that is read out when it opens.
func (d *detail) Semantic() semantic.Node {
	return semantic.Node{Role: semantic.Status, Content: []fyne.CanvasObject{d.body}}
}

// CreateRenderer shows the card.
func (d *detail) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(d.body) }

// outboxLayout puts the numbers over the list, which takes the rest of the height and scrolls alone.
type outboxLayout struct {
	widget.BaseWidget
	s *outboxScreen
}

func newOutboxLayout(s *outboxScreen) *outboxLayout {
	l := &outboxLayout{s: s}
	l.ExtendBaseWidget(l)
	return l
}

// Semantic reads the numbers, then the list.
func (l *outboxLayout) Semantic() semantic.Node {
	return semantic.Node{Content: []fyne.CanvasObject{l.s.head, l.s.rows, l.s.empty}}
}

// CreateRenderer places the parts.
func (l *outboxLayout) CreateRenderer() fyne.WidgetRenderer { return &outboxRenderer{l.s} }

type outboxRenderer struct{ s *outboxScreen }

func (r *outboxRenderer) Destroy()           {}
func (r *outboxRenderer) MinSize() fyne.Size { return fyne.NewSize(target, target) }

func (r *outboxRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.head, r.s.rows, r.s.empty}
}

func (r *outboxRenderer) Refresh() {
	r.s.head.Refresh()
	r.Layout(r.s.content.Size())
}

func (r *outboxRenderer) Layout(s fyne.Size) {
	w := min(columnW, s.Width-40)
	x := (s.Width - w) / 2
	r.s.head.Move(fyne.NewPos(x, 20))
	y := 20 + fit(r.s.head, w) + 16
	// The list is wide enough for its scroll bar to stand beside the rows.
	r.s.rows.Move(fyne.NewPos(x, y))
	r.s.rows.Resize(fyne.NewSize(w+16, max(0, s.Height-y)))
	h := fit(r.s.empty, w)
	r.s.empty.Move(fyne.NewPos(x, y+max(0, (s.Height-y-h)/3)))
}

func (s *outboxScreen) fetch(ctx context.Context, offset, limit int) ([]data.Entry, error) {
	return s.app.cfg.Outbox.Page(ctx, offset, limit)
}
