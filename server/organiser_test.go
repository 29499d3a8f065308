package server_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"placard/data"
	"placard/server"
)

const password = "correct horse battery"

// usualMemory is what a password costs outside tests.
var usualMemory uint32

func TestMain(m *testing.M) {
	usualMemory = server.SetArgonMemory(1 << 10) // a login of a tenth of a second would be most of the suite's time
	os.Exit(m.Run())
}

// organiser is a browser without JavaScript.
type organiser struct {
	*host
	c    http.Client
	last *http.Response
	page string
}

func (h *host) organiser() *organiser {
	h.t.Helper()
	if has, err := server.HasPassword(h.t.Context(), h.store); err != nil {
		h.t.Fatal(err)
	} else if !has {
		if err := server.SetPassword(h.t.Context(), h.store, password); err != nil {
			h.t.Fatal(err)
		}
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &organiser{host: h, c: http.Client{Jar: jar}}
}

func (o *organiser) do(r *http.Request, err error) string {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	o.last, err = o.c.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer o.last.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(o.last.Body); err != nil {
		o.t.Fatal(err)
	}
	o.page = b.String()
	return o.page
}

func (o *organiser) get(path string) string {
	o.t.Helper()
	return o.do(http.NewRequestWithContext(o.t.Context(), "GET", o.url+path, nil))
}

func (o *organiser) post(path string, header http.Header, fields ...string) string {
	o.t.Helper()
	v := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	r, err := http.NewRequestWithContext(o.t.Context(), "POST", o.url+path, strings.NewReader(v.Encode()))
	if err == nil {
		for k, v := range header {
			r.Header[k] = v
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return o.do(r, err)
}

var csrfField = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

func (o *organiser) csrf() string {
	o.t.Helper()
	m := csrfField.FindStringSubmatch(o.page)
	if m == nil {
		o.t.Fatalf("no token in %q", o.page)
	}
	return m[1]
}

func (o *organiser) logIn() {
	o.t.Helper()
	o.post("/organiser/login", nil, "password", password)
	if o.last.StatusCode != 200 || o.last.Request.URL.Path != "/organiser/" {
		o.t.Fatalf("log in: got %s at %s", o.last.Status, o.last.Request.URL)
	}
}

func TestEverythingOfTheOrganisersNeedsALogin(t *testing.T) {
	h := start(t)
	h.send(h.seal(action("Wanjirũ", "wanjiru@example.org")))
	o := h.organiser()
	for _, path := range []string{"/organiser", "/organiser/", "/organiser/actions", "/organiser/export.csv", "/organiser/export.placard", "/organiser/password", "/organiser/letters", "/organiser/letters/1", "/organiser/comments", "/organiser/data"} {
		if o.get(path); o.last.Request.URL.Path != "/organiser/login" || strings.Contains(o.page, "Wanjir") {
			t.Errorf("%s: got %s", path, o.last.Request.URL)
		}
	}
	for _, path := range []string{"/organiser/logout", "/organiser/password", "/organiser/actions/1", "/organiser/letters", "/organiser/letters/1", "/organiser/letters/bounce", "/organiser/comments/1", "/organiser/data", "/organiser/data/erase"} {
		if o.post(path, nil, "to", "duplicate"); o.last.Request.URL.Path != "/organiser/login" {
			t.Errorf("POST %s: got %s", path, o.last.Request.URL)
		}
	}
}

func TestOrganiser(t *testing.T) {
	h := start(t)
	first := action("Wanjirũ <b>wa</b> Ngũgĩ", "wanjiru@example.org")
	first.Fields["comment"] = "<script>alert(1)</script>"
	no := action("Juma", "")
	h.send(h.seal(first), h.seal(action("wanjirũ <b>wa</b> ngũgĩ", "wanjiru@example.org")), h.seal(no))
	broken := h.seal(action("Nobody", ""))
	broken.Seal[len(broken.Seal)-1]++
	h.send(broken)
	h.total(data.Signature)
	o := h.organiser()
	o.logIn()
	for _, want := range []string{"<h1>Overview</h1>", "Signatures", "2008-02-27", "Last received", "Could not be opened", "No backup has been made"} {
		if !strings.Contains(o.page, want) {
			t.Errorf("overview: no %q", want)
		}
	}
	o.get("/organiser/actions")
	for want, there := range map[string]bool{
		"Wanjirũ &lt;b&gt;wa&lt;/b&gt; Ngũgĩ": true, "<b>wa": false, "<script>": false, "&lt;script&gt;": true, "Juma": true,
		"wanjiru@example.org": true, "wanjirũ": false, "Nobody": false, `<strong class="yes">Yes`: true,
	} {
		if strings.Contains(o.page, want) != there {
			t.Errorf("list: %q there is %v, want %v", want, !there, there)
		}
	}
	o.get("/organiser/actions?state=closed")
	if !strings.Contains(o.page, "seal_malformed") || strings.Contains(o.page, "Juma") {
		t.Errorf("closed: got %s", o.page)
	}
	o.get("/organiser/actions?state=duplicate")
	if !strings.Contains(o.page, "After no. 1") {
		t.Errorf("doubles: got %s", o.page)
	}
	o.post("/organiser/actions/2", nil, "csrf", o.csrf(), "to", "counted", "return", "kind=signature&state=duplicate")
	if o.last.StatusCode != 200 || o.last.Request.URL.String() != o.url+"/organiser/actions?kind=signature&state=duplicate" || !strings.Contains(o.page, "No doubles.") {
		t.Errorf("decision: got %s at %s", o.last.Status, o.last.Request.URL)
	}
	if got, want := h.total(data.Signature), (server.Total{Received: 4, Counted: 3, Closed: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	o.get("/organiser/export.csv?state=all&bom=1")
	if !strings.HasPrefix(o.page, "\uFEFFnumber,id") || !strings.Contains(o.last.Header.Get("Content-Disposition"), "attachment") || o.last.Header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Errorf("table: got %.60q %v", o.page, o.last.Header)
	}
	if rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(o.page, "\uFEFF"))).ReadAll(); err != nil || len(rows) != 5 {
		t.Errorf("table: got %d rows, %v", len(rows), err)
	}
	o.get("/organiser/export.placard")
	if items, err := data.ParseBatch([]byte(o.page)); err != nil || len(items) != 4 {
		t.Errorf("export: got %d items, %v", len(items), err)
	}
}

func TestPaging(t *testing.T) {
	h := start(t)
	for i := range 12 {
		var items []data.Sealed
		for j := range 10 {
			items = append(items, h.seal(action(fmt.Sprintf("Signer %03d.", i*10+j+1), "")))
		}
		h.send(items...)
	}
	h.total(data.Signature)
	o := h.organiser()
	o.logIn()
	row := regexp.MustCompile(`Signer (\d+)\.`)
	link := func(rel string) string {
		m := regexp.MustCompile(`rel="` + rel + `" href="([^"]+)"`).FindStringSubmatch(o.page)
		if m == nil {
			return ""
		}
		return "/organiser/actions" + strings.ReplaceAll(m[1], "&amp;", "&")
	}
	var got []string
	visit := func(path string) {
		o.get(path)
		rows := row.FindAllStringSubmatch(o.page, -1)
		got = append(got, fmt.Sprintf("%s-%s prev:%v next:%v", rows[0][1], rows[len(rows)-1][1], link("prev") != "", link("next") != ""))
	}
	visit("/organiser/actions")
	visit(link("next"))
	visit(link("next"))
	visit(link("prev"))
	visit(link("prev"))
	want := []string{"120-071 prev:false next:true", "070-021 prev:true next:true", "020-001 prev:true next:false", "070-021 prev:true next:true", "120-071 prev:false next:true"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestForgedForms(t *testing.T) {
	h := start(t)
	h.send(h.seal(action("A", "")))
	h.total(data.Signature)
	o := h.organiser()
	o.logIn()
	good := o.csrf()
	for name, c := range map[string]struct {
		header http.Header
		csrf   string
	}{
		"no token":       {nil, ""},
		"wrong token":    {nil, good[:len(good)-1] + "."},
		"another site":   {http.Header{"Sec-Fetch-Site": {"cross-site"}}, good},
		"another origin": {http.Header{"Origin": {"https://evil.example"}}, good},
	} {
		if o.post("/organiser/actions/1", c.header, "csrf", c.csrf, "to", "duplicate"); o.last.StatusCode != 403 {
			t.Errorf("%s: got %s", name, o.last.Status)
		}
		if o.post("/organiser/logout", c.header, "csrf", c.csrf); o.last.StatusCode != 403 {
			t.Errorf("%s: logout: got %s", name, o.last.Status)
		}
	}
	if o.post("/organiser/login", http.Header{"Sec-Fetch-Site": {"cross-site"}}, "password", password); o.last.StatusCode != 403 {
		t.Errorf("log in from another site: got %s", o.last.Status)
	}
	if got := h.total(data.Signature); got.Counted != 1 {
		t.Errorf("got %+v", got)
	}
	if o.post("/organiser/actions/1", http.Header{"Sec-Fetch-Site": {"same-origin"}}, "csrf", good, "to", "duplicate"); o.last.StatusCode != 200 {
		t.Errorf("the right form: got %s", o.last.Status)
	}
}

func TestSessionCookie(t *testing.T) {
	for _, https := range []bool{false, true} {
		h := start(t, func(c *server.Config) { c.HTTPS = https })
		o := h.organiser()
		o.c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		o.post("/organiser/login", nil, "password", password)
		cookies := o.last.Cookies()
		if len(cookies) != 2 {
			t.Fatalf("got %d cookies", len(cookies))
		}
		for _, c := range cookies {
			if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Secure != https || c.Path != "/organiser" {
				t.Errorf("https %v: got %+v", https, c)
			}
		}
	}
}

func TestLogOutAndPassword(t *testing.T) {
	h := start(t)
	o, other := h.organiser(), h.organiser()
	o.logIn()
	other.logIn()
	o.get("/organiser/password")
	token := o.csrf()
	for want, f := range map[string][3]string{
		"not your present password": {"wrong wrong wrong", "a new password", "a new password"},
		"two new passwords differ":  {password, "a new password", "a new passwort"},
		"at least 10 characters":    {password, "short", "short"},
	} {
		if o.post("/organiser/password", nil, "csrf", token, "old", f[0], "new", f[1], "again", f[2]); !strings.Contains(o.page, want) || o.last.StatusCode < 400 {
			t.Errorf("want %q, got %s %s", want, o.last.Status, o.page)
		}
	}
	o.post("/organiser/password", nil, "csrf", token, "old", password, "new", "a new password", "again", "a new password")
	if o.last.Request.URL.Path != "/organiser/" || !strings.Contains(o.page, "The password is changed.") {
		t.Errorf("got %s at %s", o.last.Status, o.last.Request.URL)
	}
	if other.get("/organiser/"); other.last.Request.URL.Path != "/organiser/login" {
		t.Error("the other browser is still logged in")
	}
	if other.post("/organiser/login", nil, "password", password); other.last.StatusCode != 401 {
		t.Errorf("the old password: got %s", other.last.Status)
	}
	if other.post("/organiser/login", nil, "password", "a new password"); other.last.StatusCode != 200 {
		t.Errorf("the new password: got %s", other.last.Status)
	}
	o.post("/organiser/logout", nil, "csrf", o.csrf())
	if o.get("/organiser/"); o.last.Request.URL.Path != "/organiser/login" {
		t.Error("still logged in after logging out")
	}
}

// clock is a clock that a test moves.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func TestLoginIsThrottled(t *testing.T) {
	c := &clock{t: time.Date(2008, 2, 27, 12, 0, 0, 0, time.UTC)}
	h := start(t, func(s *server.Server) { s.SetClock(c.now) })
	known := h.organiser()
	known.logIn()
	o := h.organiser()
	try := func(password string) int {
		o.post("/organiser/login", nil, "password", password)
		return o.last.StatusCode
	}
	for range server.FreeTries {
		if got := try("wrong wrong"); got != 401 {
			t.Fatalf("got %d", got)
		}
	}
	wait := time.Second
	for range 12 {
		if got := try(password); got != 429 || o.last.Header.Get("Retry-After") == "" || !strings.Contains(o.page, "Too many tries") {
			t.Fatalf("after %v: got %d", wait, got)
		}
		c.add(wait - time.Millisecond)
		if got := try(password); got != 429 {
			t.Errorf("just before %v have passed: got %d", wait, got)
		}
		c.add(2 * time.Millisecond)
		if got := try("wrong wrong"); got != 401 {
			t.Errorf("after %v: got %d", wait, got)
		}
		wait = min(2*wait, 5*time.Minute)
	}
	if known.post("/organiser/login", nil, "password", password); known.last.StatusCode != 200 {
		t.Errorf("a browser that had logged in before is locked out: got %s", known.last.Status)
	}
	c.add(wait)
	if got := try(password); got != 200 {
		t.Errorf("the right password after the wait: got %d", got)
	}
	if strings.Contains(h.logs.String(), "127.0.0.1") {
		t.Error("the log holds an address")
	}
}

// TestManyTriesAtOnceAreNoWayAround sends all tries before the first is answered.
func TestManyTriesAtOnceAreNoWayAround(t *testing.T) {
	h := start(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	got := map[int]int{}
	h.organiser()
	for range 20 {
		wg.Go(func() {
			resp, err := http.PostForm(h.url+"/organiser/login", url.Values{"password": {"wrong wrong"}})
			if err != nil {
				t.Error(err)
				return
			}
			_ = resp.Body.Close()
			mu.Lock()
			got[resp.StatusCode]++
			mu.Unlock()
		})
	}
	wg.Wait()
	if got[401] > server.FreeTries || got[429] < 20-server.FreeTries {
		t.Errorf("got %v", got)
	}
}

func TestPasswordHash(t *testing.T) {
	cheap := server.SetArgonMemory(usualMemory)
	defer server.SetArgonMemory(cheap)
	hash := server.HashPassword(password)
	if strings.Contains(hash, password) || !strings.HasPrefix(hash, "$argon2id$v=19$m=65536,t=3,p=4$") || hash == server.HashPassword(password) {
		t.Errorf("got %q", hash)
	}
	if ok, err := server.CheckPassword(hash, password); !ok || err != nil {
		t.Errorf("got %v, %v", ok, err)
	}
	if ok, err := server.CheckPassword(hash, password+" "); ok || err != nil {
		t.Errorf("another: got %v, %v", ok, err)
	}
	for _, bad := range []string{"", "x", "$argon2i$v=19$m=1,t=1,p=1$AAAA$AAAA", "$argon2id$v=19$m=1,t=0,p=0$AAAA$AAAA", "$argon2id$v=19$m=9999999,t=1,p=1$AAAA$AAAA", "$argon2id$v=19$m=8,t=1,p=1$AAAA$"} {
		if ok, err := server.CheckPassword(bad, password); ok || err == nil {
			t.Errorf("%q: got %v, %v", bad, ok, err)
		}
	}
	seen := map[string]bool{}
	for range 100 {
		p := server.NewPassword()
		if len(p) != 24 || seen[p] {
			t.Errorf("got %q", p)
		}
		seen[p] = true
	}
}

// TestStrangersDoNotHoldUpTheOrganiser fills the lane of password checks from everywhere at once.
func TestStrangersDoNotHoldUpTheOrganiser(t *testing.T) {
	h := start(t)
	known := h.organiser()
	known.logIn()
	leave := h.FillLane()
	defer leave()
	o := h.organiser()
	if o.post("/organiser/login", nil, "password", password); o.last.StatusCode != 429 {
		t.Errorf("a stranger: got %s", o.last.Status)
	}
	known.logIn()
}
