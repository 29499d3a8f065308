//go:build js

package shell

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"syscall/js"

	"placard/app"
)

// Look returns what the user chose of the kit's looks, and what the browser says of the user's needs. Neither is
// personal; see wasm/page/look.js for where it lies.
func Look() (app.Look, app.Wishes) {
	var l struct {
		Chosen app.Look   `json:"chosen"`
		Wishes app.Wishes `json:"wishes"`
	}
	if err := json.Unmarshal([]byte(page().Call("look").String()), &l); err != nil {
		return app.Look{}, app.Wishes{} // somebody else wrote there; the next choice puts it right
	}
	return l.Chosen, l.Wishes
}

// KeepLook keeps what the user chose.
func KeepLook(l app.Look) error {
	b, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("keep look: %w", err)
	}
	if !page().Call("keepLook", string(b)).Bool() {
		return errors.New("keep look: the browser keeps nothing")
	}
	return nil
}

// Font fetches a font that lies beside the page. Do not call it on the UI goroutine.
func Font(ctx context.Context, name string) ([]byte, error) {
	v, err := await(ctx, page().Call("font", name))
	if err != nil {
		return nil, fmt.Errorf("fetch font %s: %w", name, err)
	}
	b := make([]byte, v.Length())
	js.CopyBytesToGo(b, v)
	return b, nil
}

// onWishes is called when the browser's settings change.
func (b *bridge) onWishes(args []js.Value) func() {
	w := app.Wishes{Text: args[0].Int(), HighContrast: args[1].Bool()}
	return func() {
		if b.kit != nil {
			b.kit.SetWishes(w)
		}
	}
}
