package outbox

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"mime"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"placard/data"
)

const (
	maxAnswer = 1 << 20 // bytes; a thousand receipts take a fifth of it
	mostAfter = 5 * time.Minute
	maxHint   = 300
	jsonType  = "application/json"
)

// client speaks the wire.
type client struct {
	campaign  data.Campaign
	link      *link
	transport transport
}

func newClient(c data.Campaign, l *link) *client {
	if c.Server == "" {
		c.Server = origin()
	}
	c.Server = strings.TrimRight(c.Server, "/")
	return &client{campaign: c, link: l, transport: newTransport()}
}

// failure is why a request was not answered with the server's signed word.
type failure struct {
	*data.Error
	coded bool          // the server's own error, as far as one can tell: it is not signed
	after time.Duration // the server asked to wait that long
}

// batchAtFault reports whether a smaller batch may fare better.
func (f *failure) batchAtFault() bool {
	if !f.coded {
		return false
	}
	switch f.Code {
	case data.CodeTooMany, data.CodeServerFull, data.CodeUnauthorized, data.CodeNotFound, data.CodeMethod:
		return false
	}
	return true
}

// send sends a batch and returns the server's answer.
func (c *client) send(ctx context.Context, batch []data.Sealed) (data.Answer, *failure) {
	var body []byte
	ids := make([]uuid.UUID, len(batch))
	for i, s := range batch {
		body = data.AppendFrame(body, s)
		ids[i] = s.ID
	}
	return c.post(ctx, "/v1/actions", data.BatchType, body, ids)
}

// held asks which of the actions the server still holds.
func (c *client) held(ctx context.Context, ids []uuid.UUID) (data.Answer, *failure) {
	body, err := json.Marshal(data.HeldRequest{Campaign: c.campaign.ID, IDs: ids})
	if err != nil {
		panic(err) // strings: cannot fail
	}
	return c.post(ctx, "/v1/held", jsonType, body, ids)
}

func (c *client) post(ctx context.Context, path, kind string, body []byte, ids []uuid.UUID) (data.Answer, *failure) {
	sum := sha256.Sum256(body)
	r, f := c.do(ctx, request{"POST", c.campaign.Server + path, header{
		contentType:      kind,
		"Accept":         data.AnswerType,
		"Content-Digest": "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":",
	}, body})
	if f != nil {
		return data.Answer{}, f
	}
	a, err := readAnswer(r, data.BatchDigest(body), c.campaign, ids)
	if err != nil {
		return data.Answer{}, &failure{Error: err}
	}
	return a, nil
}

// counters asks for the counters alone; the request says nothing of this device.
func (c *client) counters(ctx context.Context) (*data.Counters, *failure) {
	r, f := c.do(ctx, request{"GET", c.campaign.Server + "/v1/counters?campaign=" + url.QueryEscape(c.campaign.ID), header{
		"Accept": jsonType,
	}, nil})
	if f != nil {
		return nil, f
	}
	counters, err := data.OpenCounters(r.body, r.header[data.SignatureHeader], c.campaign.ID, c.campaign.ReceiptKey)
	if err != nil {
		return nil, &failure{Error: asError(data.CodeNotOurServer, err)}
	}
	return &counters, nil
}

// comments asks for the comments, if they are others than those with the tag; nil where they are not. The request says
// nothing else of this device.
func (c *client) comments(ctx context.Context, tag string) (*data.Feed, *failure) {
	h := header{"Accept": jsonType}
	if tag != "" {
		h["If-None-Match"] = tag
	}
	r, f := c.exchange(ctx, request{"GET", c.campaign.Server + "/v1/comments?campaign=" + url.QueryEscape(c.campaign.ID), h, nil})
	switch {
	case f != nil:
		return nil, f
	case r.status == statusNotModified && tag != "":
		return nil, nil
	case r.status != statusOK:
		return nil, readFailure(r)
	}
	list, err := data.OpenComments(r.body, r.header[data.SignatureHeader], c.campaign.ID, c.campaign.ReceiptKey)
	if err != nil {
		return nil, &failure{Error: asError(data.CodeNotOurServer, err)}
	}
	return &data.Feed{Comments: list, Asked: time.Now(), Tag: r.header[tagHeader]}, nil
}

