//go:build js

// Command widgets is a program for tests alone: every kind of widget that Fyne has, joined to the page by the kit's own
// bridge. The hash of the address says which screen it shows.
package main

import (
	"fmt"
	"net/url"
	"strings"
	"syscall/js"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"placard/app"
	"placard/app/semantic"
	"placard/wasm/shell"
)

func main() {
	a := fyneapp.NewWithID("placard-widgets")
	a.Settings().SetTheme(app.Theme())
	w := a.NewWindow("Widgets")
	w.SetPadded(false)
	screen := strings.TrimPrefix(js.Global().Get("location").Get("hash").String(), "#/")
	var content fyne.CanvasObject
	switch screen {
	case "fields":
		content = fields()
	case "list":
		content = list(10_000)
	case "many":
		content = many(500)
	default:
		content = controls(w)
	}
	w.SetContent(content)
	shell.Show(a, w)
}

// named gives what it holds a name for the tree: Fyne's widgets have none of their own.
type named struct {
	widget.BaseWidget
	name    string
	content fyne.CanvasObject
	entry   *widget.Entry
	change  func(*semantic.Node)
}

func name(s string, o fyne.CanvasObject, e *widget.Entry, change func(*semantic.Node)) *named {
	n := &named{name: s, content: o, entry: e, change: change}
	n.ExtendBaseWidget(n)
	return n
}

func (n *named) Semantic() semantic.Node {
	s := semantic.Entry(n.entry)
	s.Name, s.Object = n.name, n.content
	if n.change != nil {
		n.change(&s)
	}
	return s
}

func (n *named) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewVBox(widget.NewLabel(n.name), n.content))
}

func field(s string, e *widget.Entry) *named { return name(s, e, e, nil) }

// calm is an entry that Tab leaves.
type calm struct{ widget.Entry }

func (c *calm) AcceptsTab() bool { return false }

func letter() *calm {
	c := &calm{}
	c.MultiLine, c.Wrapping = true, fyne.TextWrapWord
	c.ExtendBaseWidget(c)
	c.SetMinRowsVisible(5)
	return c
}

// fields is a column of fields that is longer than a phone.
func fields() fyne.CanvasObject {
	loud := widget.NewEntry()
	loud.OnChanged = func(s string) {
		if up := strings.ToUpper(s); up != s {
			loud.SetText(up)
		}
	}
	phone := widget.NewEntry()
	text := letter()
	button := widget.NewButton("Write for me", func() { text.SetText("from the app") })
	column := container.NewVBox(
		field("Single", widget.NewEntry()),
		name("Letter", text, &text.Entry, nil),
		field("Loud", loud),
		name("Phone", phone, phone, func(n *semantic.Node) { n.Input = "tel" }),
		widget.NewForm(widget.NewFormItem("Password", widget.NewPasswordEntry())),
		button,
	)
	for i := range 6 {
		column.Add(widget.NewLabel(fmt.Sprint("A paragraph ", i)))
	}
	column.Add(field("Last", widget.NewEntry()))
	return semantic.Wrap(semantic.Node{Role: semantic.Main}, container.NewVScroll(column))
}

