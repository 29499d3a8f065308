package server

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"placard/data"
)

// A form that is sent twice, by a double tap or by somebody who saw no answer, counts once. Its action's id follows
// from its content, so that the store knows the second one by the first:
//
//   - Where the form carries a random number (the page's script puts one in, and so does every form that this server
//     gave back), the id is a keyed hash of the content under that number. It holds for ever, and tells nobody
//     anything: the number is not kept.
//   - A page that lies on a disk cannot carry one. Then the key is this run's own, in memory alone, and the hash covers
//     the browser's address and kind as well, and the time: the same words from the same browser within a quarter of an
//     hour are one form sent twice. Later they are another person of the same name, unless there is an e-mail address,
//     by which opening finds doubles as ever. Two people of one name who sign after one another at one laptop each get
//     a number: "sign for another person", on the page of thanks, leads to a form that this server gives, and that page
//     says why. It says so to everybody: an answer that tells a second form from a first would tell whoever tries names
//     at that laptop who has signed.
//
// A key that lay on the disk would let who seizes a blind server try out names.

const (
	sameForm   = 15 * time.Minute
	thanksLife = 24 * time.Hour
)

type stamps struct {
	run      [32]byte // tells forms apart, while the server runs
	thankKey []byte
}

func newStamps(key ed25519.PrivateKey) (st stamps, err error) {
	_, _ = rand.Read(st.run[:]) // never fails: crypto/rand ends the program instead
	if st.thankKey, err = hkdf.Key(sha256.New, key.Seed(), nil, "placard thanks v1", 32); err != nil {
		return st, fmt.Errorf("derive thanks key: %w", err)
	}
	return st, nil
}

func newOnce() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// nameForm gives the action its id, and reports whether the store holds it already.
func (s *Server) nameForm(r *http.Request, a *data.Action, form, once string) (held bool, err error) {
	if once != "" {
		a.ID = formID([]byte(once), *a, form)
		return false, nil
	}
	slot := a.At.Unix() / int64(sameForm/time.Second)
	named := func(slot int64) uuid.UUID {
		return formID(s.forms.run[:], *a, form, strconv.FormatInt(slot, 10), hostOf(r), r.UserAgent(), r.Header.Get("Accept-Language"))
	}
	before := named(slot - 1)
	receipts, err := s.Store.Held(r.Context(), a.Campaign, []uuid.UUID{before})
	if err != nil {
		return false, err
	}
	if a.ID = named(slot); receipts[0].Status == data.Held {
		a.ID, held = before, true
	}
	return held, nil
}

// formID hashes what a person sent into an id of version 4, as random as any to who does not know the key.
func formID(key []byte, a data.Action, form string, more ...string) uuid.UUID {
	content, err := json.Marshal(struct {
		Campaign, Form, Lang string
		Fields               map[string]string
		Consents             []data.Consent
		More                 []string
	}{a.Campaign, form, a.Lang, a.Fields, a.Consents, more})
	if err != nil {
		panic(err) // strings and bools: cannot fail
	}
	defer clear(content)
	h := hmac.New(sha256.New, key)
	h.Write([]byte("placard form v1\x00"))
	h.Write(content)
	id := uuid.UUID(h.Sum(nil)[:16])
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return id
}

func hostOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// thanks returns a word that leads to the thanks of a form. It is the same for everybody who signed in the same
// quarter of an hour: an address in a browser's history names no signature.
func (st stamps) thanks(form string, now time.Time) string {
	slot := strconv.FormatInt(now.Truncate(sameForm).Unix(), 36)
	h := hmac.New(sha256.New, st.thankKey)
	fmt.Fprintf(h, "%s\x00%s", form, slot)
	return slot + "." + hex.EncodeToString(h.Sum(nil)[:12])
}

// thanked reports whether a word is one that this server gave within the last day.
func (st stamps) thanked(form, word string, now time.Time) bool {
	slot, _, _ := strings.Cut(word, ".")
	unix, err := strconv.ParseInt(slot, 36, 64)
	if err != nil {
		return false
	}
	at := time.Unix(unix, 0)
	return now.Sub(at) < thanksLife && !at.After(now) && hmac.Equal([]byte(word), []byte(st.thanks(form, at)))
}
