//go:build js

package shell

import (
	"errors"

	"fyne.io/fyne/v2"

	"placard/app"
	"placard/data"
)

// One tab owns the store. Taking it over starts the page afresh, so that the kit never runs on half a store.

// TakingOver reports whether the user asked this tab to take the store from another one; it is true once. Open the
// store with [placard/data/local.TakeOver] then.
func TakingOver() bool { return page().Call("takingOver").Bool() }

// GuardStore says so, and offers to take over, when another tab has the store (fault is what opening it said) or takes
// it later (lost is closed; nil where there is no store). Call it on the UI goroutine or before the app runs.
func GuardStore(kit *app.App, fault error, lost <-chan struct{}) {
	say := func(key string) {
		words := func() (string, string) { return app.Say(key), app.Say("store.here") }
		kit.Notice(app.Notice{Key: "fault", Weight: app.Danger, Words: words, Do: func() { page().Call("takeOver") }, Stays: true})
	}
	if errors.Is(fault, data.NewError(data.CodeStoreBusy, "", nil)) {
		say("store.busy")
	}
	if lost == nil {
		return
	}
	go func() {
		<-lost
		fyne.Do(func() { say("store.lost") })
	}()
}
