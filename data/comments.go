package data

import (
	"crypto/ed25519"
	"time"
)

// MaxComments is the most comments in one [Comments].
const MaxComments = 200

// Published is a comment that a moderator let through. ID is the server's public name of it: nothing leads from it to the
// action, of which a device may still hold the id.
type Published struct {
	ID   string `json:"id"`   // 16 hexadecimal digits
	Day  string `json:"day"`  // of the act, YYYY-MM-DD, UTC
	Name string `json:"name"` // as its writer wants to be shown
	Text string `json:"text"`
	Lang string `json:"lang,omitempty"` // BCP 47 tag of what the writer read
}

// Comments is the body of GET /v1/comments: the newest of those that moderators let through, newest first.
type Comments struct {
	Campaign string      `json:"campaign"`
	At       time.Time   `json:"at"`    // when the list was made, by the server's clock
	Total    int64       `json:"total"` // of all that were let through
	List     []Published `json:"comments"`
}

// Feed is the comments as this device last had them.
type Feed struct {
	Comments
	Asked time.Time // when the server last said that this is the list, by the device's clock; zero for never
	Tag   string    // the list's ETag (RFC 9110, 8.8.3)
}

const commentsDomain = "placard comments v1\x00"

// SignComments encodes c and signs it as [SignAnswer] does, over the domain "placard comments v1".
func SignComments(c Comments, key ed25519.PrivateKey) (body []byte, signature string, err error) {
	return sign(commentsDomain, c, key)
}

// OpenComments verifies and decodes the comments of a campaign. Anything else than the server's own word is
// [CodeNotOurServer].
func OpenComments(body []byte, signature, campaign string, key ed25519.PublicKey) (c Comments, err error) {
	if err := open(commentsDomain, body, signature, key, &c); err != nil {
		return Comments{}, err
	}
	if c.Campaign != campaign || len(c.List) > MaxComments {
		return Comments{}, NewError(CodeNotOurServer, "", nil)
	}
	return c, nil
}
