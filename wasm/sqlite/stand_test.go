//go:build browser && unix

package sqlite

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"placard/wasm/chrome"
)

// site serves the page whose window.stand offers the database (stand_js_test.go).
func site(t *testing.T) string {
	t.Helper()
	return chrome.TestSite(t, ".", map[string]fs.FS{"sqlite": Assets(), "testdata": os.DirFS("testdata")})
}

// tab is a page with a stand.
type tab struct {
	*chrome.Page
	t    *testing.T
	info string // what the last open reported
}

func newTab(t *testing.T, b *chrome.Browser, url string) *tab {
	t.Helper()
	k := &tab{Page: b.Open(url), t: t}
	chrome.Eval[chromedp.Void](k.Page, `start(["test", "-stand"])`)
	k.Wait("window.stand")
	return k
}

// opened opens the database in a new tab.
func opened(t *testing.T, b *chrome.Browser, url string) *tab {
	t.Helper()
	k := newTab(t, b, url)
	k.info = k.call(`open("kit", false)`)
	return k
}

func (k *tab) call(js string) string {
	k.t.Helper()
	return chrome.Eval[string](k.Page, "stand."+js)
}

func (k *tab) try(js string) error {
	_, err := chrome.TryEval[string](k.Page, "stand."+js)
	return err
}

// add stores one row and returns when it was acknowledged.
func (k *tab) add(id, size int) {
	k.t.Helper()
	k.call(fmt.Sprintf("add(%d, %d)", id, size))
}

func (k *tab) ids() (ids []int) {
	k.t.Helper()
	for s := range strings.SplitSeq(k.call("ids()"), ",") {
		if s == "" {
			continue
		}
		id, err := strconv.Atoi(s)
		if err != nil {
			k.t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// wantAll checks that rows 1 to n are there and the database is sound. A row that was on its way, and so not
// acknowledged, may be there too.
func (k *tab) wantAll(n int) {
	k.t.Helper()
	got := k.ids()
	for id := 1; id <= n; id++ {
		if !slices.Contains(got, id) {
			k.t.Errorf("acknowledged row %d of %d is gone (%s); there are %v", id, n, k.info, got)
		}
	}
	if word := k.call("check()"); word != "ok" {
		k.t.Errorf("the database is damaged: %s", word)
	}
}
