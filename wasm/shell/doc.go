// Package shell is the Go side of the web edition's page (wasm/page). Fyne paints; the page around it has the focus,
// the text fields, the scrolling, the history and the accessibility tree, and this package carries what happens there
// to Fyne's UI goroutine, and what [placard/app/semantic] reads off the screen to the page.
//
// Two rules hold throughout. Everything enters Fyne through fyne.Do. And a function that the page calls returns at
// once: waiting inside js.FuncOf stops the whole program.
//
// It is built for GOOS=js alone; main_js.go uses it like this:
//
//	campaign, err := shell.Campaign(ctx)
//	…
//	kit := app.New(fyneApp, app.Config{…, Platform: shell.Platform{}})
//	shell.GuardStore(kit, whatOpeningTheStoreSaid, store.Lost())
//	shell.Run(fyneApp, kit, outbox)
package shell
