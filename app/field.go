package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
	"placard/data"
	"placard/data/pack"
)

// field is one line or box of a form: its label, its help, the entry, and in words what is wrong with it.
type field struct {
	widget.BaseWidget
	form   pack.Field
	entry  *entry
	label  *words
	help   *words
	amiss  *words
	room   *room
	error  *data.Error
	border *canvas.Rectangle
	wheel  *wheel
	body   *fyne.Container
}

// wheel lies over an entry of one line and hands the mouse wheel on to the page, which the entry would swallow. It is
// nothing to every other event.
type wheel struct {
	widget.BaseWidget
	to fyne.Scrollable
}

var _ fyne.Scrollable = (*wheel)(nil)

// Scrolled scrolls the page.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) {
	if w.to != nil {
		w.to.Scrolled(e)
	}
}

// CreateRenderer shows nothing.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// entry is Fyne's, except that Tab leaves it: a form is filled in with the keyboard alone.
type entry struct {
	widget.Entry
	phone    bool
	onFocus  func()
	onEscape func()
}

// FocusGained brings the field with its label into view.
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	if e.onFocus != nil {
		e.onFocus()
	}
}

// TypedKey heeds Escape where that means something.
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape && e.onEscape != nil {
		e.onEscape()
		return
	}
	e.Entry.TypedKey(k)
}

// AcceptsTab says that Tab moves on, in a box of several lines too.
func (e *entry) AcceptsTab() bool { return false }

// Keyboard asks a soft keyboard for the right keys.
func (e *entry) Keyboard() mobile.KeyboardType {
	switch {
	case e.MultiLine:
		return mobile.DefaultKeyboard
	case e.phone:
		return mobile.NumberKeyboard
	}
	return mobile.SingleLineKeyboard
}

func newField(f pack.Field, lang string) *field {
	w := &field{form: f, entry: &entry{phone: f.Type == pack.Phone}}
	w.entry.ExtendBaseWidget(w.entry)
	if f.Type == pack.Multiline {
		w.entry.MultiLine, w.entry.Wrapping = true, fyne.TextWrapWord
		w.entry.SetMinRowsVisible(4)
	}
	w.label, w.room = newWords(f.Label).in(lang), newRoom()
	w.label.spans[0].bold = true
	w.help, w.amiss = newCaption(f.Help).in(lang), newWords("")
	w.amiss.color, w.amiss.spans[0].bold = colorRefused, true
	w.border, w.wheel = canvas.NewRectangle(nil), &wheel{}
	w.wheel.ExtendBaseWidget(w.wheel)
	w.wheel.Hidden = w.entry.MultiLine
	w.ExtendBaseWidget(w)
	w.body = newColumn(5, w.label)
	if f.Help != "" {
		w.body.Add(w.help)
	}
	w.body.Add(w.amiss)
	w.body.Add(w.entry)
	w.amiss.Hide()
	return w
}

func (f *field) object() fyne.CanvasObject { return f }
func (f *field) spec() pack.Field          { return f.form }
func (f *field) value() string             { return f.entry.Text }
func (f *field) put(text string)           { f.entry.SetText(text) }
func (f *field) wrong() *data.Error        { return f.error }
func (f *field) focusable() fyne.Focusable { return f.entry }

func (f *field) freeze(on bool) {
	if on {
		f.entry.Disable()
	} else {
		f.entry.Enable()
	}
}

// clear empties the field and forgets what could be undone.
func (f *field) clear() {
	f.entry.SetText("")
	f.entry.CursorRow, f.entry.CursorColumn = 0, 0
	f.mark(nil)
}

// mark shows what is wrong, or with nil that nothing is.
func (f *field) mark(err *data.Error) {
	f.error = err
	if err != nil {
		f.amiss.set(hint(err))
	}
	f.amiss.Hidden = err == nil
	f.Refresh()
}

// Semantic is the entry, and what is said of the room in it.
func (f *field) Semantic() semantic.Node {
	return semantic.Node{Content: []fyne.CanvasObject{&described{of: f.described}, f.room}}
}

// described has a place in the tree alone; its node says what it is on the screen.
type described struct {
	widget.BaseWidget
	of func() semantic.Node
}

// Semantic is the node.
func (d *described) Semantic() semantic.Node { return d.of() }

// CreateRenderer shows nothing.
func (d *described) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}

// described is the entry, with its label as the name.
func (f *field) described() semantic.Node {
	n := semantic.Entry(&f.entry.Entry)
	n.Object, n.Name, n.Description, n.Required = f.entry, f.form.Label, f.form.Help, f.form.Required
	n.Lang = foreign(f.label.lang)
	n.Input, n.Autofill = f.form.InputMode, f.form.Autocomplete
	if f.error != nil {
		n.Invalid, n.Error = true, hint(f.error)
	}
	return n
}

// CreateRenderer draws a border around the entry where something is wrong.
func (f *field) CreateRenderer() fyne.WidgetRenderer {
	r := &fieldRenderer{f}
	r.paint()
	return r
}

type fieldRenderer struct{ f *field }

func (r *fieldRenderer) Destroy() {}
func (r *fieldRenderer) MinSize() fyne.Size {
	return r.f.body.MinSize().AddWidthHeight(0, r.f.room.high())
}

func (r *fieldRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.f.body, r.f.border, r.f.wheel, r.f.room}
}

func (r *fieldRenderer) Layout(s fyne.Size) {
	fit(r.f.room, s.Width)
	s.Height -= r.f.room.high()
	r.f.room.Move(fyne.NewPos(0, s.Height+roomGap))
	r.f.body.Resize(s)
	r.f.body.Layout.Layout(r.f.body.Objects, s)
	r.f.border.Move(r.f.entry.Position().SubtractXY(1, 1))
	r.f.border.Resize(r.f.entry.Size().AddWidthHeight(2, 2))
	r.f.wheel.Move(r.f.entry.Position())
	r.f.wheel.Resize(r.f.entry.Size())
}

func (r *fieldRenderer) Refresh() {
	r.paint()
	r.Layout(r.f.Size())
	for _, o := range r.f.body.Objects {
		o.Refresh()
	}
	r.f.room.Refresh()
	r.f.border.Refresh()
}

func (r *fieldRenderer) paint() {
	line := fyne.ThemeColorName("")
	if r.f.error != nil {
		line = theme.ColorNameError
	}
	fillRect(r.f.border, "", line, 3, 9)
}
