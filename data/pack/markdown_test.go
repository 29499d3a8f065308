package pack

import (
	"html"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

func TestClean(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"plain **bold** and *italic*", "plain **bold** and *italic*"},
		{"# Head\r\n\r\n- one\r\n- two", "# Head\n\n- one\n- two"},
		{"> quoted\n\n1. one", "> quoted\n\n1. one"},
		{"a ![spy](http://198.51.100.1/x.png) b", "a  b"},
		{"see [the report](https://example.org/x)", "see the report"},
		{"see [the report][1]\n\n[1]: https://example.org/x", "see the report"},
		{"[![spy](file:///etc/passwd)](http://198.51.100.1)", ""},
		{"a <b>bold</b> word<!-- hidden\nwords -->", "a bold word"},
		{"<img src=x onerror=alert(1)>text", "text"},
		{"<https://example.org>", ""},
		{"1 < 2 & 3 > 2", "1 &lt; 2 & 3 > 2"},
		{"AT&T and &lt;b&gt; and &#91;x](y)", "AT&amp;T and &lt;b> and &#91;x&#93;(y)"},
		{"&#xF005B;x](y) &#xF0000;", "&#91;x&#93;(y) \U000F0000"},
		{"&#x202E;gnp &#0; \u2066x", "gnp  x"},
		{"&\u202E#x202E;x", "x"},
		{"&amp;#x202E;x", "&amp;#x202E;x"},
		{`\[x](y) \* \\`, "&#91;x&#93;(y) &#42; &#92;"},
		{`\![x](y)`, "&#33;x"},
		{"an [aside] in brackets", "an &#91;aside&#93; in brackets"},
		{"[a [b](c) d](e)", "a b d"},
		{"Wanjirũ wa Ngũgĩ, سلام\u200f, 人权, क\u200dष", "Wanjirũ wa Ngũgĩ, سلام\u200f, 人权, क\u200dष"},
		{"  \n\n ", ""},
	} {
		if got := Clean(tt.in); got != tt.want {
			t.Errorf("Clean(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// renders parses as Fyne's RichText does, and with every address made a link on top of it.
var renders = goldmark.New(goldmark.WithExtensions(extension.Strikethrough, extension.TaskList, extension.Table))

// leak returns the first node of a parsed text that could fetch or open something, or that is HTML.
func leak(source string) ast.Node {
	var found ast.Node
	doc := renders.Parser().Parse(text.NewReader([]byte(source)))
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.Kind() {
		case ast.KindLink, ast.KindImage, ast.KindAutoLink, ast.KindRawHTML, ast.KindHTMLBlock, ast.KindLinkReferenceDefinition, extast.KindTaskCheckBox:
			found = n
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return found
}

func TestLeakFindsThem(t *testing.T) {
	for _, s := range []string{"![x](y)", "[x](y)", "<http://example.org>", "a <b>c</b>", "<div>\nx\n</div>", "[x][1]\n\n[1]: y", "- [ ] task"} {
		if leak(s) == nil {
			t.Errorf("%q: nothing found", s)
		}
		if n := leak(Clean(s)); n != nil {
			t.Errorf("Clean(%q) = %q still has %s", s, Clean(s), n.Kind())
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"![x](y)", "[x](y)", "`\\`[x](y)", "<a\n>", "[x]:y\n[x]", "\\\\[a](b)", "<![CDATA[x]]>", "<?x?>", "&#60;b&#62;", "&amp;lt;b>",
		"- [ ] **x**", "```\n<b>\n```", "    <b>", "[a\n](b)", "![a][b]\n\n[b]: c", "<scr<b>ipt>", "[[a](b)](c)", "\x00<b", "<a href=\"\n\n", "|a|\n|-|\n|[x](y)|"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		if n := leak(got); n != nil {
			t.Errorf("Clean(%q) = %q has %s", s, got, n.Kind())
		}
		if strings.ContainsFunc(html.UnescapeString(got), badRune) {
			t.Errorf("Clean(%q) = %q has characters that do not show", s, got)
		}
	})
}
