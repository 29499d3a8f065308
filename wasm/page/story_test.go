//go:build browser

package page_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
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
	"testing"
	"time"

	"placard/wasm/chrome"
)

// A campaign is the real server, as `make run` starts it, with its data.
type campaign struct {
	URL string

	t        *testing.T
	program  string
	dir      string // its data
	web      string
	addr     string
	cmd      *exec.Cmd
	password string
}

// compile builds a program of ours once a run.
var compile = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "placardd")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "placardd")
	cmd := exec.Command("go", "build", "-tags", "sqlite_fts5", "-o", file, "./server/placardd")
	cmd.Dir = "../.."
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build placardd: %v\n%s", err, out)
	}
	return file, nil
})

func runCampaign(t *testing.T) *campaign {
	t.Helper()
	program, err := compile()
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &campaign{t: t, program: program, dir: t.TempDir(), web: edition(t, "1.0.0"), addr: l.Addr().String()}
	c.URL = "http://" + c.addr + "/"
	l.Close()
	c.start()
	t.Cleanup(c.stop)
	return c
}

var passwordLine = regexp.MustCompile(`(?m)^\s+((?:[a-z0-9]{4}-){3,}[a-z0-9]{4})$`)

func (c *campaign) start() {
	c.t.Helper()
	ready := filepath.Join(c.t.TempDir(), "ready")
	var out bytes.Buffer
	c.cmd = exec.Command(c.program, "serve", "-addr", c.addr, "-data", c.dir, "-web", c.web, "-ready-file", ready)
	c.cmd.Stdout, c.cmd.Stderr = &out, os.Stderr
	if err := c.cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(ready); err == nil {
			break
		}
		if time.Now().After(end) {
			c.t.Fatal("the server did not get ready")
		}
	}
	if m := passwordLine.FindSubmatch(out.Bytes()); m != nil {
		c.password = string(m[1])
	}
}

func (c *campaign) stop() {
	if c.cmd == nil {
		return
	}
	c.cmd.Process.Signal(os.Interrupt)
	c.cmd.Wait()
	c.cmd = nil
}

// names logs in as the organiser and returns the names in the CSV export.
func (c *campaign) names() []string {
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
	if resp, err = client.Get(c.URL + "organiser/actions.csv?kind=signature"); err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		c.t.Fatalf("organiser's export: %s, %v", resp.Status, err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\uFEFF")))).ReadAll()
	if err != nil {
		c.t.Fatal(err)
	}
	var names []string
	for _, row := range rows[1:] {
		for i, column := range rows[0] {
			if column == "name" {
				names = append(names, row[i])
			}
		}
	}
	return names
}

// sign fills the form in as a person does and returns when the screen says that the signature is kept.
func (s *session) sign(name, email string) {
	s.t.Helper()
	s.tap("link", "Sign")
	s.Wait(element("heading", "Sign the petition"))
	s.write(nameField, name)
	if email != "" {
		s.write(emailField, email)
	}
	s.tap("button", "Sign")
	s.Wait(element("heading", "Thank you"))
}

func (s *session) write(field, text string) {
	s.t.Helper()
	s.tap("textbox", field)
	s.Wait(element("textbox", field) + ` === document.activeElement`)
	s.Insert(text)
}

// says waits for words in the mirror.
func (s *session) says(words string) {
	s.t.Helper()
	s.Wait(fmt.Sprintf(`document.getElementById('mirror').textContent.includes(%q)`, words))
}

// The whole way: one visit, the network gone, a signature, everything closed, back without a network, the network back,
// and the organiser sees that signature once.
func TestOneSignatureAllTheWay(t *testing.T) {
	for name, screen := range screens {
		t.Run(name, func(t *testing.T) {
			c := runCampaign(t)
			b := chrome.Start(t, chrome.Options{Screen: screen})
			s := use(t, b, c.URL, screen.Touch)
			installed(s.Page)
			shot(s.Page, "story-1-appeal-"+name)

			c.stop()
			b.Offline(true)
			want := "Wanjirũ wa Ngũgĩ"
			s.sign(want, "wanjiru@example.org")
			s.says("is waiting on this device")
			s.says("1 waiting")
			shot(s.Page, "story-2-thanks-"+name)
			b.Close()

			b = b.Restart()
			s = use(t, b, c.URL, screen.Touch)
			s.says("1 waiting")
			s.tap("link", "Outbox")
			s.says("Waiting")
			shot(s.Page, "story-3-waiting-"+name)

			c.start()
			s.tap("button", "Send now")
			s.says("nothing waiting")
			s.says("Sent")
			shot(s.Page, "story-4-sent-"+name)
			s.clean()

			for end := time.Now().Add(20 * time.Second); ; time.Sleep(100 * time.Millisecond) {
				got := c.names()
				if len(got) == 1 && got[0] == want {
					break
				}
				if time.Now().After(end) {
					t.Fatalf("the organiser sees %q, want %q once", got, want)
				}
			}
		})
	}
}

// Whatever the screen called stored is there after the browser was killed at once, twenty times over.
func TestKilledWhenItSaysWaiting(t *testing.T) {
	c := runCampaign(t)
	b := chrome.Start(t, chrome.Options{Screen: chrome.Phone})
	s := use(t, b, c.URL, true)
	installed(s.Page)
	c.stop()
	const times = 20
	for i := range times {
		s.sign(fmt.Sprintf("Person %d", i+1), "")
		b.Kill()
		b = b.Restart()
		s = use(t, b, c.URL, true)
		s.says(fmt.Sprintf("%d waiting", i+1))
	}
	c.start()
	s.tap("link", "Outbox")
	s.tap("button", "Send now")
	s.says("nothing waiting")
	c.wait(times)
}

// wait waits for the organiser to see so many signatures, and checks that no name is there twice.
func (c *campaign) wait(n int) {
	c.t.Helper()
	var names []string
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end) && len(names) < n; time.Sleep(200 * time.Millisecond) {
		names = c.names()
	}
	seen := map[string]bool{}
	for _, name := range names {
		seen[name] = true
	}
	if len(names) != n || len(seen) != n {
		c.t.Errorf("the organiser sees %d signatures under %d names, want %d", len(names), len(seen), n)
	}
}

// After fifty signatures and a kill no name and no address lies in any file of the browser's profile, in UTF-8 or in
// the UTF-16 that browsers use inside.
func TestSeizedPhone(t *testing.T) {
	c := runCampaign(t)
	b := chrome.Start(t, chrome.Options{Screen: chrome.Phone})
	s := use(t, b, c.URL, true)
	installed(s.Page)
	c.stop()
	const people = 50
	for i := range people {
		s.sign(fmt.Sprintf("Canary%02dkimani", i), fmt.Sprintf("canary%02dkimani@example.org", i))
	}
	s.says(fmt.Sprintf("%d waiting", people))
	profile := b.Profile()
	b.Kill()
	leaks := search(t, profile, "anary", 2*people)
	for _, l := range leaks {
		t.Errorf("a name lies in %s", l)
	}
}

// search returns the files below dir that hold the words "Canary00kimani" and so on, at most most of them.
func search(t *testing.T, dir, stem string, most int) []string {
	t.Helper()
	word := regexp.MustCompile(`(?i)c` + stem + `\d\dkimani`)
	var found []string
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		wide := strings.ReplaceAll(string(b), "\x00", "")
		if (word.Match(b) || word.MatchString(wide)) && len(found) < most {
			found = append(found, strings.TrimPrefix(path, dir))
		}
		return nil
	})
	if err != nil || files < 20 {
		t.Fatalf("searched %d files of the profile: %v", files, err)
	}
	return found
}
