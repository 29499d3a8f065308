package app

import (
	"strings"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
	"placard/data"
)

// commentsShown is how many comments are laid out at first, and with each press for more: each wraps its own lines.
const commentsShown = 20

// comments is what others wrote and moderators let through, as this device last fetched it, newest first.
type comments struct {
	app     *App
	object  fyne.CanvasObject
	head    *words
	list    *fyne.Container
	more    *button
	changed func() // its height is another

	feed    data.Feed
	most    int
	reading bool
	stale   bool // it changed while it was read
}

func newComments(a *App, changed func()) *comments {
	c := &comments{app: a, head: newCaption(say("comments.never")), list: newColumn(12), most: commentsShown, changed: changed}
	c.more = newButton(quiet, "", say("comments.more"), c.onMore)
	c.more.Hide()
	live := semantic.Wrap(semantic.Node{Role: semantic.Status}, newColumn(0, c.head))
	list := semantic.Wrap(semantic.Node{Role: semantic.List, Name: say("comments.title")}, c.list)
	c.object = newColumn(12, newColumn(gap, newHeading(2, say("comments.title")), live), list, leading(c.more))
	return c
}

// look reads the comments again, off the UI goroutine.
func (c *comments) look() {
	if c.app.cfg.Outbox == nil {
		return
	}
	if c.reading {
		c.stale = true
		return
	}
	c.reading = true
	go func() {
		feed, err := c.app.cfg.Outbox.Feed(c.app.ctx)
		c.app.do(func() { c.show(feed, err) })
	}()
}

func (c *comments) show(feed data.Feed, err error) {
	c.reading = false
	if c.app.ctx.Err() != nil {
		return
	}
	old := c.feed
	switch {
	case err != nil: // what was there stays
		c.head.set(say("comments.failed"))
	default:
		c.feed = feed
		c.head.set(commentsHead(feed))
	}
	if err == nil && (old.Tag != feed.Tag || old.Asked.IsZero()) {
		c.fill()
	} else {
		c.changed()
	}
	if c.stale {
		c.stale = false
		c.look()
	}
}

// commentsHead says how many there are and when that was true.
func commentsHead(f data.Feed) string {
	switch {
	case f.Asked.IsZero():
		return say("comments.never")
	case f.Total == 0:
		return say("comments.none", with{"Time": moment(f.Asked)})
	case f.Total > int64(len(f.List)):
		return sayN("comments.newest", len(f.List), with{"Total": group(f.Total), "Time": moment(f.Asked)})
	}
	return sayN("comments.count", len(f.List), with{"Time": moment(f.Asked)})
}

func (c *comments) fill() {
	n := min(c.most, len(c.feed.List))
	c.list.Objects = nil
	for i, p := range c.feed.List[:n] {
		c.list.Add(semantic.Wrap(semantic.Node{Role: semantic.Listitem, Pos: i + 1, Of: len(c.feed.List)}, commentCard(p)))
	}
	c.more.Hidden = n == len(c.feed.List)
	c.list.Refresh()
	c.changed()
}

// onMore lays the next ones out below those that are read.
func (c *comments) onMore() {
	c.most += commentsShown
	c.fill()
}

func commentCard(p data.Published) fyne.CanvasObject {
	parts := []fyne.CanvasObject{newHeading(3, p.Name), newCaption(dayOf(p.Day))}
	for line := range strings.Lines(p.Text) {
		if line = strings.TrimSpace(line); line != "" {
			parts = append(parts, newWords(line).in(p.Lang))
		}
	}
	return newCard(parts...)
}
