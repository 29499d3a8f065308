//go:build js

package shell

import (
	"strings"

	"placard/app"
)

// Languages returns the tags of the languages that the browser's user reads, best first.
func Languages() []string { return strings.Fields(page().Call("languages").String()) }

// speak tells the page in which language the app is, when that changes: the page and all around the app follow.
func (b *bridge) speak() {
	tag, fromRight := app.Language()
	if tag == b.tongue {
		return
	}
	if b.begun && b.kit != nil {
		b.page.Call("title", b.kit.Title())
	}
	b.tongue = tag
	dir := "ltr"
	if fromRight {
		dir = "rtl"
	}
	b.page.Call("speak", tag, dir)
}
