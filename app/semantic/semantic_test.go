package semantic_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

func show(t *testing.T, o fyne.CanvasObject) (fyne.Window, *semantic.Tree) {
	t.Helper()
	test.NewTempApp(t)
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 300))
	return w, semantic.New(w.Canvas())
}

// outline writes a tree as role "name" [state], one node a line.
func outline(root *semantic.Node) string {
	var b strings.Builder
	var walk func(n *semantic.Node, depth int)
	walk = func(n *semantic.Node, depth int) {
		fmt.Fprintf(&b, "%s%s %q", strings.Repeat(" ", depth), n.Role, n.Name)
		if n.Value != "" {
			fmt.Fprintf(&b, " =%q", n.Value)
		}
		for word, on := range map[string]bool{"checked": n.Checked, "disabled": n.Disabled, "required": n.Required, "modal": n.Modal, "selected": n.Selected} {
			if on {
				b.WriteString(" " + word)
			}
		}
		b.WriteByte('\n')
		for _, c := range n.Children {
			walk(c, depth+1)
		}
	}
	walk(root, 0)
	return b.String()
}

func wantOutline(t *testing.T, root *semantic.Node, want string) {
	t.Helper()
	if got := outline(root); got != strings.TrimLeft(want, "\n") {
		t.Errorf("got:\n%s\nwant:%s", got, want)
	}
}

func TestFyneWidgets(t *testing.T) {
	check := widget.NewCheck("Agree", nil)
	off := widget.NewButton("Off", func() {})
	off.Disable()
	hidden := widget.NewLabel("hidden")
	hidden.Hide()
	link, _ := url.Parse("https://example.org/")
	entry := widget.NewEntry()
	entry.SetText("Ann")
	secret := widget.NewPasswordEntry()
	secret.SetText("1234")
	form := widget.NewForm(&widget.FormItem{Text: "Name", Widget: entry, HintText: "as you like", Required: true}, &widget.FormItem{Text: "Password", Widget: secret})
	form.OnSubmit, form.SubmitText = func() {}, "Go"
	box := container.NewVBox(
		canvas.NewText("painted", nil), widget.NewLabel("label"), hidden, canvas.NewRectangle(nil),
		widget.NewRichTextFromMarkdown("# Title\n\nSome **bold** text\n\n- one\n- two"),
		widget.NewButton("On", func() {}), off, check, form,
		widget.NewSelect([]string{"a", "b"}, nil), widget.NewRadioGroup([]string{"x", "y"}, nil),
		widget.NewHyperlink("there", link), widget.NewProgressBar(),
		widget.NewAccordion(widget.NewAccordionItem("More", widget.NewLabel("detail"))),
	)
	_, tree := show(t, container.NewVScroll(box))
	wantOutline(t, tree.Read(), `
application ""
 paragraph "painted"
 paragraph "label"
 heading "Title"
 paragraph "Some bold text"
 list ""
  listitem ""
   paragraph "one"
  listitem ""
   paragraph "two"
 button "On"
 button "Off" disabled
 checkbox "Agree"
 form ""
  textbox "Name" ="Ann" required
  textbox "Password" ="••••"
  button "Show what is typed"
  button "Go"
 combobox ""
 radiogroup ""
  radio "x"
  radio "y"
 link "there" ="https://example.org/"
 progressbar "" ="0"
 button "More"
`)
	semantic.Find(tree.Read(), semantic.Button, "More").Tap()
	if semantic.Find(tree.Read(), semantic.Text, "detail") == nil {
		t.Error("an opened accordion hides its detail")
	}
	semantic.Find(tree.Read(), semantic.Checkbox, "Agree").Tap()
	if !check.Checked || !semantic.Find(tree.Read(), semantic.Checkbox, "Agree").Checked {
		t.Error("the check took no tap")
	}
	if semantic.Find(tree.Read(), semantic.Button, "Off").Tap() {
		t.Error("a disabled button took a tap")
	}
	semantic.Find(tree.Read(), semantic.Textbox, "Name").Set("Bob")
	semantic.Find(tree.Read(), semantic.Combobox, "").Set("b")
	semantic.Find(tree.Read(), semantic.Radio, "y").Tap()
	root := tree.Read()
	if got := semantic.Find(root, semantic.Textbox, "Name").Value + semantic.Find(root, semantic.Combobox, "").Value; got != "Bobb" {
		t.Errorf("got %q", got)
	}
	if !semantic.Find(root, semantic.Radio, "y").Checked {
		t.Error("the radio took no tap")
	}
}

