package app

import (
	"strconv"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
	"placard/data/pack"
)

// appeal is the first screen: what happened, what is asked, the counter, and one large button, which is always in
// view: under the text on a phone, beside it on a desk.
type appeal struct {
	app     *App
	page    *page
	counter *words
	goal    *meter
	sign    *button
	layout  *beside
}

func newAppeal(a *App) *appeal {
	s := &appeal{app: a}
	s.buildUI()
	return s
}

func (s *appeal) buildUI() {
	e := s.app.edition.Appeal
	more := newMovable(s.more())
	s.page = newPage(appealBlocks(e, more.inPage)...)
	news := newButton(plain, "archive", say("appeal.more"), func() { s.app.open(routeArchive) })
	news.role = semantic.Link
	s.page.body.Add(leading(news))
	s.page.body.Add(newPassOn(s.app, func() { s.page.relayout() }).object)

	s.counter = newWords("")
	s.counter.role = semantic.Status
	s.sign = newButton(call, "sign", say("appeal.sign"), s.onSign)
	if f, ok := signForm(s.app.edition); ok && f.Button != "" {
		s.sign.setLabel(f.Button)
		s.sign.label.in(f.Lang)
	}
	s.goal = newMeter(e.Goal)
	s.layout = newBeside(s.page, newColumn(gap, s.counter, s.goal.object), s.sign, more)
}

// more is what else there is to do.
func (s *appeal) more() fyne.CanvasObject {
	list := s.app.waysToAct()
	if len(list) > 0 && list[0].route == routeSign {
		list = list[1:]
	}
	if len(list) == 0 {
		return newColumn(0)
	}
	return newColumn(12, newHeading(2, say("appeal.ways")), waysList(s.app, list))
}

// appealBlocks is the appeal's text, top to bottom, with what there is to do below its summary.
func appealBlocks(e pack.Appeal, ways fyne.CanvasObject) []fyne.CanvasObject {
	date := say("appeal.date", with{"Date": day(e.Date)})
	if !e.Updated.IsZero() {
		date = say("appeal.updated", with{"Date": day(e.Date), "Updated": day(e.Updated)})
	}
	title := newHeading(1, e.Title).in(e.Lang)
	title.size = sizeTitle
	head := newColumn(gap, newCaption(date), title)
	if e.Target != "" {
		head.Add(newCaption(say("appeal.target", with{"Target": e.Target})))
	}
	blocks := []fyne.CanvasObject{head}
	if e.Summary != "" {
		lead := newWords(e.Summary).in(e.Lang)
		lead.spans[0].bold = true
		blocks = append(blocks, lead)
	}
	blocks = append(blocks, ways)
	if e.Picture != nil {
		if p := newPicture(e.Picture, e.Lang); p != nil {
			blocks = append(blocks, semantic.Wrap(semantic.Node{Role: semantic.Figure}, newColumn(gap, p, newCaption(caption(e.Picture)).in(e.Lang))))
		}
	}
	body := prose(e.Body, e.Lang)
	if len(body) > 0 && !isHeading(body[0]) { // a body may begin with a heading of its own
		blocks = append(blocks, newHeading(2, say("appeal.happened")))
	}
	blocks = append(blocks, body...)
	if len(e.Demands) > 0 {
		blocks = append(blocks, newHeading(2, say("appeal.asks")), demands(e.Demands, e.Lang))
	}
	if len(e.Figures) > 0 {
		blocks = append(blocks, newHeading(2, say("appeal.figures")), figures(e.Figures, e.Lang))
	}
	return blocks
}

func isHeading(o fyne.CanvasObject) bool {
	w, ok := o.(*words)
	return ok && w.level > 0
}

func caption(p *pack.Picture) string {
	switch {
	case p.Credit == "":
		return p.Caption
	case p.Caption == "":
		return p.Credit
	}
	return say("picture.credit", with{"Caption": p.Caption, "Credit": p.Credit})
}

func demands(list []string, lang string) fyne.CanvasObject {
	c := newColumn(12)
	for i, d := range list {
		c.Add(listItem(strconv.Itoa(i+1)+".", i+1, len(list), newWords(d).in(lang)))
	}
	return semantic.Wrap(semantic.Node{Role: semantic.List}, newCard(c))
}

func (s *appeal) onSign() { s.app.open(routeSign) }

func (s *appeal) object() fyne.CanvasObject { return s.layout }
func (s *appeal) title() string             { return say("nav.appeal") }
func (s *appeal) shown()                    {}
func (s *appeal) left()                     {}
func (s *appeal) resized(bool)              {}

func (s *appeal) update(st *state) {
	moved := s.goal.show(st.tally.Counters)
	if w := counterWords(st.tally); w != s.counter.text() || moved {
		s.counter.set(w)
		s.layout.Refresh()
	}
}
