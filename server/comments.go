package server

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"

	"placard/data"
	"placard/data/seal"
)

// maxFeed bounds what a kit fetches over a slow link, in bytes of names and texts.
const maxFeed = 256 << 10

// feed is the comments as everybody may read them, made when somebody asks and kept until a moderator changes it.
type feed struct {
	mu              sync.Mutex
	body            []byte // nil: to be made
	signature, etag string
	changes         int // of what it is made from, so far
}

// stale has the feed made again for whoever asks next.
func (f *feed) stale() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.body = nil
	f.changes++
}

// getComments sends the comments that moderators let through. A server without a key can let none through, and has no
// such address.
func (s *Server) getComments(w http.ResponseWriter, r *http.Request) {
	if s.refuseOther(w, r) {
		return
	}
	if s.Blind() {
		s.fail(w, r, data.NewError(data.CodeNotFound, "", nil))
		return
	}
	body, signature, etag, err := s.comments(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("ETag", etag)
	h.Set("Cache-Control", "no-cache")
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	send(w, jsonType, signature, body)
}

// comments returns the feed, signed, and the ETag (RFC 9110, 8.8.3) of it.
func (s *Server) comments(ctx context.Context) (body []byte, signature, etag string, err error) {
	f := &s.feed
	f.mu.Lock()
	if f.body != nil {
		defer f.mu.Unlock()
		return f.body, f.signature, f.etag, nil
	}
	changes := f.changes
	f.mu.Unlock()
	if body, signature, err = s.makeFeed(ctx); err != nil {
		return nil, "", "", err
	}
	sum := sha256.Sum256(body)
	etag = `"` + hex.EncodeToString(sum[:16]) + `"`
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.changes == changes { // else it is out of date already
		f.body, f.signature, f.etag = body, signature, etag
	}
	return body, signature, etag, nil
}

func (s *Server) makeFeed(ctx context.Context) (body []byte, signature string, err error) {
	totals, err := s.Store.ModerationTotals(ctx, s.Campaign.ID)
	if err != nil {
		return nil, "", err
	}
	q := Query{Campaign: s.Campaign.ID, Kind: data.Comment, State: Counted, Moderation: Shown, Newest: true, Limit: data.MaxComments}
	list, err := s.Store.List(ctx, q)
	if err != nil {
		return nil, "", err
	}
	c := data.Comments{Campaign: s.Campaign.ID, At: now(), Total: totals[Shown], List: []data.Published{}}
	size := 0
	for _, a := range list {
		action, err := seal.Open(a.Sealed, s.identities...)
		if err != nil {
			return nil, "", fmt.Errorf("open comment %d: %w", a.Seq, err)
		}
		p := data.Published{
			ID: s.publicID(a.Seq), Day: a.Sealed.Day, Name: action.Fields[data.FieldName], Text: action.Fields[data.FieldComment], Lang: action.Lang,
		}
		if size += len(p.Name) + len(p.Text); size > maxFeed {
			break
		}
		c.List = append(c.List, p)
	}
	return data.SignComments(c, s.ReceiptKey)
}

// publicID names a comment to the public. The action's own id stays secret: it lies on its writer's device too.
func (s *Server) publicID(seq int64) string {
	h := hmac.New(sha256.New, s.personKey)
	fmt.Fprintf(h, "placard comment v1, %d", seq)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// commentList is the page of the moderators.
type commentList struct {
	Blind  bool
	State  Moderation
	States []Moderation
	Totals map[Moderation]int64
	Rows   []commentRow
	Older  string // address of the next page, or empty
	Return string // query to come back to this page
}

type commentRow struct {
	Seq             int64
	Day, Name, Text string
	Lang            string
	Moderation      Moderation
	Code            data.Code // why it could not be opened now
}

// moderationNames are the words for the organiser.
var moderationNames = map[Moderation]string{Pending: "To be read", Shown: "Shown", Hidden: "Not shown"}

func (s *Server) getModeration(w http.ResponseWriter, r *http.Request, v *session) {
	l, err := s.commentList(r)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	s.render(w, http.StatusOK, "comments.html", view{Title: "Comments", CSRF: v.csrf, Here: "comments", Data: l})
}

func (s *Server) commentList(r *http.Request) (l commentList, err error) {
	l = commentList{Blind: s.Blind(), State: Pending, States: Moderations}
	if state := Moderation(r.FormValue("state")); moderationNames[state] != "" {
		l.State = state
	}
	here := url.Values{"state": {string(l.State)}}
	l.Return = here.Encode()
	if l.Blind {
		return l, nil
	}
	if l.Totals, err = s.Store.ModerationTotals(r.Context(), s.Campaign.ID); err != nil {
		return l, err
	}
	q := Query{Campaign: s.Campaign.ID, Kind: data.Comment, State: Counted, Moderation: l.State, Newest: true, Limit: pageRows + 1}
	if before, err := strconv.ParseInt(r.FormValue("before"), 10, 64); err == nil {
		q.Before = max(0, before)
	}
	list, err := s.Store.List(r.Context(), q)
	if err != nil {
		return l, err
	}
	if len(list) > pageRows {
		list = list[:pageRows]
		here.Set("before", strconv.FormatInt(list[pageRows-1].Seq, 10))
		l.Older = "?" + here.Encode()
	}
	for _, a := range list {
		row := commentRow{Seq: a.Seq, Day: a.Sealed.Day, Moderation: l.State}
		if action, err := seal.Open(a.Sealed, s.identities...); err != nil {
			row.Code = codeOf(err)
		} else {
			row.Name, row.Text, row.Lang = action.Fields[data.FieldName], action.Fields[data.FieldComment], action.Lang
		}
		l.Rows = append(l.Rows, row)
	}
	return l, nil
}

// postModeration lets a comment through, keeps it back, or puts it among those to be read again.
func (s *Server) postModeration(w http.ResponseWriter, r *http.Request, _ *session) {
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	to := Moderation(r.PostFormValue("to"))
	if err != nil || moderationNames[to] == "" {
		s.page(w, http.StatusBadRequest, "Not understood", "Go back and press the button again.")
		return
	}
	found, err := s.Store.Moderate(r.Context(), seq, to)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	if !found {
		s.page(w, http.StatusNotFound, "Not found", "There is no opened comment with this number.")
		return
	}
	s.feed.stale()
	s.Log.Info("moderated", "seq", seq, "to", to)
	backTo(w, r, "/organiser/comments")
}
