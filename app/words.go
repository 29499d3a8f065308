package app

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

// span is a run of text in one style.
type span struct {
	text         string
	bold, italic bool
	color        fyne.ThemeColorName // "" for that of the words
}

// like returns a span of the same style.
func (s span) like(text string) span {
	s.text = text
	return s
}

func (s span) same(o span) bool { return s.like("") == o.like("") }

// words is text that always wraps and never hides a letter. Fyne's Label and RichText put a padding around each
// paragraph that is meant for a form's single lines; here the spacing is the layout's.
type words struct {
	widget.BaseWidget
	spans []span
	size  fyne.ThemeSizeName
	color fyne.ThemeColorName
	align fyne.TextAlign
	role  semantic.Role
	level int    // of a heading
	mute  bool   // says nothing in the semantic tree: what holds it does
	lang  string // of a text of the pack; "" for the app's own words

	width float32 // that the lines are broken for
	made  string  // what else they were broken for
	lines []*canvas.Text
	inks  []fyne.ThemeColorName // of the lines
	odd   []*written            // what Fyne cannot write
	high  float32
}

func newWords(text string) *words {
	w := &words{spans: []span{{text: text}}, size: theme.SizeNameText, color: theme.ColorNameForeground, role: semantic.Text}
	w.ExtendBaseWidget(w)
	return w
}

// in says that the text is the pack's, in that language.
func (w *words) in(lang string) *words {
	w.lang = lang
	return w
}

func newSpans(spans []span) *words {
	w := newWords("")
	w.spans = spans
	return w
}

func newHeading(level int, text string) *words {
	w := newWords(text)
	w.role, w.level, w.spans[0].bold = semantic.Heading, level, true
	switch level {
	case 1:
		w.size = theme.SizeNameHeadingText
	case 2:
		w.size = theme.SizeNameSubHeadingText
	}
	return w
}

func newCaption(text string) *words {
	w := newWords(text)
	w.size, w.color = theme.SizeNameCaptionText, colorMuted
	return w
}

func (w *words) text() string {
	var b strings.Builder
	for _, s := range w.spans {
		b.WriteString(s.text)
	}
	return b.String()
}

// set changes the text; the caller lays out what is around it.
func (w *words) set(text string) {
	if w.text() == text {
		return
	}
	bold := len(w.spans) > 0 && w.spans[0].bold
	w.setSpans(span{text: text, bold: bold})
}

// setSpans is set for a text in several styles.
func (w *words) setSpans(spans ...span) {
	if slices.Equal(w.spans, spans) {
		return
	}
	w.spans = spans
	w.Refresh()
}

// oneLine returns the width of the text when nothing is wrapped.
func (w *words) oneLine() float32 {
	var x float32
	for _, s := range w.spans {
		x += measure(s, theme.Size(w.size))
	}
	return x
}

func (s span) style() fyne.TextStyle { return fyne.TextStyle{Bold: s.bold, Italic: s.italic} }

// Semantic describes the text as a paragraph or a heading.
func (w *words) Semantic() semantic.Node {
	if w.mute || strings.TrimSpace(w.text()) == "" {
		return semantic.Node{}
	}
	return semantic.Node{Role: w.role, Name: w.text(), Level: w.level, Lang: foreign(w.lang)}
}

// CreateRenderer breaks the lines.
func (w *words) CreateRenderer() fyne.WidgetRenderer {
	r := &wordsRenderer{w}
	r.breakLines()
	return r
}

type wordsRenderer struct{ w *words }

func (r *wordsRenderer) Destroy() {}
func (r *wordsRenderer) Layout(s fyne.Size) {
	if s.Width != r.w.width {
		r.breakLines()
	}
}

func (r *wordsRenderer) MinSize() fyne.Size {
	if r.w.width != r.w.Size().Width {
		r.breakLines()
	}
	return fyne.NewSize(min(r.w.oneLine(), target), r.w.high)
}

func (r *wordsRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(r.w.lines))
	for i, l := range r.w.lines {
		objects[i] = l
	}
	for _, o := range r.w.odd {
		objects = append(objects, o.image)
	}
	return objects
}

func (r *wordsRenderer) Refresh() {
	r.breakLines()
	canvas.Refresh(r.w)
}

// breakLines lays the text out for the widget's width; without one yet, on a line of its own for each line feed.
func (r *wordsRenderer) breakLines() {
	w := r.w
	size := theme.Size(w.size)
	if made := fmt.Sprint(size, w.align, w.spans, fromRight(), arabic.Load() != nil); made != w.made || w.width != w.Size().Width {
		w.made = made
	} else { // the same lines: new ones would be painted anew
		r.recolor()
		return
	}
	w.width, w.lines, w.inks, w.odd, w.high = w.Size().Width, nil, nil, nil, 0
	text := w.text()
	rtl := writtenFromRight(text)
	lineH := fyne.MeasureText("Ág", size, fyne.TextStyle{Bold: true}).Height
	if shape := arabic.Load(); shape != nil && hasArabic(text) {
		lineH = max(lineH, shape.height(size))
	}
	b := breaker{width: w.width, measure: func(s span) float32 { return measure(s, size) }}
	for _, line := range b.lines(w.spans) {
		w.place(visual(line, rtl), size, lineH, rtl)
		w.high += lineH
	}
}

