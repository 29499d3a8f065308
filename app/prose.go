package app

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

// prose returns a pack's Markdown as blocks for a column, one object a paragraph, heading or list. The pack has
// taken images, links and HTML out of it; whatever a newer pack might leave in is shown as its text. Its headings
// stand below the screen's own.
func prose(markdown, lang string) []fyne.CanvasObject {
	p := &proseWriter{lang: lang}
	for _, s := range widget.NewRichTextFromMarkdown(markdown).Segments {
		p.segment(s)
	}
	p.end()
	return p.blocks
}

type proseWriter struct {
	lang   string
	blocks []fyne.CanvasObject
	line   []span
}

func (p *proseWriter) segment(s widget.RichTextSegment) {
	switch v := s.(type) {
	case *widget.TextSegment:
		p.text(v)
	case *widget.ListSegment:
		p.end()
		p.blocks = append(p.blocks, p.list(v))
	case *widget.ParagraphSegment:
		for _, t := range v.Texts {
			p.segment(t)
		}
		p.end()
	case *widget.HyperlinkSegment:
		p.line = append(p.line, span{text: v.Text})
	case *widget.SeparatorSegment, *widget.ImageSegment:
		p.end()
	default:
		p.line = append(p.line, span{text: s.Textual()})
		if !s.Inline() {
			p.end()
		}
	}
}

func (p *proseWriter) text(v *widget.TextSegment) {
	switch v.Style.SizeName {
	case theme.SizeNameHeadingText, theme.SizeNameSubHeadingText:
		p.heading(2, v.Text)
		return
	}
	p.line = append(p.line, span{text: v.Text, bold: v.Style.TextStyle.Bold, italic: v.Style.TextStyle.Italic || v.Style.QuotingDepth > 0})
	if !v.Style.Inline {
		p.end()
	}
}

func (p *proseWriter) heading(level int, text string) {
	p.end()
	if strings.TrimSpace(text) != "" {
		p.blocks = append(p.blocks, newHeading(level, text).in(p.lang))
	}
}

func (p *proseWriter) end() {
	w := newSpans(p.line).in(p.lang)
	p.line = nil
	if strings.TrimSpace(w.text()) != "" {
		p.blocks = append(p.blocks, w)
	}
}

func (p *proseWriter) list(l *widget.ListSegment) fyne.CanvasObject {
	list := newColumn(gap)
	n := 0
	for _, it := range l.Items {
		if sub, ok := it.(*widget.ListSegment); ok {
			list.Add(container.New(pad{x: 12}, p.list(sub)))
			continue
		}
		in := &proseWriter{lang: p.lang}
		in.segment(it)
		in.end()
		n++
		mark := "•"
		if l.Ordered {
			mark = strconv.Itoa(n) + "."
		}
		list.Add(listItem(mark, n, len(l.Items), newColumn(gap, in.blocks...)))
	}
	return semantic.Wrap(semantic.Node{Role: semantic.List}, list)
}

// listItem sets a mark before a block of text. The mark is not read out: that it is an item says as much.
func listItem(mark string, pos, of int, content fyne.CanvasObject) fyne.CanvasObject {
	m := newWords(mark)
	m.mute, m.spans[0].bold, m.color = true, true, theme.ColorNamePrimary
	r := container.New(row{gap: gap, wide: 1, top: true}, fixed(m, 24), content)
	return semantic.Wrap(semantic.Node{Role: semantic.Listitem, Pos: pos, Of: of}, r)
}

// fixed gives an object a width, at the usual text size.
func fixed(o fyne.CanvasObject, width float32) *fyne.Container {
	return container.New(fixedWidth(width), o)
}

type fixedWidth float32

func (f fixedWidth) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	for _, o := range objects {
		fit(o, scaled(float32(f)))
		o.Move(fyne.Position{})
	}
}

func (f fixedWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(scaled(float32(f)), objects[0].MinSize().Height)
}
