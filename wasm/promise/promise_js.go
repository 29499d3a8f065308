// Package promise waits for JavaScript's promises.
package promise

import (
	"context"
	"syscall/js"
)

// Rejected is the error of a promise that was rejected.
type Rejected struct {
	Reason js.Value // what it was rejected with
}

func (r *Rejected) Error() string { return r.Reason.Call("toString").String() }

// Await waits for a promise and returns what it resolves to, a [*Rejected], or the context's error. It blocks its
// goroutine: never call it inside js.FuncOf.
func Await(ctx context.Context, promise js.Value) (js.Value, error) {
	type result struct {
		v   js.Value
		err error
	}
	done := make(chan result, 1)
	ok := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- result{v: args[0]}
		return nil
	})
	bad := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- result{err: &Rejected{args[0]}}
		return nil
	})
	release := func() {
		ok.Release()
		bad.Release()
	}
	promise.Call("then", ok, bad)
	select {
	case r := <-done:
		release()
		return r.v, r.err
	case <-ctx.Done():
		go func() { // the promise still holds the functions
			<-done
			release()
		}()
		return js.Undefined(), ctx.Err()
	}
}

// Turn lets the page have its turn, for touch and painting, and comes back as soon as it may: by a message, where a timer
// takes four milliseconds, and longer on a page that rests. It blocks its goroutine: never call it inside js.FuncOf.
func Turn() {
	channel := js.Global().Get("MessageChannel").New()
	back := make(chan struct{})
	message := js.FuncOf(func(js.Value, []js.Value) any {
		close(back)
		return nil
	})
	near, far := channel.Get("port1"), channel.Get("port2")
	near.Set("onmessage", message)
	far.Call("postMessage", 0)
	<-back
	near.Call("close")
	message.Release()
}
