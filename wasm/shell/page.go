//go:build js

package shell

import (
	"context"
	"errors"
	"fmt"
	"syscall/js"

	"placard/wasm/promise"
)

// page is what the page offers to Go: the functions of its modules (wasm/page/bridge.js).
func page() js.Value { return js.Global().Get("placard").Get("shell") }

// await waits for a promise of the page's. It blocks its goroutine: never inside js.FuncOf.
func await(ctx context.Context, p js.Value) (js.Value, error) {
	v, err := promise.Await(ctx, p)
	if rejected := (*promise.Rejected)(nil); errors.As(err, &rejected) {
		err = fmt.Errorf("the browser refused: %w", err)
	}
	return v, err
}

// handler takes the arguments of a call from the page apart and returns what is to be done on the UI goroutine, or nil.
type handler func(args []js.Value) func()
