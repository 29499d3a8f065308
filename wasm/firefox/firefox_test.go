//go:build unix

package firefox

import (
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"placard/wasm/browser"
)

// site has a page with a field and a button that keeps what happened to it.
func site(t *testing.T) string {
	files := map[string]string{
		"/":         `<!DOCTYPE html><title>site</title><meta name="viewport" content="width=device-width"><style>body { height: 3000px } input, button { position: absolute; left: 50px; height: 40px; width: 200px } input { top: 100px } button { top: 300px }</style><input id="field"><button id="button">press</button><script src="page.js"></script>`,
		"/page.js":  page,
		"/throw.js": `console.warn('before the throw'); throw new Error('thrown on purpose');`,
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
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
window.events = [];
for (const type of ['online', 'offline', 'touchstart', 'touchend', 'click', 'compositionend', 'keydown']) {
  addEventListener(type, (e) => events.push((e.isTrusted ? '' : 'fake ') + type + (e.key ? ' ' + e.key : '')));
}
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
window.kept = () => names(s => s.get('name')).then(v => v ?? 'nothing');`

func TestScreens(t *testing.T) {
	url := site(t)
	for name, s := range map[string]browser.Screen{"phone": browser.Phone, "desktop": browser.Desktop} {
		t.Run(name, func(t *testing.T) {
			p := Start(t, Options{Screen: s}).Open(url)
			got := browser.Eval[[]float64](p, `[innerWidth, innerHeight, devicePixelRatio]`)
			for i, want := range []float64{float64(s.Width), float64(s.Height), s.Scale} {
				if got[i] != want {
					t.Errorf("the page's size is %v, want %v", got, s)
				}
			}
			if !browser.Eval[bool](p, `document.createElement('canvas').getContext('webgl') !== null`) {
				t.Error("no WebGL")
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

			p.Tap(150, 320)
			p.Wait(`events.includes('click')`)
			if got := browser.Eval[bool](p, `events.includes('touchstart')`); got != s.Touch {
				t.Errorf("a tap was a touch: %v, want %v", got, s.Touch)
			}
		})
	}
}

func TestHands(t *testing.T) {
	p := Start(t, Options{Screen: browser.Phone}).Open(site(t))
	p.Tap(150, 120)
	p.Wait(`document.activeElement.id === 'field'`)
	p.Insert("Wanjirũ ")
	p.Compose([]string{"w", "wa", "wang"}, "王")
	if got, want := browser.Eval[string](p, `field.value`), "Wanjirũ 王"; got != want { // at once
		t.Errorf("composed %q, want %q", got, want)
	}
	p.Keys("abd" + kb.Backspace + "c" + kb.Home + "1" + kb.End + "2")
	if got, want := browser.Eval[string](p, `field.value`), "1Wanjirũ 王abc2"; got != want {
		t.Errorf("typed %q, want %q", got, want)
	}
	if got := browser.Eval[int](p, `events.filter((e) => e === 'compositionend').length`); got != 2 {
		t.Errorf("%d compositions, want 2", got)
	}
	p.Keys(kb.Tab)
	p.Wait(`document.activeElement.id === 'button'`)
	p.Keys(kb.Enter)
	p.Wait(`events.at(-1) === 'click'`)
	p.Drag(200, 700, 200, 500, 200*time.Millisecond)
	p.Wait(`scrollY > 150`)
	p.Wheel(200, 500, 300)
	p.Wait(`scrollY > 400`)
	if got := browser.Eval[string](p, `events.filter((e) => e.startsWith('fake')).join()`); got != "" {
		t.Errorf("events that no hand made: %s", got)
	}
}

func TestOffline(t *testing.T) {
	b := Start(t, Options{})
	p := b.Open(site(t))
	b.Offline(true)
	p.Wait(`!navigator.onLine && events.join() === 'offline'`)
	b.Offline(false)
	p.Wait(`navigator.onLine && events.join() === 'offline,online'`)
}

func TestKillAndRestart(t *testing.T) {
	url := site(t)
	b := Start(t, Options{})
	p := b.Open(url)
	browser.Eval[string](p, `keep('before the close')`)
	b.Close()
	b = b.Restart()
	p = b.Open(url)
	if got := browser.Eval[string](p, `kept()`); got != "before the close" {
		t.Errorf("after closing, the profile holds %q", got)
	}
	browser.Eval[string](p, `keep('before the kill')`)
	if len(b.Left()) < 3 {
		t.Errorf("only %d processes carry the mark", len(b.Left()))
	}
	b.Kill()
	if left := b.Left(); len(left) != 0 {
		t.Errorf("processes %v outlived the kill", left)
	}
	if _, err := browser.TryEval[int](p, "1"); err == nil {
		t.Error("a page of a killed browser answered")
	}
	if got := browser.Eval[string](b.Restart().Open(url), `kept()`); got != "before the kill" {
		t.Errorf("after the kill, the profile holds %q", got)
	}
}

// Firefox writes what is typed into an ordinary field to its session file, so that a search of the profile must find it
// there: else the tests of a seized device would search in vain.
func TestSessionFileIsFound(t *testing.T) {
	b := Start(t, Options{})
	p := b.Open(site(t))
	p.Tap(150, 120)
	p.Wait(`document.activeElement.id === 'field'`)
	p.Insert("Canary00kimani")
	file := filepath.Join(b.Profile(), "sessionstore-backups", "recovery.jsonlz4")
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		packed, err := os.ReadFile(file)
		if err == nil {
			text, err := Unpack(packed)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(text), "Canary00kimani") {
				return
			}
		}
		if time.Now().After(end) {
			t.Fatalf("the session file never held the text: %v", err)
		}
	}
}

func TestUncaught(t *testing.T) {
	b := Start(t, Options{Tolerant: true})
	p := b.Open(site(t))
	browser.Eval[struct{}](p, `document.head.append(Object.assign(document.createElement('script'), {src: 'throw.js'}))`)
	for end := time.Now().Add(10 * time.Second); len(b.Uncaught()) == 0 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
	}
	if got := strings.Join(b.Uncaught(), "\n"); !strings.Contains(got, "thrown on purpose") {
		t.Errorf("uncaught errors are %q", got)
	}
	if _, err := browser.TryEval[int](p, `Promise.reject(new Error('refused'))`); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("a rejected promise gave %v", err)
	}
	if got := browser.Eval[map[string]any](p, `({a: [1, 'b', null], c: {d: true}})`); len(got) != 2 || got["a"].([]any)[1] != "b" || got["c"].(map[string]any)["d"] != true {
		t.Errorf("a value came as %v", got)
	}
}
