package server

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// letterList is the page of the letters' deliveries.
type letterList struct {
	Blind, Mails, Pack bool // has the server no key, a relay, a pack?
	From, Test         string
	Paused, Trouble    string
	Again              time.Time // when a relay in trouble is tried again
	Targets            []targetRow
	Tested, Unsure     int64
	State              DeliveryState
	States             []DeliveryState
	Rows               []letterRow
	Older              string // address of the next page, or empty
	Return             string // query to come back to this page
	Report, Wrong      string // of a letter that came back: what was pasted, and why it did not do
}

// targetRow counts the letters to one target, by state.
type targetRow struct {
	Name   string
	Counts []int64 // in the order of DeliveryStates
	Aside  int64   // of those waiting: they do not count
}

type letterRow struct {
	Delivery
	Name string // of the target
}

// Words for the organiser.
var (
	deliveryNames = map[DeliveryState]string{
		Waiting: "Waiting", Sending: "Being sent", Sent: "Sent", Tested: "Sent as a test", Refused: "Refused", Bounced: "Came back",
		Stopped: "Stopped", Unsure: "Perhaps sent",
	}
	reasonNames = map[Reason]string{
		ReasonOrganiser: "by an organiser", ReasonDeadline: "the deadline has passed", ReasonNoTarget: "the pack has no such target",
		ReasonNoAddress: "the target has no e-mail address", ReasonErased: "its content was erased", ReasonLetter: "it cannot be written as a message", ReasonBroken: "the connection broke",
	}
)

// letterMoves are what the organiser may do to a letter.
var letterMoves = map[string]struct {
	to   DeliveryState
	from []DeliveryState
}{
	"again": {Waiting, []DeliveryState{Refused, Bounced, Unsure, Stopped, Tested}},
	"sent":  {Sent, []DeliveryState{Unsure}},
	"stop":  {Stopped, []DeliveryState{Waiting}},
}

// May reports whether the organiser may do that to the letter.
func (r letterRow) May(do string) bool {
	for _, from := range letterMoves[do].from {
		if r.State == from {
			return true
		}
	}
	return false
}

// getLetters shows how far the letters are, newest first.
func (s *Server) getLetters(w http.ResponseWriter, r *http.Request, v *session) {
	s.showLetters(w, r, v, http.StatusOK, "", "")
}

func (s *Server) showLetters(w http.ResponseWriter, r *http.Request, v *session, status int, report, wrong string) {
	list, err := s.letterList(r)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	list.Report, list.Wrong = report, wrong
	p := view{Title: "Letters", CSRF: v.csrf, Here: "letters", Data: list}
	if r.URL.Query().Has("bounced") {
		p.Notice = "The letter is marked as come back."
	}
	s.render(w, status, "letters.html", p)
}

func (s *Server) letterList(r *http.Request) (letterList, error) {
	l := letterList{Blind: s.Blind(), Mails: s.Mail.Post != nil, Pack: s.forms.pack != nil, From: s.Mail.From.String(), Test: s.Mail.Test, States: DeliveryStates}
	l.Trouble, l.Again = s.courier.relay()
	var err error
	if l.Paused, err = s.Store.Setting(r.Context(), SettingPause); err != nil {
		return l, err
	}
	totals, err := s.Store.DeliveryTotals(r.Context(), s.Campaign.ID)
	if err != nil {
		return l, err
	}
	s.count(&l, totals)
	q := DeliveryQuery{Campaign: s.Campaign.ID, Limit: pageRows + 1}
	if state := DeliveryState(r.FormValue("state")); deliveryNames[state] != "" {
		q.State, l.State = state, state
	}
	before, err := strconv.ParseInt(r.FormValue("before"), 10, 64)
	if err == nil {
		q.Before = max(0, before)
	}
	rows, err := s.Store.Deliveries(r.Context(), q)
	if err != nil {
		return l, err
	}
	here := url.Values{"state": {string(l.State)}}
	l.Return = here.Encode()
	if len(rows) > pageRows {
		rows = rows[:pageRows]
		here.Set("before", strconv.FormatInt(rows[pageRows-1].Seq, 10))
		l.Older = "?" + here.Encode()
	}
	for _, d := range rows {
		l.Rows = append(l.Rows, letterRow{d, s.targetName(d.Target)})
	}
	return l, nil
}

// count puts the totals, which come by target, into rows.
func (s *Server) count(l *letterList, totals []DeliveryTotal) {
	last := ""
	for _, t := range totals {
		if len(l.Targets) == 0 || t.Target != last {
			l.Targets = append(l.Targets, targetRow{Name: s.targetName(t.Target), Counts: make([]int64, len(DeliveryStates))})
			last = t.Target
		}
		row := &l.Targets[len(l.Targets)-1]
		row.Aside += t.Aside
		for i, state := range DeliveryStates {
			if state == t.State {
				row.Counts[i] = t.N
			}
		}
		switch t.State {
		case Tested:
			l.Tested += t.N
		case Unsure:
			l.Unsure += t.N
		}
	}
}

