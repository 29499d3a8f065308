//go:build js

package shell

import (
	"fyne.io/fyne/v2"
)

// Show joins any window to the page and runs it, without routes, store or outbox: for programs that try out widgets.
func Show(fa fyne.App, w fyne.Window) {
	join(fa, w, nil)
	w.ShowAndRun()
}
