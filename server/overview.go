package server

import (
	"net/http"
	"slices"
	"time"

	"placard/data"
)

const overviewDays = 60

// kindRow and dayRow are the rows of the overview's tables.
type kindRow struct {
	Kind data.Kind
	Total
}

type dayRow struct {
	Day   string
	Kinds []kindRow // in the order of data.Kinds
}

type overview struct {
	Blind  bool
	Total  Total
	Kinds  []kindRow
	Days   []dayRow
	Limit  int
	Last   time.Time
	Safe   int64
	Over   bool  // personal data is held longer than was set
	Unread int64 // comments that nobody has read yet
}

func (s *Server) getOverview(w http.ResponseWriter, r *http.Request, v *session) {
	totals, err := s.Store.Totals(r.Context(), s.Campaign.ID)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	days, err := s.Store.Days(r.Context(), s.Campaign.ID, overviewDays)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	safe, err := s.Store.Safe(r.Context())
	if err != nil {
		s.broken(w, r, err)
		return
	}
	o := overview{Blind: s.Blind(), Days: byDay(days), Limit: overviewDays, Last: s.last.time(), Safe: safe}
	until, err := s.Store.Setting(r.Context(), settingRetention)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	if retentionOver(until, time.Now()) {
		kept, _, err := s.Store.Kept(r.Context(), s.Campaign.ID)
		if err != nil {
			s.broken(w, r, err)
			return
		}
		o.Over = len(kept) > 0
	}
	if !o.Blind {
		comments, err := s.Store.ModerationTotals(r.Context(), s.Campaign.ID)
		if err != nil {
			s.broken(w, r, err)
			return
		}
		o.Unread = comments[Pending]
	}
	for _, k := range data.Kinds {
		if t, ok := totals[k]; ok {
			o.Kinds = append(o.Kinds, kindRow{k, t})
			o.Total.Add(t)
		}
	}
	p := view{Title: "Overview", CSRF: v.csrf, Here: "overview", Data: o}
	if r.URL.Query().Has("changed") {
		p.Notice = "The password is changed. Every other browser was logged out."
	}
	s.render(w, http.StatusOK, "overview.html", p)
}

// byDay gathers the totals of a day, latest day first.
func byDay(days []DayTotal) []dayRow {
	var rows []dayRow
	for _, d := range days {
		if len(rows) == 0 || rows[len(rows)-1].Day != d.Day {
			rows = append(rows, dayRow{Day: d.Day})
		}
		row := &rows[len(rows)-1]
		row.Kinds = append(row.Kinds, kindRow{d.Kind, d.Total})
	}
	for _, row := range rows {
		slices.SortFunc(row.Kinds, func(a, b kindRow) int {
			return slices.Index(data.Kinds, a.Kind) - slices.Index(data.Kinds, b.Kind)
		})
	}
	return rows
}
