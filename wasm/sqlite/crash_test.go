//go:build browser && unix

package sqlite

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"placard/wasm/browser"
	"placard/wasm/chrome"
)

// SIGKILL of the whole browser right after an acknowledgement, and again, and again, on one profile.
func TestKill(t *testing.T) {
	url := site(t)
	b := chrome.Start(t, chrome.Options{Tolerant: true})
	acked := 0
	for range 20 {
		k := opened(t, b, url)
		k.wantAll(acked)
		for range 3 {
			acked++
			k.add(acked, 3000)
		}
		b.Kill()
		b = b.Restart()
	}
	opened(t, b, url).wantAll(acked)
}

// The same in the middle of a stream of writes: whatever was acknowledged by then is there.
func TestKillWhileWriting(t *testing.T) {
	url := site(t)
	b := chrome.Start(t, chrome.Options{Tolerant: true})
	acked := 0
	for round := range 5 {
		k := opened(t, b, url)
		ids := k.ids()
		next := 1
		if len(ids) > 0 {
			next = ids[len(ids)-1] + 1 // a row that was stored but not acknowledged keeps its number
		}
		k.wantAll(acked)
		chrome.Eval[chromedp.Void](k.Page, `{
			window.acked = 0;
			(async () => { for (let id = `+itoa(next)+`; ; id++) { await stand.add(id, 3000); window.acked = id; } })();
			0; // not the promise: nobody waits for it here
		}`)
		time.Sleep(time.Duration(300+170*round) * time.Millisecond)
		acked = max(acked, chrome.Eval[int](k.Page, "acked"))
		b.Kill()
		b = b.Restart()
	}
	if acked < 10 {
		t.Errorf("only %d rows were written", acked)
	}
	opened(t, b, url).wantAll(acked)
}

// The power goes in the first second of a fresh profile, and later: every acknowledged row comes back. Chromium has
// not written the names of the database's files to the disk then, so that the first cuts must find the database gone
// and make it again from its mirror; were it not so, this test would not test the gap.
func TestPowerCut(t *testing.T) {
	url := site(t)
	disk := browser.NewDisk(t)
	b := chrome.Start(t, chrome.Options{Profile: filepath.Join(disk.Dir, "profile"), Tolerant: true})
	k := opened(t, b, url)
	start := time.Now()
	acked := 0
	for _, after := range []time.Duration{0, 0, time.Second, 5 * time.Second, 20 * time.Second, 45 * time.Second} {
		time.Sleep(time.Until(start.Add(after)))
		acked++
		k.add(acked, 3000)
		cut := disk.Cut(b)
		age := time.Since(start)
		t.Logf("cut after %v, %d rows acknowledged", age.Round(time.Millisecond), acked)
		info := afterCut(t, cut, url, acked)
		if age < 20*time.Second && !strings.Contains(info, "rebuilt=true") {
			t.Errorf("cut after %v: %s, want a database that was lost", age, info)
		}
	}
}

// afterCut starts a browser on a disk that came out of a power cut, checks it, writes on, and cuts the power again at
// once: the mended database's files are as young as the first's,
// and IndexedDB's log has a torn end by now.
func afterCut(t *testing.T, disk *browser.Disk, url string, acked int) string {
	t.Helper()
	o := chrome.Options{Profile: filepath.Join(disk.Dir, "profile"), Tolerant: true}
	b := chrome.Start(t, o)
	k := opened(t, b, url)
	t.Log(k.info)
	k.wantAll(acked)
	for range 2 {
		acked++
		k.add(acked, 3000)
	}
	again := disk.Cut(b)
	b.Kill()
	o.Profile = filepath.Join(again.Dir, "profile")
	b = chrome.Start(t, o)
	opened(t, b, url).wantAll(acked)
	b.Kill()
	return k.info
}
