package server

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"placard/data"
)

// settingRetention is the setting of the day until which personal data is kept, YYYY-MM-DD; empty where none was set.
const settingRetention = "kept until"

const eraseBatch = 500 // actions of one transaction

// retention is the page of what is kept, until when, and what erasing would take.
type retention struct {
	Until  string // YYYY-MM-DD, or empty
	Over   bool   // that day has passed
	Kept   []keptRow
	Total  int64
	Last   int64 // number up to which would be erased
	Unread int64 // not opened yet: nothing is erased before
	Wrong  string
}

type keptRow struct {
	Kind data.Kind
	N    int64
}

func (s *Server) getRetention(w http.ResponseWriter, r *http.Request, v *session) {
	s.showRetention(w, r, v, http.StatusOK, "")
}

func (s *Server) showRetention(w http.ResponseWriter, r *http.Request, v *session, status int, wrong string) {
	p := retention{Wrong: wrong}
	kept, last, err := s.Store.Kept(r.Context(), s.Campaign.ID)
	if err == nil {
		p.Until, err = s.Store.Setting(r.Context(), settingRetention)
	}
	totals, err2 := s.Store.Totals(r.Context(), s.Campaign.ID)
	if err = cmp.Or(err, err2); err != nil {
		s.broken(w, r, err)
		return
	}
	p.Last, p.Over = last, retentionOver(p.Until, time.Now())
	for _, k := range data.Kinds {
		if n := kept[k]; n > 0 {
			p.Kept = append(p.Kept, keptRow{k, n})
			p.Total += n
		}
		if !s.Blind() {
			t := totals[k]
			p.Unread += t.Waiting()
		}
	}
	s.render(w, status, "retention.html", view{Title: "Kept data", CSRF: v.csrf, Here: "retention", Notice: v.notice, Data: p})
}

// retentionOver reports whether a day, YYYY-MM-DD, has passed, in UTC.
func retentionOver(until string, now time.Time) bool {
	return until != "" && now.UTC().Format(time.DateOnly) > until
}

// postRetention sets the day until which personal data is kept, or takes it back.
func (s *Server) postRetention(w http.ResponseWriter, r *http.Request, v *session) {
	until := r.PostFormValue("until")
	if _, err := time.Parse(time.DateOnly, until); err != nil && until != "" {
		s.showRetention(w, r, v, http.StatusUnprocessableEntity, "Write the day as year, month and day: 2027-12-31.")
		return
	}
	if err := s.Store.SetSetting(r.Context(), settingRetention, until); err != nil {
		s.broken(w, r, err)
		return
	}
	s.Log.Info("retention set", "until", until)
	http.Redirect(w, r, "/organiser/data", http.StatusSeeOther)
}

// postErase erases what the page showed as kept, and no action that came since.
func (s *Server) postErase(w http.ResponseWriter, r *http.Request, v *session) {
	last, err := strconv.ParseInt(r.PostFormValue("last"), 10, 64)
	if err != nil || r.PostFormValue("sure") != "yes" {
		s.showRetention(w, r, v, http.StatusUnprocessableEntity, "Nothing was erased. Tick the box first: this cannot be undone.")
		return
	}
	totals, err := s.Store.Totals(r.Context(), s.Campaign.ID)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	if !s.Blind() && slices.ContainsFunc(data.Kinds, func(k data.Kind) bool { t := totals[k]; return t.Waiting() > 0 }) {
		s.showRetention(w, r, v, http.StatusConflict, "Nothing was erased: some of it has not been opened and counted yet. Try again in a moment.")
		return
	}
	var erased int64
	for {
		n, err := s.Store.Erase(r.Context(), s.Campaign.ID, last, eraseBatch)
		if err != nil {
			s.broken(w, r, err)
			return
		}
		if erased += n; n == 0 {
			break
		}
	}
	s.feed.stale()
	s.Log.Info("erased", "actions", erased)
	s.sessions.note(r, "Erased: "+thousands(erased)+". The counts stay.")
	http.Redirect(w, r, "/organiser/data", http.StatusSeeOther)
}
