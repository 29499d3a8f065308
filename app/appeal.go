package app

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
	"placard/data/pack"
)

// appeal is the first screen: what happened, what is asked, the counter, and one large button, which is always in
// view: under the text on a phone, beside it on a desk.
type appeal struct {
	app     *App
	page    *page
	counter *words
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
	s.page = newPage(appealBlocks(e)...)
	more := newButton(plain, "archive", say("appeal.more"), func() { s.app.open(routeArchive) })
	more.role = semantic.Link
	s.page.body.Add(leading(more))
	s.page.body.Add(newPassOn(s.app, func() { s.page.relayout() }).object)

	s.counter = newWords("")
	s.counter.role = semantic.Status
	s.sign = newButton(call, "sign", say("appeal.sign"), s.onSign)
	if f, ok := signForm(s.app.edition); ok && f.Button != "" {
		s.sign.setLabel(f.Button)
	}
	goal := newCaption("")
	goal.Hide()
	if e.Goal > 0 {
		goal.set(say("count.goal", with{"N": group(int64(e.Goal))}))
		goal.Show()
	}
	s.layout = newBeside(s.page, newColumn(12, s.counter, goal, s.sign))
}

// appealBlocks is the appeal's text, top to bottom.
func appealBlocks(e pack.Appeal) []fyne.CanvasObject {
	date := say("appeal.date", with{"Date": day(e.Date)})
	if !e.Updated.IsZero() {
		date = say("appeal.updated", with{"Date": day(e.Date), "Updated": day(e.Updated)})
	}
	title := newHeading(1, e.Title)
	title.size = sizeTitle
	head := newColumn(gap, newCaption(date), title)
	if e.Target != "" {
		head.Add(newCaption(say("appeal.target", with{"Target": e.Target})))
	}
	blocks := []fyne.CanvasObject{head}
	if e.Picture != nil {
		if p := newPicture(e.Picture); p != nil {
			blocks = append(blocks, semantic.Wrap(semantic.Node{Role: semantic.Figure}, newColumn(gap, p, newCaption(caption(e.Picture)))))
		}
	}
	if e.Summary != "" {
		lead := newWords(e.Summary)
		lead.spans[0].bold = true
		blocks = append(blocks, lead)
	}
	body := prose(e.Body)
	if len(body) > 0 && !isHeading(body[0]) { // a body may begin with a heading of its own
		blocks = append(blocks, newHeading(2, say("appeal.happened")))
	}
	blocks = append(blocks, body...)
	if len(e.Demands) > 0 {
		blocks = append(blocks, newHeading(2, say("appeal.asks")), demands(e.Demands))
	}
	if len(e.Figures) > 0 {
		blocks = append(blocks, newHeading(2, say("appeal.figures")), figures(e.Figures))
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

func demands(list []string) fyne.CanvasObject {
	c := newColumn(12)
	for i, d := range list {
		c.Add(listItem(strconv.Itoa(i+1)+".", i+1, len(list), newWords(d)))
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
	if w := counterWords(st.tally); w != s.counter.text() {
		s.counter.set(w)
		s.layout.Refresh()
	}
}

// leading keeps an object at its own width, at the leading edge.
func leading(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(row{gap: 12, wide: -1}, objects...)
}

// beside holds a page and a panel that never scrolls away: below the page where it is narrow, else at its side.
type beside struct {
	widget.BaseWidget
	page  *page
	panel *box
}

const (
	besideFrom  float32 = 900
	besideWidth float32 = 320
)

func newBeside(p *page, panel fyne.CanvasObject) *beside {
	b := &beside{page: p, panel: newBox(colorSurface, pad{x: 20, y: 14, most: columnW}, panel)}
	b.panel.line = theme.ColorNameSeparator
	b.ExtendBaseWidget(b)
	return b
}

// Semantic reads the page, then the panel.
func (b *beside) Semantic() semantic.Node {
	return semantic.Node{Content: []fyne.CanvasObject{b.page, b.panel}}
}

// CreateRenderer places page and panel.
func (b *beside) CreateRenderer() fyne.WidgetRenderer { return &besideRenderer{b} }

type besideRenderer struct{ b *beside }

func (r *besideRenderer) Destroy()           {}
func (r *besideRenderer) MinSize() fyne.Size { return fyne.NewSize(target, target) }

func (r *besideRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.page, r.b.panel}
}

func (r *besideRenderer) Refresh() {
	r.b.panel.Refresh()
	r.Layout(r.b.Size())
}

func (r *besideRenderer) Layout(s fyne.Size) {
	p, b := r.b.page, r.b.panel
	if s.Width < besideFrom {
		b.radius = 0
		p.inset(0)
		h := fit(b, s.Width)
		b.Move(fyne.NewPos(0, s.Height-h))
		p.Resize(fyne.NewSize(s.Width, max(0, s.Height-h)))
		p.Move(fyne.Position{})
		return
	}
	b.radius = 12
	// The panel lies over the page, which keeps its text clear of it: so the scroll bar stays at the window's edge.
	p.inset(besideWidth + 24)
	p.Resize(s)
	p.Move(fyne.Position{})
	fit(b, besideWidth)
	b.Move(fyne.NewPos(p.right()+24, 28))
}
