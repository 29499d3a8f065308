package server_test

import (
	"context"
	"fmt"
	unescape "html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"placard/data"
	"placard/data/pack"
	"placard/data/pack/html"
	"placard/data/seal"
	"placard/server"
)

const formType = "application/x-www-form-urlencoded"

// filled is the petition as a browser sends it from the page on the disk.
func filled(t *testing.T, name, email string) url.Values {
	t.Helper()
	p, err := pack.Bundled()
	if err != nil {
		t.Fatal(err)
	}
	v := url.Values{"pack": {p.Hash}, "lang": {"en"}, "field.name": {name}, "field.email": {email}, "field.place": {""}}
	if email != "" {
		v.Set("consent.contact", "yes")
	}
	return v
}

func (h *host) form(v url.Values, header ...string) (*http.Response, string) {
	h.t.Helper()
	resp, b := h.do("POST", "/forms/petition", strings.NewReader(v.Encode()), append([]string{"Content-Type", formType}, header...)...)
	return resp, string(b)
}

// stored returns every action that the server holds, opened.
func (h *host) stored() (list []data.Action) {
	h.t.Helper()
	all, err := h.store.List(h.t.Context(), server.Query{Campaign: campaign, Limit: 1000})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, s := range all {
		a, err := seal.Open(s.Sealed, h.key)
		if err != nil {
			h.t.Fatal(err)
		}
		list = append(list, a)
	}
	return list
}

// A form becomes the action that the kit would have made, blind or not, and its thanks can be loaded again.
func TestForm(t *testing.T) {
	for name, change := range map[string]func(*server.Config){"with keys": func(*server.Config) {}, "blind": blind} {
		t.Run(name, func(t *testing.T) {
			h := start(t, change)
			resp, _ := h.form(filled(t, "  Wanjirũ wa Kĩmani ", "w@example.org"))
			if resp.StatusCode != http.StatusSeeOther {
				t.Fatalf("got %s", resp.Status)
			}
			to := "/forms/petition" + resp.Header.Get("Location")
			for range 2 {
				thanks, b := h.do("GET", to, nil)
				if thanks.StatusCode != 200 || !strings.Contains(string(b), "Thank you") || strings.Contains(string(b), "<form") {
					t.Errorf("thanks: got %s\n%s", thanks.Status, b)
				}
			}
			got := h.stored()
			if len(got) != 1 {
				t.Fatalf("got %d actions, want 1", len(got))
			}
			p, _ := pack.Bundled()
			f, _ := p.Form("petition")
			a := got[0]
			if a.Fields["name"] != "Wanjirũ wa Kĩmani" || a.Fields["email"] != "w@example.org" || len(a.Fields) != 2 || a.Kind != data.Signature || a.Pack != p.Hash || a.Form != "petition" || a.Lang != "en" {
				t.Errorf("got %+v", a)
			}
			if want := f.Records(map[string]bool{"contact": true}); !slices.Equal(a.Consents, want) {
				t.Errorf("got consents %+v, want %+v", a.Consents, want)
			}
			if err := a.Check(); err != nil {
				t.Error(err)
			}
			if log := h.logs.String(); strings.Contains(log, "Wanjir") || strings.Contains(log, "example.org") {
				t.Errorf("the log tells: %s", log)
			}
		})
	}
}

// What is wrong is said at its field, with everything that was typed, and escaped.
func TestFormWrong(t *testing.T) {
	h := start(t)
	v := filled(t, "", `"><script>alert(1)</script>@`)
	v.Set("field.place", `</textarea><img src=x onerror=alert(1)>`)
	resp, b := h.form(v)
	if resp.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("got %s", resp.Status)
	}
	for _, want := range []string{`id="f-name-wrong"`, `aria-invalid="true"`, "Fill in this field.", "2 fields need another look", " checked", `name="once"`} {
		if !strings.Contains(b, want) {
			t.Errorf("the page lacks %s:\n%s", want, b)
		}
	}
	if strings.Contains(b, "<script") || strings.Contains(b, "<img") {
		t.Errorf("what was typed became an element:\n%s", b)
	}
	if csp := resp.Header.Get("Content-Security-Policy"); strings.Contains(csp, "script-src") || resp.Header.Get("Cache-Control") != "no-store" || len(resp.Cookies()) > 0 {
		t.Errorf("got %v", resp.Header)
	}
	if n := len(h.stored()); n != 0 {
		t.Errorf("%d actions were stored", n)
	}
}

