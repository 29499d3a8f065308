package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
	"placard/data"
	"placard/data/pack"
)

// room says below an entry how many characters may still be typed, once there are few left, or how many are too many:
// nothing is ever cut off. The number on the screen follows each key; the one that is read out follows when the hands
// rest.
type room struct {
	widget.BaseWidget
	words *words
	said  string
	rests *time.Timer
}

const (
	roomGap = 5
	resting = time.Second // hands that type nothing
)

func newRoom() *room {
	r := &room{words: newCaption("")}
	r.ExtendBaseWidget(r)
	return r
}

// high is how much of the field's height it takes: nothing while it says nothing.
func (r *room) high() float32 {
	if r.words.text() == "" {
		return 0
	}
	return r.words.MinSize().Height + roomGap
}

// roomWords says how much room there is in a field, "" where there is plenty.
func roomWords(f pack.Field, typed string) string {
	switch left := f.Left(typed); {
	case left < 0:
		return sayN("field.over", -left)
	case left <= min(max(20, f.Max/10), 100, f.Max/2):
		return sayN("field.left", left)
	}
	return ""
}

// Semantic is a live region, there before it has anything to say, or nobody would hear it.
func (r *room) Semantic() semantic.Node { return semantic.Node{Role: semantic.Status, Name: r.said} }

// CreateRenderer shows the words.
func (r *room) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.words) }

// count shows how much room is left, and reports whether the field's height is another now. When the hands rest it is
// said aloud, and rested is called.
func (f *field) count(do func(func()), rested func()) (moved bool) {
	r, text := f.room, roomWords(f.form, f.value())
	if r.rests != nil {
		r.rests.Stop()
	}
	if text != r.said || f.error != nil {
		r.rests = time.AfterFunc(resting, func() {
			do(func() {
				r.said = roomWords(f.form, f.value())
				r.Refresh()
				rested()
			})
		})
	}
	was := r.high()
	r.words.color, r.words.spans[0].bold = colorMuted, false
	if f.form.Left(f.value()) < 0 {
		r.words.color, r.words.spans[0].bold = colorRefused, true
	}
	r.words.set(text)
	return r.high() != was
}

// again says anew how much too long a text is that was marked for that; a mark of another kind stays as it is.
func (f *field) again(err *data.Error) {
	if f.error != nil && f.error.Code == err.Code && f.error.Hint != err.Hint {
		f.mark(err)
	}
}
