//go:build browser

package page_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"

	"placard/data"
	"placard/server/servertest"
	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// The policy that the real server sets for the web edition.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; " +
	"font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

var (
	program = flag.String("kit", ".", "main package of the kit to put into the page")
	shots   = flag.String("shots", "", "folder for screenshots to look at; empty means none")
)

var built = struct {
	sync.Mutex
	dir  string
	made map[string]string // by version
}{made: map[string]string{}}

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if built.dir != "" {
		os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

// filler is the version of the edition that only fills the outbox.
const filler = "0.0.3"

// queuer is the version that only queues signatures.
const queuer = "0.0.5"

// edition builds the web edition, each version once.
func edition(t testing.TB, version string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the web edition")
	}
	built.Lock()
	defer built.Unlock()
	if dir := built.made[version]; dir != "" {
		return dir
	}
	if built.dir == "" {
		dir, err := os.MkdirTemp("", "placard-edition")
		if err != nil {
			t.Fatal(err)
		}
		built.dir = dir
	}
	dir := filepath.Join(built.dir, version)
	pkg := *program
	switch version {
	case widgets:
		pkg = "./wasm/page/widgets"
	case filler:
		pkg = "./wasm/page/testdata/fill"
	case queuer:
		pkg = "./wasm/page/testdata/queue"
	}
	if version == trial {
		pkg = "./wasm/page/trial"
	}
	cmd := exec.Command("go", "run", "./wasm/build", "-fast", "-pkg", pkg, "-version", version, "-out", dir)
	cmd.Dir = "../.."
	if version == rightToLeft {
		cmd.Env = append(os.Environ(), "GOFLAGS=-overlay="+turned(t, built.dir))
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build the web edition: %v\n%s", err, out)
	}
	built.made[version] = dir
	return dir
}

// widgets is the version of the program with every kind of widget, in place of the kit.
const widgets = "0.0.1"

// trial is the version of the kit with an outbox that can panic, and with a button for all that the browser offers.
const trial = "0.0.2"

// site serves an edition as the real server does, counts what is fetched, and can be taken away or slowed down.
type site struct {
	URL string

	t        testing.TB
	campaign []byte
	mu       sync.Mutex
	dir      string
	fetched  map[string]int
	rate     int                                               // bytes a second for the program; 0 is all at once
	before   func(w http.ResponseWriter, r *http.Request) bool // true: it has answered
	server   *http.Server
	addr     string
}

func serve(t testing.TB, version string) *site {
	t.Helper()
	s := &site{t: t, dir: edition(t, version), fetched: map[string]int{}, campaign: campaignFile(t)}
	s.up()
	t.Cleanup(s.down)
	return s
}

// up starts to listen, on the same address as before.
func (s *site) up() {
	s.t.Helper()
	if s.addr == "" {
		s.addr = servertest.Address(s.t)
	}
	l, err := net.Listen("tcp", s.addr)
	if err != nil {
		s.t.Fatal(err)
	}
	s.URL = "http://" + s.addr + "/"
	s.server = &http.Server{Handler: s}
	go s.server.Serve(l)
}

// down closes the listener and every connection.
func (s *site) down() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	s.server.Close()
	s.server.Shutdown(ctx)
}

// publish puts another version up.
func (s *site) publish(version string) {
	s.t.Helper()
	dir := edition(s.t, version)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dir = dir
}

// hits counts the requests since the last call whose path matches.
func (s *site) hits(pattern string) int {
	re := regexp.MustCompile(pattern)
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for p, k := range s.fetched {
		if re.MatchString(p) {
			n += k
			delete(s.fetched, p)
		}
	}
	return n
}

func (s *site) intercept(f func(w http.ResponseWriter, r *http.Request) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = f
}

var fixed = regexp.MustCompile(`[.-][0-9a-f]{8,64}\.[a-z0-9]+$`)

var kinds = map[string]string{".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".mjs": "text/javascript; charset=utf-8", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json", ".png": "image/png"}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.fetched[r.URL.Path]++
	dir, before, rate := s.dir, s.before, s.rate
	s.mu.Unlock()
	w.Header().Set("Content-Security-Policy", policy)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if before != nil && before(w, r) {
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" {
		name = "index.html"
	}
	if name == "campaign.json" {
		w.Header().Set("Content-Type", "application/json")
		w.Write(s.campaign)
		return
	}
	body, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)+".br"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	if fixed.MatchString(name) {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	w.Header().Set("Content-Type", kinds[filepath.Ext(name)])
	w.Header().Set("Content-Encoding", "br")
	w.Header().Set("Content-Length", fmt.Sprint(len(body)))
	if rate == 0 || filepath.Ext(name) != ".wasm" {
		w.Write(body)
		return
	}
	for len(body) > 0 {
		n := min(len(body), rate/20)
		if _, err := w.Write(body[:n]); err != nil {
			return
		}
		w.(http.Flusher).Flush()
		body = body[n:]
		time.Sleep(50 * time.Millisecond)
	}
}

// campaignFile makes the file of a campaign whose keys nobody has.
func campaignFile(t testing.TB) []byte {
	t.Helper()
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	key, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	file, err := json.Marshal(data.Campaign{ID: "kenya-2008", Recipients: []string{id.Recipient().String()}, ReceiptKey: key})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// open opens the site's page and waits for the app to be on screen.
func open[P browser.Page](b interface{ Open(url string) P }, url string) P {
	p := b.Open(url)
	started(p)
	return p
}

func started(p browser.Page) {
	p.Wait(`globalThis.placard !== undefined && document.getElementById('boot').hidden`)
}

// shot takes a screenshot to look at, if wanted.
func shot(p browser.Page, name string) {
	if *shots != "" {
		os.MkdirAll(*shots, 0o755)
		p.Screenshot(filepath.Join(*shots, name+".png"))
	}
}

var screens = map[string]chrome.Screen{"phone": chrome.Phone, "desktop": chrome.Desktop}
