package data

import (
	"crypto/ed25519"
	"encoding/json"
	"net/url"
	"strings"
)

// Campaign is the campaign file: what a kit must know of a campaign's server, all of it public. The server writes
// it at first start; the office puts it into the pack, hands it over as a file, or serves it with the web edition.
type Campaign struct {
	ID         string   `json:"campaign"`
	Server     string   `json:"server"`      // base URL; empty means the origin that served the web edition
	Recipients []string `json:"recipients"`  // post-quantum age recipients: the campaign's key, the offline recovery key
	ReceiptKey []byte   `json:"receipt_key"` // Ed25519 public key, 32 bytes
}

// ParseCampaign reads a campaign file and checks it.
func ParseCampaign(b []byte) (Campaign, error) {
	var c Campaign
	if err := json.Unmarshal(b, &c); err != nil {
		return c, NewError(CodeCampaignCard, "", err)
	}
	return c, c.Check()
}

// Check returns what is wrong with the campaign file, as an [Error] that names the field, or nil.
func (c Campaign) Check() error {
	switch {
	case !ValidCampaignID(c.ID):
		return NewError(CodeCampaignCard, "campaign", nil)
	case len(c.ReceiptKey) != ed25519.PublicKeySize:
		return NewError(CodeCampaignCard, "receipt_key", nil)
	case len(c.Recipients) == 0:
		return NewError(CodeNoRecipients, "recipients", nil)
	}
	for _, r := range c.Recipients {
		if !strings.HasPrefix(r, "age1pq1") {
			return NewError(CodeRecipientKind, "recipients", nil)
		}
	}
	if c.Server != "" && !validBase(c.Server) {
		return NewError(CodeCampaignCard, "server", nil)
	}
	return nil
}

// validBase reports whether s is a URL that paths can be added to.
func validBase(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && !strings.ContainsAny(s, "?#")
}

// ValidCampaignID reports whether s can name a campaign: 1 to 64 of a-z, 0-9 and hyphen, no hyphen at either end.
func ValidCampaignID(s string) bool {
	if s == "" || len(s) > 64 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
}
