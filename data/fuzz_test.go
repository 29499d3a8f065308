package data

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParseBatch feeds the server's parser bytes from anywhere. What it takes must be as the format says: every item
// good or named bad, and a good batch must come back byte for byte.
func FuzzParseBatch(f *testing.F) {
	for _, name := range []string{"batch.bin", "batch-one-bad.bin"} {
		f.Add(golden(f, name))
	}
	for _, s := range []string{"", "0 0\n\n\n", "2 0\n{}\n\n", "1 1\nx\ny\n", "99999999999999 1\n", "-1 1\n\n\n", "+1 1\nx\ny\n", " \n", "2147483647 2147483647\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		items, err := ParseBatch(body)
		if err != nil {
			if items != nil || !coded(err) {
				t.Errorf("got %d items and error %v", len(items), err)
			}
			return
		}
		if len(items) == 0 || len(items) > MaxBatchItems {
			t.Errorf("got %d items", len(items))
		}
		var again []byte
		good := 0
		for _, item := range items {
			if item.Err != nil {
				if item.Err.Code == "" || item.Err.Hint == "" {
					t.Errorf("got error %+v without code or hint", item.Err)
				}
				continue
			}
			if err := item.Sealed.Check(); err != nil {
				t.Errorf("a good item: %v", err)
			}
			good++
			again = AppendFrame(again, item.Sealed)
		}
		if good == 0 {
			return
		}
		back, err := ParseBatch(again)
		if err != nil || len(back) != good {
			t.Fatalf("round trip: got %d items, %v, want %d", len(back), err, good)
		}
		for _, item := range back {
			if item.Err != nil {
				t.Errorf("round trip: %v", item.Err)
			}
		}
		if twice := AppendFrame(nil, back[0].Sealed); !bytes.HasPrefix(again, twice) {
			t.Errorf("round trip: got %q, want a beginning of %q", twice, again)
		}
	})
}

// FuzzOpenAnswer must take nothing that the key did not sign, and of what the key signed only answers to the request.
func FuzzOpenAnswer(f *testing.F) {
	key := goldenKey()
	public := key.Public().(ed25519.PublicKey)
	body := golden(f, "answer.json")
	signature := strings.TrimSpace(string(golden(f, "answer.signature")))
	f.Add(body, signature, false)
	f.Add(body, strings.TrimSpace(string(golden(f, "answer-of-three.signature"))), false)
	f.Add([]byte("<html>Sign in to the Wi-Fi</html>"), signature, false)
	f.Add([]byte(`{"digest":"`+goldenDigest+`"}`), "", true)
	f.Add([]byte(`{"digest":"`+goldenDigest+`","epoch":1}`), "", true)
	f.Fuzz(func(t *testing.T, body []byte, signature string, sign bool) {
		if sign { // past the signature, to reach the decoder
			signature = base64.StdEncoding.EncodeToString(ed25519.Sign(key, append([]byte(answerDomain), body...)))
		}
		a, err := OpenAnswer(body, signature, goldenDigest, public)
		if err != nil {
			if !errors.Is(err, NewError(CodeNotOurServer, "", nil)) {
				t.Errorf("got error %v", err)
			}
			return
		}
		if !sign && !bytes.Equal(body, golden(t, "answer.json")) {
			t.Errorf("took %q, which nobody signed", body)
		}
		if a.Digest != goldenDigest {
			t.Errorf("took an answer to %q", a.Digest)
		}
	})
}

func FuzzParseCampaign(f *testing.F) {
	f.Add(golden(f, "campaign.json"))
	for _, s := range []string{"{}", "null", "[]", `{"campaign":"a","recipients":["age1pq1"],"receipt_key":"AA=="}`, `{"server":"https://u:p@h"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ParseCampaign(b)
		if err != nil {
			if !coded(err) {
				t.Errorf("got error %v", err)
			}
			return
		}
		if !ValidCampaignID(c.ID) || len(c.Recipients) == 0 || len(c.ReceiptKey) != ed25519.PublicKeySize {
			t.Errorf("took %+v", c)
		}
		again, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseCampaign(again); err != nil {
			t.Errorf("round trip: %v", err)
		}
	})
}

func FuzzCheckField(f *testing.F) {
	for _, tt := range fields {
		f.Add(tt.name, tt.value, 0)
	}
	f.Fuzz(func(t *testing.T, name, value string, limit int) {
		if limit < 0 {
			return
		}
		err := CheckField(name, value, limit)
		if err != nil {
			if !coded(err) {
				t.Errorf("got error %v", err)
			}
			return
		}
		if !utf8.ValidString(value) || utf8.RuneCountInString(value) > MaxField || strings.ContainsAny(value, "\x00\x1b\u202e\u2066") {
			t.Errorf("took %s = %.100q", name, value)
		}
		if name == FieldName && strings.ContainsAny(value, "\r\n") {
			t.Errorf("took a name of two lines: %q", value)
		}
		if name == FieldEmail && value != "" && (strings.Count(value, "@") < 1 || strings.ContainsAny(value, "\r\n \t<>,")) {
			t.Errorf("took the e-mail address %q", value)
		}
	})
}

func coded(err error) bool {
	e, ok := err.(*Error)
	return ok && e != nil && e.Code != "" && e.Hint != ""
}