// The same form sent twice counts once: at the same moment, or after the answer was lost; another person's does not.
func TestFormTwice(t *testing.T) {
	h := start(t)
	send := func(v url.Values, header ...string) {
		t.Helper()
		if resp, b := h.form(v, header...); resp.StatusCode != http.StatusSeeOther {
			t.Errorf("got %s\n%s", resp.Status, b)
		}
	}
	v := filled(t, "Amina Hassan", "")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { send(v, "User-Agent", "one") })
	}
	all.Wait()
	if n := len(h.stored()); n != 1 {
		t.Errorf("eight times the same form are %d actions", n)
	}
	send(v, "User-Agent", "another browser")
	if n := len(h.stored()); n != 2 {
		t.Errorf("the same name from another browser made %d actions of 2", n)
	}
	v.Set("once", strings.Repeat("0a", 16))
	send(v)
	send(v, "User-Agent", "another")
	if n := len(h.stored()); n != 3 {
		t.Errorf("a stamped form sent twice made %d actions of 3", n)
	}
	v.Set("field.name", "Amina H. Hassan") // the browser's back button, and another person
	send(v)
	if n := len(h.stored()); n != 4 {
		t.Errorf("another name under the same stamp made %d actions of 4", n)
	}
	for _, a := range h.stored() {
		if a.ID.Version() != 4 {
			t.Errorf("id %v", a.ID)
		}
	}
}

// Two people of one name, without e-mail, after one another at one laptop: the way that the thanks point out counts
// both, and no answer tells who tries names whether somebody of that name has signed.
func TestTwoPeopleOfOneName(t *testing.T) {
	h := start(t)
	v := filled(t, "Amina Hassan", "")
	sign := func() (answer, next string) {
		t.Helper()
		resp, b := h.form(v)
		if resp.StatusCode != http.StatusSeeOther {
			t.Fatalf("got %s\n%s", resp.Status, b)
		}
		_, thanks := h.do("GET", "/forms/petition"+resp.Header.Get("Location"), nil)
		link := regexp.MustCompile(`<a class="button" href="\.\./(forms/[^"]*)">Sign for another person</a>`).FindSubmatch(thanks)
		if link == nil || !strings.Contains(string(thanks), "both of you count") {
			t.Fatalf("the thanks show no way on:\n%s", thanks)
		}
		to := regexp.MustCompile(`[0-9a-z]+\.[0-9a-f]+`).ReplaceAllString(resp.Header.Get("Location"), "hour")
		return to + string(thanks), "/" + unescape.UnescapeString(string(link[1]))
	}
	first, _ := sign()
	again, next := sign() // another person, or the same one twice: nobody can tell
	if n := len(h.stored()); n != 1 {
		t.Errorf("the same form twice made %d actions", n)
	}
	if first != again {
		t.Errorf("the answers tell the second from the first:\n%s\n%s", first, again)
	}
	_, page := h.do("GET", next, nil)
	once := regexp.MustCompile(`name="once" value="([0-9a-f]{32})"`).FindSubmatch(page)
	if once == nil {
		t.Fatalf("%s carries no number:\n%s", next, page)
	}
	v.Set("once", string(once[1]))
	for range 2 {
		sign()
	}
	if n := len(h.stored()); n != 2 {
		t.Errorf("two people of one name are %d actions", n)
	}
}

// A text that has changed since is not signed, and its consents are asked again.
func TestFormOfAnotherPack(t *testing.T) {
	h := start(t)
	for _, hash := range []string{"", strings.Repeat("0", 64)} {
		v := filled(t, "Amina Hassan", "a@example.org")
		v.Set("pack", hash)
		resp, b := h.form(v)
		if resp.StatusCode != http.StatusConflict || !strings.Contains(b, "text has changed") || !strings.Contains(b, "Amina Hassan") || strings.Contains(b, " checked") {
			t.Errorf("got %s\n%s", resp.Status, b)
		}
	}
	if n := len(h.stored()); n != 0 {
		t.Errorf("%d actions were stored", n)
	}
}

