package data

import (
	"crypto/sha256"
	"time"

	"github.com/google/uuid"
)

// MaxSealBytes is the largest seal of one action. Attachments do not travel in the action.
const MaxSealBytes = 128 << 10

// Sealed is an action as it lies on the device and crosses the wire: the seal, and beside it only what both ends
// need to handle it unread.
type Sealed struct {
	ID       uuid.UUID `json:"id"`
	Campaign string    `json:"campaign"`
	Kind     Kind      `json:"kind"`
	Day      string    `json:"day"`  // YYYY-MM-DD, UTC
	Size     int       `json:"size"` // size class: bytes of padded content inside the seal
	Seal     []byte    `json:"-"`    // an age file, see package seal
}

// Check returns the first thing wrong with what can be read of s, as an [Error], or nil. It does not open the seal.
func (s Sealed) Check() error {
	if err := checkOuter(s.ID, s.Campaign, s.Kind); err != nil {
		return err
	}
	if d, err := time.Parse(time.DateOnly, s.Day); err != nil || d.Format(time.DateOnly) != s.Day {
		return NewError(CodeDayMalformed, "day", nil)
	}
	if len(s.Seal) > MaxSealBytes {
		return NewError(CodeSealTooLarge, "seal", nil)
	}
	if s.Size <= 0 || len(s.Seal) <= s.Size {
		return NewError(CodeSealMalformed, "size", nil)
	}
	return nil
}

// Digest returns the SHA-256 of everything in s that a second delivery must match: the header as written on the
// wire, and the seal. The same id with another digest is a conflict.
func (s Sealed) Digest() [32]byte {
	h := sha256.New()
	h.Write(s.header())
	h.Write(s.Seal)
	return [32]byte(h.Sum(nil))
}
