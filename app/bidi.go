package app

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"golang.org/x/text/unicode/bidi"
)

// Fyne shapes a text (HarfBuzz, by go-text) and knows which parts of it run from right to left, but it sets those parts
// side by side in the order in which they were written. So a line is put into the order in which it is seen here, by the
// Unicode bidirectional algorithm (UAX #9), and each part becomes a text of its own.

// piece is a part of a line that Fyne shapes rightly by itself.
type piece struct {
	span
	font    fyne.Resource // nil for the theme's
	strange bool          // the scribe writes it
}

func (p piece) size(size float32) (fyne.Size, float32) {
	if p.strange {
		s, base := fyne.CurrentApp().Driver().RenderedTextSize(" ", size, p.style(), nil)
		return fyne.NewSize(scribe.Width(p.hand(size), p.text), s.Height), base
	}
	return fyne.CurrentApp().Driver().RenderedTextSize(p.text, size, p.style(), p.font)
}

func (p piece) width(size float32) float32 { s, _ := p.size(size); return s.Width }
func (p piece) base(size float32) float32  { _, b := p.size(size); return b }

// measure returns how wide a span is, in the fonts that it is painted with.
func measure(s span, size float32) (w float32) {
	if isPlain(s.text) && !strange(s.text) {
		return fyne.MeasureText(s.text, size, s.style()).Width
	}
	for _, p := range visual([]span{s}, writtenFromRight(s.text)) {
		w += p.width(size)
	}
	return w
}

// isPlain reports whether a text needs none of this: nothing in it is written from right to left.
func isPlain(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r >= 0x590 && strong(r) == bidi.RightToLeft || marker(r) }) < 0
}

// marker are the characters that steer directions and are not seen themselves.
func marker(r rune) bool {
	return r == 0x61C || r == 0x200E || r == 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// strong returns the direction that a letter has by itself.
func strong(r rune) bidi.Direction {
	switch p, _ := bidi.LookupRune(r); p.Class() {
	case bidi.L:
		return bidi.LeftToRight
	case bidi.R, bidi.AL:
		return bidi.RightToLeft
	}
	return bidi.Neutral
}

// writtenFromRight reports whether a paragraph is: its first letter tells, and without letters the app's language.
func writtenFromRight(text string) bool {
	for _, r := range text {
		if d := strong(r); d != bidi.Neutral {
			return d == bidi.RightToLeft
		}
	}
	return fromRight()
}

// visual returns the pieces of a line as they are seen from left to right, in a paragraph of the given direction.
func visual(line []span, rtl bool) (pieces []piece) {
	var text strings.Builder
	var styles []span // of each rune
	for _, s := range line {
		for _, r := range s.text {
			text.WriteRune(r)
			styles = append(styles, s.like(""))
		}
	}
	if !rtl && isPlain(text.String()) {
		for _, s := range line {
			pieces = append(pieces, setApart(s)...)
		}
		return pieces
	}
	letters := []rune(text.String())
	for _, r := range runsInOrder(letters, rtl) {
		var inside []piece
		for from := r.from; from < r.to; { // a change of style ends a piece
			to := from + 1
			for to < r.to && styles[to] == styles[from] {
				to++
			}
			inside = append(inside, pieceOf(letters[from:to], styles[from], r.rtl)...)
			from = to
		}
		if r.rtl {
			slices.Reverse(inside)
		}
		pieces = append(pieces, inside...)
	}
	return pieces
}

// run is a part of a line that is written in one direction.
type run struct {
	from, to int
	rtl      bool
	deep     bool // numbers within what is written from right to left
}

// runsInOrder returns the runs of a line as they are seen from left to right.
func runsInOrder(letters []rune, rtl bool) []run {
	runs := runsOf(letters, rtl)
	if rtl {
		slices.Reverse(runs)
		return runs
	}
	for from := 0; from < len(runs); from++ {
		to := from
		for to < len(runs) && (runs[to].rtl || runs[to].deep) {
			to++
		}
		if to > from {
			slices.Reverse(runs[from:to])
			from = to
		}
	}
	return runs
}

// runsOf splits a line. The algorithm wants the direction of the whole paragraph, which a mark in front tells it.
func runsOf(letters []rune, rtl bool) (runs []run) {
	mark := "\u200E"
	if rtl {
		mark = "\u200F"
	}
	var p bidi.Paragraph
	if _, err := p.SetString(mark + string(letters)); err != nil {
		return []run{{to: len(letters), rtl: rtl}}
	}
	order, err := p.Order()
	if err != nil {
		return []run{{to: len(letters), rtl: rtl}}
	}
	for i := range order.NumRuns() {
		r := order.Run(i)
		from, to := r.Pos()
		from = max(0, from-1) // without the mark; to is the last rune's place with it, so the next one's without
		if to <= from {
			continue
		}
		if r.Direction() == bidi.RightToLeft {
			runs = append(runs, run{from: from, to: to, rtl: true})
			continue
		}
		if deep := numbers(letters[from:to]); !rtl && len(runs) > 0 && deep > 0 {
			runs = append(runs, run{from: from, to: from + deep, deep: true})
			from += deep
		}
		if from < to {
			runs = append(runs, run{from: from, to: to})
		}
	}
	return runs
}

// numbers returns how many of the letters belong to a number at the beginning.
func numbers(letters []rune) int {
	last := 0
	for i, r := range letters {
		switch p, _ := bidi.LookupRune(r); p.Class() {
		case bidi.EN, bidi.AN:
			last = i + 1
		case bidi.ES, bidi.CS, bidi.ET, bidi.NSM:
		default:
			return last
		}
	}
	return last
}

// pieceOf makes pieces of letters in one style and direction, in the order in which they are written. What the Arabic
// font draws and what the theme's does are set apart, since Fyne would set a change of font in the wrong place.
func pieceOf(letters []rune, style span, rtl bool) (pieces []piece) {
	letters = slices.DeleteFunc(slices.Clone(letters), marker)
	if !rtl {
		if len(letters) == 0 {
			return nil
		}
		return setApart(style.like(string(letters)))
	}
	shape := arabic.Load()
	for from := 0; from < len(letters); {
		drawn := shape.draws(letters[from])
		if next := slices.IndexFunc(letters[from:], letter); drawn {
			drawn = next >= 0 && shape.draws(letters[from+next])
		}
		to := from + 1
		for to < len(letters) && stays(letters[to], shape, drawn) {
			to++
		}
		p := piece{span: style.like(string(letters[from:to]))}
		if p.strange = !drawn && strange(p.text); p.strange {
			pieces = append(pieces, p)
			from = to
			continue
		}
		if drawn {
			p.font, p.bold, p.italic = shape.font, false, false // it has one weight
		}
		if !slices.ContainsFunc(letters[from:to], func(r rune) bool { return strong(r) == bidi.RightToLeft }) {
			p.text = bidi.ReverseString(p.text) // Fyne would take it for left to right
		}
		pieces = append(pieces, p)
		from = to
	}
	return pieces
}

// letter reports whether a rune has a direction by itself.
func letter(r rune) bool { return strong(r) != bidi.Neutral }

// stays reports whether a rune goes on with a piece: a mark always does, a letter in its own font, a space or a point
// wherever it can.
func stays(r rune, shape *shaper, drawn bool) bool {
	switch {
	case unicode.Is(unicode.Mn, r):
		return true
	case letter(r) || drawn:
		return shape.draws(r) == drawn
	}
	return true
}
