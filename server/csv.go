package server

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"placard/data"
)

// csvHeader names the columns. Fields that only a pack knows are one column of JSON, because a stream cannot know
// beforehand which there will be.
var csvHeader = []string{
	"number", "id", "kind", "status", "could_not_open", "double_of", "day", "time_utc", "name", "email",
	"contact_consent", "consent_language", "consent_text_sha256", "language", "pack_sha256", "form", "other_fields",
}

// safeCell puts an apostrophe before every sign that a spreadsheet could take for the start of a formula: at the start
// of the cell, and after whatever some program, in some country's settings, takes for the end of a cell or a row.
// Quotes and spaces before the sign count for nothing, since some programs take them off. A tab or carriage return at
// the very start gets one too. All else is left as it was written.
func safeCell(s string) string {
	var b strings.Builder
	begins := true
	for i, r := range s {
		switch {
		case r == '\t' || r == '\r':
			if i == 0 {
				b.WriteByte('\'')
			}
			begins = true
		case r == ';' || r == '\n':
			begins = true
		case begins && startsFormula(r):
			b.WriteByte('\'')
			begins = false
		case r != '"' && r != '\'' && unicode.IsGraphic(r) && !unicode.IsSpace(r):
			begins = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// startsFormula knows the usual signs, the two of old spreadsheets' commands, and the full-width forms that Japanese
// versions take as well.
func startsFormula(r rune) bool { return strings.ContainsRune("=+-@|%\uFF1D\uFF0B\uFF0D\uFF20", r) }

// WriteCSV writes a campaign's actions of one kind and state in the order of arrival. A state of Fresh means all.
func (s *Server) WriteCSV(ctx context.Context, out io.Writer, q Query) error {
	b := bufio.NewWriterSize(out, 32<<10)
	w := csv.NewWriter(b)
	w.UseCRLF = true // RFC 4180
	if err := w.Write(csvHeader); err != nil {
		return err
	}
	q.Newest, q.Limit = false, 200
	for {
		list, err := s.Store.List(ctx, q)
		if err != nil {
			return fmt.Errorf("read actions: %w", err)
		}
		for _, a := range list {
			if err := w.Write(s.csvRow(a)); err != nil {
				return fmt.Errorf("write table: %w", err)
			}
			q.After = a.Seq
		}
		if len(list) < q.Limit {
			w.Flush()
			return errors.Join(w.Error(), b.Flush())
		}
	}
}

func (s *Server) csvRow(a Stored) []string {
	row, action, err := s.row(a)
	state := string(a.State)
	if a.State == Fresh {
		state = "new"
	}
	cells := make([]string, len(csvHeader))
	copy(cells, []string{strconv.FormatInt(a.Seq, 10), a.Sealed.ID.String(), string(a.Sealed.Kind), state, string(row.Code)})
	if a.Double != 0 {
		cells[5] = strconv.FormatInt(a.Double, 10)
	}
	cells[6] = a.Sealed.Day
	if err == nil {
		copy(cells[7:], []string{action.At.UTC().Format(time.RFC3339), row.Name, row.Email, row.Contact})
		for _, c := range action.Consents {
			if c.Purpose == "contact" {
				cells[11], cells[12] = c.Lang, c.TextHash
			}
		}
		copy(cells[13:], []string{action.Lang, action.Pack, action.Form, otherFields(action)})
	}
	for i := range cells {
		cells[i] = safeCell(cells[i])
	}
	return cells
}

func otherFields(a data.Action) string {
	rest := map[string]string{}
	for name, value := range a.Fields {
		if name != data.FieldName && name != data.FieldEmail {
			rest[name] = value
		}
	}
	if len(rest) == 0 {
		return ""
	}
	b, err := json.Marshal(rest)
	if err != nil {
		return "" // a map of strings: cannot fail
	}
	return string(b)
}

// getCSV sends the table as a file.
func (s *Server) getCSV(w http.ResponseWriter, r *http.Request, _ *session) {
	if s.Blind() {
		s.page(w, http.StatusConflict, "This server cannot read", "It has no key. Download the sealed export and open it with placardd open where the key is.")
		return
	}
	q := s.query(r)
	if r.FormValue("state") == "all" {
		q.State = Fresh
	}
	q.Before, q.After = 0, 0
	attach(w, "text/csv; charset=utf-8", fmt.Sprintf("%s-%s-%s.csv", s.Campaign.ID, q.Kind, now().Format(time.DateOnly)))
	s.Log.Info("table exported", "kind", q.Kind)
	if r.FormValue("bom") != "" {
		_, _ = io.WriteString(w, "\uFEFF") // or Excel takes UTF-8 for something else
	}
	if err := s.WriteCSV(r.Context(), w, q); err != nil {
		s.Log.Error("send table", "err", err)
		panic(http.ErrAbortHandler) // half a table must not pass for a whole one
	}
}
