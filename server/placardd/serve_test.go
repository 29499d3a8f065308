//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"placard/data"
	"placard/data/seal"
)

// kit is what a test sends with: a campaign file and an HTTP client.
type kit struct {
	t testing.TB
	c data.Campaign
}

func (d *daemon) kit() kit {
	d.t.Helper()
	b, err := os.ReadFile(filepath.Join(d.dir, "campaign.json"))
	if err != nil {
		d.t.Fatal(err)
	}
	c, err := data.ParseCampaign(b)
	if err != nil {
		d.t.Fatal(err)
	}
	return kit{d.t, c}
}

func (k kit) sign(name, email string) data.Sealed {
	k.t.Helper()
	a := data.NewAction(k.c.ID, data.Signature, time.Now())
	a.Fields[data.FieldName] = name
	if email != "" {
		a.Fields[data.FieldEmail] = email
	}
	recipients, err := seal.ParseRecipients(k.c.Recipients)
	if err != nil {
		k.t.Fatal(err)
	}
	s, err := seal.Seal(a, recipients...)
	if err != nil {
		k.t.Fatal(err)
	}
	return s
}

// send posts a batch and verifies the answer. Its errors are the network's.
func (k kit) send(items ...data.Sealed) (data.Answer, error) {
	var body []byte
	for _, s := range items {
		body = data.AppendFrame(body, s)
	}
	return k.post("/v1/actions", data.BatchType, body)
}

func (k kit) held(ids ...uuid.UUID) (data.Answer, error) {
	body, err := json.Marshal(data.HeldRequest{Campaign: k.c.ID, IDs: ids})
	if err != nil {
		return data.Answer{}, err
	}
	return k.post("/v1/held", "application/json", body)
}

func (k kit) post(path, contentType string, body []byte) (data.Answer, error) {
	resp, err := http.Post(k.c.Server+path, contentType, bytes.NewReader(body))
	if err != nil {
		return data.Answer{}, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return data.Answer{}, err
	}
	if resp.StatusCode != 200 {
		return data.Answer{}, fmt.Errorf("%s: %s", resp.Status, b)
	}
	return data.OpenAnswer(b, resp.Header.Get(data.SignatureHeader), data.BatchDigest(body), k.c.ReceiptKey)
}

func mustSend(t *testing.T, k kit, items ...data.Sealed) data.Answer {
	t.Helper()
	a, err := k.send(items...)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range a.Receipts {
		if r.Status != data.Accepted {
			t.Fatalf("got %+v", r)
		}
	}
	return a
}

// run runs a command in this process.
func run(t *testing.T, in string, args ...string) (out, errs string, err error) {
	t.Helper()
	var o, e bytes.Buffer
	err = Run(t.Context(), stdio{strings.NewReader(in), &o, &e}, args...)
	return o.String(), e.String(), err
}

func mustRun(t *testing.T, in string, args ...string) string {
	t.Helper()
	out, errs, err := run(t, in, args...)
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, errs)
	}
	return out
}

var passwordLine = regexp.MustCompile(`(?m)^ {4}([a-z0-9]{4}(?:-[a-z0-9]{4}){4})$`)

