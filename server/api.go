package server

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"placard/data"
)

const (
	maxHeldBytes = 64 << 10 // 1,000 ids of 39 bytes, and room
	jsonType     = "application/json"
)

// health says that the server runs and its store answers.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	if _, err := s.Store.Setting(r.Context(), "health"); err != nil {
		s.fail(w, r, data.NewError(data.CodeInternal, "", err))
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n"))
}

// postActions takes a batch and answers after the disk has it.
func (s *Server) postActions(w http.ResponseWriter, r *http.Request) {
	body, e := s.readBody(w, r, data.BatchType, data.MaxBatchBytes)
	if e != nil {
		s.fail(w, r, e)
		return
	}
	defer func() { <-s.uploads }()
	sum := sha256.Sum256(body)
	if !sameDigest(r.Header.Get("Content-Digest"), sum) {
		s.fail(w, r, data.NewError(data.CodeDigestMismatch, "", nil))
		return
	}
	items, err := data.ParseBatch(body)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.answer(w, r, sum, s.take(r, items))
}

// take stores the good items and returns a receipt for each, good or bad.
func (s *Server) take(r *http.Request, items []data.Item) []data.Receipt {
	good := make([]data.Sealed, 0, len(items))
	for i := range items {
		item := &items[i]
		if item.Err == nil && item.Sealed.Campaign != s.Campaign.ID {
			item.Err = data.NewError(data.CodeCampaignUnknown, "campaign", nil)
		}
		if item.Err == nil {
			good = append(good, item.Sealed)
		}
	}
	stored, err := s.Store.Put(r.Context(), good)
	code := data.CodeInternal
	if err != nil {
		code = codeOf(err)
		s.Log.Error("store actions", "items", len(good), "code", code, "err", err)
	} else if len(good) > 0 {
		s.arrived()
	}
	receipts := make([]data.Receipt, len(items))
	for i, item := range items {
		switch {
		case item.Err != nil:
			receipts[i] = data.Receipt{ID: item.Sealed.ID, Status: data.Refused, Code: item.Err.Code, Hint: item.Err.Hint}
		case err != nil:
			receipts[i] = data.Receipt{ID: item.Sealed.ID, Status: data.Later, Code: code, Hint: code.Hint()}
		default:
			receipts[i], stored = stored[0], stored[1:]
		}
	}
	return receipts
}

// postHeld tells a kit which of its actions are still here.
func (s *Server) postHeld(w http.ResponseWriter, r *http.Request) {
	body, e := s.readBody(w, r, jsonType, maxHeldBytes)
	if e != nil {
		s.fail(w, r, e)
		return
	}
	defer func() { <-s.uploads }()
	var q data.HeldRequest
	if err := json.Unmarshal(body, &q); err != nil || len(q.IDs) == 0 {
		s.fail(w, r, data.NewError(data.CodeRequestMalformed, "", err))
		return
	}
	if len(q.IDs) > data.MaxHeldIDs {
		s.fail(w, r, data.NewError(data.CodeBatchTooLarge, "ids", nil))
		return
	}
	if q.Campaign != s.Campaign.ID {
		s.fail(w, r, data.NewError(data.CodeCampaignUnknown, "campaign", nil))
		return
	}
	receipts, err := s.Store.Held(r.Context(), q.Campaign, q.IDs)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.answer(w, r, sha256.Sum256(body), receipts)
}

// answer signs and sends the receipts with the counters of the moment.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, sum [32]byte, receipts []data.Receipt) {
	safe, err := s.Store.Safe(r.Context())
	if err != nil {
		s.Log.Error("read how far the backups reach", "err", err) // 0 is always true
	}
	a := data.Answer{Digest: hexOf(sum), Epoch: s.epoch, At: now(), Safe: safe, Receipts: receipts}
	if c, err := s.counters(r); err == nil {
		a.Counters = &c
	}
	body, err := json.Marshal(a)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	signature, err := s.signer.sign(body)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	send(w, data.AnswerType, signature, body)
}

