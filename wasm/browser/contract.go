//go:build unix

package browser

import (
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Starter starts a browser that lives at most as long as the test.
type Starter func(t testing.TB, o Options) Browser

// Contract tests that a driver's browser does what [Browser] and [Page] say.
func Contract(t *testing.T, start Starter) {
	t.Run("screens", func(t *testing.T) { testScreens(t, start) })
	t.Run("hands", func(t *testing.T) { testHands(t, start) })
	t.Run("outside", func(t *testing.T) { testOutside(t, start) })
	t.Run("uncaught", func(t *testing.T) { testUncaught(t, start) })
	t.Run("kill and restart", func(t *testing.T) { testKillAndRestart(t, start) })
}

// ContractSite serves a page with a field and a button that keeps what happened to it, and whatever more is given by path.
func ContractSite(t testing.TB, more map[string]string) string {
	files := map[string]string{
		"/": `<!DOCTYPE html><title>site</title><meta name="viewport" content="width=device-width"><style>body { height: 3000px }
			input, button, a { position: absolute; left: 50px; height: 40px; width: 200px } input { top: 100px } button { top: 300px } a { top: 400px } #file { top: 500px }</style>
			<input id="field" aria-label="Field"><button id="button">press</button><a id="link" href="file.txt" download>load</a><input type="file" id="file" multiple><script src="page.js"></script>`,
		"/page.js":  contractPage,
		"/throw.js": `console.warn('before the throw'); throw new Error('thrown on purpose');`,
		"/file.txt": "downloaded",
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := more[r.URL.Path]
		if !ok {
			body, ok = files[r.URL.Path]
		}
		if !ok {
			http.NotFound(w, r)
			return
		}
		switch filepath.Ext(r.URL.Path) {
		case ".js":
			w.Header().Set("Content-Type", "text/javascript")
		case ".txt":
			w.Header().Set("Content-Type", "text/plain")
		default:
			w.Header().Set("Content-Type", "text/html")
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Write([]byte(body))
	}))
	t.Cleanup(srv.Close)
	return srv.URL + "/"
}

