package server

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"placard/data"
)

// withdrawal is the page that asks whether an action is to be taken back.
type withdrawal struct {
	actionRow
	Kind  data.Kind
	ID    uuid.UUID
	Back  string // address of the list
	Wrong string
}

// getFind leads to the action of a number, as the lists show it, or of an id, as its owner's kit shows it.
func (s *Server) getFind(w http.ResponseWriter, r *http.Request, _ *session) {
	name := strings.TrimSpace(r.FormValue("name"))
	seq, err := strconv.ParseInt(name, 10, 64)
	if id, wrong := uuid.Parse(name); wrong == nil {
		var held []data.Receipt
		if held, err = s.Store.Held(r.Context(), s.Campaign.ID, []uuid.UUID{id}); err != nil {
			s.broken(w, r, err)
			return
		}
		seq = held[0].Seq
	} else if err != nil {
		s.page(w, http.StatusBadRequest, "Not understood", "Write the number from a list here, or the number that the kit shows for an action in its outbox, as it stands there.")
		return
	}
	http.Redirect(w, r, "/organiser/actions/"+strconv.FormatInt(seq, 10)+"/withdraw", http.StatusSeeOther)
}

// one returns a held action by its number in the address.
func (s *Server) one(r *http.Request) (Stored, bool, error) {
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	if err != nil || seq < 1 {
		return Stored{}, false, nil
	}
	list, err := s.Store.List(r.Context(), Query{Campaign: s.Campaign.ID, After: seq - 1, Before: seq + 1, Limit: 1})
	if err != nil || len(list) == 0 {
		return Stored{}, false, err
	}
	return list[0], true, nil
}

func (s *Server) getWithdraw(w http.ResponseWriter, r *http.Request, v *session) {
	s.showWithdraw(w, r, v, http.StatusOK, "")
}

func (s *Server) showWithdraw(w http.ResponseWriter, r *http.Request, v *session, status int, wrong string) {
	a, found, err := s.one(r)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	if !found {
		s.page(w, http.StatusNotFound, "Not found", "No action with this number is held with its content: perhaps it was withdrawn or erased already.")
		return
	}
	p := withdrawal{Kind: a.Sealed.Kind, ID: a.Sealed.ID, Wrong: wrong, Back: listOf(a)}
	if !s.Blind() {
		p.actionRow, _, _ = s.row(a)
	}
	p.Seq, p.Day = a.Seq, a.Sealed.Day
	s.render(w, status, "withdraw.html", view{Title: "Withdraw", CSRF: v.csrf, Here: "actions", Data: p})
}

// listOf is the address of the list that an action stands in.
func listOf(a Stored) string {
	q := url.Values{"kind": {string(a.Sealed.Kind)}}
	if a.State == Doubled || a.State == Closed {
		q.Set("state", string(a.State))
	}
	return "/organiser/actions?" + q.Encode()
}

// postWithdraw takes an action back by its owner's wish: it counts no longer and its content is erased.
func (s *Server) postWithdraw(w http.ResponseWriter, r *http.Request, v *session) {
	if r.PostFormValue("sure") != "yes" {
		s.showWithdraw(w, r, v, http.StatusUnprocessableEntity, "Nothing was withdrawn. Tick the box first: this cannot be undone.")
		return
	}
	a, found, err := s.one(r)
	if err == nil && found {
		found, err = s.Store.Withdraw(r.Context(), s.Campaign.ID, a.Seq)
	}
	if err != nil {
		s.broken(w, r, err)
		return
	}
	if !found {
		s.showWithdraw(w, r, v, http.StatusNotFound, "")
		return
	}
	s.feed.stale() // it may be a comment
	s.Log.Info("withdrawn", "seq", a.Seq)
	s.sessions.note(r, "Number "+thousands(a.Seq)+" was withdrawn. Its content is erased.")
	http.Redirect(w, r, listOf(a), http.StatusSeeOther)
}
