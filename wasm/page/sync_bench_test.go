//go:build browser

package page_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"placard/server/servertest"
	"placard/wasm/chrome"
)

// BenchmarkSync measures what a hundred signatures cost the page's thread: to seal and queue them one after another,
// and to send them from the open outbox and file their receipts. The figures to watch are the longest tasks: at most
// 100 ms, also at four times slower.
func BenchmarkSync(b *testing.B) {
	for _, speed := range speeds {
		b.Run(speed.name, func(b *testing.B) {
			var queued, sent float64
			for b.Loop() {
				web := filepath.Join(b.TempDir(), "web")
				publish := func(version string) {
					os.RemoveAll(web)
					if err := os.CopyFS(web, os.DirFS(edition(b, version))); err != nil {
						b.Fatal(err)
					}
				}
				publish(queuer)
				c := servertest.Start(b, "-web", web)
				browser := chrome.Start(b, chrome.Options{Screen: chrome.Phone})
				p := browser.Open("")
				s := &session{Page: p, t: b, touch: true}
				s.slower(speed.times)
				p.Goto(c.URL)
				p.Wait(`document.title.startsWith('queue')`)
				queued = max(queued, framesOf(p.Trace(watched, func() { p.WaitFor(5*time.Minute, `document.title === 'queued'`) })).longest)
				p.Close()
				c.Stop()
				publish("1.0.0")
				c.Start()
				p = browser.Open("")
				s = &session{Page: p, t: b, touch: true}
				s.slower(speed.times)
				p.Goto(c.URL + "#/outbox")
				started(p) // a start is measured by itself
				sent = max(sent, framesOf(p.Trace(watched, func() {
					s.WaitFor(5*time.Minute, `document.querySelector('#mirror')?.textContent.includes('nothing waiting')`)
				})).longest)
				browser.Close()
			}
			b.ReportMetric(queued, "ms-longest/queue")
			b.ReportMetric(sent, "ms-longest/send")
		})
	}
}
