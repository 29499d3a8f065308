package server

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/mail"

	"filippo.io/age"
	"github.com/google/uuid"

	"placard/data"
	"placard/data/pack"
	"placard/data/seal"
)

// purposeReply is the consent to be answered by the target.
const purposeReply = "reply"

// composed is a letter opened for the moment of mailing or showing it.
type composed struct {
	Message
	Target  pack.Target
	Stop    Reason // why it is not to be mailed
	OldPack bool   // its writer saw another state of the pack than the server's
}

// target is the id to file: what the pack says now.
func (c composed) target(d Delivery) string {
	if c.Target.ID != "" {
		return c.Target.ID
	}
	return d.Target
}

// compose opens a letter and writes its message. Its error is the store's.
func (s *Server) compose(ctx context.Context, seq int64) (c composed, err error) {
	list, err := s.Store.List(ctx, Query{Campaign: s.Campaign.ID, Kind: data.Letter, After: seq - 1, Before: seq + 1, Limit: 1})
	if err != nil {
		return c, fmt.Errorf("read letter: %w", err)
	}
	if len(list) == 0 {
		return composed{Stop: ReasonErased}, nil
	}
	defer func() {
		// As in opening: what one letter upsets must not stop the queue behind it.
		if p := recover(); p != nil {
			s.Log.Error("write letter", "seq", seq, "panic", fmt.Sprintf("%T", p))
			c, err = composed{Stop: ReasonLetter}, nil
		}
	}()
	a, err := seal.Open(list[0].Sealed, s.identities...)
	if err != nil {
		return composed{Stop: ReasonLetter}, nil
	}
	return s.message(a), nil
}

// message writes a letter as it is mailed now.
func (s *Server) message(a data.Action) composed {
	letter, target, ok := s.addressee(a)
	if !ok {
		return composed{Stop: ReasonNoTarget}
	}
	c := composed{Target: target, OldPack: a.Pack != s.forms.pack.Hash}
	fields := map[string]string{}
	for name, value := range a.Fields {
		if name != data.FieldEmail || consent(a, purposeReply) == "yes" {
			fields[name] = value
		}
	}
	c.Subject, c.Body = letter.Compose(target, fields)
	c.ID, c.Date, c.Lang = s.letterID(a.ID), s.courier.now(), target.Lang
	c.To = mail.Address{Name: target.Name, Address: target.Email}
	c.ReplyTo = fields[data.FieldEmail]
	switch {
	case letter.Closed(c.Date):
		c.Stop = ReasonDeadline
	case target.Email == "":
		c.Stop = ReasonNoAddress
	}
	if s.Mail.Test != "" {
		c.toTest(s.Mail.Test)
	}
	return c
}

// toTest readdresses a letter to the organiser, and says so in it.
func (c *composed) toTest(address string) {
	c.Body = fmt.Sprintf("[TEST] The server is in test mode. This letter is for %s; it went to you alone.\n\n", c.To.String()) + c.Body
	c.To = mail.Address{Address: address}
	c.Subject = "[TEST] " + c.Subject
}

// addressee finds the letter that an action is, in the language in which it was written, and its target.
func (s *Server) addressee(a data.Action) (pack.Letter, pack.Target, bool) {
	if s.forms.pack == nil {
		return pack.Letter{}, pack.Target{}, false
	}
	for _, f := range s.forms.pack.In(a.Lang).Forms {
		if f.Kind != data.Letter || f.Letter == nil {
			continue
		}
		if t, ok := f.Letter.Target(a.Fields[pack.FieldTarget]); ok {
			return *f.Letter, t, true
		}
	}
	return pack.Letter{}, pack.Target{}, false
}

// address notes in a letter's opening whom it is for and when it may go: some time later than it came, unless the
// deadline passes first. Who a letter names as its target is noted only where the pack knows that target: else it may
// be anything.
func (s *Server) address(o *Opening, a data.Action) {
	now := s.courier.now()
	o.Due = now.Add(s.courier.delay())
	if letter, target, ok := s.addressee(a); ok {
		o.Target = target.ID
		if letter.Closed(o.Due) {
			o.Due = now
		}
	}
}

// consent says what the person answered about a purpose: yes, no, or empty where it was not asked. Asked twice, both
// answers must be yes.
func consent(a data.Action, purpose string) string {
	answer := ""
	for _, c := range a.Consents {
		if c.Purpose != purpose {
			continue
		}
		if !c.Given {
			return "no"
		}
		answer = "yes"
	}
	return answer
}

// letterKey derives the key of the letters' ids, as personKey does.
func letterKey(id *age.HybridIdentity) ([]byte, error) {
	return hkdf.Key(sha256.New, []byte(id.String()), nil, "placard letter v1", 32)
}

// letterID is the same each time a letter is mailed, so that a mailbox can tell a second copy. It is not the action's
// own id, which lies on the writer's device: no target can match a letter with a device that was seized.
func (s *Server) letterID(id uuid.UUID) string {
	h := hmac.New(sha256.New, s.letterKey)
	h.Write(id[:])
	return hex.EncodeToString(h.Sum(nil)[:16])
}
