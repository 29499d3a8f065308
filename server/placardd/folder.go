package main

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"placard/data"
)

const defaultCampaign = "kenya-2008"

// folder is the server's data folder, held by one server at a time.
type folder struct {
	dir  string
	lock *os.File
}

func openFolder(dir string) (*folder, error) {
	if err := os.MkdirAll(filepath.Join(dir, "keys"), 0o700); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	lock, err := lockFile(filepath.Join(dir, "lock"))
	if err != nil {
		return nil, fmt.Errorf("use data folder %s: %w", dir, err)
	}
	return &folder{dir, lock}, nil
}

// Close lets another server have the folder.
func (d *folder) Close() error { return d.lock.Close() }

func (d *folder) path(name string) string { return filepath.Join(d.dir, filepath.FromSlash(name)) }

// setup is what the folder holds, once it is complete.
type setup struct {
	campaign   data.Campaign
	receipt    ed25519.PrivateKey
	identities []*age.HybridIdentity
	dir        string
	made       bool // keys were made by this very start
	missing    string
}

// setUp reads keys and campaign file, and makes them where they are not. The campaign file comes last, so a start
// that was cut short goes on where it stopped.
func (d *folder) setUp(o serveFlags, address string) (*setup, error) {
	s := &setup{dir: d.dir}
	b, err := os.ReadFile(d.path("campaign.json"))
	s.made = errors.Is(err, fs.ErrNotExist)
	if err != nil && !s.made {
		return nil, fmt.Errorf("read campaign file: %w", err)
	}
	if _, err := os.Stat(d.path(databaseName)); s.made && err == nil {
		return nil, fmt.Errorf("%s is gone although there is a database; put your copy of it back, kits know that campaign and its keys", d.path("campaign.json"))
	}
	if s.receipt, err = d.receiptKey(s.made); err != nil {
		return nil, err
	}
	if s.made {
		err = d.newCampaign(s, o)
	} else {
		s.campaign, err = data.ParseCampaign(b)
	}
	if err != nil {
		return nil, fmt.Errorf("set up campaign: %w", err)
	}
	if o.campaign != "" && o.campaign != s.campaign.ID {
		return nil, fmt.Errorf("%s belongs to the campaign %q, not %q; use another -data folder for another campaign", d.dir, s.campaign.ID, o.campaign)
	}
	if o.recipients != "" && !s.made {
		list, err := readRecipients(o.recipients)
		if err != nil {
			return nil, err
		}
		if strings.Join(list, "\n") != strings.Join(s.campaign.Recipients, "\n") {
			return nil, fmt.Errorf("%s names other recipients than %s; kits seal to the ones in the campaign file", o.recipients, d.path("campaign.json"))
		}
	}
	if err := d.address(s, o.url, address); err != nil {
		return nil, err
	}
	return s, d.identity(s, o.identity)
}

// newCampaign makes the campaign and, unless recipients are given, its keys.
func (d *folder) newCampaign(s *setup, o serveFlags) error {
	s.campaign = data.Campaign{ID: o.campaign, ReceiptKey: s.receipt.Public().(ed25519.PublicKey)}
	if s.campaign.ID == "" {
		s.campaign.ID = defaultCampaign
	}
	if !data.ValidCampaignID(s.campaign.ID) {
		return fmt.Errorf("the campaign id %q must be 1 to 64 of a-z, 0-9 and hyphen", s.campaign.ID)
	}
	if o.recipients != "" {
		list, err := readRecipients(o.recipients)
		s.campaign.Recipients = list
		return err
	}
	for _, k := range []struct{ file, note string }{
		{"keys/identity.key", "Campaign key of " + s.campaign.ID + ". Who has it can read what people sent."},
		{"keys/recovery.key", "Recovery key of " + s.campaign.ID + ". Keep it offline, away from the server."},
	} {
		id, err := oneIdentity(d.path(k.file), k.note)
		if err != nil {
			return err
		}
		s.campaign.Recipients = append(s.campaign.Recipients, id.Recipient().String())
	}
	return nil
}

// address writes the campaign file with the address by which kits reach the server. One that was given stays until
// another is given; one on this machine follows the listener, whose port may change.
func (d *folder) address(s *setup, given, listening string) error {
	want := strings.TrimSuffix(given, "/")
	if want == "" {
		want = s.campaign.Server
		if u, err := url.Parse(want); want == "" || err != nil || net.ParseIP(u.Hostname()).IsLoopback() {
			want = listening
		}
	}
	if want == s.campaign.Server {
		return nil
	}
	s.campaign.Server = want
	if err := s.campaign.Check(); err != nil {
		return fmt.Errorf("set the server's address: %w", err)
	}
	b, err := json.MarshalIndent(s.campaign, "", "  ")
	if err != nil {
		return err
	}
	if err := writeFile(d.path("campaign.json"), append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("write campaign file: %w", err)
	}
	return nil
}

// identity reads the keys to open with. Its own one may have been taken away, on purpose: then the server is blind.
func (d *folder) identity(s *setup, file string) error {
	if file == "none" {
		return nil
	}
	own := file == ""
	if own {
		file = d.path("keys/identity.key")
	}
	ids, err := readIdentities(file)
	if own && errors.Is(err, fs.ErrNotExist) {
		s.missing = file
		return nil
	}
	s.identities = ids
	return err
}

// tell says what the first start made and what to do with it, and at any start what is unusual.
func (s *setup) tell(w io.Writer) {
	keys := filepath.Join(s.dir, "keys")
	if s.made && len(s.campaign.Recipients) > 0 && s.missing == "" {
		fmt.Fprintf(w, `Made the campaign %s in %s:

  campaign.json      what kits must know; public, hand it to activists
  keys/identity.key  opens what people send; who has it can read everything
  keys/recovery.key  opens it too if the first is lost: MOVE IT OFF THIS MACHINE, to a stick in a safe
  keys/receipt.key   signs the server's answers

Copy %s and campaign.json to a safe place now: without the keys nobody can read what is collected.
Later, "placardd backup -data %s DIR" saves the database while the server runs.

`, s.campaign.ID, s.dir, keys, s.dir)
	}
	if len(s.identities) == 0 {
		if s.missing != "" {
			fmt.Fprintf(w, "There is no key at %s.\n", s.missing)
		}
		fmt.Fprint(w, "The server is blind: it keeps everything sealed and counts it as received.\nOpen what \"placardd export\" gives out with \"placardd open\", where the key is.\n\n")
	}
}

// receiptKey reads the Ed25519 key that signs answers (PKCS #8 in PEM). It makes one only for a new campaign: kits
// know the old one, and would take another server's word for nobody's.
func (d *folder) receiptKey(fresh bool) (ed25519.PrivateKey, error) {
	path := d.path("keys/receipt.key")
	b, err := os.ReadFile(path)
	if fresh && errors.Is(err, fs.ErrNotExist) {
		return newReceiptKey(path)
	} else if err != nil {
		return nil, fmt.Errorf("read receipt key: %w", err)
	}
	block, _ := pem.Decode(b)
	if block == nil {
		return nil, fmt.Errorf("read receipt key: %s is not PEM", path)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if ed, ok := key.(ed25519.PrivateKey); err == nil && ok {
		return ed, nil
	}
	return nil, errors.Join(fmt.Errorf("read receipt key: %s does not hold an Ed25519 key", path), err)
}

func newReceiptKey(path string) (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, fmt.Errorf("make receipt key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("make receipt key: %w", err)
	}
	if err := writeFile(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		return nil, fmt.Errorf("write receipt key: %w", err)
	}
	return key, nil
}