func (s *Server) counters(r *http.Request) (data.Counters, error) {
	totals, err := s.Store.Totals(r.Context(), s.Campaign.ID)
	if err != nil {
		return data.Counters{}, err
	}
	c := data.Counters{Campaign: s.Campaign.ID, At: now(), Basis: data.BasisCounted, Counts: make(map[data.Kind]int64, len(totals))}
	if s.Blind() {
		c.Basis = data.BasisReceived
	}
	for kind, t := range totals {
		if s.Blind() {
			c.Counts[kind] = t.Received - t.Withdrawn
		} else {
			c.Counts[kind] = t.Counted
		}
	}
	return c, nil
}

// refuseOther refuses a question that names another campaign.
func (s *Server) refuseOther(w http.ResponseWriter, r *http.Request) bool {
	id := r.URL.Query().Get("campaign")
	if id == "" || id == s.Campaign.ID {
		return false
	}
	s.fail(w, r, data.NewError(data.CodeCampaignUnknown, "campaign", nil))
	return true
}

// getCounters sends the counters alone.
func (s *Server) getCounters(w http.ResponseWriter, r *http.Request) {
	if s.refuseOther(w, r) {
		return
	}
	c, err := s.counters(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	body, signature, err := data.SignCounters(c, s.ReceiptKey)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	send(w, jsonType, signature, body)
}

// getCampaign sends the campaign file.
func (s *Server) getCampaign(w http.ResponseWriter, r *http.Request) {
	s.sendCampaign(w, r, s.Campaign)
}

// getWebCampaign sends the campaign file without the server's address: a web edition talks to where it came from,
// and its page may talk to nobody else.
func (s *Server) getWebCampaign(w http.ResponseWriter, r *http.Request) {
	c := s.Campaign
	c.Server = ""
	s.sendCampaign(w, r, c)
}

func (s *Server) sendCampaign(w http.ResponseWriter, r *http.Request, c data.Campaign) {
	body, err := json.Marshal(c)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header()["Cache-Control"] = []string{"no-cache"}
	send(w, jsonType, "", body)
}

func send(w http.ResponseWriter, contentType, signature string, body []byte) {
	h := w.Header()
	h["Content-Type"] = []string{contentType}
	h["Content-Length"] = []string{strconv.Itoa(len(body))} // or a long answer goes in chunks
	if h["Cache-Control"] == nil {
		h["Cache-Control"] = []string{"no-store"}
	}
	if signature != "" {
		h[data.SignatureHeader] = []string{signature}
	}
	_, _ = w.Write(body) // who does not read the answer asks again
}

// fail sends a coded error. What is not coded is told to the log, not to the client.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	e := asCoded(err)
	if e.Code.Status() >= 500 {
		s.Log.Error("answer request", "route", r.Pattern, "code", e.Code, "err", e.Err)
	}
	if e.Code == data.CodeTooMany {
		w.Header().Set("Retry-After", "5")
	}
	body, merr := json.Marshal(e)
	if merr != nil {
		body = []byte(`{"code":"internal","hint":""}`)
	}
	w.Header().Set("Content-Type", data.ErrorType)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(e.Code.Status())
	_, _ = w.Write(body)
}

// sameDigest checks the header Content-Digest (RFC 9530), where there is one, against a body's SHA-256. Digests of
// other kinds are passed over, as the RFC wants.
func sameDigest(header string, sum [32]byte) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if !strings.EqualFold(name, "sha-256") {
			continue
		}
		got, err := base64.StdEncoding.DecodeString(strings.Trim(value, ":"))
		if err != nil || [32]byte(append(got, make([]byte, 32)...)[:32]) != sum || len(got) != 32 {
			return false
		}
	}
	return true
}

func isType(header, want string) bool {
	if header == want {
		return true
	}
	got, _, err := mime.ParseMediaType(header)
	return err == nil && got == want
}

func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
