//go:build unix

package chrome

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"
)

// Event is one event of a trace. Times are in microseconds.
type Event struct {
	Name  string          `json:"name"`
	Phase string          `json:"ph"`
	Pid   int             `json:"pid"`
	Tid   int             `json:"tid"`
	At    float64         `json:"ts"`
	Took  float64         `json:"dur"`  // by the wall clock
	Busy  float64         `json:"tdur"` // by the thread's own: what it waited for is not in it
	Args  json.RawMessage `json:"args"`
}

// Trace records what every process of the browser does while f runs, as far as it is of the given categories.
func (p *Page) Trace(categories []string, f func()) []Event {
	p.b.t.Helper()
	var mu sync.Mutex
	var events []Event
	done := make(chan struct{})
	ctx, cancel := context.WithCancel(p.ctx)
	defer cancel()
	err := chromedp.Listen(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *tracing.EventDataCollected:
			mu.Lock()
			defer mu.Unlock()
			for _, v := range ev.Value {
				var e Event
				if json.Unmarshal(v, &e) == nil {
					events = append(events, e)
				}
			}
		case *tracing.EventTracingComplete:
			close(done)
		}
	})
	if err != nil {
		p.b.t.Fatalf("trace: %v", err)
	}
	config := tracing.StartParams{
		TransferMode: tracing.StartTransferModeReportEvents,
		TraceConfig:  &tracing.TraceConfig{IncludedCategories: categories, ExcludedCategories: []string{"*"}},
	}
	if _, err := Call(p.ctx, tracing.Start, config); err != nil {
		p.b.t.Fatalf("trace: %v", err)
	}
	f()
	if _, err := Call(p.ctx, tracing.End, cdp.Empty{}); err != nil {
		p.b.t.Fatalf("trace: %v", err)
	}
	select {
	case <-done:
	case <-time.After(callTime):
		p.b.t.Fatal("trace: it does not end")
	}
	mu.Lock()
	defer mu.Unlock()
	return events
}

// Threads maps process and thread to the names that Chromium gives them: "Renderer/CrRendererMain".
func Threads(events []Event) map[[2]int]string {
	process, thread := map[int]string{}, map[[2]int]string{}
	for _, e := range events {
		var args struct{ Name string }
		if e.Phase != "M" || json.Unmarshal(e.Args, &args) != nil {
			continue
		}
		switch e.Name {
		case "process_name":
			process[e.Pid] = args.Name
		case "thread_name":
			thread[[2]int{e.Pid, e.Tid}] = args.Name
		}
	}
	for at, name := range thread {
		thread[at] = process[at[0]] + "/" + name
	}
	return thread
}
