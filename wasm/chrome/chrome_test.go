//go:build unix

package chrome

import (
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// site has a page, a worker and a service worker that each answer whether they can fetch.
func site(t *testing.T) string {
	files := map[string]string{
		"/":         `<!DOCTYPE html><title>site</title><meta name="viewport" content="width=device-width"><script src="page.js"></script>`,
		"/page.js":  page,
		"/work.js":  `onmessage = async () => postMessage(await fetch('ping').then(r => r.ok, () => false));`,
		"/sw.js":    `onmessage = async e => e.ports[0].postMessage(await fetch('ping').then(r => r.ok, () => false));`,
		"/ping":     "pong",
		"/throw.js": `console.warn('before the throw'); throw new Error('thrown on purpose');`,
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if strings.HasSuffix(r.URL.Path, ".js") {
			w.Header().Set("Content-Type", "text/javascript")
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Write([]byte(body))
	}))
	t.Cleanup(srv.Close)
	return srv.URL + "/"
}

const page = `
const worker = new Worker('work.js');
window.events = [];
for (const e of ['online', 'offline']) addEventListener(e, () => events.push(e));
window.fromPage = () => fetch('ping').then(r => r.ok, () => false);
window.fromWorker = () => new Promise(ok => { worker.onmessage = e => ok(e.data); worker.postMessage(0); });
const names = ask => new Promise((ok, bad) => {
  const open = indexedDB.open('kept', 1);
  open.onupgradeneeded = () => open.result.createObjectStore('s');
  open.onerror = () => bad(open.error);
  open.onsuccess = () => {
    const tx = open.result.transaction('s', 'readwrite', {durability: 'strict'}), r = ask(tx.objectStore('s'));
    tx.oncomplete = () => ok(r.result);
  };
});
window.keep = v => names(s => s.put(v, 'name')).then(() => 'done');
window.kept = () => names(s => s.get('name')).then(v => v ?? 'nothing');
window.fromService = async () => {
  const reg = await navigator.serviceWorker.register('sw.js');
  while (!reg.active) await new Promise(ok => setTimeout(ok, 20));
  const c = new MessageChannel();
  return new Promise(ok => { c.port1.onmessage = e => ok(e.data); reg.active.postMessage(0, [c.port2]); });
};`

func TestScreens(t *testing.T) {
	url := site(t)
	for name, s := range map[string]Screen{"phone": Phone, "desktop": Desktop} {
		t.Run(name, func(t *testing.T) {
			p := Start(t, Options{Screen: s}).Open(url)
			got := Eval[[]float64](p, `[innerWidth, innerHeight, devicePixelRatio, navigator.maxTouchPoints > 0 ? 1 : 0]`)
			want := []float64{float64(s.Width), float64(s.Height), s.Scale, 0}
			if s.Touch {
				want[3] = 1
			}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("got %v, want %v", got, want)
				}
			}
			file := filepath.Join(t.TempDir(), "shot.png")
			p.Screenshot(file)
			f, err := os.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			img, err := png.DecodeConfig(f)
			if err != nil || img.Width != int(float64(s.Width)*s.Scale) {
				t.Errorf("screenshot is %d wide (%v), want %v", img.Width, err, float64(s.Width)*s.Scale)
			}
		})
	}
}

func TestOffline(t *testing.T) {
	b := Start(t, Options{})
	p := b.Open(site(t))
	check := func(want bool) {
		t.Helper()
		for _, from := range []string{"fromPage", "fromWorker", "fromService"} {
			if got := Eval[bool](p, from+"()"); got != want {
				t.Errorf("%s: fetched %v, want %v", from, got, want)
			}
		}
		if got := Eval[bool](p, "navigator.onLine"); got != want {
			t.Errorf("navigator.onLine is %v, want %v", got, want)
		}
	}
	check(true)
	b.Offline(true)
	check(false)
	second := b.Open("")
	if got := Eval[bool](second, "navigator.onLine"); got {
		t.Error("a tab opened while offline is online")
	}
	b.Offline(false)
	check(true)
	if got := Eval[string](p, "events.join()"); got != "offline,online" {
		t.Errorf("events were %q", got)
	}
}

func TestKillAndRestart(t *testing.T) {
	url := site(t)
	b := Start(t, Options{})
	p := b.Open(url)
	Eval[string](p, `keep('before the close')`)
	b.Close()
	b = b.Restart()
	p = b.Open(url)
	if got := Eval[string](p, `kept()`); got != "before the close" {
		t.Errorf("after closing, the profile holds %q", got)
	}
	Eval[string](p, `keep('before the kill')`)
	if len(b.Left()) < 3 {
		t.Errorf("only %d processes carry the mark", len(b.Left()))
	}
	start := time.Now()
	b.Kill()
	if left := b.Left(); len(left) != 0 {
		t.Errorf("processes %v outlived the kill", left)
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("kill took %v", d)
	}
	if _, err := TryEval[int](p, "1"); err == nil {
		t.Error("a page of a killed browser answered")
	}
	if got := Eval[string](b.Restart().Open(url), `kept()`); got != "before the kill" {
		t.Errorf("after the kill, the profile holds %q", got)
	}
}

func TestUncaught(t *testing.T) {
	b := Start(t, Options{Tolerant: true})
	p := b.Open(site(t))
	Eval[chromedp.Void](p, `document.head.append(Object.assign(document.createElement('script'), {src: 'throw.js'}))`)
	for end := time.Now().Add(10 * time.Second); len(b.Uncaught()) == 0 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
	}
	if got := strings.Join(b.Uncaught(), "\n"); !strings.Contains(got, "thrown on purpose") {
		t.Errorf("uncaught errors are %q", got)
	}
	if _, err := TryEval[int](p, `Promise.reject(new Error('refused'))`); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("a rejected promise gave %v", err)
	}
}
