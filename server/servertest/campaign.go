// Package servertest runs the real server program in tests, and looks at it as the organiser does. It may be used by
// tests of any part: it starts the program, it does not import it.
package servertest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Campaign is a server with its data, at one address however often it stops and starts.
type Campaign struct {
	URL  string // with a slash at the end
	File string // the campaign file, for a desktop kit

	t        testing.TB
	program  string
	args     []string
	password string
	cmd      *exec.Cmd
}

var passwordLine = regexp.MustCompile(`(?m)^\s+((?:[a-z0-9]{4}-){3,}[a-z0-9]{4})$`)

// Build compiles the program in the given folder of this module, once, and returns the file.
func Build(folder string) (string, error) {
	builds.Lock()
	defer builds.Unlock()
	if file := builds.made[folder]; file != "" {
		return file, nil
	}
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", fmt.Errorf("find module: %w", err)
	}
	dir, err := os.MkdirTemp("", "placard-test")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "program")
	cmd := exec.Command("go", "build", "-tags", "sqlite_fts5", "-o", file, folder)
	cmd.Dir = strings.TrimSpace(string(root))
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", folder, err, out)
	}
	builds.made[folder] = file
	return file, nil
}

var builds = struct {
	sync.Mutex
	made map[string]string
}{made: map[string]string{}}

// Start starts a server on a free port with fresh data; the test's end stops it. Further arguments go to
// `placardd serve`.
func Start(t testing.TB, args ...string) *Campaign {
	t.Helper()
	program, err := Build("./server/placardd")
	if err != nil {
		t.Fatal(err)
	}
	addr, dir := Address(t), t.TempDir()
	c := &Campaign{
		URL: "http://" + addr + "/", File: filepath.Join(dir, "campaign.json"), t: t, program: program,
		args: append([]string{"serve", "-addr", addr, "-server-url", "http://" + addr, "-data", dir}, args...),
	}
	c.Start()
	t.Cleanup(c.Stop)
	return c
}

// ports counts the ports given out, from a random one on: no two servers of one process get the same.
var ports atomic.Int32

func init() { ports.Store(rand.Int32N(12_000)) }

// Address returns a free address for a server that will stop and start again: its port is below those that systems hand
// out by themselves, so that it stays free in between.
func Address(t testing.TB) string {
	t.Helper()
	for range 100 {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 20_000+ports.Add(1)%12_000))
		if err == nil {
			defer l.Close()
			return l.Addr().String()
		}
	}
	t.Fatal("no free port in a hundred tries")
	return ""
}

// Start starts the server again after [Campaign.Stop] and returns when it is ready.
func (c *Campaign) Start() {
	c.t.Helper()
	ready := filepath.Join(c.t.TempDir(), "ready")
	var out, log bytes.Buffer
	c.cmd = exec.Command(c.program, append(c.args, "-ready-file", ready)...)
	c.cmd.Stdout, c.cmd.Stderr = &out, &log
	if err := c.cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	until(c.t, 20*time.Second, "a ready server", func() bool {
		_, err := os.Stat(ready)
		return err == nil
	})
	if m := passwordLine.FindSubmatch(out.Bytes()); m != nil {
		c.password = string(m[1])
	}
}

// Stop stops the server as Ctrl-C does.
func (c *Campaign) Stop() {
	if c.cmd == nil {
		return
	}
	c.cmd.Process.Signal(os.Interrupt)
	c.cmd.Wait()
	c.cmd = nil
}

// Password returns the organiser's.
func (c *Campaign) Password() string { return c.password }

// Names logs in as the organiser and returns the names in the CSV export of the signatures.
func (c *Campaign) Names() []string {
	c.t.Helper()
	return c.Column("signature", "name")
}

// organiser logs in and returns a client that stays so.
func (c *Campaign) organiser() *http.Client {
	c.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	resp, err := client.PostForm(c.URL+"organiser/login", url.Values{"password": {c.password}})
	if err != nil {
		c.t.Fatal(err)
	}
	resp.Body.Close()
	return client
}

// fetch returns what is at a path of the organiser's.
func (c *Campaign) fetch(client *http.Client, path string) []byte {
	c.t.Helper()
	resp, err := client.Get(c.URL + path)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		c.t.Fatalf("organiser's %s: %s, %v", path, resp.Status, err)
	}
	return body
}

var (
	commentAction = regexp.MustCompile(`action="/(organiser/comments/\d+)"`)
	csrfField     = regexp.MustCompile(`name="csrf" value="([^"]+)"`)
)

// Moderate logs in as the organiser and does to the newest comment in one state what takes it to another.
func (c *Campaign) Moderate(from, to string) {
	c.t.Helper()
	client := c.organiser()
	page := c.fetch(client, "organiser/comments?state="+from)
	action, csrf := commentAction.FindSubmatch(page), csrfField.FindSubmatch(page)
	if action == nil || csrf == nil {
		c.t.Fatalf("no comment is %s", from)
	}
	resp, err := client.PostForm(c.URL+string(action[1]), url.Values{"csrf": {string(csrf[1])}, "to": {to}})
	if err != nil {
		c.t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		c.t.Fatalf("moderate: %s", resp.Status)
	}
}

// Column logs in as the organiser and returns a column of the CSV export of the actions of a kind.
func (c *Campaign) Column(kind, name string) []string {
	c.t.Helper()
	body := c.fetch(c.organiser(), "organiser/export.csv?kind="+url.QueryEscape(kind))
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\uFEFF")))).ReadAll()
	if err != nil || len(rows) == 0 {
		c.t.Fatalf("organiser's export: %d rows, %v", len(rows), err)
	}
	var values []string
	for _, row := range rows[1:] {
		for i, column := range rows[0] {
			if column == name {
				values = append(values, row[i])
			}
		}
	}
	return values
}

// WaitFor waits until the organiser sees n signatures, and checks that no name is among them twice.
func (c *Campaign) WaitFor(n int) []string {
	c.t.Helper()
	var names []string
	until(c.t, 30*time.Second, fmt.Sprintf("%d signatures on the organiser's page", n), func() bool {
		names = c.Names()
		return len(names) >= n
	})
	seen := map[string]bool{}
	for _, name := range names {
		seen[name] = true
	}
	if len(names) != n || len(seen) != n {
		c.t.Errorf("the organiser sees %d signatures under %d names, want %d", len(names), len(seen), n)
	}
	return names
}

func until(t testing.TB, within time.Duration, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !ok(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited %v in vain for %s", within, what)
		}
	}
}
