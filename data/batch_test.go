package data

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func sealed(n int) Sealed {
	return Sealed{ID: uuid.New(), Campaign: "kenya-2008", Kind: Signature, Day: "2008-02-27", Size: n, Seal: bytes.Repeat([]byte("s"), n+1)}
}

func batchOf(list ...Sealed) []byte {
	var b []byte
	for _, s := range list {
		b = AppendFrame(b, s)
	}
	return b
}

func frame(header, seal string) []byte {
	return fmt.Appendf(nil, "%d %d\n%s\n%s\n", len(header), len(seal), header, seal)
}

const rightHeader = `{"id":"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1","campaign":"kenya-2008","kind":"signature","day":"2008-02-27","size":3}`

// One bad item is named, where it can be, and costs no neighbour.
func TestBadItemsKeepTheirNeighbours(t *testing.T) {
	change := func(old, new string) string {
		if !strings.Contains(rightHeader, old) {
			t.Fatalf("the header does not have %q", old)
		}
		return strings.Replace(rightHeader, old, new, 1)
	}
	for _, tt := range []struct {
		name   string
		header string
		seal   string
		want   Code
		named  bool
	}{
		{"right", rightHeader, "seal", ok, true},
		{"unknown key", change(`"size"`, `"later":1,"size"`), "seal", ok, true}, // a newer kit may say more
		{"no header", "", "seal", CodeItemMalformed, false},
		{"not JSON", "<html>", "seal", CodeItemMalformed, false},
		{"half of it", rightHeader[:60], "seal", CodeItemMalformed, false},
		{"two of it", rightHeader + rightHeader, "seal", CodeItemMalformed, false},
		{"null", "null", "seal", CodeIDMalformed, false},
		{"list", "[]", "seal", CodeItemMalformed, false},
		{"size is a text", rightHeader[:len(rightHeader)-2] + `"3"}`, "seal", CodeItemMalformed, true},
		{"size is a fraction", rightHeader[:len(rightHeader)-2] + `3.5}`, "seal", CodeItemMalformed, true},
		{"size is huge", rightHeader[:len(rightHeader)-2] + `99999999999999999999}`, "seal", CodeItemMalformed, true},
		{"size is negative", rightHeader[:len(rightHeader)-2] + `-3}`, "seal", CodeSealMalformed, true},
		{"size is nothing", rightHeader[:len(rightHeader)-2] + `0}`, "seal", CodeSealMalformed, true},
		{"seal is shorter than its size", rightHeader, "sea", CodeSealMalformed, true},
		{"no seal", rightHeader, "", CodeSealMalformed, true},
		{"seal is too large", rightHeader, strings.Repeat("s", MaxSealBytes+1), CodeSealTooLarge, true},
		{"seal is as large as may be", rightHeader, strings.Repeat("s", MaxSealBytes), ok, true},
		{"header is too large", change(`"size"`, `"pad":"`+strings.Repeat("x", maxHeader)+`","size"`), "seal", CodeItemMalformed, false},
		{"id is a word", change("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1", "me"), "seal", CodeItemMalformed, false},
		{"id of version 1", change("4978", "1978"), "seal", CodeIDMalformed, true},
		{"campaign", change("kenya-2008", "Kenya"), "seal", CodeCampaignUnknown, true},
		{"kind", change("signature", "boycott"), "seal", CodeKindUnknown, true},
		{"day", change("2008-02-27", "2008-02-30"), "seal", CodeDayMalformed, true},
		{"day in short", change("2008-02-27", "2008-2-27"), "seal", CodeDayMalformed, true},
		{"day with time", change("2008-02-27", "2008-02-27T12:00:00Z"), "seal", CodeDayMalformed, true},
		{"not UTF-8", change("kenya", "keny\xff"), "seal", CodeCampaignUnknown, true},
		{"seal like a frame", rightHeader, "4 4\n{}\n\nx\n", ok, true},
	} {
		left, right := sealed(10), sealed(20)
		items, err := ParseBatch(append(append(batchOf(left), frame(tt.header, tt.seal)...), batchOf(right)...))
		if err != nil || len(items) != 3 {
			t.Errorf("%s: got %d items, %v, want 3", tt.name, len(items), err)
			continue
		}
		if items[0].Err != nil || items[2].Err != nil || items[0].Sealed.ID != left.ID || items[2].Sealed.ID != right.ID {
			t.Errorf("%s: cost a neighbour: %+v", tt.name, items)
		}
		got := ok
		if items[1].Err != nil {
			got = items[1].Err.Code
		}
		if got != tt.want || (items[1].Sealed.ID != uuid.Nil) != tt.named {
			t.Errorf("%s: got %q with id %s, want %q, named %v", tt.name, got, items[1].Sealed.ID, tt.want, tt.named)
		}
	}
}

