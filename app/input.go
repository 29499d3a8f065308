package app

import (
	"slices"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
	"placard/data"
	"placard/data/pack"
)

// input is one question of a form: a [field] to type into, or a [pick] to choose from.
type input interface {
	object() fyne.CanvasObject
	spec() pack.Field
	value() string
	put(value string)
	clear()
	mark(*data.Error)          // shows what is wrong, or with nil that nothing is
	wrong() *data.Error        // as last marked
	freeze(on bool)            // takes no change while it is being stored
	focusable() fyne.Focusable // nil where there is nothing to choose
}

var (
	_ input = (*field)(nil)
	_ input = (*pick)(nil)
)

// typed collects the answers, by name.
func typed(inputs []input) map[string]string {
	values := map[string]string{}
	for _, in := range inputs {
		values[in.spec().Name] = in.value()
	}
	return values
}

// pick is a question with a few answers, all of them in view. Where there is only one it is chosen, and only said.
type pick struct {
	body   *fyne.Container
	form   pack.Field
	choice *choice
	chosen int // -1 for none
	onPick func()
	amiss  *words
	error  *data.Error
}

func newPick(f pack.Field, lang string) *pick {
	p := &pick{form: f, chosen: -1, onPick: func() {}, amiss: newWords("")}
	label := newWords(f.Label).in(lang)
	label.spans[0].bold = true
	p.amiss.color, p.amiss.spans[0].bold = colorRefused, true
	p.amiss.Hide()
	if len(f.Options) == 1 {
		p.chosen = 0
		p.body = newColumn(5, label, newWords(f.Options[0].Label).in(lang))
		return p
	}
	label.mute = true // the group has its name
	labels := make([]string, len(f.Options))
	for i, o := range f.Options {
		labels[i] = o.Label
	}
	p.choice = newChoice(f.Label, labels, p.picked)
	for _, o := range p.choice.options {
		o.label.in(lang)
	}
	p.choice.object.Node.Lang, p.choice.object.Node.Required = foreign(lang), f.Required
	p.body = newColumn(5, label)
	if f.Help != "" {
		p.body.Add(newCaption(f.Help).in(lang))
	}
	p.body.Add(semantic.Wrap(semantic.Node{Role: semantic.Status}, p.amiss))
	p.body.Add(p.choice.object)
	return p
}

func (p *pick) picked(i int) {
	p.chosen = i
	p.onPick()
}

func (p *pick) object() fyne.CanvasObject { return p.body }
func (p *pick) spec() pack.Field          { return p.form }
func (p *pick) wrong() *data.Error        { return p.error }

func (p *pick) value() string {
	if p.chosen < 0 {
		return ""
	}
	return p.form.Options[p.chosen].Value
}

// put chooses the option of a value; one that is not there chooses none.
func (p *pick) put(value string) {
	if p.choice == nil {
		return
	}
	p.chosen = slices.IndexFunc(p.form.Options, func(o pack.Option) bool { return o.Value == value })
	p.choice.show(p.chosen)
}

func (p *pick) clear() {
	p.put("")
	p.mark(nil)
}

func (p *pick) mark(err *data.Error) {
	p.error = err
	if err != nil {
		p.amiss.set(hint(err))
	}
	p.amiss.Hidden = err == nil
	if p.choice != nil {
		p.choice.object.Node.Invalid = err != nil
	}
	p.body.Refresh()
}

func (p *pick) freeze(on bool) {
	if p.choice == nil {
		return
	}
	for _, o := range p.choice.options {
		if on {
			o.Disable()
		} else {
			o.Enable()
		}
	}
}

// focusable is the chosen option, or the first.
func (p *pick) focusable() fyne.Focusable {
	if p.choice == nil {
		return nil
	}
	return p.choice.options[max(p.chosen, 0)]
}
