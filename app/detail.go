package app

import (
	"placard/app/semantic"
	"placard/data"
)

// detail is the whole story of one entry: why it was refused or still waits, and what to do. It takes the place of
// the list until it is closed.
type detail struct {
	page   *page
	badge  *badge
	head   *words
	reason *words
	hint   *words
	id     *words
}

func newDetail(onClose func()) *detail {
	d := &detail{badge: newBadge(), head: newHeading(1, ""), reason: newWords(""), hint: newWords(""), id: newCaption("")}
	d.reason.spans[0].bold = true
	shut := newButton(plain, "back", say("outbox.detail.close"), onClose)
	card := newCard(d.badge.object, d.reason, d.hint, newCaption(say("outbox.detail.sealed")), d.id)
	d.page = newPage(d.head, semantic.Wrap(semantic.Node{Role: semantic.Status}, card), leading(shut))
	d.page.Hide()
	return d
}

func (d *detail) show(e data.Entry) {
	d.head.set(say("outbox.detail", with{"Kind": kindWord(e.Kind), "Date": dayOf(e.Day)}))
	d.badge.set(e.State)
	d.reason.Hidden, d.hint.Hidden = e.Code == "", e.Code == "" && e.Hint == ""
	d.reason.set(why(e.Code))
	d.hint.set(entryHint(e))
	d.id.set(say("outbox.detail.id", with{"ID": e.ID.String()}))
	d.page.Show()
	d.page.top()
	d.page.relayout()
}

// entryHint says what to do about an entry: in the app's words where they know its code, else as the server wrote it.
func entryHint(e data.Entry) string { return hint(&data.Error{Code: e.Code, Hint: e.Hint}) }
