//go:build js

package shell

import (
	"context"

	"fyne.io/fyne/v2"

	"placard/app"
)

var running *app.App // since Run

// offerHome offers the home screen, once something lies on this device that must not be lost there: an installed kit
// opens like an app and is what browsers keep. Where the browser has no offer of its own, words say how.
func offerHome() {
	v, err := await(context.Background(), page().Call("home"))
	if err != nil || running == nil {
		return
	}
	n := app.Notice{Key: "home"}
	switch v.String() {
	case "offer":
		n.Words = func() (string, string) { return app.Say("home.offer"), app.Say("home.yes") }
		n.Do = func() {
			running.Notice(app.Notice{Key: "home"})
			page().Call("install")
		}
	case "apple":
		n.Words, n.Weight = func() (string, string) { return app.Say("home.apple"), "" }, app.Danger
	default:
		return
	}
	fyne.Do(func() { running.Notice(n) })
}
