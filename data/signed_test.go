package data

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
)

// group returns encoded answers to n batches, their digests and the signatures of them all.
func group(t testing.TB, n int) (bodies [][]byte, digests, signatures []string) {
	t.Helper()
	for i := range n {
		a := goldenAnswer
		a.Digest = BatchDigest(fmt.Append(nil, i))
		body, _, err := SignAnswer(a, goldenKey())
		if err != nil {
			t.Fatal(err)
		}
		bodies, digests = append(bodies, body), append(digests, a.Digest)
	}
	signatures, err := SignAnswers(bodies, goldenKey())
	if err != nil || len(signatures) != n {
		t.Fatalf("%d signatures, %v", len(signatures), err)
	}
	return bodies, digests, signatures
}

func TestAnswersAreSignedTogether(t *testing.T) {
	key := goldenKey().Public().(ed25519.PublicKey)
	for _, n := range []int{1, 2, 3, 7, 8, 64, 255} {
		bodies, digests, signatures := group(t, n)
		for i := range bodies {
			if _, err := OpenAnswer(bodies[i], signatures[i], digests[i], key); err != nil {
				t.Fatalf("answer %d of %d, signed %q: %v", i, n, signatures[i], err)
			}
			if other := (i + 1) % n; other != i {
				if _, err := OpenAnswer(bodies[i], signatures[other], digests[i], key); err == nil {
					t.Fatalf("answer %d of %d is taken with another's path", i, n)
				}
			}
		}
	}
	if _, alone, err := SignAnswer(goldenAnswer, goldenKey()); err != nil || strings.Contains(alone, " ") {
		t.Errorf("an answer alone is signed %q, %v: kits of version 1 read no more than a signature", alone, err)
	}
}

func TestGroupSignatureTakesOnlyTheServersWord(t *testing.T) {
	key := goldenKey().Public().(ed25519.PublicKey)
	bodies, digests, signatures := group(t, 5)
	good := signatures[2]
	signature, rest, _ := strings.Cut(good, " ")
	place, list, _ := strings.Cut(rest, " ")
	packed, err := base64.StdEncoding.DecodeString(list)
	if err != nil || place != "2/5" {
		t.Fatalf("got place %q, %v", place, err)
	}
	b64 := base64.StdEncoding.EncodeToString
	_, stranger, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	forged, err := SignAnswers(bodies, stranger)
	if err != nil {
		t.Fatal(err)
	}
	another, err := SignAnswers([][]byte{[]byte("a"), []byte("b"), bodies[2], []byte("c"), []byte("d")}, stranger)
	if err != nil {
		t.Fatal(err)
	}
	word := binary.BigEndian.AppendUint64([]byte(groupDomain), 5)
	counters, err := signGroup(countersDomain, bodies, goldenKey())
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"stranger":                 forged[2],
		"another domain":           counters[2],
		"stranger's tree, our sig": signature + another[2][strings.Index(another[2], " "):],
		"another place":            signature + " 3/5 " + list,
		"another size":             signature + " 2/6 " + list,
		"size of none":             signature + " 0/0 " + list,
		"before the first":         signature + " -1/5 " + list,
		"behind the last":          signature + " 5/5 " + list,
		"no number":                signature + " two/5 " + list,
		"huge":                     signature + " 2/9223372036854775807 " + list,
		"no hashes":                signature + " 2/5 ",
		"no list":                  signature + " 2/5",
		"no place":                 signature + " ",
		"root alone":               signature + " 2/5 " + b64(packed[:32]),
		"a hash short":             signature + " 2/5 " + b64(packed[:len(packed)-32]),
		"a hash more":              signature + " 2/5 " + b64(append(bytes.Clone(packed), make([]byte, 32)...)),
		"half a hash":              signature + " 2/5 " + b64(packed[:len(packed)-16]),
		"not base64":               signature + " 2/5 %%%",
		"signature alone":          signature,
		"root for a body":          b64(ed25519.Sign(goldenKey(), append(word, packed[:32]...))),
		"nothing":                  "",
	} {
		if _, err := OpenAnswer(bodies[2], value, digests[2], key); codeOf(err) != CodeNotOurServer {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for i := range packed {
		flipped := bytes.Clone(packed)
		flipped[i] ^= 1
		if _, err := OpenAnswer(bodies[2], signature+" 2/5 "+b64(flipped), digests[2], key); err == nil {
			t.Fatalf("bit of byte %d of the hashes flipped: taken", i)
		}
	}
}

// What is signed for a group can never be read as an answer, nor an answer as a group's root.
func TestDomainsKeepApart(t *testing.T) {
	domains := []string{groupDomain, answerDomain, countersDomain, commentsDomain}
	for i, a := range domains {
		for j, b := range domains {
			if i != j && strings.HasPrefix(a, b) {
				t.Errorf("%q begins with %q", a, b)
			}
		}
	}
}
