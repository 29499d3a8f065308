package semantic

import (
	"strings"

	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// rich reads formatted text: headings, paragraphs, lists and links. Fyne keeps the places of the segments to itself,
// so all of them have the bounds of the whole text.
func (t *Tree) rich(r *widget.RichText, p place) {
	w := &richWalk{tree: t, r: r, p: p}
	for _, s := range r.Segments {
		w.segment(s)
	}
	w.flush()
}

type richWalk struct {
	tree *Tree
	r    *widget.RichText
	p    place
	part int
	line strings.Builder // inline segments so far
	role Role
	lvl  int
}

func (w *richWalk) segment(s widget.RichTextSegment) {
	switch v := s.(type) {
	case *widget.TextSegment:
		if l := headingLevel(v.Style); l > 0 {
			w.flush()
			w.role, w.lvl = Heading, l
		}
		w.line.WriteString(v.Text)
		if !v.Style.Inline {
			w.flush()
		}
	case *widget.ParagraphSegment:
		w.flush()
		for _, c := range v.Texts {
			w.segment(c)
		}
		w.flush()
	case *widget.ListSegment:
		w.flush()
		w.list(v)
	case *widget.HyperlinkSegment:
		w.flush()
		n := Node{Role: Link, Name: v.Text, OnTap: v.OnTapped}
		if v.URL != nil {
			n.Value = v.URL.String()
		}
		w.add(n)
	case *widget.SeparatorSegment:
		w.flush()
	default:
		w.line.WriteString(s.Textual())
	}
}

func (w *richWalk) list(l *widget.ListSegment) {
	list := w.add(Node{Role: List})
	outer := w.p
	w.p.in = list
	for i, it := range l.Items {
		in := w.p
		w.p.in = w.add(Node{Role: Listitem, Pos: i + 1, Of: len(l.Items)})
		w.segment(it)
		w.flush()
		w.p = in
	}
	w.p = outer
}

func (w *richWalk) flush() {
	s := strings.TrimSpace(w.line.String())
	w.line.Reset()
	role, lvl := w.role, w.lvl
	w.role, w.lvl = "", 0
	if s == "" {
		return
	}
	if role == "" {
		role = Text
	}
	w.add(Node{Role: role, Name: s, Level: lvl})
}

func (w *richWalk) add(n Node) *Node {
	w.part++
	return w.tree.add(&n, w.r, w.p.at, w.p, w.part)
}

func headingLevel(s widget.RichTextStyle) int {
	switch s.SizeName {
	case theme.SizeNameHeadingText:
		return 1
	case theme.SizeNameSubHeadingText:
		return 2
	}
	return 0
}