func (r *wordsRenderer) recolor() {
	for i, l := range r.w.lines {
		if c := theme.Color(r.w.inks[i]); l.Color != c {
			l.Color = c
			l.Refresh()
		}
	}
	for _, o := range r.w.odd {
		o.dip(theme.Color(o.ink))
	}
}

// place makes the texts of one line from its pieces, which stand as they are seen, from left to right.
func (w *words) place(line []piece, size, lineH float32, rtl bool) {
	var total, base float32
	for _, p := range line {
		total += p.width(size)
		base = max(base, p.base(size))
	}
	x := float32(0)
	switch {
	case w.align == fyne.TextAlignCenter:
		x = max(0, (w.width-total)/2)
	case (w.align == fyne.TextAlignTrailing) != rtl:
		x = max(0, w.width-total)
	}
	for _, p := range line {
		ink := p.color
		if ink == "" {
			ink = w.color
		}
		if p.strange {
			o := p.write(size, lineH, ink, fyne.NewPos(x, w.high+base-p.base(size)))
			o.dip(theme.Color(ink))
			x += p.width(size)
			w.odd = append(w.odd, o)
			continue
		}
		t := canvas.NewText(p.text, theme.Color(ink))
		t.TextSize, t.TextStyle, t.FontSource = size, p.style(), p.font
		t.Move(fyne.NewPos(x, w.high+base-p.base(size)))
		t.Resize(fyne.NewSize(p.width(size), lineH-(base-p.base(size))))
		x += p.width(size)
		w.lines, w.inks = append(w.lines, t), append(w.inks, ink)
	}
}

// breaker breaks spans into lines no wider than width; 0 means any.
type breaker struct {
	width   float32
	measure func(span) float32
}

func (b breaker) lines(spans []span) (lines [][]span) {
	var line []span
	var used float32
	end := func() {
		lines = append(lines, trimEnd(line))
		line, used = nil, 0
	}
	for _, word := range cutWords(spans) {
		if word[0].text == "\n" {
			end()
			continue
		}
		var whole, bare float32 // with and without the spaces behind
		for i, s := range word {
			whole += b.measure(s)
			if i == len(word)-1 {
				s.text = strings.TrimRight(s.text, " \t")
				bare = whole - b.measure(word[i]) + b.measure(s)
			}
		}
		if b.width > 0 && used > 0 && used+bare > b.width {
			end()
		}
		if b.width > 0 && bare > b.width {
			line, used = b.chop(word, &lines)
			continue
		}
		line, used = join(line, word), used+whole
	}
	if len(line) > 0 || len(lines) == 0 {
		end()
	}
	return lines
}

// chop breaks a word that is wider than a line, and returns its last part.
func (b breaker) chop(word []span, lines *[][]span) (line []span, used float32) {
	for _, s := range word {
		for _, r := range s.text {
			c := s.like(string(r))
			w := b.measure(c)
			if used > 0 && used+w > b.width && !unicode.Is(unicode.Mn, r) {
				*lines = append(*lines, trimEnd(line))
				line, used = nil, 0
			}
			line, used = join(line, []span{c}), used+w
		}
	}
	return line, used
}

func join(line, word []span) []span {
	for _, s := range word {
		if n := len(line); n > 0 && line[n-1].same(s) {
			line[n-1].text += s.text
		} else {
			line = append(line, s)
		}
	}
	return line
}

func trimEnd(line []span) []span {
	if n := len(line); n > 0 {
		line[n-1].text = strings.TrimRight(line[n-1].text, " \t")
	}
	return line
}

// cutWords cuts spans where a line may end: after spaces, around Chinese, Japanese and Korean letters, and at line
// feeds, which become words of their own. A word may hold several spans.
func cutWords(spans []span) (list [][]span) {
	var word []span
	var b strings.Builder
	flush := func(s span, end bool) {
		if b.Len() > 0 {
			word = append(word, s.like(b.String()))
			b.Reset()
		}
		if end && len(word) > 0 {
			list, word = append(list, word), nil
		}
	}
	after := rune(0)
	for _, s := range spans {
		for _, r := range s.text {
			switch {
			case r == '\n':
				flush(s, true)
				list = append(list, []span{{text: "\n"}})
			case blank(after) && !blank(r), ideograph(r), ideograph(after):
				if !closing(r) {
					flush(s, true)
				}
				b.WriteRune(r)
			default:
				b.WriteRune(r)
			}
			after = r
		}
		flush(s, false)
	}
	if len(word) > 0 {
		list = append(list, word)
	}
	return list
}

func blank(r rune) bool { return r == ' ' || r == '\t' }

func ideograph(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

func closing(r rune) bool {
	return strings.ContainsRune("、。，．：；！？）」』】〉》", r)
}
