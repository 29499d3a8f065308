package html

import (
	"html/template"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown is what the app's painter understands: no extension adds ids, attributes, styles or links.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.Strikethrough, extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone))),
	goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(plainer{}, 1000))),
)

var levelKey = parser.NewContextKey()

// prose renders a pack's Markdown, whose headings begin at a level. The pack took links, pictures and HTML out already;
// whatever a newer pack might leave in becomes its text here.
func prose(source string, level int) template.HTML {
	ctx := parser.NewContext()
	ctx.Set(levelKey, level)
	var b strings.Builder
	if err := markdown.Convert([]byte(source), &b, parser.WithContext(ctx)); err != nil {
		return template.HTML(template.HTMLEscapeString(source)) // a strings.Builder takes everything: cannot fail
	}
	return template.HTML(b.String())
}

// plainer takes out of a parsed text what could lead away from the page or is HTML, and sets its headings below those
// of the page, without a gap between two levels.
type plainer struct{}

// Transform implements parser.ASTTransformer.
func (plainer) Transform(doc *ast.Document, reader text.Reader, ctx parser.Context) {
	base, _ := ctx.Get(levelKey).(int)
	if base == 0 {
		base = 2
	}
	least := 6
	var gone []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch v := n.(type) {
		case *ast.Heading:
			least = min(least, v.Level)
		case *ast.Link, *ast.Image, *ast.AutoLink, *ast.RawHTML, *ast.HTMLBlock:
			gone = append(gone, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range gone {
		unwrap(n, reader.Source())
	}
	last := base - 1
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			h.Level = min(base+h.Level-least, last+1, 6)
			last = h.Level
		}
		return ast.WalkContinue, nil
	})
}

// unwrap puts a node's text in its place.
func unwrap(n ast.Node, source []byte) {
	parent := n.Parent()
	if parent == nil {
		return
	}
	if a, ok := n.(*ast.AutoLink); ok {
		parent.InsertBefore(parent, n, ast.NewString(a.Label(source)))
	}
	if n.Type() == ast.TypeInline {
		for c := n.FirstChild(); c != nil; {
			next := c.NextSibling()
			parent.InsertBefore(parent, n, c)
			c = next
		}
	}
	parent.RemoveChild(parent, n)
}
