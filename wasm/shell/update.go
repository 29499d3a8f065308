//go:build js

package shell

import (
	"syscall/js"

	"placard/app"
)

// onVersion offers a new version of the kit, which lies complete on this device.
func (b *bridge) onVersion(args []js.Value) func() {
	waiting := args[0].Int()
	words := func() (text, action string) {
		text = app.Say("update.offer")
		if waiting > 0 {
			text = app.Say("update.waiting", map[string]string{"N": app.Number(int64(waiting))})
		}
		return text, app.Say("update.yes")
	}
	return func() {
		if b.kit != nil {
			b.kit.Notice(app.Notice{Key: "version", Words: words, Do: func() { page().Call("useVersion") }})
		}
	}
}