func TestTabs(t *testing.T) {
	tabs := container.NewAppTabs(container.NewTabItem("One", widget.NewLabel("first")), container.NewTabItem("Two", widget.NewLabel("second")))
	_, tree := show(t, tabs)
	semantic.Find(tree.Read(), semantic.Tab, "Two").Tap()
	wantOutline(t, tree.Read(), `
application ""
 tablist ""
  tab "One"
  tab "Two" selected
 tabpanel "Two"
  paragraph "second"
`)
}

func TestDialogHidesTheRest(t *testing.T) {
	w, tree := show(t, widget.NewButton("Under", func() {}))
	var d *widget.PopUp
	d = widget.NewModalPopUp(container.NewVBox(widget.NewLabel("Careful"), widget.NewLabel("Something happened"), widget.NewButton("OK", func() { d.Hide() })), w.Canvas())
	d.Show()
	root := tree.Read()
	if semantic.Find(root, semantic.Button, "Under") != nil {
		t.Error("what lies under a dialog is read")
	}
	if n := root.Children[0]; n.Role != semantic.Dialog || !n.Modal || n.Name != "Careful" {
		t.Errorf("got %+v", n)
	}
	if semantic.Find(root, semantic.Text, "Something happened") == nil {
		t.Errorf("the message is not read:\n%s", outline(root))
	}
	if !semantic.Find(root, semantic.Button, "OK").Tap() {
		t.Error("no button to tap")
	}
	if semantic.Find(tree.Read(), semantic.Button, "Under") == nil {
		t.Error("after the dialog the rest is not read")
	}
}

func TestMenu(t *testing.T) {
	w, tree := show(t, widget.NewLabel("Under"))
	picked := ""
	menu := fyne.NewMenu("", fyne.NewMenuItem("Copy", func() { picked = "copy" }), fyne.NewMenuItemSeparator(), fyne.NewMenuItem("Paste", nil))
	widget.ShowPopUpMenuAtPosition(menu, w.Canvas(), fyne.NewPos(10, 10))
	wantOutline(t, tree.Read(), `
application ""
 menu ""
  menuitem "Copy"
  menuitem "Paste"
`)
	n := semantic.Find(tree.Read(), semantic.Menuitem, "Copy")
	if n.W == 0 || n.H == 0 || n.X < 10 {
		t.Errorf("the item lies at %v, %v and is %v × %v", n.X, n.Y, n.W, n.H)
	}
	n.Tap()
	if picked != "copy" {
		t.Error("the item took no tap")
	}
}

func TestIdsStay(t *testing.T) {
	a, b := widget.NewLabel("a"), widget.NewLabel("b")
	box := container.NewVBox(a, b)
	_, tree := show(t, box)
	ids := func() map[string]uint64 {
		m := map[string]uint64{}
		for _, n := range tree.Read().All() {
			m[n.Name] = n.ID
		}
		return m
	}
	before := ids()
	a.SetText("changed")
	box.Objects = []fyne.CanvasObject{b, a, widget.NewLabel("c")}
	after := ids()
	if before["a"] != after["changed"] || before["b"] != after["b"] {
		t.Errorf("ids changed: %v, then %v", before, after)
	}
	if c := after["c"]; c == before["a"] || c == before["b"] || c == 0 {
		t.Errorf("the new one has an old id: %v", after)
	}
	b.Hide()
	if _, there := ids()["b"]; there {
		t.Error("it reads what is hidden")
	}
	b.Show()
	if got := ids(); got["b"] != before["b"] {
		t.Errorf("what was hidden comes back with id %d, not %d", got["b"], before["b"])
	}
}

