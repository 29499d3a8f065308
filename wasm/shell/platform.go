//go:build js

package shell

import (
	"context"
	"encoding/json"

	"fyne.io/fyne/v2"

	"placard/app"
)

// Platform is the browser's side of [app.Platform].
type Platform struct{}

var _ app.Platform = Platform{}

// Drafted hands what is typed to the page, which keeps it in memory; see wasm/page/draft.js.
func (Platform) Drafted(d app.Draft) {
	if d.Empty() {
		page().Call("drafted", "")
		return
	}
	if text, err := json.Marshal(d); err == nil {
		page().Call("drafted", string(text))
	}
}

// restore puts back what was typed before the page was loaded again, or before the app was there.
func restore(ctx context.Context, kit *app.App) {
	v, err := await(ctx, page().Call("takeDraft"))
	if err != nil || v.String() == "" {
		return
	}
	var d app.Draft
	if json.Unmarshal([]byte(v.String()), &d) == nil {
		fyne.Do(func() { kit.Restore(d) })
	}
}

// AskPersist asks the browser to keep the outbox even when space gets short, and reports whether it will.
func (Platform) AskPersist(ctx context.Context) bool {
	v, err := await(ctx, page().Call("persist"))
	kept := err == nil && v.Bool()
	if kept {
		storageKey = "store.promised"
	}
	go offerHome()
	return kept
}

// StorageWords says where the browser keeps what is signed.
func (Platform) StorageWords() string { return app.Say(storageKey) }
