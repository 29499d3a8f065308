//go:build js

package shell

import (
	"context"
	"syscall/js"

	"fyne.io/fyne/v2"

	"placard/app"
)

// Run puts the kit into a window, joins it to the page and runs it; it returns when the program ends. The outbox may
// be nil when nothing can be kept here. Call it on the main goroutine, last of all.
func Run(fa fyne.App, kit *app.App, outbox app.Outbox) {
	w := fa.NewWindow("Placard")
	w.SetPadded(false)
	w.SetContent(kit.Content())
	running = kit
	b := join(fa, w, kit)
	b.arrive()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go restore(ctx, kit)
	go watchStorage(ctx, kit)
	if outbox != nil {
		listen("online", func() { go outbox.Wake() })
		go watchOutbox(ctx, outbox)
	}
	w.ShowAndRun()
}

// listen calls f at each event of the window; f must not wait.
func listen(event string, f func()) {
	js.Global().Call("addEventListener", event, js.FuncOf(func(js.Value, []js.Value) any {
		f()
		return nil
	}))
}

// watchOutbox tells the page how many actions wait: a new version is never forced on what it did not store.
func watchOutbox(ctx context.Context, outbox app.Outbox) {
	changed := make(chan struct{}, 1)
	touch := func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	defer outbox.Watch(touch)()
	touch()
	told := -1
	for {
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
		if t, err := outbox.Tally(ctx); err == nil && t.Waiting != told {
			told = t.Waiting
			page().Call("waiting", told)
		}
	}
}
