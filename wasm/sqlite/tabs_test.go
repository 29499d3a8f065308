//go:build browser && unix

package sqlite

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"

	"placard/wasm/chrome"
)

func itoa(n int) string { return strconv.Itoa(n) }

func wantErr(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}

// A second tab is told so; it can take the database over, at once and without loss, even while the first one writes.
func TestTwoTabs(t *testing.T) {
	url := site(t)
	b := chrome.Start(t, chrome.Options{})
	first := opened(t, b, url)
	first.add(1, 100)
	second := newTab(t, b, url)
	wantErr(t, second.try(`open("kit", false)`), ErrOwned.Error())
	first.add(2, 100)
	chrome.Eval[chromedp.Void](first.Page, `{
		window.acked = 2; window.ended = '';
		stand.lost().then(() => window.told = true);
		(async () => { for (let id = 3; ; id++) { await stand.add(id, 100); window.acked = id; } })().catch(e => window.ended = String(e));
		0; // not the promise: nobody waits for it here
	}`)
	first.Wait("acked > 5")
	start := time.Now()
	second.call(`open("kit", true)`)
	took := time.Since(start)
	t.Logf("taken over in %v", took)
	if took > 5*time.Second {
		t.Errorf("taking over took %v", took)
	}
	first.Wait("window.told")
	first.Wait("window.ended")
	wantErr(t, first.try("add(100000, 1)"), ErrLost.Error())
	second.wantAll(chrome.Eval[int](first.Page, "acked"))

	// Back again, and then by the death of the owner's tab.
	third := newTab(t, b, url)
	third.call(`open("kit", true)`)
	third.add(100001, 1)
	third.Close()
	fourth := newTab(t, b, url)
	for end := time.Now().Add(10 * time.Second); fourth.try(`open("kit", false)`) != nil && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	if got := fourth.ids(); got[len(got)-1] != 100001 {
		t.Errorf("the last row is %d", got[len(got)-1])
	}
}

// An open transaction may end before another tab takes over, and what it wrote is then there.
func TestTakeOverWaitsForATransaction(t *testing.T) {
	url := site(t)
	b := chrome.Start(t, chrome.Options{})
	first, second := opened(t, b, url), newTab(t, b, url)
	first.call("begin()")
	first.add(1, 100)
	chrome.Eval[chromedp.Void](second.Page, `{ window.taken = 0; stand.open("kit", true).then(() => window.taken = 1); 0 }`)
	time.Sleep(300 * time.Millisecond)
	if chrome.Eval[int](second.Page, "taken") != 0 {
		t.Error("the other tab did not wait")
	}
	first.call("commit()")
	second.Wait("taken")
	second.wantAll(1)
	wantErr(t, first.try("add(2, 1)"), ErrLost.Error())
}

// A full disk is called by its name, costs nothing that was acknowledged, and passes.
func TestFullDisk(t *testing.T) {
	url := site(t)
	b := chrome.Start(t, chrome.Options{Tolerant: true})
	k := opened(t, b, url)
	origin := strings.Join(strings.SplitAfterN(url, "/", 4)[:3], "")
	quota := func(bytes *float64) {
		o := storage.OverrideQuotaForOriginParams{Origin: strings.TrimSuffix(origin, "/"), QuotaSize: bytes}
		if _, err := chromedp.Call(k.Context(), storage.OverrideQuotaForOrigin, o); err != nil {
			t.Fatal(err)
		}
	}
	for _, mature := range []bool{false, true} {
		if mature {
			k.call("close()")
			chrome.Eval[chromedp.Void](k.Page, comeOfAge)
			if k.info = k.call(`open("kit", false)`); !strings.Contains(k.info, "mirrored=false") {
				t.Fatalf("%s, want a mature pool", k.info)
			}
		}
		ids := k.ids()
		acked := len(ids)
		small := float64(usage(k) + 12<<20)
		quota(&small)
		var err error
		for err == nil && acked < 500 {
			if err = k.try("add(" + itoa(acked+1) + ", 1000000)"); err == nil {
				acked++
			}
		}
		wantErr(t, err, "full")
		t.Logf("mature %v: full after %d rows: %v", mature, acked-len(ids), err)
		if acked == len(ids) {
			t.Error("not one row fitted")
		}
		quota(nil)
		k.wantAll(acked)
		acked++
		k.add(acked, 1000)
		k.wantAll(acked)
		k.call("close()")
		k.info = k.call(`open("kit", false)`)
		k.wantAll(acked)
		if got := len(k.ids()); got != acked {
			t.Errorf("%d rows, %d of them acknowledged", got, acked)
		}
	}
}

func usage(k *tab) int {
	return chrome.Eval[int](k.Page, "navigator.storage.estimate().then(e => e.usage)")
}

// comeOfAge makes the pool of the database "kit" mature.
const comeOfAge = `new Promise((resolve, reject) => {
	const request = indexedDB.open('sqlite-mirror:kit');
	request.onerror = () => reject(request.error);
	request.onsuccess = () => {
		const tx = request.result.transaction('state', 'readwrite');
		tx.objectStore('state').put({ age: 0, seen: 0, mature: true }, 'life');
		tx.oncomplete = () => { request.result.close(); resolve(); };
	};
})`

// Without OPFS the database is in memory and says so; its mirror still brings it back after a reload or a kill.
func TestNoOPFS(t *testing.T) {
	url := site(t)
	b := chrome.Start(t, chrome.Options{Tolerant: true})
	const open = `open("kit", false, "testdata/noopfs.js")`
	acked := 0
	for range 3 {
		k := newTab(t, b, url)
		k.info = k.call(open)
		if !strings.Contains(k.info, "durable=false") || !strings.Contains(k.info, "mirrored=true") {
			t.Fatalf("%s, want a database that is not durable, but mirrored", k.info)
		}
		k.wantAll(acked)
		for range 10 { // more than the changesets' limit, so that a new image takes their place
			acked++
			k.add(acked, 1_000_000)
		}
		k.wantAll(acked)
		b.Kill()
		b = b.Restart()
	}

	// Files that come back in reach take what was kept meanwhile; a database that grew up in files is never passed off
	// as empty when they are out of reach.
	k := opened(t, b, url)
	if !strings.Contains(k.info, "durable=true") || !strings.Contains(k.info, "rebuilt=true") {
		t.Errorf("%s, want files made from the mirror", k.info)
	}
	k.wantAll(acked)
	k.call("close()")
	chrome.Eval[chromedp.Void](k.Page, comeOfAge)
	wantErr(t, k.try(open), "no access to the files")
	k.info = k.call(`open("kit", false)`)
	k.wantAll(acked)
}
