package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
	"placard/data"
	"placard/data/pack"
)

// finding is a news item in the list, and what was found in it where something was looked for.
type finding struct {
	item pack.NewsItem
	hit  data.Hit
}

// length is about how much there is to say.
func (f finding) length() int {
	n := 2 * len(f.item.Headline) // in larger letters
	for _, r := range f.hit.Passage {
		n += len(r.Text)
	}
	return n
}

// spans returns the headline and the passage, what was found set apart. With very large text, where one row would take
// the whole screen, the passage is left to the item itself.
func (f finding) spans() (head, passage []span) {
	for _, r := range f.hit.Headline {
		s := span{text: r.Text, bold: true}
		if r.Found {
			s.color = theme.ColorNamePrimary
		}
		head = append(head, s)
	}
	if head == nil {
		head = []span{{text: f.item.Headline, bold: true}}
	}
	for _, r := range f.hit.Passage {
		s := span{text: r.Text, bold: r.Found}
		if r.Found {
			s.color = theme.ColorNameForeground
		}
		passage = append(passage, s)
	}
	if brief() {
		passage = nil
	}
	return head, passage
}

// newsRow is one row of the archive: the day, the headline and, of a search, the words around what was found.
type newsRow struct {
	widget.BaseWidget
	index int
	read  func(i int) finding
	grow  func(high float32) // called where the list's rows are too low for this one

	list              *rows
	over, head, words *words
	arrow             *canvas.Image
	shows             finding
}

const (
	newsPad   float32 = 10
	newsArrow float32 = 20 // at the usual text size
)

func newNewsRow(l *rows, read func(int) finding, grow func(high float32)) *newsRow {
	r := &newsRow{index: -1, list: l, read: read, grow: grow, arrow: canvas.NewImageFromResource(nil)}
	r.over, r.head, r.words = newCaption(""), newWords(""), newCaption("")
	r.over.mute, r.head.mute, r.words.mute = true, true, true
	r.arrow.FillMode = canvas.ImageFillContain
	r.ExtendBaseWidget(r)
	return r
}

func (r *newsRow) place() int { return r.index }

func (r *newsRow) put(i int) {
	r.index = i
	r.set(r.read(i))
	r.Refresh()
	if need := r.needed(r.Size().Width); r.Size().Width > 0 && need > r.list.high {
		r.grow(need)
	}
}

func (r *newsRow) set(f finding) {
	r.shows = f
	head, passage := f.spans()
	r.over.set(day(f.item.Date))
	r.head.in(f.item.Lang).setSpans(head...)
	r.words.in(f.item.Lang).setSpans(passage...)
	r.words.Hidden = len(passage) == 0
}

// need is the height of a row that shows f at a width.
func (r *newsRow) need(f finding, width float32) float32 {
	r.set(f)
	return r.needed(width)
}

func (r *newsRow) needed(width float32) float32 {
	w := r.room(width)
	high := fit(r.over, w) + fit(r.head, w) + 2*newsPad
	if r.words.Visible() {
		high += fit(r.words, w)
	}
	return high
}

// room is how wide the words may be.
func (r *newsRow) room(width float32) float32 {
	return max(0, width-2*newsPad-scaled(newsArrow)-gap)
}

// Semantic describes the row as one item of the list.
func (r *newsRow) Semantic() semantic.Node {
	n := semantic.Node{Role: semantic.Listitem, Pos: r.index + 1, Of: r.list.Length(), Key: r.shows.item.ID, Lang: foreign(r.shows.item.Lang)}
	n.Name, n.OnTap = r.head.text(), func() { r.list.Select(r.index) }
	n.Description = strings.TrimSpace(r.over.text() + " " + r.words.text())
	return n
}

// CreateRenderer draws the row.
func (r *newsRow) CreateRenderer() fyne.WidgetRenderer {
	r.arrow.Resource = icon("next", colorMuted)
	return &newsRenderer{r}
}

type newsRenderer struct{ r *newsRow }

func (n *newsRenderer) Destroy()           {}
func (n *newsRenderer) MinSize() fyne.Size { return fyne.NewSize(200, n.r.list.high) }

func (n *newsRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{n.r.over, n.r.head, n.r.words, n.r.arrow}
}

func (n *newsRenderer) Layout(s fyne.Size) {
	r, w, side := n.r, n.r.room(s.Width), scaled(newsArrow)
	y := newsPad
	for _, o := range []*words{r.over, r.head, r.words} {
		if o.Visible() {
			high := fit(o, w)
			o.Move(fyne.NewPos(mirrored(newsPad, w, s.Width), y))
			y += high
		}
	}
	r.arrow.Resize(fyne.NewSquareSize(side))
	r.arrow.Move(fyne.NewPos(mirrored(s.Width-newsPad-side, side, s.Width), (s.Height-side)/2))
}

func (n *newsRenderer) Refresh() {
	n.r.arrow.Resource = icon("next", colorMuted)
	n.Layout(n.r.Size())
	for _, o := range n.Objects() {
		o.Refresh()
	}
}
