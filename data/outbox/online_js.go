package outbox

import (
	"context"
	"syscall/js"
)

// offlineEvents calls f when the browser says that the device went offline. That it does not say so proves nothing: a
// network may lead nowhere.
func offlineEvents(ctx context.Context, f func()) {
	call := js.FuncOf(func(js.Value, []js.Value) any {
		go f()
		return nil
	})
	if !js.Global().Get("addEventListener").Truthy() {
		return
	}
	js.Global().Call("addEventListener", "offline", call)
	context.AfterFunc(ctx, func() {
		js.Global().Call("removeEventListener", "offline", call)
		call.Release()
	})
}

// onlineEvents sends when the browser says that the device came online, and when the page is shown again: a phone
// stops the timers of a hidden page.
func onlineEvents(ctx context.Context) <-chan struct{} {
	events := make(chan struct{}, 1)
	f := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if document := js.Global().Get("document"); !document.Truthy() || !document.Get("hidden").Bool() {
			signal(events)
		}
		return nil
	})
	targets := map[string]js.Value{"online": js.Global(), "visibilitychange": js.Global().Get("document")}
	for event, target := range targets {
		if target.Truthy() && target.Get("addEventListener").Truthy() {
			target.Call("addEventListener", event, f)
		}
	}
	context.AfterFunc(ctx, func() {
		for event, target := range targets {
			if target.Truthy() && target.Get("removeEventListener").Truthy() {
				target.Call("removeEventListener", event, f)
			}
		}
		f.Release()
	})
	return events
}