func TestBatchAsAWhole(t *testing.T) {
	full := make([]Sealed, MaxBatchItems)
	for i := range full {
		full[i] = sealed(1)
	}
	large := frame("", strings.Repeat("s", MaxBatchBytes-100))
	for _, tt := range []struct {
		name string
		body []byte
		want Code
	}{
		{"full", batchOf(full...), ok},
		{"one too many", batchOf(append(full, sealed(1))...), CodeBatchTooLarge},
		{"nothing", nil, CodeBatchEmpty},
		{"large", large, ok},
		{"too large", append(large, batchOf(sealed(50))...), CodeBatchTooLarge},
		{"HTML", []byte("<html>\n</html>\n"), CodeBatchMalformed},
		{"JSON", []byte(`[{"id":"x"}]`), CodeBatchMalformed},
		{"empty lengths", []byte(" \n\n\n"), CodeBatchMalformed},
		{"one length", []byte("2\n{}\n\n"), CodeBatchMalformed},
		{"sign", []byte("+2 +0\n{}\n\n"), CodeBatchMalformed},
		{"minus", []byte("-1 0\n\n\n"), CodeBatchMalformed},
		{"hex", []byte("0x2 0\n{}\n\n"), CodeBatchMalformed},
		{"header lies long", []byte("3 0\n{}\n\n"), CodeBatchMalformed},
		{"header lies short", []byte("1 0\n{}\n\n"), CodeBatchMalformed},
		{"seal lies long", []byte("2 9\n{}\nseal\n"), CodeBatchMalformed},
		{"seal lies short", []byte("2 3\n{}\nseal\n"), CodeBatchMalformed},
		{"lengths that overflow", []byte("2147483647 2147483647\n{}\n\n"), CodeBatchMalformed},
		{"lengths beyond 31 bits", []byte("4294967298 0\n{}\n\n"), CodeBatchMalformed},
		{"line of lengths without end", bytes.Repeat([]byte("1"), 1000), CodeBatchMalformed},
		{"CRLF", []byte("2 0\r\n{}\r\n\r\n"), CodeBatchMalformed},
	} {
		items, err := ParseBatch(tt.body)
		if got := codeOf(err); got != tt.want || (err != nil) != (items == nil) {
			t.Errorf("%s: got %d items, %v, want %q", tt.name, len(items), err, tt.want)
		}
	}
}

func TestBatchCutAnywhere(t *testing.T) {
	first := batchOf(sealed(30))
	body := append(bytes.Clone(first), batchOf(sealed(40))...)
	for n := range body {
		items, err := ParseBatch(body[:n])
		switch {
		case n == 0:
			if codeOf(err) != CodeBatchEmpty {
				t.Errorf("cut at 0: got %v", err)
			}
		case n == len(first): // the first frame alone is a batch
			if err != nil || len(items) != 1 || items[0].Err != nil {
				t.Errorf("cut at %d: got %+v, %v", n, items, err)
			}
		case codeOf(err) != CodeBatchMalformed || items != nil:
			t.Errorf("cut at %d: got %d items, %v", n, len(items), err)
		}
	}
}

func TestDigestTellsEveryChange(t *testing.T) {
	s := sealed(30)
	same := s
	same.Seal = bytes.Clone(s.Seal)
	if s.Digest() != same.Digest() {
		t.Error("a copy has another digest")
	}
	for name, change := range map[string]func(*Sealed){
		"id":       func(s *Sealed) { s.ID = uuid.New() },
		"campaign": func(s *Sealed) { s.Campaign = "other" },
		"kind":     func(s *Sealed) { s.Kind = Letter },
		"day":      func(s *Sealed) { s.Day = "2008-02-28" },
		"size":     func(s *Sealed) { s.Size-- },
		"seal":     func(s *Sealed) { s.Seal[5] ^= 1 },
	} {
		other := s
		other.Seal = bytes.Clone(s.Seal)
		change(&other)
		if other.Digest() == s.Digest() {
			t.Errorf("%s: changed, but the digest is the same", name)
		}
	}
}

func BenchmarkParseBatch(b *testing.B) {
	list := make([]Sealed, MaxBatchItems)
	for i := range list {
		list[i] = sealed(2048)
	}
	body := batchOf(list...)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if items, err := ParseBatch(body); err != nil || len(items) != len(list) {
			b.Fatal(err)
		}
	}
}
