package app

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// paper is a letter to print, sign by hand and put into an envelope.
type paper struct {
	address []string // whom it goes to, a line each
	date    string
	subject string
	body    string
	copies  []string // empty for none, else with its heading first
	title   string   // of the file, for a list of files; nothing personal
}

// Millimetres and points of a page of A4; on Letter's the margins are a little other ones.
const (
	paperMargin = 25
	paperText   = 11  // points
	paperLine   = 5.5 // millimetres
)

// part is a paragraph of the paper, or several, in one style.
type part struct {
	style string // of fpdf: "B" for bold
	text  string
}

// parts is everything on the paper, top to bottom; none is empty.
func (p paper) parts() []part {
	all := []part{{"", strings.Join(p.address, "\n")}, {"", p.date}, {"B", p.subject}, {"", p.body}, {"", strings.Join(p.copies, "\n")}}
	return slices.DeleteFunc(all, func(x part) bool { return x.text == "" })
}

// file is the letter as PDF or, where the kit's font lacks a letter of it or would set it in the wrong order, as plain
// text, for a program that can.
func (p paper) file(name string) File {
	var texts []string
	for _, x := range p.parts() {
		texts = append(texts, x.text)
	}
	text := strings.Join(texts, "\n\n") + "\n"
	if !Paints(text) {
		return TextFile(name+".txt", strings.ReplaceAll(text, "\n", "\r\n"))
	}
	return File{Name: name + ".pdf", Type: "application/pdf", Size: -1, Read: func(context.Context) ([]byte, error) { return p.pdf() }}
}

// pdf sets the letter in the theme's font, of which the file gets the letters that it needs.
func (p paper) pdf() ([]byte, error) {
	d := fpdf.New("P", "mm", "A4", "")
	d.SetCreationDate(time.Unix(0, 0)) // when somebody wrote it is nobody's business
	d.SetModificationDate(time.Unix(0, 0))
	d.SetTitle(p.title, true)
	d.SetProducer("Placard", true)
	for style, s := range map[string]fyne.TextStyle{"": {}, "B": {Bold: true}} {
		d.AddUTF8FontFromBytes("text", style, theme.DefaultTheme().Font(s).Content())
	}
	d.SetMargins(paperMargin, paperMargin, paperMargin)
	d.SetAutoPageBreak(true, paperMargin)
	d.AddPage()
	for _, x := range p.parts() {
		d.SetFont("text", x.style, paperText)
		d.MultiCell(0, paperLine, x.text, "", "L", false)
		d.Ln(paperLine)
	}
	var b bytes.Buffer
	if err := d.Output(&b); err != nil {
		return nil, fmt.Errorf("make PDF: %w", err)
	}
	return b.Bytes(), nil
}