// targetName is what the pack calls a target, in its first language that has it.
func (s *Server) targetName(id string) string {
	if id == "" || s.forms.pack == nil {
		return "Unknown"
	}
	for _, lang := range s.forms.pack.Languages {
		for _, f := range s.forms.pack.In(lang).Forms {
			if f.Letter == nil {
				continue
			}
			if t, ok := f.Letter.Target(id); ok {
				return t.Name
			}
		}
	}
	return id
}

// letterPage is one letter, opened for the moment of showing it.
type letterPage struct {
	letterRow
	Letter composed
	From   string
	Return string
}

// getLetter shows a letter as it would be mailed now.
func (s *Server) getLetter(w http.ResponseWriter, r *http.Request, v *session) {
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	if err != nil || seq < 1 || s.Blind() {
		s.noLetter(w)
		return
	}
	list, err := s.Store.Deliveries(r.Context(), DeliveryQuery{Campaign: s.Campaign.ID, Seq: seq, Limit: 1})
	if err != nil {
		s.broken(w, r, err)
		return
	}
	if len(list) == 0 {
		s.noLetter(w)
		return
	}
	letter, err := s.compose(r.Context(), seq)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	p := letterPage{letterRow: letterRow{list[0], s.targetName(list[0].Target)}, Letter: letter}
	if s.Mail.From.Address != "" {
		p.From = s.Mail.From.String()
	}
	s.render(w, http.StatusOK, "letter.html", view{Title: "Letter", CSRF: v.csrf, Here: "letters", Data: p})
}

func (s *Server) noLetter(w http.ResponseWriter) {
	s.page(w, http.StatusNotFound, "Not found", "There is no opened letter with this number.")
}

// postLetter does to one letter what a button says.
func (s *Server) postLetter(w http.ResponseWriter, r *http.Request, _ *session) {
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	do := letterMoves[r.PostFormValue("to")]
	if err != nil || do.to == "" {
		s.page(w, http.StatusBadRequest, "Not understood", "Go back and press the button again.")
		return
	}
	moved, err := s.decideLetter(r.Context(), seq, do.to, do.from...)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	if !moved {
		s.page(w, http.StatusConflict, "Not any more", "Meanwhile something else happened to this letter. Go back, load the page again and look.")
		return
	}
	backTo(w, r, "/organiser/letters")
}

// decideLetter moves a letter by the organiser's word.
func (s *Server) decideLetter(ctx context.Context, seq int64, to DeliveryState, from ...DeliveryState) (bool, error) {
	list, err := s.Store.Deliveries(ctx, DeliveryQuery{Campaign: s.Campaign.ID, Seq: seq, Limit: 1})
	if err != nil || len(list) == 0 {
		return false, err
	}
	d := Delivery{Seq: seq, Target: list[0].Target, State: to}
	if to == Stopped {
		d.Reason = ReasonOrganiser
	}
	moved, err := s.Store.Move(ctx, d, from...)
	if moved {
		s.Log.Info("letter decided", "seq", seq, "state", to)
		s.courier.call()
	}
	return moved, err
}

// postLetters pauses the mail, lets it go on, or sends for real what was a test.
func (s *Server) postLetters(w http.ResponseWriter, r *http.Request, _ *session) {
	var err error
	switch do := r.PostFormValue("to"); do {
	case "pause":
		err = s.Store.SetSetting(r.Context(), SettingPause, PausedOrganiser)
	case "resume":
		err = s.Store.SetSetting(r.Context(), SettingPause, PausedNo)
	case "real":
		err = s.sendTested(r.Context())
	default:
		err = errors.New("no such button")
	}
	if err != nil {
		s.broken(w, r, err)
		return
	}
	s.Log.Info("mail decided", "to", r.PostFormValue("to"))
	s.courier.call()
	backTo(w, r, "/organiser/letters")
}

// sendTested lets every letter wait again that went to the organiser as a test.
func (s *Server) sendTested(ctx context.Context) error {
	if s.Mail.Test != "" {
		return errors.New("the test is not over")
	}
	for {
		list, err := s.Store.Deliveries(ctx, DeliveryQuery{Campaign: s.Campaign.ID, State: Tested, Limit: 200})
		if err != nil || len(list) == 0 {
			return err
		}
		for _, d := range list {
			if _, err := s.Store.Move(ctx, Delivery{Seq: d.Seq, Target: d.Target, State: Waiting}, Tested); err != nil {
				return err
			}
		}
	}
}
