package app

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
)

// archive lists the news, newest first, or what was searched for among them, the best first. What somebody types here
// stays here: it is in no route and no title, and it is gone once the archive is left for another part of the kit.
type archive struct {
	app  *App
	news []finding // all
	list []finding // that is shown
	rows *rows

	box   *searchBox
	intro *words
	said  *words // how much was found
	none  *fyne.Container
	top   *fyne.Container
	page  *listPage
	stop  context.CancelFunc // ends the search under way
}

func newArchive(a *App) *archive {
	s := &archive{app: a, stop: func() {}}
	for _, n := range a.edition.News {
		s.news = append(s.news, finding{item: n})
	}
	s.list = s.news
	s.buildUI()
	return s
}

func (s *archive) buildUI() {
	row := func(l *rows) placed { return newNewsRow(l, func(i int) finding { return s.list[i] }, s.grow) }
	s.rows = newRows(say("archive.title"), func() int { return len(s.list) }, row, s.highest, func(i int) {
		s.app.open(routeArchive + "/" + s.list[i].item.ID)
	})
	s.box = newSearchBox(say("archive.search"), say("archive.clear"), s.onTyped, s.clear)
	s.intro, s.said = newCaption(say("archive.intro")), newWords("")
	s.none = newColumn(12, newWords(say("archive.none")), leading(newButton(plain, "archive", say("archive.whole"), func() { s.clear() })))
	s.none.Hide()
	live := semantic.Wrap(semantic.Node{Role: semantic.Status}, s.said)
	s.top = newColumn(12, newHeading(1, say("archive.title")), s.box, newColumn(0, s.intro, live), s.none)
	s.said.Hide()
	if len(s.news) == 0 {
		s.intro.set(say("archive.empty"))
		s.box.Hide()
	}
	s.page = newListPage(s.top, s.rows)
	s.box.wheel.to, s.box.entry.onFocus = s.page.scroll, func() { reveal(s.box.entry) }
}

func (s *archive) object() fyne.CanvasObject { return s.page }
func (s *archive) title() string             { return say("nav.archive") }
func (s *archive) shown()                    {}
func (s *archive) update(*state)             {}
func (s *archive) resized(bool)              { s.page.relayout() }

// left keeps what was searched for while one of the items is read.
func (s *archive) left() {
	if _, ok := newsRoute(s.app.route); !ok {
		s.clear()
	}
}

// show shows other rows, from the first on.
func (s *archive) show(list []finding, said string) {
	s.list = list
	s.said.set(said)
	s.said.Hidden, s.intro.Hidden = said == "", said != ""
	s.none.Hidden, s.rows.Hidden = len(list) > 0 || said == "", len(list) == 0
	s.rows.again()
	s.page.top()
	s.page.relayout()
}

// highest measures the rows with most to say; one that turns out higher yet says so itself.
func (s *archive) highest(width float32) float32 {
	const some = 12
	long := slices.Clone(s.list)
	slices.SortFunc(long, func(a, b finding) int { return b.length() - a.length() })
	probe := newNewsRow(s.rows, nil, nil)
	high := rowHigh
	for _, f := range long[:min(some, len(long))] {
		high = max(high, probe.need(f, width))
	}
	return high
}

// grow makes every row as high as one that turned out to need it, once the list is laid out.
func (s *archive) grow(high float32) {
	s.app.do(func() {
		s.rows.grow(high)
		s.page.relayout()
	})
}
