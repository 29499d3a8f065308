package pack

import (
	"html"
	"regexp"
	"strconv"
	"strings"
)

var (
	comment    = regexp.MustCompile(`(?s)<!--.*?-->`)
	tag        = regexp.MustCompile(`</?[A-Za-z][^<>]*>|<[!?][^<>]*>`)
	imageMark  = regexp.MustCompile(`!\[([^\[\]]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])`)
	link       = regexp.MustCompile(`\[([^\[\]]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])`)
	definition = regexp.MustCompile(`(?m)^[ >]*\[[^\[\]\n]+\]:.*$`)
	address    = regexp.MustCompile(`(?i)\bhttps?://|\bwww\.|\bmailto:`)
	ampersand  = regexp.MustCompile(`&([#A-Za-z])`)
	escape     = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]")
	structure  = strings.NewReplacer("<", "&lt;", "[", "&#91;", "]", "&#93;")
)

// Clean returns a pack's Markdown as it is safe to hand to a renderer: without images, links, raw HTML and characters
// that nobody types. A renderer that follows links or fetches images would tell a network which campaign a phone
// reads. The text of a link stays, its address and images go.
//
// What could still begin a link, an image or HTML is written as a character reference, which every Markdown parser
// shows and none takes for structure; that, not the patterns before it, is what makes the result safe. Backslash
// escapes become references as well, since Fyne's RichText shows the backslash.
func Clean(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = comment.ReplaceAllString(text, "")
	text = definition.ReplaceAllString(text, "")
	text = imageMark.ReplaceAllString(text, "")
	text = link.ReplaceAllString(text, "$1")
	text = tag.ReplaceAllString(text, "")
	var b strings.Builder
	at := 0
	for _, p := range escape.FindAllStringIndex(text, -1) {
		b.WriteString(plain(text[at:p[0]]))
		b.WriteString(reference(text[p[1]-1]))
		at = p[1]
	}
	b.WriteString(plain(text[at:]))
	return strings.TrimFunc(b.String(), asciiSpace)
}

// plain resolves references to characters first, so that none can bring in what was just taken out.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if badRune(r) {
			return -1
		}
		return r
	}, html.UnescapeString(s))
	return structure.Replace(ampersand.ReplaceAllString(s, "&amp;$1"))
}

func reference(c byte) string { return "&#" + strconv.Itoa(int(c)) + ";" }

// markdown reports what [Clean] takes out of a text whose first line is the file's line n.
func (d *document) markdown(text string, n int) {
	for i, line := range strings.Split(text, "\n") {
		switch {
		case imageMark.MatchString(line):
			d.warnf(n+i, "has an image in the text, which is left out: a picture goes into [picture] of appeal.md")
		case definition.MatchString(line) || link.MatchString(line):
			d.warnf(n+i, "has a link in the text, which is left out: name the source and its date instead")
		case tag.MatchString(line) || strings.Contains(line, "<!--"):
			d.warnf(n+i, "has HTML in the text, which is left out: write Markdown, like **bold** and *italic*")
		case address.MatchString(line):
			d.warnf(n+i, "has an address in the text, which cannot be tapped: name the source and its date instead")
		}
	}
}