const contractPage = `
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

func testScreens(t *testing.T, start Starter) {
	url := ContractSite(t, nil)
	for name, s := range map[string]Screen{"phone": Phone, "desktop": Desktop} {
		t.Run(name, func(t *testing.T) {
			p := start(t, Options{Screen: s}).Open(url)
			got := Eval[[]float64](p, `[innerWidth, innerHeight, devicePixelRatio]`)
			if want := []float64{float64(s.Width), float64(s.Height), s.Scale}; !slices.Equal(got, want) {
				t.Errorf("the page's size is %v, want %v", got, want)
			}
			if !Eval[bool](p, `document.createElement('canvas').getContext('webgl') !== null`) {
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
			if got := Eval[bool](p, `events.includes('touchstart')`); got != s.Touch {
				t.Errorf("a tap was a touch: %v, want %v", got, s.Touch)
			}
		})
	}
}

func testHands(t *testing.T, start Starter) {
	b := start(t, Options{Screen: Phone})
	p := b.Open(ContractSite(t, nil))
	p.Tap(150, 120)
	p.Wait(`document.activeElement.id === 'field'`)
	p.Insert("Wanjirũ ")
	p.Compose([]string{"w", "wa", "wang"}, "王")
	if got, want := Eval[string](p, `field.value`), "Wanjirũ 王"; got != want { // at once
		t.Errorf("composed %q, want %q", got, want)
	}
	const backspace, home, end, tab, enter = "\b", "\u0306", "\u0305", "\t", "\r" // as chromedp's package kb has them
	p.Keys("abd" + backspace + "c" + home + "1" + end + "2")
	if got, want := Eval[string](p, `field.value`), "1Wanjirũ 王abc2"; got != want {
		t.Errorf("typed %q, want %q", got, want)
	}
	p.Edit("selectAll")
	p.Edit("cut")
	p.Wait(`field.value === ''`)
	p.Edit("paste")
	p.Wait(`field.value === '1Wanjirũ 王abc2'`)
	p.Keys(tab)
	p.Wait(`document.activeElement.id === 'button'`)
	p.Keys(enter)
	p.Wait(`events.at(-1) === 'click'`)
	p.Drag(200, 700, 200, 500, 200*time.Millisecond)
	p.Wait(`scrollY > 150`)
	p.Wheel(200, 500, 300)
	p.Wait(`scrollY > 400`)
	if got := Eval[string](p, `events.filter((e) => /^fake (key|click|touch)/.test(e)).join()`); got != "" {
		t.Errorf("events that no hand made: %s", got)
	}

	Eval[struct{}](p, `void (events.length = 0)`)
	b.Offline(true)
	p.Wait(`!navigator.onLine && events.join() === 'offline'`)
	b.Offline(false)
	p.Wait(`navigator.onLine && events.join() === 'offline,online'`)
}

// testOutside tries what lies beside the page: files in and out, permissions, scripts of the test's own, none at all, and
// the accessibility tree.
func testOutside(t *testing.T, start Starter) {
	b := start(t, Options{})
	p := b.Open("")
	url := ContractSite(t, nil)
	b.Allow(url, "notifications")
	b.Allow(url, "clipboard-read")
	b.Allow(url, "clipboard-write")
	dir := t.TempDir()
	b.Downloads(dir)
	undo := p.Before(`window.first = document.querySelector('title') === null;`)
	p.Goto(url)
	if !Eval[bool](p, `window.first === true`) {
		t.Error("the test's script did not run before the page")
	}
	if got := Eval[string](p, `Notification.permission`); got != "granted" {
		t.Errorf("notifications are %q", got)
	}
	spoken := p.Spoken()
	for end := time.Now().Add(20 * time.Second); !slices.Contains(spoken, "button press") && time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		spoken = p.Spoken() // it is made when somebody asks
	}
	for _, want := range []string{"textbox Field", "button press", "link load"} {
		if !slices.Contains(spoken, want) {
			t.Errorf("nothing says %q; heard: %q", want, spoken)
		}
	}

	p.Tap(150, 320)
	Eval[struct{}](p, `navigator.clipboard.writeText('copied')`)
	if got := Eval[string](p, `navigator.clipboard.readText()`); got != "copied" {
		t.Errorf("the clipboard holds %q", got)
	}
	file := filepath.Join(dir, "photo.jpg")
	if err := os.WriteFile(file, []byte("a photo"), 0o600); err != nil {
		t.Fatal(err)
	}
	Eval[struct{}](p, `void (document.getElementById('file').oncancel = () => { window.left = true; })`)
	if several := p.Choose(func() { p.Tap(90, 520) }); !several {
		t.Error("the chooser is for one file, want several")
	}
	p.Wait(`window.left`)
	p.Choose(func() { p.Tap(90, 520) }, file)
	p.Wait(`document.getElementById('file').files.length === 1`)
	if got := Eval[string](p, `document.getElementById('file').files[0].text()`); got != "a photo" {
		t.Errorf("chose a file of %q", got)
	}
	p.Tap(150, 420)
	var got []byte
	for end := time.Now().Add(20 * time.Second); len(got) == 0 && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		got, _ = os.ReadFile(filepath.Join(dir, "file.txt"))
	}
	if string(got) != "downloaded" {
		t.Errorf("downloaded %q", got)
	}

	undo()
	p.Scripts(false)
	p.Goto(url)
	if !Eval[bool](p, `window.events === undefined && window.first === undefined && document.title === 'site'`) {
		t.Error("scripts run that were switched off")
	}
	p.Scripts(true)
	p.Reload()
	p.Wait(`window.events !== undefined`)
}

func testUncaught(t *testing.T, start Starter) {
	b := start(t, Options{Tolerant: true})
	p := b.Open(ContractSite(t, nil))
	Eval[struct{}](p, `document.head.append(Object.assign(document.createElement('script'), {src: 'throw.js'}))`)
	for end := time.Now().Add(10 * time.Second); len(b.Uncaught()) == 0 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
	}
	if got := strings.Join(b.Uncaught(), "\n"); !strings.Contains(got, "thrown on purpose") {
		t.Errorf("uncaught errors are %q", got)
	}
	if _, err := TryEval[int](p, `Promise.reject(new Error('refused'))`); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("a rejected promise gave %v", err)
	}
	if got := Eval[map[string]any](p, `({a: [1, 'b', null], c: {d: true}})`); len(got) != 2 || got["a"].([]any)[1] != "b" || got["c"].(map[string]any)["d"] != true {
		t.Errorf("a value came as %v", got)
	}
}

func testKillAndRestart(t *testing.T, start Starter) {
	url := ContractSite(t, nil)
	b := start(t, Options{})
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
	b.Kill()
	if left := b.Left(); len(left) != 0 {
		t.Errorf("processes %v outlived the kill", left)
	}
	if _, err := TryEval[int](p, "1"); err == nil {
		t.Error("a page of a killed browser answered")
	}
	if got := Eval[string](b.Restart().Open(url), `kept()`); got != "before the kill" {
		t.Errorf("after the kill, the profile holds %q", got)
	}
}
