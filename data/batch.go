package data

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
)

// The wire's content types, headers and limits.
const (
	BatchType       = "application/vnd.placard.batch.v1"
	AnswerType      = "application/vnd.placard.answer.v1+json"
	ErrorType       = "application/vnd.placard.error.v1+json"
	SignatureHeader = "Placard-Signature" // Ed25519 over the answer's body, base64; see [SignAnswers]

	MaxBatchItems = 100     // frames in one batch
	MaxBatchBytes = 1 << 20 // bytes of one batch
	BatchTarget   = 256 << 10
	maxHeader     = 4 << 10
)

// Item is one frame of a received batch: the sealed action, or what is wrong with it. Err never costs a neighbour.
// Where the header could be read, Sealed.ID is set even beside an error, so that the answer can name the item.
type Item struct {
	Sealed Sealed
	Err    *Error
}

// header returns s's header as written on the wire.
func (s Sealed) header() []byte {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a struct of strings and numbers: cannot fail
	}
	return b
}

// AppendFrame appends s to a batch.
func AppendFrame(b []byte, s Sealed) []byte {
	h := s.header()
	b = strconv.AppendInt(b, int64(len(h)), 10)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(len(s.Seal)), 10)
	b = append(b, '\n')
	b = append(append(b, h...), '\n')
	return append(append(b, s.Seal...), '\n')
}

// BatchDigest returns the SHA-256 of a batch's body in hex, as [Answer.Digest] echoes it.
func BatchDigest(body []byte) string {
	d := sha256.Sum256(body)
	return hex.EncodeToString(d[:])
}

// ParseBatch splits a batch into its items. The seals alias body. It returns an [Error] only where the frames
// themselves cannot be told apart or the batch as a whole breaks a limit: then no item was read.
func ParseBatch(body []byte) ([]Item, error) {
	if len(body) > MaxBatchBytes {
		return nil, NewError(CodeBatchTooLarge, "", nil)
	}
	if len(body) == 0 {
		return nil, NewError(CodeBatchEmpty, "", nil)
	}
	var items []Item
	for len(body) > 0 {
		if len(items) == MaxBatchItems {
			return nil, NewError(CodeBatchTooLarge, "", nil)
		}
		header, seal, rest, ok := cutFrame(body)
		if !ok {
			return nil, NewError(CodeBatchMalformed, "frame "+strconv.Itoa(len(items)+1), nil)
		}
		items = append(items, parseItem(header, seal))
		body = rest
	}
	return items, nil
}

func cutFrame(b []byte) (header, seal, rest []byte, ok bool) {
	line, b, ok := bytes.Cut(b, []byte{'\n'})
	if !ok || len(line) > 16 {
		return nil, nil, nil, false
	}
	l, r, ok := bytes.Cut(line, []byte{' '})
	h, err1 := strconv.ParseUint(string(l), 10, 31)
	s, err2 := strconv.ParseUint(string(r), 10, 31)
	if !ok || err1 != nil || err2 != nil || uint64(len(b)) < h+s+2 || b[h] != '\n' || b[h+1+s] != '\n' {
		return nil, nil, nil, false
	}
	return b[:h], b[h+1 : h+1+s : h+1+s], b[h+s+2:], true
}

func parseItem(header, seal []byte) Item {
	var s Sealed
	if len(header) > maxHeader {
		return Item{Err: NewError(CodeItemMalformed, "header", nil)}
	}
	if err := json.Unmarshal(header, &s); err != nil {
		return Item{Sealed: s, Err: NewError(CodeItemMalformed, "header", err)}
	}
	s.Seal = seal
	if err := s.Check(); err != nil {
		return Item{Sealed: s, Err: err.(*Error)}
	}
	return Item{Sealed: s}
}
