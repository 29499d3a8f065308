package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"placard/data"
)

// meter shows how much of the signatures hoped for are there: of those that the server has told of alone.
type meter struct {
	object *fyne.Container
	goal   int
	words  *words
	bar    *meterBar
}

// newMeter makes the meter of a goal; without one it shows nothing.
func newMeter(goal int) *meter {
	m := &meter{goal: goal, words: newCaption(""), bar: &meterBar{ground: canvas.NewRectangle(nil), full: canvas.NewRectangle(nil)}}
	m.object = newColumn(4, container.New(m.bar, m.bar.ground, m.bar.full), m.words)
	m.words.set(say("count.goal", with{"N": group(int64(goal))}))
	m.object.Objects[0].Hide()
	m.object.Hidden = goal == 0
	return m
}

// show takes the server's counters, and reports whether the words are others now.
func (m *meter) show(c *data.Counters) bool {
	if m.goal == 0 || c == nil {
		return false
	}
	n := c.Counts[data.Signature]
	m.bar.share = min(1, float32(n)/float32(m.goal))
	fillRect(m.bar.ground, theme.ColorNameSeparator, "", 0, 5)
	fillRect(m.bar.full, theme.ColorNamePrimary, "", 0, 5)
	m.object.Objects[0].Show()
	text := say("count.share", with{"Percent": group(n * 100 / int64(m.goal)), "Goal": group(int64(m.goal))})
	moved := text != m.words.text()
	m.words.set(text)
	m.object.Refresh()
	return moved
}

// meterBar lays a bar over its ground.
type meterBar struct {
	ground, full *canvas.Rectangle
	share        float32
}

func (b *meterBar) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(target, scaled(10)) }

func (b *meterBar) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	w := s.Width * b.share
	b.ground.Resize(s)
	b.full.Resize(fyne.NewSize(w, s.Height))
	b.full.Move(fyne.NewPos(mirrored(0, w, s.Width), 0))
}
