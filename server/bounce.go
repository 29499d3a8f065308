package server

import (
	"context"
	"net/http"
	"regexp"
	"strings"

	"placard/data"
)

// A letter that somebody behind the relay could not deliver comes back to the sender's mailbox, which the server does
// not read: the organiser pastes it here.

var (
	bounceID     = regexp.MustCompile(`(?i)<([0-9a-f]{32})@`)
	bounceAction = regexp.MustCompile(`(?im)^action:[ \t]*failed`)
	bounceStatus = regexp.MustCompile(`(?im)^status:[ \t]*([45]\.\d{1,3}\.\d{1,3})`)
)

// parseBounce finds in a report on a message (RFC 3464), which has the message's header in it (RFC 3462), the ids that
// may be that of a letter, and the status. It looks for lines instead of taking the report apart: whoever pastes it
// seldom has it whole. A report without a failure gives no ids.
func parseBounce(text string) (ids []string, status Reason) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	m := bounceStatus.FindStringSubmatch(text)
	if m == nil || !bounceAction.MatchString(text) {
		return nil, ""
	}
	for _, id := range bounceID.FindAllStringSubmatch(text, 20) {
		ids = append(ids, strings.ToLower(id[1]))
	}
	return ids, Reason(m[1])
}

// postBounce marks the letter as come back that a pasted report is about.
func (s *Server) postBounce(w http.ResponseWriter, r *http.Request, v *session) {
	report := r.PostFormValue("report")
	ids, status := parseBounce(report)
	if s.Blind() || len(ids) == 0 {
		s.showLetters(w, r, v, http.StatusUnprocessableEntity, report, "This is no report of a failure. Paste the whole source of the message that came back: it has lines that begin with “Action: failed”, with “Status:” and with “Message-ID:”. Nothing was changed.")
		return
	}
	seq, err := s.findLetter(r.Context(), ids)
	moved := false
	if err == nil && seq != 0 {
		moved, err = s.bounce(r.Context(), seq, status)
	}
	switch {
	case err != nil:
		s.broken(w, r, err)
	case !moved:
		s.showLetters(w, r, v, http.StatusNotFound, report, "Not of this campaign: no letter that was sent has the Message-ID in this report. Nothing was changed.")
	default:
		http.Redirect(w, r, "/organiser/letters?bounced&state=bounced", http.StatusSeeOther)
	}
}

// findLetter returns the letter that has one of the ids, or 0. The ids are nowhere written down, so it goes through
// all letters.
func (s *Server) findLetter(ctx context.Context, ids []string) (int64, error) {
	wanted := map[string]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	q := Query{Campaign: s.Campaign.ID, Kind: data.Letter, Limit: 200}
	for {
		list, err := s.Store.List(ctx, q)
		if err != nil {
			return 0, err
		}
		for _, a := range list {
			if q.After = a.Seq; wanted[s.letterID(a.Sealed.ID)] {
				return a.Seq, nil
			}
		}
		if len(list) < q.Limit {
			return 0, nil
		}
	}
}

func (s *Server) bounce(ctx context.Context, seq int64, status Reason) (bool, error) {
	list, err := s.Store.Deliveries(ctx, DeliveryQuery{Campaign: s.Campaign.ID, Seq: seq, Limit: 1})
	if err != nil || len(list) == 0 {
		return false, err
	}
	d := list[0]
	d.State, d.Reason, d.Code = Bounced, status, 0
	moved, err := s.Store.Move(ctx, d, Sent, Unsure)
	if moved {
		s.Log.Info("letter came back", "seq", seq, "status", status)
	}
	return moved, err
}