// What no page of ours sends is refused, stores nothing, and is never a server's fault.
func TestFormHostile(t *testing.T) {
	h := start(t)
	good := filled(t, "Amina Hassan", "").Encode()
	for name, c := range map[string]struct {
		path, body string
		header     []string
		status     int
	}{
		"another site":            {"petition", good, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		"another origin":          {"petition", good, []string{"Origin", "https://elsewhere.example"}, 403},
		"an origin that is hid":   {"petition", good, []string{"Origin", "null"}, 403},
		"no type":                 {"petition", good, []string{"Content-Type", ""}, 415},
		"multipart":               {"petition", good, []string{"Content-Type", "multipart/form-data; boundary=x"}, 415},
		"JSON":                    {"petition", `{"field.name":"A"}`, []string{"Content-Type", "application/json"}, 415},
		"no such form":            {"nothing", good, nil, 404},
		"a path":                  {"..%2fpetition", good, nil, 404},
		"too long":                {"petition", good + "&x=" + strings.Repeat("a", 600<<10), nil, 413},
		"too many parts":          {"petition", good + strings.Repeat("&a=b", 200), nil, 400},
		"broken encoding":         {"petition", "field.name=%zz", nil, 400},
		"a zero byte":             {"petition", good + "\x00", nil, 400},
		"an encoded zero byte":    {"petition", strings.Replace(good, "field.place=", "field.place=%00", 1), nil, 422},
		"a name of controls":      {"petition", filled(t, "\u202Egnp", "").Encode(), nil, 422},
		"no UTF-8":                {"petition", strings.Replace(good, "Amina", "%ff%fe", 1), nil, 422},
		"a name of spaces":        {"petition", filled(t, "\u3000\u200B ", "").Encode(), nil, 422},
		"a very long name":        {"petition", filled(t, strings.Repeat("a", 5000), "").Encode(), nil, 422},
		"a consent without":       {"petition", good + "&consent.contact=yes", nil, 422},
		"an unknown field":        {"petition", good + "&field.admin=yes", nil, 303},
		"an unknown consent":      {"petition", good + "&consent.all=yes", nil, 303},
		"a language out of a map": {"petition", strings.Replace(good, "lang=en", "lang=%22%3E", 1), nil, 303},
		"nothing":                 {"petition", "", nil, 409},
	} {
		before := len(h.stored())
		resp, b := h.do("POST", "/forms/"+c.path, strings.NewReader(c.body), append([]string{"Content-Type", formType, "User-Agent", name}, c.header...)...)
		if resp.StatusCode != c.status {
			t.Errorf("%s: got %s\n%.300s", name, resp.Status, b)
		}
		if ct := resp.Header.Get("Content-Type"); c.status != 303 && ct != "text/html; charset=utf-8" {
			t.Errorf("%s: got %s", name, ct)
		}
		if added := len(h.stored()) - before; added != map[bool]int{true: 1}[c.status == 303] {
			t.Errorf("%s: stored %d", name, added)
		}
	}
	for _, a := range h.stored() {
		if len(a.Fields) != 1 || a.Lang != "en" || len(a.Consents) != 1 || a.Consents[0].Given {
			t.Errorf("stored %+v", a)
		}
	}
	// A word of thanks that this server never gave is none.
	for _, done := range []string{"x", "1.2", "zzzzzzzzzzzzzzzzzzzzz.0", "", "%00"} {
		resp, b := h.do("GET", "/forms/petition?done="+done, nil)
		if resp.StatusCode != 200 || strings.Contains(string(b), "Thank you") || !strings.Contains(string(b), "<form") {
			t.Errorf("done=%s: got %s", done, resp.Status)
		}
	}
	if resp, _ := h.do("PUT", "/forms/petition", nil); resp.StatusCode != 405 {
		t.Errorf("PUT: got %s", resp.Status)
	}
	if resp, b := h.do("GET", "/forms/read.css", nil); resp.StatusCode != 200 || string(b) != string(html.Style) {
		t.Errorf("style: got %s", resp.Status)
	}
}

// The counters and the opener see a form as they see a batch: a double by e-mail, sent once by form and once by kit.
func TestFormAndKitAreOnePerson(t *testing.T) {
	h := start(t)
	h.form(filled(t, "Amina Hassan", "amina@example.org"))
	h.send(h.seal(action("amina hassan", "amina@example.org")))
	if got := h.total(data.Signature); got.Received != 2 || got.Counted != 1 || got.Doubled != 1 {
		t.Errorf("got %+v", got)
	}
}

// A store without room says so in the form, with everything typed.
func TestFormStoreFull(t *testing.T) {
	h := start(t, func(c *server.Config) { c.Store = fullStore{c.Store} })
	resp, b := h.form(filled(t, "Amina Hassan", ""))
	if resp.StatusCode != http.StatusInsufficientStorage || !strings.Contains(b, "disk is full") || !strings.Contains(b, "Amina Hassan") || strings.Contains(b, "Thank you") {
		t.Errorf("got %s\n%s", resp.Status, b)
	}
}

type fullStore struct{ server.Store }

func (fullStore) Put(ctx context.Context, items []data.Sealed) ([]data.Receipt, error) {
	return nil, data.NewError(data.CodeServerFull, "", fmt.Errorf("no room"))
}

// A server without the campaign's pack takes no forms.
func TestFormWithoutPack(t *testing.T) {
	h := start(t, func(c *server.Config) { c.Campaign.ID = "another" })
	if resp, _ := h.form(filled(t, "Amina Hassan", "")); resp.StatusCode != http.StatusNotFound {
		t.Errorf("got %s", resp.Status)
	}
}

// A choice is taken as the kit takes it: one of the list, and nothing else.
func TestFormOfChoices(t *testing.T) {
	h := start(t)
	v := filled(t, "Amina Hassan", "")
	send := func(form string, change ...string) (*http.Response, string) {
		for i := 0; i < len(change); i += 2 {
			v.Set(change[i], change[i+1])
		}
		resp, b := h.do("POST", "/forms/"+form, strings.NewReader(v.Encode()), "Content-Type", formType)
		return resp, string(b)
	}
	for value, want := range map[string]string{"": "Fill in this field.", "nobody": "Choose one of the list.", "president, odm": "Choose one of the list."} {
		resp, b := send("letter", "field.target", value, "field.personal", "I teach in Kisumu.")
		if resp.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(b, want) || !strings.Contains(b, "I teach in Kisumu.") || !strings.Contains(b, `id="f-target-wrong"`) {
			t.Errorf("%q: got %s\n%s", value, resp.Status, b)
		}
	}
	if n := len(h.stored()); n != 0 {
		t.Fatalf("%d actions were stored", n)
	}
	if _, b := send("letter", "field.target", "odm", "field.name", ""); !strings.Contains(b, `<option value="odm" selected>`) {
		t.Errorf("what was chosen is gone:\n%s", b)
	}
	for _, form := range []string{"letter", "pledge", "share"} {
		if resp, b := send(form, "field.name", "Amina Hassan", "field.event", "london"); resp.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: got %s\n%s", form, resp.Status, b)
		}
	}
	got := map[data.Kind]map[string]string{}
	for _, a := range h.stored() {
		got[a.Kind] = a.Fields
	}
	want := map[data.Kind]map[string]string{
		data.Letter: {"target": "odm", "personal": "I teach in Kisumu.", "name": "Amina Hassan"},
		data.Pledge: {"event": "london", "name": "Amina Hassan"},
		data.Share:  {},
	}
	for kind, fields := range want {
		if !maps.Equal(got[kind], fields) {
			t.Errorf("%s: got %q, want %q", kind, got[kind], fields)
		}
	}
}

