//go:build unix

package chrome

import (
	"testing"

	"placard/wasm/browser"
)

func TestContract(t *testing.T) { browser.Contract(t, StartAny) }

// The network goes for workers and service workers too, and for tabs to come.
func TestOffline(t *testing.T) {
	b := Start(t, Options{})
	p := b.Open(browser.ContractSite(t, map[string]string{
		"/work.js": `onmessage = async () => postMessage(await fetch('ping').then(r => r.ok, () => false));`,
		"/sw.js":   `onmessage = async e => e.ports[0].postMessage(await fetch('ping').then(r => r.ok, () => false));`,
		"/ping":    "pong",
		"/page.js": reach,
	}))
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
}

const reach = `
const worker = new Worker('work.js');
window.fromPage = () => fetch('ping').then(r => r.ok, () => false);
window.fromWorker = () => new Promise(ok => { worker.onmessage = e => ok(e.data); worker.postMessage(0); });
window.fromService = async () => {
  const reg = await navigator.serviceWorker.register('sw.js');
  while (!reg.active) await new Promise(ok => setTimeout(ok, 20));
  const c = new MessageChannel();
  return new Promise(ok => { c.port1.onmessage = e => ok(e.data); reg.active.postMessage(0, [c.port2]); });
};`
