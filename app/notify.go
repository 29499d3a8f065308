package app

import "placard/data"

// teller tells a person who wished so, and looks at something else, that all that waited was sent. The wish lasts until
// the kit is closed: nothing about its user is kept.
type teller struct {
	app    *App
	tick   *tick
	can    bool // there are notifications
	asked  bool // and allowed
	before int  // sent, when something began to wait
	waits  bool
}

func newTeller(a *App) *teller {
	t := &teller{app: a}
	t.tick = newTick(say("notify.ask"), t.onTick)
	t.can = a.cfg.Platform != nil && a.cfg.Platform.Can().Notify
	t.tick.Hide()
	return t
}

func (t *teller) onTick(on bool) {
	if t.asked = false; !on {
		return
	}
	a := t.app
	go func() {
		ok := a.cfg.Platform.AskNotify(a.ctx)
		a.do(func() {
			t.asked = ok && t.tick.checked
			if !ok {
				t.tick.set(false)
				a.Notice(Notice{Key: "notify", Weight: Warning, Words: sayLater("notify.refused")})
			}
		})
	}()
}

// look compares what is known of the outbox with what was.
func (t *teller) look(tally data.Tally) {
	switch {
	case tally.Waiting > 0 && !t.waits:
		t.waits, t.before = true, tally.Sent
	case tally.Waiting == 0 && t.waits:
		t.waits = false
		if n := tally.Sent - t.before; n > 0 && t.asked {
			t.app.cfg.Platform.Notify(Notification{Title: "Placard", Text: sayN("notify.sent", n), Route: routeOutbox})
		}
	}
}
