//go:build browser

package page_test

import (
	"net/http"
	"testing"
	"time"

	"placard/wasm/chrome"
)

// A start, as the page itself measures it, in milliseconds since the navigation.
type start struct{ Load, Compiled, Started, Busy float64 }

const readStart = `(() => {
	const at = (name) => performance.getEntriesByName(name)[0]?.startTime ?? 0;
	return { Load: at('placard-load'), Compiled: at('placard-compiled'), Started: at('placard-started') };
})()`

// BenchmarkStart measures starts of the whole browser with a warm profile: with the program in the service worker's cache and
// the server gone, beside the browser's own cache and no service worker. Both take turns. The figure to watch is
// "x/http": at most 1.5.
func BenchmarkStart(b *testing.B) {
	withWorker := warm(b, true)
	without := warm(b, false)
	var sums [2]start
	n := 0
	for b.Loop() {
		for i, w := range []*warmed{withWorker, without} {
			got := w.start()
			sums[i].Compiled += got.Compiled - got.Load
			sums[i].Started += got.Started
			b.Logf("%-14s compiled after %4.0f ms, started at %4.0f ms", w.name, got.Compiled-got.Load, got.Started)
		}
		n++
	}
	b.ReportMetric(sums[0].Started/float64(n), "ms/worker")
	b.ReportMetric(sums[1].Started/float64(n), "ms/http")
	b.ReportMetric(sums[0].Compiled/float64(n), "ms-compile/worker")
	b.ReportMetric(sums[1].Compiled/float64(n), "ms-compile/http")
	b.ReportMetric(sums[0].Started/sums[1].Started, "x/http")
}

// BenchmarkStartCold measures a first visit, with nothing kept: what it costs the page's thread until the app has painted
// its first screen, in all and in the longest task. What other threads do, such as compiling, is not in it.
func BenchmarkStartCold(b *testing.B) {
	for _, speed := range speeds {
		b.Run(speed.name, func(b *testing.B) {
			var all, longest, started float64
			for b.Loop() {
				site, browser := serve(b, "1.0.0"), chrome.Start(b, chrome.Options{Screen: chrome.Phone})
				p := browser.Open("")
				s := &session{Page: p, t: b, touch: true}
				s.slower(speed.times)
				got := framesOf(p.Trace(watched, func() {
					p.Goto(site.URL)
					p.Wait(`performance.getEntriesByName('placard-started').length > 0`)
				}))
				started += chrome.Eval[start](p, readStart).Started
				all, longest = all+got.all, max(longest, got.longest)
				browser.Close()
			}
			b.ReportMetric(all/float64(b.N), "ms-main-thread")
			b.ReportMetric(longest, "longest-task-ms")
			b.ReportMetric(started/float64(b.N), "ms-started")
		})
	}
}

// warmed is a profile that has run the kit often enough for the browser to keep the compiled program.
type warmed struct {
	b    *testing.B
	name string
	site *site
	o    chrome.Options
}

func warm(b *testing.B, worker bool) *warmed {
	b.Helper()
	w := &warmed{b: b, name: "no worker", site: serve(b, "1.0.0"), o: chrome.Options{Screen: chrome.Phone, Profile: b.TempDir(), Tolerant: true}}
	if worker {
		w.name = "service worker"
	} else {
		w.site.intercept(noWorker)
	}
	for visit := range 3 {
		browser := chrome.Start(b, w.o)
		p := open(browser, w.site.URL)
		if worker {
			installed(p)
		}
		time.Sleep(6 * time.Second) // the browser keeps the code when it has settled
		got := chrome.Eval[start](p, readStart)
		b.Logf("%-14s visit %d: compiled after %4.0f ms, started at %4.0f ms", w.name, visit+1, got.Compiled-got.Load, got.Started)
		browser.Close()
	}
	if worker {
		w.site.down()
	}
	return w
}

// start opens the kit in a fresh browser.
func (w *warmed) start() start {
	w.b.Helper()
	browser := chrome.Start(w.b, w.o)
	defer browser.Close()
	p := open(browser, w.site.URL)
	p.Wait(`performance.getEntriesByName('placard-started').length > 0`)
	return chrome.Eval[start](p, readStart)
}

// noWorker answers as a server that has no service worker.
func noWorker(rw http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path == "/sw.js" {
		http.NotFound(rw, r)
		return true
	}
	return false
}