// The bounds are where Fyne draws, in scrolled content too.
func TestBoundsAndReveal(t *testing.T) {
	column := container.NewVBox()
	var last *widget.Button
	for i := range 30 {
		last = widget.NewButton(fmt.Sprint("button ", i), func() {})
		column.Add(container.NewHBox(widget.NewLabel("row"), last))
	}
	scroll := container.NewVScroll(column)
	w, tree := show(t, container.NewBorder(widget.NewLabel("top"), nil, nil, nil, scroll))
	driver := fyne.CurrentApp().Driver()
	check := func() {
		t.Helper()
		for _, n := range tree.Read().All() {
			if n.Object == nil {
				continue
			}
			if got, want := fyne.NewPos(n.X, n.Y), driver.AbsolutePositionForObject(n.Object); got != want {
				t.Errorf("%s %q: got %v, want %v", n.Role, n.Name, got, want)
			}
		}
	}
	check()
	n := semantic.Find(tree.Read(), semantic.Button, "button 29")
	if !n.Offscreen {
		t.Error("the last button is in view at first")
	}
	n.Reveal()
	check()
	if n := semantic.Find(tree.Read(), semantic.Button, "button 29"); n.Offscreen || n.Y+n.H > 300 {
		t.Errorf("revealed, it lies at %v", n.Y)
	}
	first := semantic.Find(tree.Read(), semantic.Button, "button 0")
	if !first.Offscreen {
		t.Error("the first button is still in view")
	}
	first.Focus()
	if n := semantic.Find(tree.Read(), semantic.Button, "button 0"); n.Offscreen || !n.Focused {
		t.Errorf("focused %v, off screen %v", n.Focused, n.Offscreen)
	}
	if w.Canvas().Focused() == nil {
		t.Error("the canvas has no focus")
	}
	root := tree.Read()
	if root.ScrollH < 300 || !root.ScrollTo(50) || tree.Read().ScrollY != 50 {
		t.Errorf("the root scrolls to %v of %v", tree.Read().ScrollY, root.ScrollH)
	}
}

func TestTypeAsAKeyboard(t *testing.T) {
	e := widget.NewMultiLineEntry()
	_, tree := show(t, e)
	if !semantic.Find(tree.Read(), semantic.Textbox, "").Type("Wanjirũ\nwa Kĩmani 人権") {
		t.Fatal("cannot type")
	}
	if want := "Wanjirũ\nwa Kĩmani 人権"; e.Text != want {
		t.Errorf("got %q, want %q", e.Text, want)
	}
}

// own describes itself, and holds a part that says more.
type own struct {
	widget.BaseWidget
	key   string
	inner *widget.Button
}

func newOwn(key string) *own {
	o := &own{key: key, inner: widget.NewButton("inner", func() {})}
	o.ExtendBaseWidget(o)
	return o
}

func (o *own) Semantic() semantic.Node {
	return semantic.Node{Role: semantic.Listitem, Name: o.key, Key: o.key, Content: []fyne.CanvasObject{o.inner}}
}

func (o *own) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(o.inner) }

// A pooled row that comes to show another thing is another thing, and so is all in it.
func TestKeyIsTheIdentity(t *testing.T) {
	o := newOwn("first")
	_, tree := show(t, o)
	read := func() (row, inner uint64) {
		r := tree.Read()
		return semantic.Find(r, semantic.Listitem, "").ID, semantic.Find(r, semantic.Button, "inner").ID
	}
	row1, inner1 := read()
	o.key = "second"
	row2, inner2 := read()
	if row1 == row2 || inner1 == inner2 {
		t.Error("another thing has the same id")
	}
}

func TestWrapAndJSON(t *testing.T) {
	_, tree := show(t, semantic.Wrap(semantic.Node{Role: semantic.Navigation, Name: "Main"}, widget.NewButton("Go", func() {})))
	b, err := json.Marshal(tree.Read())
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Children []struct {
			Role, Name string
			W          float32
			Children   []struct {
				Role, Name string
				Can        []string
			}
		}
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	nav := got.Children[0]
	if nav.Role != "navigation" || nav.Name != "Main" || nav.W != 400 || nav.Children[0].Name != "Go" || fmt.Sprint(nav.Children[0].Can) != "[focus tap]" {
		t.Errorf("got %s", b)
	}
}

func BenchmarkRead(b *testing.B) {
	test.NewTempApp(b)
	box := container.NewVBox()
	for i := range 200 {
		box.Add(container.NewHBox(widget.NewLabel(fmt.Sprint("label ", i)), widget.NewButton("b", func() {})))
	}
	w := test.NewTempWindow(b, container.NewVScroll(box))
	tree := semantic.New(w.Canvas())
	for b.Loop() {
		tree.Read()
	}
}
