package data

import (
	"crypto/ed25519"
	"time"

	"github.com/google/uuid"
)

// Status is the server's word on one item.
type Status string

// An item leaves the outbox on Accepted and Duplicate (both mean: the server holds it, and its disk has it), and is
// set aside for good on Refused. Later leaves it waiting. Held and Missing answer a question of [HeldRequest].
const (
	Accepted  Status = "accepted"
	Duplicate Status = "duplicate"
	Refused   Status = "refused"
	Later     Status = "later"
	Held      Status = "held"
	Missing   Status = "missing"
)

// Receipt is the server's word on one item. Seq counts what the server took, from 1, never reused within an epoch;
// Code and Hint are set on Refused and Later.
type Receipt struct {
	ID     uuid.UUID `json:"id"`
	Status Status    `json:"status"`
	Seq    int64     `json:"seq,omitempty"`
	Code   Code      `json:"code,omitempty"`
	Hint   string    `json:"hint,omitempty"`
}

// Answer is what the server says to a batch or a [HeldRequest]: one receipt an item, in the request's order.
type Answer struct {
	Digest   string    `json:"digest"` // SHA-256 of the request's body, hex
	Epoch    uuid.UUID `json:"epoch"`  // new at each start of the server, and so after each restore
	At       time.Time `json:"at"`     // the server's clock
	Safe     int64     `json:"safe"`   // every Seq up to this one is in a backup
	Receipts []Receipt `json:"receipts"`
	Counters *Counters `json:"counters,omitempty"`
}

// Counters says how many actions of a campaign the server knew of at a time. Basis is "counted" when the server
// opened them and left duplicates out, "received" when it is blind and counts seals. What was withdrawn is in neither.
type Counters struct {
	Campaign string         `json:"campaign"`
	At       time.Time      `json:"at"`
	Basis    string         `json:"basis"`
	Counts   map[Kind]int64 `json:"counts"`
}

// The two bases of [Counters].
const (
	BasisCounted  = "counted"
	BasisReceived = "received"
)

// MaxHeldIDs is the most ids in one [HeldRequest].
const MaxHeldIDs = 1000

// HeldRequest asks which of these actions the server still holds: the body of POST /v1/held, as JSON. A kit asks
// it of ids it has receipts for whenever the epoch changes, because a server restored from a backup has forgotten.
type HeldRequest struct {
	Campaign string      `json:"campaign"`
	IDs      []uuid.UUID `json:"ids"`
}

const (
	answerDomain   = "placard answer v1\x00"
	countersDomain = "placard counters v1\x00"
)

// SignCounters encodes c and signs it as [SignAnswer] does, over the domain "placard counters v1".
func SignCounters(c Counters, key ed25519.PrivateKey) (body []byte, signature string, err error) {
	return sign(countersDomain, c, key)
}

// OpenCounters verifies and decodes the counters of a campaign. Anything else than the server's own word is
// [CodeNotOurServer].
func OpenCounters(body []byte, signature, campaign string, key ed25519.PublicKey) (c Counters, err error) {
	if err := open(countersDomain, body, signature, key, &c); err != nil {
		return Counters{}, err
	}
	if c.Campaign != campaign {
		return Counters{}, NewError(CodeNotOurServer, "", nil)
	}
	return c, nil
}

// SignAnswers signs encoded answers with the server's receipt key, all with one signature, and returns the value of
// [SignatureHeader] for each. An answer alone is signed with Ed25519 (RFC 8032) over the ASCII domain "placard answer v1",
// a zero byte and the body; of many, each carries its path in a Merkle tree (RFC 6962, 2.1) of which the root is signed.
func SignAnswers(bodies [][]byte, key ed25519.PrivateKey) (signatures []string, err error) {
	return signGroup(answerDomain, bodies, key)
}

// SignAnswer encodes a and signs it alone, as [SignAnswers] does. It returns the body and the value of
// [SignatureHeader].
func SignAnswer(a Answer, key ed25519.PrivateKey) (body []byte, signature string, err error) {
	return sign(answerDomain, a, key)
}

// OpenAnswer verifies and decodes an answer to the request whose body had the given digest. Anything that is not
// the server's own word on that very request is [CodeNotOurServer].
func OpenAnswer(body []byte, signature, digest string, key ed25519.PublicKey) (Answer, error) {
	var a Answer
	if err := open(answerDomain, body, signature, key, &a); err != nil {
		return Answer{}, err
	}
	if a.Digest != digest || a.Epoch == uuid.Nil {
		return Answer{}, NewError(CodeNotOurServer, "", nil)
	}
	return a, nil
}