// do makes one exchange and sorts out everything but a 200, which still has to prove whose it is.
func (c *client) do(ctx context.Context, r request) (response, *failure) {
	got, f := c.exchange(ctx, r)
	if f == nil && got.status != statusOK {
		return response{}, readFailure(got)
	}
	return got, f
}

// exchange makes one exchange, whatever its status.
func (c *client) exchange(ctx context.Context, r request) (response, *failure) {
	if c.campaign.Server == "" {
		return response{}, &failure{Error: data.NewError(data.CodeCampaignCard, "server", nil)}
	}
	got, err := c.link.exchange(ctx, c.transport, r)
	if err != nil {
		c.transport.closeIdle() // the next attempt begins afresh
		return response{}, &failure{Error: data.NewError(transportCode(err), "", bare(err))}
	}
	return got, nil
}

// readAnswer takes an answer only if it is the server's own word on the request with that digest, and of the
// receipts only those that were asked for.
func readAnswer(r response, digest string, c data.Campaign, ids []uuid.UUID) (data.Answer, *data.Error) {
	if !isType(r.header, data.AnswerType) || len(r.body) > maxAnswer {
		return data.Answer{}, data.NewError(data.CodeNotOurServer, "", nil)
	}
	a, err := data.OpenAnswer(r.body, r.header[data.SignatureHeader], digest, c.ReceiptKey)
	if err != nil {
		return data.Answer{}, asError(data.CodeNotOurServer, err)
	}
	asked := make(map[uuid.UUID]bool, len(ids))
	for _, id := range ids {
		asked[id] = true
	}
	receipts := a.Receipts
	a.Receipts = nil
	for _, receipt := range receipts {
		if asked[receipt.ID] {
			asked[receipt.ID] = false
			a.Receipts = append(a.Receipts, receipt)
		}
	}
	if a.Counters != nil && a.Counters.Campaign != c.ID {
		a.Counters = nil
	}
	return a, nil
}

// readFailure reads what came instead of an answer: the server's coded error, or something of somebody else's.
func readFailure(r response) *failure {
	f := &failure{Error: data.NewError(data.CodeNotOurServer, "", statusError(r.status)), after: retryAfter(r.header)}
	var e data.Error
	if !isType(r.header, data.ErrorType) || json.Unmarshal(r.body, &e) != nil || !validCode(e.Code) || r.status < 400 {
		return f
	}
	f.coded = true
	if hint := e.Code.Hint(); hint != "" {
		e.Hint = hint // our own words, where we have any: the error is not signed
	}
	f.Error = &data.Error{Code: e.Code, Hint: clip(e.Hint), Err: statusError(r.status)}
	return f
}

type statusError int

func (s statusError) Error() string { return "status " + strconv.Itoa(int(s)) }

func validCode(c data.Code) bool {
	return c != "" && len(c) <= 40 && strings.Trim(string(c), "abcdefghijklmnopqrstuvwxyz_") == ""
}

func clip(s string) string {
	if len(s) > maxHint {
		s = s[:maxHint]
	}
	return strings.ToValidUTF8(s, "")
}

func isType(h header, want string) bool {
	got, _, err := mime.ParseMediaType(h[contentType])
	return err == nil && got == want
}

// retryAfter reads Retry-After (RFC 9110, 10.2.3), bounded. A date counts from the answer's own Date: this device's
// clock may be anywhere.
func retryAfter(h header) time.Duration {
	v := h[retryHeader]
	if n, err := strconv.Atoi(v); err == nil {
		return min(time.Duration(max(0, min(n, 1<<20)))*time.Second, mostAfter)
	}
	until, err1 := parseTime(v)
	date, err2 := parseTime(h[dateHeader])
	if err1 != nil || err2 != nil {
		return 0
	}
	return min(max(0, until.Sub(date)), mostAfter)
}
