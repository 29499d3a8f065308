package data

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// groupDomain begins what is signed for a group. No other domain is a prefix of it, nor it of another.
const groupDomain = "placard group v1\x00"

// sign encodes v and returns the value of [SignatureHeader] for that body: Ed25519 (RFC 8032) over the domain, which ends
// in a zero byte and keeps one kind of message from passing for another, and the body.
func sign(domain string, v any, key ed25519.PrivateKey) (body []byte, signature string, err error) {
	if body, err = json.Marshal(v); err != nil {
		return nil, "", err
	}
	return body, signOne(domain, body, key), nil
}

func signOne(domain string, body []byte, key ed25519.PrivateKey) string {
	return base64.StdEncoding.EncodeToString(ed25519.Sign(key, said(domain, body)))
}

func said(domain string, body []byte) []byte { return append([]byte(domain), body...) }

// signGroup signs many bodies with one signature, and returns the value of [SignatureHeader] for each: of a body alone what
// sign gives it, else
//
//	<signature> SP <index> "/" <size> SP <hashes>
//
// where the signature is over groupDomain, the size in 8 bytes, big-endian, and the Merkle tree hash (RFC 6962, 2.1) of the
// bodies, each with its domain before it; the hashes are that one and the body's audit path (2.1.1) in the tree. Signature
// and hashes are base64.
func signGroup(domain string, bodies [][]byte, key ed25519.PrivateKey) ([]string, error) {
	if len(bodies) == 1 {
		return []string{signOne(domain, bodies[0], key)}, nil
	}
	var tree hashes
	for i, body := range bodies {
		more, err := tlog.StoredHashes(int64(i), said(domain, body), tree)
		if err != nil {
			return nil, err
		}
		tree = append(tree, more...)
	}
	size := int64(len(bodies))
	root, err := tlog.TreeHash(size, tree)
	if err != nil {
		return nil, err
	}
	signature := base64.StdEncoding.EncodeToString(ed25519.Sign(key, groupWord(size, root)))
	values := make([]string, size)
	for i := range values {
		proof, err := tlog.ProveRecord(size, int64(i), tree)
		if err != nil {
			return nil, err
		}
		list := root[:]
		for _, h := range proof {
			list = append(list, h[:]...)
		}
		values[i] = fmt.Sprintf("%s %d/%d %s", signature, i, size, base64.StdEncoding.EncodeToString(list))
	}
	return values, nil
}

// groupWord is what is signed for a group.
func groupWord(size int64, root tlog.Hash) []byte {
	return append(binary.BigEndian.AppendUint64([]byte(groupDomain), uint64(size)), root[:]...)
}

// hashes is the tree of one group, as tlog stores it.
type hashes []tlog.Hash

// ReadHashes implements [tlog.HashReader].
func (t hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		if at < 0 || at >= int64(len(t)) {
			return nil, fmt.Errorf("hash %d of %d", at, len(t))
		}
		list[i] = t[at]
	}
	return list, nil
}

// open decodes what sign or signGroup signed.
func open(domain string, body []byte, signature string, key ed25519.PublicKey, v any) error {
	if len(key) != ed25519.PublicKeySize || !verify(said(domain, body), signature, key) {
		return NewError(CodeNotOurServer, "", nil)
	}
	if err := json.Unmarshal(body, v); err != nil {
		return NewError(CodeNotOurServer, "", err)
	}
	return nil
}

// verify checks the value of a [SignatureHeader], alone or of a group.
func verify(said []byte, value string, key ed25519.PublicKey) bool {
	signature, place, group := strings.Cut(value, " ")
	sig, err := base64.StdEncoding.DecodeString(signature)
	if err != nil || !group {
		return err == nil && ed25519.Verify(key, said, sig)
	}
	place, list, _ := strings.Cut(place, " ")
	first, second, _ := strings.Cut(place, "/")
	index, err1 := strconv.ParseInt(first, 10, 64)
	size, err2 := strconv.ParseInt(second, 10, 64)
	packed, err3 := base64.StdEncoding.DecodeString(list)
	if err1 != nil || err2 != nil || err3 != nil || index < 0 || index >= size || len(packed) == 0 || len(packed)%tlog.HashSize != 0 {
		return false
	}
	var audit []tlog.Hash
	for h := range slices.Chunk(packed, tlog.HashSize) {
		audit = append(audit, tlog.Hash(h))
	}
	root := audit[0]
	return ed25519.Verify(key, groupWord(size, root), sig) &&
		tlog.CheckRecord(audit[1:], size, root, index, tlog.RecordHash(said)) == nil
}
