//go:build unix

package chrome

import (
	"context"
	"encoding/json"

	"github.com/chromedp/chromedp"
)

// InServiceWorker evaluates JavaScript in the service worker that runs, waits for it if it is a promise, and returns
// its value as JSON. There must be one.
func (b *Browser) InServiceWorker(js string) string {
	b.t.Helper()
	b.mu.Lock()
	var worker context.Context
	for _, at := range b.targets {
		if at.kind == "service_worker" && at.ctx.Err() == nil {
			worker = at.ctx
		}
	}
	b.mu.Unlock()
	if worker == nil {
		b.t.Fatal("no service worker runs")
	}
	ctx, cancel := context.WithTimeout(worker, callTime)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[json.RawMessage](js, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("evaluate %.200s in the service worker: %v", js, err)
	}
	return string(v)
}
