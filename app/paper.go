package app

import (
	"bytes"
	"context"
	"fmt"
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

// parts is everything on the paper, top to bottom.
func (p paper) parts() []string {
	return []string{strings.Join(p.address, "\n"), p.date, p.subject, p.body, strings.Join(p.copies, "\n")}
}

// file is the letter as PDF or, where the kit's font lacks a letter of it or would set it in the wrong order, as plain
// text, for a program that can.
func (p paper) file(name string) File {
	text := strings.Join(filledIn(p.parts()), "\n\n") + "\n"
	if !Paints(text) {
		return TextFile(name+".txt", strings.ReplaceAll(text, "\n", "\r\n"))
	}
	return File{Name: name + ".pdf", Type: "application/pdf", Size: -1, Read: func(context.Context) ([]byte, error) { return p.pdf() }}
}

func filledIn(parts []string) (list []string) {
	for _, s := range parts {
		if s != "" {
			list = append(list, s)
		}
	}
	return list
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
	write := func(style, text string) {
		if text == "" {
			return
		}
		d.SetFont("text", style, paperText)
		d.MultiCell(0, paperLine, text, "", "L", false)
		d.Ln(paperLine)
	}
	write("", strings.Join(p.address, "\n"))
	write("", p.date)
	write("B", p.subject)
	write("", p.body)
	write("", strings.Join(p.copies, "\n"))
	var b bytes.Buffer
	if err := d.Output(&b); err != nil {
		return nil, fmt.Errorf("make PDF: %w", err)
	}
	return b.Bytes(), nil
}
