package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"placard/app/semantic"
	"placard/data/pack"
)

// item shows one news item.
type item struct {
	app  *App
	id   string
	name string
	up   *flowing // the way back, where no header shows it
	page *page
}

func newItem(a *App, id string) *item {
	s := &item{app: a, id: id}
	s.buildUI()
	return s
}

func (s *item) buildUI() {
	up := newButton(quiet, "back", say("archive.title"), func() { s.app.open(routeArchive) })
	up.role, up.name = semantic.Link, say("nav.to", with{"Where": say("archive.title")})
	s.up = leading(up)
	n, ok := s.app.edition.NewsItem(s.id)
	if s.name = n.Headline; !ok {
		s.name = say("archive.title")
		s.page = newPage(s.up, newHeading(1, say("archive.title")), newWords(say("archive.missing")))
		return
	}
	title := newHeading(1, n.Headline).in(n.Lang)
	title.size = sizeTitle
	blocks := []fyne.CanvasObject{newColumn(4, s.up, newCaption(day(n.Date)), title)}
	blocks = append(blocks, prose(n.Body, n.Lang)...)
	if len(n.Figures) > 0 {
		blocks = append(blocks, newHeading(2, say("archive.figures")), figures(n.Figures, n.Lang))
	}
	s.page = newPage(blocks...)
}

func (s *item) object() fyne.CanvasObject { return s.page }
func (s *item) title() string             { return s.name }
func (s *item) shown()                    { s.page.top() }
func (s *item) left()                     {}
func (s *item) update(*state)             {}
func (s *item) resized(wide bool)         { s.up.Hidden = !wide; s.page.relayout() }

// figures sets each number apart, with who reported it, when, and how sure that is. Two sources stay two numbers.
func figures(list []pack.Figure, lang string) fyne.CanvasObject {
	c := newColumn(12)
	for i, f := range list {
		text := newWords(f.Text).in(lang)
		text.spans[0].bold = true
		source := newCaption(source(f))
		card := newCard(text, source)
		card.line = theme.ColorNameSeparator
		c.Add(semantic.Wrap(semantic.Node{Role: semantic.Listitem, Pos: i + 1, Of: len(list)}, card))
	}
	return semantic.Wrap(semantic.Node{Role: semantic.List}, c)
}

// source says in words who reported a figure, when, where it can be read, and how sure it is.
func source(f pack.Figure) string {
	key := "figure.line"
	if f.About {
		key = "figure.about"
	}
	words := []string{say(key, with{"Source": f.Source, "Date": day(f.Date)})}
	if f.Cite != "" {
		words = append(words, say("figure.cite", with{"Cite": f.Cite}))
	}
	return strings.Join(append(words, sureWords(f.Sure)), " ")
}
