//go:build js

package shell

import (
	"context"
	"fmt"
	"syscall/js"
)

// page is what the page offers to Go: the functions of its modules (wasm/page/bridge.js).
func page() js.Value { return js.Global().Get("placard").Get("shell") }

// await waits for a promise and returns what it resolves to. It blocks its goroutine: never inside js.FuncOf.
func await(ctx context.Context, promise js.Value) (js.Value, error) {
	type result struct {
		v   js.Value
		err error
	}
	done := make(chan result, 2)
	ok := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- result{v: args[0]}
		return nil
	})
	bad := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- result{err: fmt.Errorf("the browser refused: %s", args[0].Call("toString").String())}
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

// handler takes the arguments of a call from the page apart and returns what is to be done on the UI goroutine, or nil.
type handler func(args []js.Value) func()
