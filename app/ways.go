package app

import (
	"fyne.io/fyne/v2"

	"placard/app/semantic"
	"placard/data"
)

// way is one thing that a person can do for the campaign.
type way struct {
	route, icon, label, lang string
}

// waysToAct lists what there is to do, the petition first.
func (a *App) waysToAct() []way {
	var list []way
	if a.sign.form.ID != "" {
		list = append(list, way{routeSign, "sign", a.sign.form.Title, a.sign.form.Lang})
	}
	if len(a.edition.Events) > 0 {
		list = append(list, way{routeEvents, "events", say("events.title"), ""})
	}
	if len(a.edition.Shares) > 0 {
		list = append(list, way{routeShare, "share", say("protest.title"), ""})
	}
	for _, f := range a.edition.Forms {
		switch {
		case f.Kind == data.Share && len(a.edition.Shares) > 0, f.Kind == data.Pledge && len(a.edition.Events) > 0:
			// They are led to from there.
		case a.acts[f.ID] != a.sign:
			list = append(list, way{routeAct + "/" + f.ID, kindIcon(f.Kind), f.Title, f.Lang})
		}
	}
	return list
}

func kindIcon(k data.Kind) string {
	switch k {
	case data.Letter, data.Solidarity, data.Pledge, data.Comment, data.Photo, data.Share:
		return string(k)
	}
	return "sign"
}

// button leads the way.
func (w way) button(a *App) *button {
	b := newButton(plain, w.icon, w.label, func() { a.open(w.route) })
	b.role, b.edge = semantic.Link, true
	b.label.in(w.lang)
	return b
}

// waysList is one large button for each of the ways.
func waysList(a *App, list []way) fyne.CanvasObject {
	c := newColumn(10)
	for i, w := range list {
		c.Add(semantic.Wrap(semantic.Node{Role: semantic.Listitem, Pos: i + 1, Of: len(list)}, w.button(a)))
	}
	return semantic.Wrap(semantic.Node{Role: semantic.List, Name: say("ways.title")}, c)
}

// ways is the screen of all there is to do, and of what was done by everybody so far.
type ways struct {
	app    *App
	page   *page
	counts *counts
}

func newWays(a *App) *ways {
	s := &ways{app: a, counts: newCounts()}
	s.page = newPage(newHeading(1, say("ways.title")), waysList(a, a.waysToAct()), s.counts.object)
	return s
}

func (s *ways) object() fyne.CanvasObject { return s.page }
func (s *ways) title() string             { return say("nav.act") }
func (s *ways) shown()                    {}
func (s *ways) left()                     {}
func (s *ways) resized(bool)              {}
func (s *ways) offset() float32           { return s.page.offset() }
func (s *ways) scroll(dy float32)         { s.page.by(dy) }

func (s *ways) update(st *state) {
	if s.counts.show(st) {
		s.page.relayout()
	}
}