func TestFirstStartAndTheNext(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "var")
	d := startDaemon(t, dir)
	out := d.out.String()
	for _, want := range []string{"MOVE IT OFF THIS MACHINE", "identity.key", "safe place", "Placard is ready: " + d.url} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	m := passwordLine.FindStringSubmatch(out)
	if m == nil {
		t.Fatalf("no password in\n%s", out)
	}
	for name, mode := range map[string]os.FileMode{
		"": 0o700, "keys": 0o700, "keys/identity.key": 0o600, "keys/recovery.key": 0o600, "keys/receipt.key": 0o600,
		"placard.db": 0o600, "placard.db-wal": 0o600, "campaign.json": 0o644,
	} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := info.Mode().Perm(); got != mode {
			t.Errorf("%s: got %v, want %v", name, got, mode)
		}
	}
	k := d.kit()
	if k.c.Server != d.url || len(k.c.Recipients) != 2 || k.c.ID != "kenya-2008" {
		t.Errorf("got %+v", k.c)
	}
	first := mustSend(t, k, k.sign("Wanjirũ", "wanjiru@example.org"))
	if err := d.stop(); err != nil {
		t.Errorf("stop: %v\n%s", err, &d.err)
	}
	if _, err := os.Stat(filepath.Join(dir, "placard.db-wal")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the database was not closed cleanly: %v", err)
	}
	for _, f := range []string{"placard.db", "campaign.json"} {
		if b, err := os.ReadFile(filepath.Join(dir, f)); err != nil || bytes.Contains(b, []byte(m[1])) || bytes.Contains(b, []byte("Wanjir")) {
			t.Errorf("%s: %v, or it holds the password or the name", f, err)
		}
	}

	if err := os.Remove(filepath.Join(dir, "keys", "recovery.key")); err != nil { // moved off the machine, as it says
		t.Fatal(err)
	}
	d = startDaemon(t, dir)
	if strings.Contains(d.out.String(), "password") || strings.Contains(d.out.String(), "Made") {
		t.Errorf("the second start said\n%s", &d.out)
	}
	again := d.kit()
	if again.c.Server != d.url || strings.Join(again.c.Recipients, " ") != strings.Join(k.c.Recipients, " ") {
		t.Errorf("the campaign changed: %+v", again.c)
	}
	second := mustSend(t, again, again.sign("Juma", ""))
	if first.Epoch == second.Epoch || second.Receipts[0].Seq <= first.Receipts[0].Seq {
		t.Errorf("got %+v after %+v", second, first)
	}
	if strings.Contains(d.err.String(), "127.0.0.1") {
		t.Errorf("the log holds an address:\n%s", &d.err)
	}
}

func TestStartsThatCannotBe(t *testing.T) {
	dir := t.TempDir()
	d := startDaemon(t, dir, "-campaign-id", "mine", "-server-url", "https://kit.example.org/")
	if k := d.kit(); k.c.Server != "https://kit.example.org" || k.c.ID != "mine" {
		t.Errorf("got %+v", k.c)
	}
	if _, _, err := run(t, "", "serve", "-addr", "127.0.0.1:0", "-data", dir); err == nil || !strings.Contains(err.Error(), "another server is running") {
		t.Errorf("a second server: got %v", err)
	}
	d.kill()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		want string
		args []string
	}{
		{`belongs to the campaign "mine"`, []string{"-campaign-id", "other"}},
		{"read key", []string{"-identity", filepath.Join(dir, "nothing")}},
		{"read key", []string{"-identity", filepath.Join(dir, "campaign.json")}},
		{"set the server's address", []string{"-server-url", "ftp://x"}},
		{"listen", []string{"-addr", "256.0.0.1:x"}},
		{"-log", []string{"-log", "loud"}},
	} {
		err := Run(ctx, stdio{nil, io.Discard, io.Discard}, append([]string{"serve", "-addr", "127.0.0.1:0", "-data", dir}, c.args...)...)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: got %v, want %q", c.args, err, c.want)
		}
	}
	if err := os.Remove(filepath.Join(dir, "keys", "receipt.key")); err != nil {
		t.Fatal(err)
	}
	if err := Run(ctx, stdio{nil, io.Discard, io.Discard}, "serve", "-addr", "127.0.0.1:0", "-data", dir); err == nil || !strings.Contains(err.Error(), "receipt key") {
		t.Errorf("a lost receipt key: got %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "campaign.json")); err != nil {
		t.Fatal(err)
	}
	if err := Run(ctx, stdio{nil, io.Discard, io.Discard}, "serve", "-addr", "127.0.0.1:0", "-data", dir); err == nil || !strings.Contains(err.Error(), "put your copy of it back") {
		t.Errorf("a lost campaign file: got %v", err)
	}
}

