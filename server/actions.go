package server

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"placard/data"
	"placard/data/seal"
)

const pageRows = 50

// actionRow is an action, opened for the moment of showing it.
type actionRow struct {
	Seq     int64
	Day     string
	State   State
	Code    data.Code
	Hint    string
	Double  int64
	Name    string
	Email   string
	Contact string // yes, no, or empty where it was not asked
	Others  []field
}

type field struct{ Name, Value string }

type actionList struct {
	Blind  bool
	Kind   data.Kind
	Kinds  []data.Kind
	State  State
	Rows   []actionRow
	Total  Total
	Newer  string // addresses of the neighbouring pages, or empty
	Older  string
	Return string // query to come back to this page
}

// getActions shows a page of actions of one kind and state, newest first.
func (s *Server) getActions(w http.ResponseWriter, r *http.Request, v *session) {
	q := s.query(r)
	q.Newest, q.Limit = true, pageRows+1
	back := q.After != 0 // towards newer ones: read upwards, then turn round
	q.Newest = !back
	list := actionList{Blind: s.Blind(), Kind: q.Kind, State: q.State}
	totals, err := s.Store.Totals(r.Context(), s.Campaign.ID)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	list.Total = totals[q.Kind]
	for _, k := range data.Kinds {
		if totals[k].Received > 0 || k == data.Signature {
			list.Kinds = append(list.Kinds, k)
		}
	}
	if !s.Blind() {
		stored, err := s.Store.List(r.Context(), q)
		if err != nil {
			s.broken(w, r, err)
			return
		}
		s.fill(&list, stored, q, back)
	}
	s.render(w, http.StatusOK, "actions.html", view{Title: kindNames[q.Kind], CSRF: v.csrf, Here: "actions", Notice: v.notice, Data: list})
}

// query reads kind, state and place in the list from the address. What it does not know it takes for the first.
func (s *Server) query(r *http.Request) Query {
	q := Query{Campaign: s.Campaign.ID, Kind: data.Kind(r.FormValue("kind")), State: State(r.FormValue("state"))}
	if !q.Kind.Known() {
		q.Kind = data.Signature
	}
	if q.State != Doubled && q.State != Closed {
		q.State = Counted
	}
	q.Before, _ = strconv.ParseInt(r.FormValue("before"), 10, 64)
	q.After, _ = strconv.ParseInt(r.FormValue("after"), 10, 64)
	q.Before, q.After = max(0, q.Before), max(0, q.After)
	return q
}

// fill opens the rows and links the neighbouring pages. One row more than a page was asked for, to see whether there
// is another.
func (s *Server) fill(list *actionList, stored []Stored, q Query, back bool) {
	more := len(stored) > pageRows
	if more {
		stored = stored[:pageRows]
	}
	if back {
		slices.Reverse(stored)
	}
	base := url.Values{"kind": {string(q.Kind)}, "state": {string(q.State)}}
	link := func(name string, seq int64) string {
		u := maps.Clone(base)
		u.Set(name, strconv.FormatInt(seq, 10))
		return "?" + u.Encode()
	}
	if n := len(stored); n > 0 {
		if more && !back || back && q.After > 0 {
			list.Older = link("before", stored[n-1].Seq)
		}
		if more && back || !back && q.Before > 0 {
			list.Newer = link("after", stored[0].Seq)
		}
	}
	list.Return = base.Encode()
	for _, a := range stored {
		row, _, _ := s.row(a)
		list.Rows = append(list.Rows, row)
	}
}

// row opens one stored action. Its error says that the seal did not open, which the row says too.
func (s *Server) row(a Stored) (actionRow, data.Action, error) {
	row := actionRow{Seq: a.Seq, Day: a.Sealed.Day, State: a.State, Code: a.Code, Hint: a.Code.Hint(), Double: a.Double}
	action, err := seal.Open(a.Sealed, s.identities...)
	if err != nil {
		if row.Code == "" {
			row.Code = codeOf(err)
			row.Hint = row.Code.Hint()
		}
		return row, action, err
	}
	row.Name, row.Email, row.Contact = action.Fields[data.FieldName], action.Fields[data.FieldEmail], consent(action, "contact")
	for _, name := range slices.Sorted(maps.Keys(action.Fields)) {
		if name != data.FieldName && name != data.FieldEmail {
			row.Others = append(row.Others, field{strings.ReplaceAll(name, "_", " "), action.Fields[name]})
		}
	}
	return row, action, nil
}

// postDecision counts an action or takes it for a double, by the organiser's word.
func (s *Server) postDecision(w http.ResponseWriter, r *http.Request, _ *session) {
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	state := State(r.PostFormValue("to"))
	if err != nil || (state != Counted && state != Doubled) {
		s.page(w, http.StatusBadRequest, "Not understood", "Go back and press the button again.")
		return
	}
	found, err := s.Store.Decide(r.Context(), seq, state)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	if !found {
		s.page(w, http.StatusNotFound, "Not found", "There is no opened action with this number.")
		return
	}
	s.feed.stale() // it may be a comment
	s.Log.Info("decided", "seq", seq, "state", state)
	backTo(w, r, "/organiser/actions")
}

// Export writes every sealed action of the campaign to w, as frames of the wire (see package data), in the order of
// arrival, without a bound on their number. It returns how many they were.
func Export(ctx context.Context, store Store, campaign string, w io.Writer) (int, error) {
	q, n := Query{Campaign: campaign, Limit: 200}, 0
	var frame []byte
	for {
		list, err := store.List(ctx, q)
		if err != nil {
			return n, fmt.Errorf("read actions: %w", err)
		}
		for _, a := range list {
			frame = data.AppendFrame(frame[:0], a.Sealed)
			if _, err := w.Write(frame); err != nil {
				return n, fmt.Errorf("write export: %w", err)
			}
			n++
			q.After = a.Seq
		}
		if len(list) < q.Limit {
			return n, nil
		}
	}
}

// getExport sends the sealed export, for opening elsewhere.
func (s *Server) getExport(w http.ResponseWriter, r *http.Request, _ *session) {
	attach(w, "application/octet-stream", s.Campaign.ID+".placard")
	if _, err := Export(r.Context(), s.Store, s.Campaign.ID, w); err != nil {
		s.Log.Error("send export", "err", err)
		panic(http.ErrAbortHandler) // half a file must not pass for a whole one
	}
}

func attach(w http.ResponseWriter, contentType, name string) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Cache-Control", "no-store")
}
