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
	picture    = regexp.MustCompile(`!\[([^\[\]]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])`)
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
	text = strings.Map(typable, strings.ReplaceAll(text, "\r\n", "\n"))
	text = escape.ReplaceAllStringFunc(text, func(s string) string { return string(held + rune(s[1])) })
	text = comment.ReplaceAllString(text, "")
	text = definition.ReplaceAllString(text, "")
	text = picture.ReplaceAllString(text, "")
	for range 3 { // links do not nest, but people write them so
		text = link.ReplaceAllString(text, "$1")
	}
	text = tag.ReplaceAllString(text, "")
	// References become characters before the next lines, so that none brings back what was taken out.
	text = strings.Map(typable, html.UnescapeString(text))
	text = structure.Replace(ampersand.ReplaceAllString(text, "&amp;$1"))
	var b strings.Builder
	for _, r := range text {
		if c := r - held; c > 0x20 && c < 0x7F {
			b.WriteString("&#" + strconv.Itoa(int(c)) + ";")
		} else {
			b.WriteRune(r)
		}
	}
	return strings.TrimFunc(b.String(), asciiSpace)
}

// held and the private characters after it stand for backslash escapes while a text is cleaned. Where an author wrote
// one of them, the punctuation shows.
const held = 0xF0000

func typable(r rune) rune {
	if badRune(r) {
		return -1
	}
	return r
}

// markdown reports what [Clean] takes out of a text whose first line is the file's line n.
func (d *document) markdown(text string, n int) {
	for i, line := range strings.Split(text, "\n") {
		switch {
		case picture.MatchString(line):
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