// TestKilledInARush kills the server again and again while kits send: what it acknowledged is there, once, whatever
// the kits sent twice.
func TestKilledInARush(t *testing.T) {
	rounds := 6
	if testing.Short() {
		rounds = 2
	}
	dir := t.TempDir()
	acknowledged := map[uuid.UUID]int64{}
	sent := map[uuid.UUID]data.Sealed{}
	var mu sync.Mutex
	for round := range rounds {
		d := startDaemon(t, dir)
		k := d.kit()
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for {
					s := k.sign("Amina", "")
					mu.Lock()
					sent[s.ID] = s
					mu.Unlock()
					a, err := k.send(s)
					if err != nil {
						return // killed
					}
					mu.Lock()
					acknowledged[s.ID] = a.Receipts[0].Seq
					mu.Unlock()
				}
			})
		}
		for before := -1; ; time.Sleep(time.Millisecond) { // on a busy machine a rush begins late
			mu.Lock()
			n := len(acknowledged)
			mu.Unlock()
			if before < 0 {
				before = n
			}
			if n >= before+5 {
				break
			}
		}
		time.Sleep(time.Duration(70*round) * time.Millisecond)
		d.kill()
		wg.Wait()
	}
	if len(acknowledged) < 10 {
		t.Fatalf("only %d were acknowledged", len(acknowledged))
	}
	d := startDaemon(t, dir)
	k := d.kit()
	fresh := 0
	for id, s := range sent {
		a, err := k.send(s)
		if err != nil {
			t.Fatal(err)
		}
		r := a.Receipts[0]
		if seq, ok := acknowledged[id]; ok && (r.Status != data.Duplicate || r.Seq != seq) {
			t.Errorf("%s was acknowledged as %d and is now %+v", id, seq, r)
		} else if r.Status == data.Accepted {
			fresh++
		}
	}
	waitCounted(t, k, int64(len(sent)))
	t.Logf("%d sent, %d acknowledged, %d had not arrived", len(sent), len(acknowledged), fresh)
}

