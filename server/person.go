package server

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"filippo.io/age"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"placard/data"
)

// personKey derives the key that tells doubles from an identity (HKDF with SHA-256, RFC 5869). Who has the identity
// can find doubles; who has only the database cannot try out addresses.
func personKey(id *age.HybridIdentity) ([]byte, error) {
	return hkdf.Key(sha256.New, []byte(id.String()), nil, "placard person v1", 32)
}

// person returns what tells two actions of one person, or nil where that cannot be told: without an e-mail address
// the name alone says nothing, since two people may share it, and of letters or comments one person may well send
// two. The mailbox tells actions that came by one address, whoever's they are.
func person(key []byte, a data.Action) (person, mailbox []byte) {
	if !oncePerPerson(a.Kind) {
		return nil, nil
	}
	email, name := mailboxOf(foldEmail(a.Fields[data.FieldEmail])), foldName(a.Fields[data.FieldName])
	if email == "" {
		return nil, nil
	}
	hash := func(parts ...string) []byte {
		h := hmac.New(sha256.New, key)
		for _, part := range append([]string{a.Campaign, string(a.Kind)}, parts...) {
			fmt.Fprintf(h, "%d:%s", len(part), part)
		}
		return h.Sum(nil)[:16]
	}
	return hash(email, name), hash(email)
}

// oncePerPerson tells the kinds that count people from the kinds that count things.
func oncePerPerson(k data.Kind) bool { return k == data.Signature || k == data.Pledge }

// foldName makes two ways of writing one name the same: composed and decomposed accents, full-width letters, upper
// and lower case, runs of spaces, invisible joiners.
func foldName(s string) string {
	s = fold(s)
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch r {
		case '\u200B', '\u200C', '\u200D', '\u200E', '\u200F', '\u00AD', '\u2060':
			return -1
		}
		return r
	}, s)), " ")
}

// foldEmail does the same for an address.
func foldEmail(s string) string {
	return strings.TrimSuffix(fold(strings.TrimSpace(s)), ".")
}

// Providers whose mailboxes have one person's mail under many addresses: with dots anywhere, or with a tag behind a
// plus (RFC 5233).
var (
	dotless = map[string]bool{"gmail.com": true, "googlemail.com": true}
	tagged  = map[string]bool{"gmail.com": true, "googlemail.com": true, "outlook.com": true, "hotmail.com": true, "live.com": true,
		"icloud.com": true, "me.com": true, "fastmail.com": true, "proton.me": true, "protonmail.com": true}
)

// mailboxOf returns the mailbox of a folded address. Only with providers whose rules are known dots or tags are taken
// out: elsewhere they tell two people apart.
func mailboxOf(email string) string {
	local, domain, ok := strings.Cut(email, "@")
	if !ok {
		return email
	}
	if tagged[domain] {
		local, _, _ = strings.Cut(local, "+")
	}
	if dotless[domain] {
		local = strings.ReplaceAll(local, ".", "")
	}
	if domain == "googlemail.com" {
		domain = "gmail.com"
	}
	return local + "@" + domain
}

// fold is compatibility caseless matching, Unicode 3.13, definition D146 in one round.
func fold(s string) string { return norm.NFKC.String(cases.Fold().String(norm.NFKD.String(s))) }

// openerName names the keys without telling anything of them.
func openerName(key []byte, ids []*age.HybridIdentity) string {
	h := hmac.New(sha256.New, key)
	fmt.Fprintf(h, "placard opener v2, %d", len(ids))
	for _, id := range ids {
		fmt.Fprintf(h, "\x00%s", id.Recipient())
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// lastReceived remembers when something arrived last, in memory only: of no action is it written down when exactly
// it came, because that could be matched with somebody's network log.
type lastReceived struct{ unix atomic.Int64 }

func (l *lastReceived) touch() { l.unix.Store(time.Now().Unix()) }

func (l *lastReceived) time() time.Time {
	if u := l.unix.Load(); u != 0 {
		return time.Unix(u, 0).UTC()
	}
	return time.Time{}
}
