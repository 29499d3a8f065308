package data

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpenAnswerTakesOnlyTheServersWord(t *testing.T) {
	key := goldenKey()
	public := key.Public().(ed25519.PublicKey)
	stranger, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	body := golden(t, "answer.json")
	signature := strings.TrimSpace(string(golden(t, "answer.signature")))
	sign := func(body string) string {
		return base64.StdEncoding.EncodeToString(ed25519.Sign(key, []byte(answerDomain+body)))
	}
	html := "<html><title>Welcome to Station Wi-Fi</title></html>"
	noEpoch := `{"digest":"` + goldenDigest + `","receipts":[]}`
	for _, tt := range []struct {
		name      string
		body      []byte
		signature string
		digest    string
		key       ed25519.PublicKey
		want      Code
	}{
		{"right", body, signature, goldenDigest, public, ok},
		{"another key", body, signature, goldenDigest, stranger, CodeNotOurServer},
		{"no key", body, signature, goldenDigest, nil, CodeNotOurServer},
		{"short key", body, signature, goldenDigest, public[:31], CodeNotOurServer},
		{"no signature", body, "", goldenDigest, public, CodeNotOurServer},
		{"not base64", body, "%%%", goldenDigest, public, CodeNotOurServer},
		{"short signature", body, signature[:40], goldenDigest, public, CodeNotOurServer},
		{"answer to another batch", body, signature, strings.Repeat("0", 64), public, CodeNotOurServer},
		{"no digest", body, signature, "", public, CodeNotOurServer},
		{"captive portal", []byte(html), signature, goldenDigest, public, CodeNotOurServer},
		{"HTML, even if signed", []byte(html), sign(html), goldenDigest, public, CodeNotOurServer},
		{"nothing", nil, signature, goldenDigest, public, CodeNotOurServer},
		{"one byte more", append(bytes.Clone(body), ' '), signature, goldenDigest, public, CodeNotOurServer},
		{"signed without its domain", body, base64.StdEncoding.EncodeToString(ed25519.Sign(key, body)), goldenDigest, public, CodeNotOurServer},
		{"no epoch", []byte(noEpoch), sign(noEpoch), goldenDigest, public, CodeNotOurServer},
	} {
		a, err := OpenAnswer(tt.body, tt.signature, tt.digest, tt.key)
		if got := codeOf(err); got != tt.want {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
		if err != nil && len(a.Receipts) > 0 {
			t.Errorf("%s: handed out receipts that nobody may use: %+v", tt.name, a.Receipts)
		}
	}
	for i := range body {
		flipped := bytes.Clone(body)
		flipped[i] ^= 1
		if _, err := OpenAnswer(flipped, signature, goldenDigest, public); err == nil {
			t.Fatalf("byte %d flipped: taken", i)
		}
	}
}

func TestCampaignCheck(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*Campaign)
		want   Code
		field  string
	}{
		"right":              {func(c *Campaign) {}, ok, ""},
		"no server":          {func(c *Campaign) { c.Server = "" }, ok, ""}, // the origin that served the page
		"loopback":           {func(c *Campaign) { c.Server = "http://127.0.0.1:8080" }, ok, ""},
		"with a path":        {func(c *Campaign) { c.Server = "https://example.org/kit" }, ok, ""},
		"no id":              {func(c *Campaign) { c.ID = "" }, CodeCampaignCard, "campaign"},
		"id is a path":       {func(c *Campaign) { c.ID = "a/b" }, CodeCampaignCard, "campaign"},
		"id ends in hyphen":  {func(c *Campaign) { c.ID = "a-" }, CodeCampaignCard, "campaign"},
		"id too long":        {func(c *Campaign) { c.ID = strings.Repeat("a", 65) }, CodeCampaignCard, "campaign"},
		"no receipt key":     {func(c *Campaign) { c.ReceiptKey = nil }, CodeCampaignCard, "receipt_key"},
		"long receipt key":   {func(c *Campaign) { c.ReceiptKey = append(c.ReceiptKey, 0) }, CodeCampaignCard, "receipt_key"},
		"no recipients":      {func(c *Campaign) { c.Recipients = nil }, CodeNoRecipients, "recipients"},
		"X25519 recipient":   {func(c *Campaign) { c.Recipients[1] = "age1qqqq" }, CodeRecipientKind, "recipients"},
		"empty recipient":    {func(c *Campaign) { c.Recipients[0] = "" }, CodeRecipientKind, "recipients"},
		"server is a word":   {func(c *Campaign) { c.Server = "example.org" }, CodeCampaignCard, "server"},
		"server is a file":   {func(c *Campaign) { c.Server = "file:///etc/passwd" }, CodeCampaignCard, "server"},
		"server is a script": {func(c *Campaign) { c.Server = "javascript:alert(1)" }, CodeCampaignCard, "server"},
		"server with a user": {func(c *Campaign) { c.Server = "https://u:p@example.org" }, CodeCampaignCard, "server"},
		"server, no host":    {func(c *Campaign) { c.Server = "https:///x" }, CodeCampaignCard, "server"},
		"server, query":      {func(c *Campaign) { c.Server = "https://example.org/?a=b" }, CodeCampaignCard, "server"},
		"server, fragment":   {func(c *Campaign) { c.Server = "https://example.org/#a" }, CodeCampaignCard, "server"},
		"server, not a URL":  {func(c *Campaign) { c.Server = "https://exa mple.org" }, CodeCampaignCard, "server"},
	} {
		c, err := ParseCampaign(golden(t, "campaign.json"))
		if err != nil {
			t.Fatal(err)
		}
		tt.change(&c)
		err = c.Check()
		if got := codeOf(err); got != tt.want || err != nil && err.(*Error).Field != tt.field {
			t.Errorf("%s: got %v, want %q (%s)", name, err, tt.want, tt.field)
		}
	}
}