// controls is one of each of the rest.
func controls(w fyne.Window) fyne.CanvasObject {
	said := widget.NewLabel("nothing yet")
	say := func(format string, args ...any) { said.SetText(fmt.Sprintf(format, args...)) }
	link, _ := url.Parse("https://example.org/")
	there := widget.NewHyperlink("Example", link)
	there.OnTapped = func() { say("went there") }
	slider := widget.NewSlider(0, 10)
	slider.OnChanged = func(v float64) { say("slid to %v", v) }
	pick := widget.NewSelect([]string{"Nairobi", "Kisumu", "Mombasa"}, func(s string) { say("picked %s", s) })
	dates := widget.NewDateEntry()
	dates.OnChanged = func(d *time.Time) {
		if d != nil {
			say("day %s", d.Format(time.DateOnly))
		}
	}
	choose := widget.NewSelectEntry([]string{"Mr", "Ms", "Mx"})
	column := container.NewVBox(
		semantic.Wrap(semantic.Node{Role: semantic.Status, Name: "Last"}, said),
		widget.NewForm(
			widget.NewFormItem("Town", pick), widget.NewFormItem("Title", choose), widget.NewFormItem("Day", dates),
			widget.NewFormItem("How much", slider),
		),
		widget.NewCheck("Agree", func(on bool) { say("agreed %v", on) }),
		widget.NewRadioGroup([]string{"Letter", "Fax", "Visit"}, func(s string) { say("by %s", s) }),
		there,
		newHeld(say),
		widget.NewButton("Tell", func() { tell(w) }),
		widget.NewButton("Ask", func() { ask(w, say) }),
		container.NewAppTabs(container.NewTabItem("One", widget.NewLabel("first")), container.NewTabItem("Two", widget.NewLabel("second")),
			container.NewTabItem("Three", widget.NewButton("In the third", func() { say("third") }))),
		widget.NewAccordion(widget.NewAccordionItem("More", widget.NewLabel("the detail")), widget.NewAccordionItem("Less", widget.NewLabel("the other"))),
		widget.NewButton("End", func() { say("end") }),
	)
	return semantic.Wrap(semantic.Node{Role: semantic.Main}, container.NewVScroll(column))
}

// tell is a dialog with one way out.
func tell(w fyne.Window) {
	var pop *widget.PopUp
	shut := func() { pop.Hide() }
	content := container.NewVBox(widget.NewLabel("It is stored."), widget.NewButton("OK", shut))
	pop = widget.NewModalPopUp(semantic.Wrap(semantic.Node{Role: semantic.Dialog, Name: "Stored", OnDismiss: shut}, content), w.Canvas())
	pop.Show()
}

// ask is a dialog with a form of its own, a select that opens over it among it.
func ask(w fyne.Window, say func(string, ...any)) {
	var pop *widget.PopUp
	entry := widget.NewEntry()
	why := widget.NewSelect([]string{"Because", "Whim"}, nil)
	end := func(word string) func() {
		return func() {
			pop.Hide()
			say("%s %s %s", word, entry.Text, why.Selected)
		}
	}
	content := container.NewVBox(field("Reason", entry), why, container.NewGridWithColumns(2, widget.NewButton("No", end("no")), widget.NewButton("Yes", end("yes"))))
	pop = widget.NewModalPopUp(semantic.Wrap(semantic.Node{Role: semantic.Dialog, Name: "Sure?", OnDismiss: end("no")}, content), w.Canvas())
	pop.Show()
}

// held is a button with a menu of its own at a long press or the other mouse button.
type held struct {
	widget.Button
	menu *fyne.Menu
}

func newHeld(say func(string, ...any)) *held {
	h := &held{menu: fyne.NewMenu("", fyne.NewMenuItem("Copy", func() { say("copied") }), fyne.NewMenuItem("Share", func() { say("shared") }))}
	h.Text, h.OnTapped = "Hold me", func() { say("tapped") }
	h.ExtendBaseWidget(h)
	return h
}

func (h *held) TappedSecondary(e *fyne.PointEvent) {
	widget.ShowPopUpMenuAtPosition(h.menu, fyne.CurrentApp().Driver().CanvasForObject(h), e.AbsolutePosition)
}

func list(n int) fyne.CanvasObject {
	said := widget.NewLabel("none")
	l := widget.NewList(func() int { return n }, func() fyne.CanvasObject { return widget.NewLabel("template") },
		func(i int, o fyne.CanvasObject) { o.(*widget.Label).SetText(fmt.Sprint("Row ", i+1)) })
	l.OnSelected = func(i int) { said.SetText(fmt.Sprint("opened ", i+1)) }
	return container.NewBorder(semantic.Wrap(semantic.Node{Role: semantic.Status, Name: "Last"}, said), widget.NewButton("After", nil), nil, nil, l)
}

func many(n int) fyne.CanvasObject {
	box := container.NewVBox()
	for i := range n / 2 {
		box.Add(container.NewHBox(widget.NewLabel(fmt.Sprint("label ", i)), widget.NewButton(fmt.Sprint("button ", i), nil)))
	}
	return container.NewVScroll(box)
}