func waitCounted(t *testing.T, k kit, want int64) {
	t.Helper()
	var c data.Counters
	for range 1000 {
		resp, err := http.Get(k.c.Server + "/v1/counters")
		if err != nil {
			t.Fatal(err)
		}
		err = json.NewDecoder(resp.Body).Decode(&c)
		_ = resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if c.Counts[data.Signature] == want {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("got %+v, want %d counted", c, want)
}

func TestBackupAndRestore(t *testing.T) {
	dir, away := t.TempDir(), filepath.Join(t.TempDir(), "backups")+"/"
	d := startDaemon(t, dir)
	k := d.kit()
	kept, lost := k.sign("Kept", ""), k.sign("Lost", "")
	if a := mustSend(t, k, kept); a.Safe != 0 {
		t.Errorf("safe before any backup: got %d", a.Safe)
	}
	out := mustRun(t, "", "backup", "-data", dir, away)
	if !strings.Contains(out, "up to number 1") {
		t.Errorf("got %q", out)
	}
	time.Sleep(1100 * time.Millisecond) // the server looks each second
	if a := mustSend(t, k, lost); a.Safe != 1 {
		t.Errorf("after the backup: got safe %d, want 1", a.Safe)
	}
	d.kill()

	// As placardd backup -h says.
	files, err := filepath.Glob(away + "*.db")
	if err != nil || len(files) != 1 {
		t.Fatalf("got %v, %v", files, err)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "placard.db"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"placard.db-wal", "placard.db-shm"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	d = startDaemon(t, dir)
	k = d.kit()
	a, err := k.held(kept.ID, lost.ID)
	if err != nil {
		t.Fatal(err)
	}
	if a.Receipts[0].Status != data.Held || a.Receipts[1].Status != data.Missing || a.Safe > 1 {
		t.Errorf("got %+v", a)
	}
	mustSend(t, k, lost)
	waitCounted(t, k, 2)
}

func TestKeysOffTheServer(t *testing.T) {
	dir, office := t.TempDir(), t.TempDir()
	var recipients string
	for _, name := range []string{"campaign.key", "recovery.key"} {
		recipients += mustRun(t, "", "keygen", filepath.Join(office, name))
	}
	list := filepath.Join(office, "recipients.txt")
	if err := os.WriteFile(list, []byte("# public\n"+recipients), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := run(t, "", "keygen", filepath.Join(office, "campaign.key")); err == nil {
		t.Error("keygen wrote over a key")
	}
	d := startDaemon(t, dir, "-recipients", list)
	if !strings.Contains(d.out.String(), "blind") {
		t.Errorf("got\n%s", &d.out)
	}
	if keys, err := os.ReadDir(filepath.Join(dir, "keys")); err != nil || len(keys) != 1 {
		t.Errorf("got keys %v, %v, want the receipt key alone", keys, err)
	}
	k := d.kit()
	a := mustSend(t, k, k.sign("Wanjirũ", "wanjiru@example.org"), k.sign("Juma", ""))
	if a.Counters.Basis != data.BasisReceived || a.Counters.Counts[data.Signature] != 2 {
		t.Errorf("got %+v", a.Counters)
	}
	export := mustRun(t, "", "export", "-data", dir)
	if strings.Contains(export, "Wanjir") {
		t.Error("the export is not sealed")
	}
	for _, key := range []string{"campaign.key", "recovery.key"} {
		lines := strings.Split(strings.TrimSpace(mustRun(t, export, "open", "-identity", filepath.Join(office, key))), "\n")
		var one data.Action
		if err := json.Unmarshal([]byte(lines[0]), &one); err != nil || len(lines) != 2 || one.Fields[data.FieldName] != "Wanjirũ" {
			t.Errorf("%s: got %q, %v", key, lines, err)
		}
	}
	other := filepath.Join(office, "other.key")
	mustRun(t, "", "keygen", other)
	if out, errs, err := run(t, export, "open", "-identity", other); err == nil || out != "" || strings.Count(errs, string(data.CodeSealClosed)) != 2 {
		t.Errorf("a stranger's key: got %q, %q, %v", out, errs, err)
	}
	if out, _, err := run(t, export[:len(export)-10], "open", "-identity", filepath.Join(office, "campaign.key")); err == nil || strings.Count(out, "\n") != 1 {
		t.Errorf("a cut export: got %q, %v", out, err)
	}
	for _, bad := range []string{"x", "99999999999 1\n", "1 99999999\n", strings.Repeat("1", 1<<20)} {
		if _, _, err := run(t, bad, "open", "-identity", other); err == nil {
			t.Errorf("%.20q: opened", bad)
		}
	}
	d.kill()

	// With the key put back the server opens what it had stored blindly.
	d = startDaemon(t, dir, "-identity", filepath.Join(office, "campaign.key"))
	k = d.kit()
	waitCounted(t, k, 2)
}

func TestNewPassword(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := run(t, "", "password", "-data", dir); err == nil {
		t.Error("a password for a server that is not there")
	}
	d := startDaemon(t, dir)
	first := passwordLine.FindStringSubmatch(d.out.String())[1]
	second := passwordLine.FindStringSubmatch(mustRun(t, "", "password", "-data", dir))[1]
	c := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for password, want := range map[string]int{first: 401, second: 303} {
		resp, err := c.PostForm(d.url+"/organiser/login", map[string][]string{"password": {password}})
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("got %s, want %d", resp.Status, want)
		}
	}
}

func TestHelp(t *testing.T) {
	out, _, err := run(t, "", "help")
	if err != nil {
		t.Error(err)
	}
	for _, c := range commands {
		if !strings.Contains(out, c.name) {
			t.Errorf("help does not name %s", c.name)
		}
		_, errs, err := run(t, "", c.name, "-h")
		if !errors.Is(err, flag.ErrHelp) || !strings.Contains(errs, c.long) || !strings.Contains(errs, "Usage: placardd "+c.name) {
			t.Errorf("%s -h: got %v, %q", c.name, err, errs)
		}
		if _, _, err := run(t, "", c.name, "-nonsense"); !errors.Is(err, errUsage) {
			t.Errorf("%s -nonsense: got %v", c.name, err)
		}
	}
	for _, args := range [][]string{nil, {"dance"}, {"serve", "x"}, {"backup"}, {"keygen"}, {"open"}} {
		if _, errs, err := run(t, "", args...); !errors.Is(err, errUsage) || errs == "" {
			t.Errorf("%q: got %v, %q", args, err, errs)
		}
	}
}
