//go:build browser

package page_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"

	"placard/server/servertest"
	"placard/wasm/chrome"
)

// What a link does to a form that is sent over it.
const (
	holds     int32 = iota
	cutBefore       // the form never arrives
	cutAfter        // it arrives, its answer does not
)

// link stands between a browser and a server, and can be cut while a form is under way.
func link(t *testing.T, c *servertest.Campaign) (address string, cut *atomic.Int32) {
	t.Helper()
	to, err := url.Parse(c.URL)
	if err != nil {
		t.Fatal(err)
	}
	cut = new(atomic.Int32)
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Host = r.In.Host
	}}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && cut.Load() != holds {
			body, _ := io.ReadAll(r.Body)
			if r.Body = io.NopCloser(bytes.NewReader(body)); cut.Load() == cutAfter {
				proxy.ServeHTTP(httptest.NewRecorder(), r)
			}
			panic(http.ErrAbortHandler)
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/", cut
}

// A link that breaks while the plain form is under way loses nothing and counts nothing twice: the browser says so in its
// own words, the way back keeps what was typed, and trying again, in either place, counts once.
func TestPlainFormOverBrokenLink(t *testing.T) {
	t.Parallel()
	c := servertest.Start(t, "-web", edition(t, "1.0.0"))
	address, cut := link(t, c)
	b := chrome.Start(t, chrome.Options{Screen: chrome.Phone, Tolerant: true})
	p := b.Open("")
	p.Scripts(false)
	want := []string{}
	for _, form := range []string{"", "read/form/petition.html", "forms/petition"} {
		for name, how := range map[string]int32{"Before": cutBefore, "After": cutAfter} {
			for _, back := range []bool{true, false} {
				who := strings.TrimSpace(name + " " + map[bool]string{true: "back", false: "again"}[back] + " " + strings.NewReplacer("/", " ", ".", " ").Replace(form))
				want = append(want, who)
				p.Goto(address + form)
				chrome.Eval[any](p, `document.getElementById('f-name').focus()`)
				p.Insert(who)
				cut.Store(how)
				chrome.Eval[any](p, `void document.querySelector('form button').click()`)
				p.Wait(`location.protocol === 'chrome-error:'`)
				shot(p, "plain-cut")
				if back {
					goBack(t, p)
					p.Wait(`document.getElementById('f-name') !== null`)
					if got := chrome.Eval[string](p, `document.getElementById('f-name').value`); got != who {
						t.Errorf("%q: back in the form there is %q", who, got)
						chrome.Eval[any](p, `document.getElementById('f-name').focus()`)
						p.Insert(who)
					}
					cut.Store(holds)
					chrome.Eval[any](p, `void document.querySelector('form button').click()`)
				} else {
					cut.Store(holds)
					p.Reload()
				}
				p.Wait(`document.querySelector('h1')?.textContent === 'Thank you'`)
			}
		}
	}
	c.WaitFor(len(want))
}

// goBack is the browser's own button.
func goBack(t *testing.T, p *chrome.Page) {
	t.Helper()
	h, err := chrome.Call(p.Context(), page.GetNavigationHistory, cdp.Empty{})
	if err != nil {
		t.Fatal(err)
	}
	to := page.NavigateToHistoryEntryParams{EntryID: h.Entries[h.CurrentIndex-1].ID}
	if _, err := chrome.Call(p.Context(), page.NavigateToHistoryEntry, to); err != nil {
		t.Fatal(err)
	}
}
