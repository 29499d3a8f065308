//go:build js

package shell

import (
	"strconv"
	"syscall/js"

	"placard/app"
)

// onVersion offers a new version of the kit, which lies complete on this device.
func (b *bridge) onVersion(args []js.Value) func() {
	text := app.Say("update.offer")
	if n := args[0].Int(); n > 0 {
		text = app.Say("update.waiting", map[string]string{"N": strconv.Itoa(n)})
	}
	return func() {
		if b.kit != nil {
			b.kit.Notice(app.Notice{Key: "version", Text: text, Action: app.Say("update.yes"), Do: func() { page().Call("useVersion") }})
		}
	}
}
