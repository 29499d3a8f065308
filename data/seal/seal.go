// Package seal encrypts an action to a campaign's keys and opens it again.
//
// # Format, version 1
//
// A seal is an age v1 file (https://c2sp.org/age) with one stanza for each of the campaign's recipients, all of them
// post-quantum hybrids (ML-KEM-768 with X25519, "age1pq1…"): the campaign's key and the offline recovery key. The
// stock age tool opens it. Its plaintext is
//
//	byte 0      version, 0x01
//	bytes 1–4   n, length of the content, big endian
//	n bytes     content: the action ([data.Action]) as JSON, compressed with DEFLATE (RFC 1951)
//	the rest    zero, up to the size class
//
// The size class is 2048 bytes or the next Padmé length (Nikitin et al., "Reducing Metadata Leakage from Encrypted
// Files and Communication with PURBs", 2019, section 4): at most 12 % longer, and the length says almost nothing of
// what was written. Content is compressed before it is sealed; it holds one person's words only, so the
// compressed length tells nobody else's.
package seal

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/bits"

	"filippo.io/age"

	"placard/data"
)

const (
	version    = 1
	head       = 5       // version and length
	floor      = 2048    // smallest size class
	maxContent = 1 << 20 // inflated; a seal that holds more is a bomb
)

// ParseRecipients reads the recipients of a campaign file. It takes post-quantum ones only.
func ParseRecipients(list []string) ([]age.Recipient, error) {
	if len(list) == 0 {
		return nil, data.NewError(data.CodeNoRecipients, "recipients", nil)
	}
	var rs []age.Recipient
	for _, s := range list {
		r, err := age.ParseHybridRecipient(s)
		if err != nil {
			return nil, data.NewError(data.CodeRecipientKind, "recipients", err)
		}
		rs = append(rs, r)
	}
	return rs, nil
}

// Seal checks a and encrypts it to the recipients. The error is a [data.Error] where the action is at fault.
func Seal(a data.Action, recipients ...age.Recipient) (data.Sealed, error) {
	if err := a.Check(); err != nil {
		return data.Sealed{}, err
	}
	plain, err := encode(a)
	if err != nil {
		return data.Sealed{}, fmt.Errorf("encode action: %w", err)
	}
	defer clear(plain)
	var b bytes.Buffer
	w, err := age.Encrypt(&b, turns(recipients)...)
	if err != nil {
		return data.Sealed{}, fmt.Errorf("seal action: %w", err)
	}
	if _, err := w.Write(plain); err != nil {
		return data.Sealed{}, fmt.Errorf("seal action: %w", err)
	}
	if err := w.Close(); err != nil {
		return data.Sealed{}, fmt.Errorf("seal action: %w", err)
	}
	s := data.Sealed{ID: a.ID, Campaign: a.Campaign, Kind: a.Kind, Day: a.Day(), Size: len(plain), Seal: b.Bytes()}
	return s, s.Check()
}

// Open decrypts s with one of the identities and checks that what lies inside belongs to what is written outside.
// It returns a [data.Error]: [data.CodeSealClosed] when no identity fits, [data.CodeSealMalformed] when the bytes
// are damaged, [data.CodeSealMismatch] when inside and outside differ, or what [data.Action.Check] finds.
func Open(s data.Sealed, identities ...age.Identity) (data.Action, error) {
	var a data.Action
	r, err := age.Decrypt(bytes.NewReader(s.Seal), identities...)
	if noMatch := (*age.NoIdentityMatchError)(nil); errors.As(err, &noMatch) {
		return a, data.NewError(data.CodeSealClosed, "", nil)
	} else if err != nil {
		return a, data.NewError(data.CodeSealMalformed, "", err)
	}
	plain, err := io.ReadAll(io.LimitReader(r, data.MaxSealBytes))
	if err != nil {
		return a, data.NewError(data.CodeSealMalformed, "", err)
	}
	defer clear(plain)
	if a, err = decode(plain); err != nil {
		return data.Action{}, data.NewError(data.CodeSealMalformed, "", err)
	}
	if len(plain) != s.Size || a.ID != s.ID || a.Campaign != s.Campaign || a.Kind != s.Kind || a.Day() != s.Day {
		return data.Action{}, data.NewError(data.CodeSealMismatch, "", nil)
	}
	if err := a.Check(); err != nil {
		return data.Action{}, err
	}
	return a, nil
}

func encode(a data.Action) ([]byte, error) {
	content, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	defer clear(content)
	b := bytes.NewBuffer(make([]byte, head, floor))
	w, err := flate.NewWriter(b, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	plain := make([]byte, sizeClass(b.Len()))
	copy(plain, b.Bytes())
	plain[0] = version
	binary.BigEndian.PutUint32(plain[1:], uint32(b.Len()-head))
	clear(b.Bytes())
	return plain, nil
}

func decode(plain []byte) (a data.Action, err error) {
	if len(plain) < head || plain[0] != version {
		return a, errors.New("unknown version")
	}
	n := binary.BigEndian.Uint32(plain[1:])
	if uint64(n) > uint64(len(plain)-head) {
		return a, errors.New("length beyond the end")
	}
	packed := bytes.NewReader(plain[head : head+n])
	content, err := io.ReadAll(io.LimitReader(flate.NewReader(packed), maxContent+1))
	if err != nil {
		return a, fmt.Errorf("inflate: %w", err)
	}
	defer clear(content)
	if len(content) > maxContent {
		return a, errors.New("content too large")
	}
	if packed.Len() > 0 || len(bytes.Trim(plain[head+n:], "\x00")) > 0 { // nothing hides where no reader looks
		return a, errors.New("bytes after the content")
	}
	return a, json.Unmarshal(content, &a)
}

// sizeClass returns the Padmé length for n bytes, at least floor.
func sizeClass(n int) int {
	if n <= floor {
		return floor
	}
	e := bits.Len(uint(n)) - 1
	mask := 1<<(e-bits.Len(uint(e))) - 1
	return (n + mask) &^ mask
}
