//go:build js

package main

import (
	"context"

	fyneapp "fyne.io/fyne/v2/app"

	"placard/app"
	"placard/app/translation"
	"placard/data/local"
	"placard/wasm/shell"
)

// database is the name of the browser's database.
const database = "placard"

func main() {
	ctx := context.Background() // ends with the page
	campaign, err := shell.Campaign(ctx)
	own := ctx
	if shell.TakingOver() {
		own = local.TakeOver(ctx)
	}
	k, err := open(own, database, campaign, err)
	if err != nil {
		panic(err) // the bundled pack is checked by the tests; the page shows its restart screen
	}
	go k.run(ctx)
	look, wishes := shell.Look()
	app.Speak(translation.Find(shell.Languages()...))
	k.looks = looks{look, wishes, shell.KeepLook, shell.Font, shell.Scribe()}
	fa := fyneapp.NewWithID("placard")
	a := k.app(fa, shell.Platform{})
	var lost <-chan struct{}
	if store, ok := k.store.(*local.Store); ok {
		lost = store.Lost()
	}
	shell.GuardStore(a, k.fault, lost)
	if k.outbox == nil {
		shell.Run(fa, a, nil)
		return
	}
	shell.Run(fa, a, k.outbox)
}
