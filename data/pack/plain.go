package pack

import (
	"html"
	"iter"
	"strings"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"placard/data"
)

// reads parses what the app's painter does.
var reads = goldmark.New(goldmark.WithExtensions(extension.Strikethrough, extension.TaskList, extension.Table)).Parser()

// Plain returns the text of cleaned Markdown without its marks, a paragraph a line.
func Plain(markdown string) string {
	source := []byte(markdown)
	var b strings.Builder
	_ = ast.Walk(reads.Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch v := n.(type) {
		case *ast.Text:
			if entering {
				b.WriteString(html.UnescapeString(string(v.Value(source))))
				if v.SoftLineBreak() || v.HardLineBreak() {
					b.WriteByte(' ')
				}
			}
		case *ast.String:
			if entering {
				b.Write(v.Value)
			}
		default:
			if n.Type() != ast.TypeBlock {
				break
			}
			if code := n.Lines(); entering && (n.Kind() == ast.KindCodeBlock || n.Kind() == ast.KindFencedCodeBlock) {
				b.Write(code.Value(source))
			}
			if !entering && !strings.HasSuffix(b.String(), "\n") {
				b.WriteByte('\n')
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}

// Text returns the item as a search reads it.
func (n NewsItem) Text() data.NewsText {
	t := data.NewsText{ID: n.ID, Day: n.Date.Format(time.DateOnly), Headline: n.Headline, Body: Plain(n.Body)}
	var lines []string
	for _, f := range n.Figures {
		lines = append(lines, strings.TrimSpace(f.Text+" · "+f.Source+" "+f.Cite))
	}
	t.Figures = strings.Join(lines, "\n")
	return t
}

// Texts yields the archive as a search reads it, newest first.
func (e Edition) Texts() iter.Seq[data.NewsText] {
	return func(yield func(data.NewsText) bool) {
		for _, n := range e.News {
			if !yield(n.Text()) {
				return
			}
		}
	}
}

// Editions returns the texts of every language of the pack, the first language first.
func (p *Pack) Editions() []Edition { return append([]Edition{p.Edition}, p.translations...) }