func TestParseCampaignRefusesWhatIsNoCampaignFile(t *testing.T) {
	for _, s := range []string{"", "{", "[]", "null", "<html>", `{"campaign":1}`, `{"receipt_key":"%%"}`} {
		if _, err := ParseCampaign([]byte(s)); codeOf(err) != CodeCampaignCard {
			t.Errorf("%q: got %v, want %q", s, err, CodeCampaignCard)
		}
	}
}

// Codes are part of the wire: what codes.txt says holds for ever, new codes may come.
func TestCodesAreNeverRenamed(t *testing.T) {
	known := map[string]bool{}
	for c := range codes {
		known[string(c)] = true
	}
	for _, c := range strings.Fields(string(golden(t, "codes.txt"))) {
		if !known[c] {
			t.Errorf("the code %s is gone", c)
		}
	}
	for c, row := range codes {
		if row.hint == "" || (row.status != 0 && (row.status < 400 || row.status > 599)) {
			t.Errorf("%s: got status %d and hint %q", c, row.status, row.hint)
		}
	}
}

// Every code that error.go declares stands in its table.
func TestEveryCodeHasItsRow(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("error.go"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(src)) {
		if name, value, ok := strings.Cut(line, " Code = "); ok {
			n++
			c := Code(strings.Trim(strings.TrimSpace(value), `"`))
			if codes[c].hint == "" {
				t.Errorf("%s (%s) has no row", strings.TrimSpace(name), c)
			}
		}
	}
	if n != len(codes) {
		t.Errorf("got %d declared codes and %d rows", n, len(codes))
	}
}

func TestErrorJSON(t *testing.T) {
	e := NewError(CodeFieldTooLong, FieldName, os.ErrNotExist)
	b, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"code":"field_too_long","field":"name","hint":"Shorten this text."}`; string(b) != want {
		t.Errorf("got %s, want %s (the cause stays here)", b, want)
	}
	if !strings.Contains(e.Error(), "file does not exist") || e.Unwrap() != os.ErrNotExist {
		t.Errorf("got %v, want the cause in the log's text", e)
	}
	if e.Code.Status() != 422 || Code("made_up").Status() != 500 {
		t.Errorf("got statuses %d and %d", e.Code.Status(), Code("made_up").Status())
	}
}