// After its last day a letter is neither offered nor taken, and both pages say why.
func TestLetterPastItsDeadline(t *testing.T) {
	late := func(date string) func(*server.Config) {
		return func(c *server.Config) {
			p, err := pack.Bundled()
			if err != nil {
				t.Fatal(err)
			}
			q := *p
			q.Forms = slices.Clone(p.Forms)
			i := slices.IndexFunc(q.Forms, func(f pack.Form) bool { return f.ID == "letter" })
			letter := *q.Forms[i].Letter
			if letter.Deadline, err = time.Parse(time.DateOnly, date); err != nil {
				t.Fatal(err)
			}
			q.Forms[i].Letter = &letter
			c.Pack = &q
		}
	}
	v := filled(t, "Amina Hassan", "")
	v.Set("field.target", "odm")
	for date, want := range map[string]struct {
		get, post string
		status    int
		stored    int
	}{
		"2008-03-31": {"the last day to write this letter is over", "<h1>Too late</h1>", http.StatusGone, 0},
		"2199-03-31": {"Last day to write: 31 March 2199.", "", http.StatusSeeOther, 1},
	} {
		h := start(t, late(date))
		resp, b := h.do("GET", "/forms/letter", nil)
		if resp.StatusCode != 200 || !strings.Contains(strings.ToLower(string(b)), strings.ToLower(want.get)) || strings.Contains(string(b), "<form") != (want.stored > 0) {
			t.Errorf("%s: got %s\n%s", date, resp.Status, b)
		}
		resp, b = h.do("POST", "/forms/letter", strings.NewReader(v.Encode()), "Content-Type", formType)
		if resp.StatusCode != want.status || !strings.Contains(string(b), want.post) || want.stored == 0 && !strings.Contains(string(b), "Check with your section before you write.") {
			t.Errorf("%s: got %s\n%s", date, resp.Status, b)
		}
		if n := len(h.stored()); n != want.stored {
			t.Errorf("%s: %d actions were stored, want %d", date, n, want.stored)
		}
	}
}
