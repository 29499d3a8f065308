package semantic_test

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
)

// apart checks that nodes of a role lie each at a place of its own, inside the window and none over another.
func apart(t *testing.T, root *semantic.Node, role semantic.Role, want int) []*semantic.Node {
	t.Helper()
	all := semantic.FindAll(root, role)
	if len(all) != want {
		t.Fatalf("%d of role %s, want %d:\n%s", len(all), role, want, outline(root))
	}
	for i, n := range all {
		for _, m := range all[:i] {
			if n.X < m.X+m.W && m.X < n.X+n.W && n.Y < m.Y+m.H && m.Y < n.Y+n.H {
				t.Errorf("%s %q at %v,%v %v×%v lies over %q at %v,%v %v×%v", role, n.Name, n.X, n.Y, n.W, n.H, m.Name, m.X, m.Y, m.W, m.H)
			}
		}
	}
	return all
}

// TestInside says when Fyne's widgets no longer have the parts that inside.go knows.
func TestInside(t *testing.T) {
	list := widget.NewList(func() int { return 1000 }, func() fyne.CanvasObject { return widget.NewLabel("template") },
		func(i int, o fyne.CanvasObject) { o.(*widget.Label).SetText(fmt.Sprint("row ", i)) })
	picked := -1
	list.OnSelected = func(i int) { picked = i }
	tabs := container.NewAppTabs(container.NewTabItem("One", widget.NewLabel("first")), container.NewTabItem("Two", widget.NewLabel("second")))
	top := container.NewVBox(widget.NewRadioGroup([]string{"x", "y", "z"}, nil), widget.NewCheckGroup([]string{"p", "q"}, nil),
		widget.NewAccordion(widget.NewAccordionItem("More", widget.NewLabel("detail")), widget.NewAccordionItem("Less", widget.NewLabel("other"))), tabs)
	w, tree := show(t, container.NewBorder(top, nil, nil, nil, list))
	w.Resize(fyne.NewSize(400, 800))
	root := tree.Read()
	apart(t, root, semantic.Radio, 3)
	apart(t, root, semantic.Checkbox, 2)
	apart(t, root, semantic.Tab, 2)
	apart(t, root, semantic.Button, 2)
	y := semantic.Find(root, semantic.Radio, "y")
	if !y.Focus() || !y.Tap() {
		t.Error("a radio takes neither focus nor tap")
	}
	if y = semantic.Find(tree.Read(), semantic.Radio, "y"); !y.Focused || !y.Checked {
		t.Errorf("the radio has focus %v, is checked %v", y.Focused, y.Checked)
	}
	l := semantic.Find(root, semantic.List, "")
	if len(l.Children) < 3 || len(l.Children) > 40 || l.Of != 1000 {
		t.Fatalf("the list shows %d rows of %d", len(l.Children), l.Of)
	}
	l.ScrollTo(l.ScrollH / 2)
	l = semantic.Find(tree.Read(), semantic.List, "")
	row := l.Children[1]
	if want := fmt.Sprint("row ", row.Pos-1); row.Name != want || row.Pos < 480 || row.Pos > 520 {
		t.Errorf("row %d is %q, want %q", row.Pos, row.Name, want)
	}
	row.Tap()
	if picked != row.Pos-1 {
		t.Errorf("a tap picked %d, want %d", picked, row.Pos-1)
	}
}

// The field of an entry ends where the button in it begins.
func TestFieldWithAction(t *testing.T) {
	for name, e := range map[string]fyne.CanvasObject{"select": widget.NewSelectEntry([]string{"a"}), "date": widget.NewDateEntry(), "password": widget.NewPasswordEntry()} {
		t.Run(name, func(t *testing.T) {
			_, tree := show(t, container.NewVBox(e))
			root := tree.Read()
			f, b := semantic.Find(root, semantic.Textbox, ""), semantic.Find(root, semantic.Button, "")
			if f == nil || b == nil || b.Name == "" || f.X+f.W > b.X || f.W < 100 {
				t.Fatalf("got %+v and %+v", f, b)
			}
			if x, _, fw, _ := f.View(); x+fw > b.X {
				t.Errorf("the field is in view up to %v, its button begins at %v", x+fw, b.X)
			}
			if !b.Tap() {
				t.Error("the button takes no tap")
			}
		})
	}
}

// A dialog says what Escape does, and what lies under it comes back with the ids that it had.
func TestDialogDismissed(t *testing.T) {
	w, tree := show(t, widget.NewButton("Under", func() {}))
	id := semantic.Find(tree.Read(), semantic.Button, "Under").ID
	var pop *widget.PopUp
	answer := ""
	content := container.NewVBox(widget.NewLabel("It cannot be undone."), widget.NewButton("No", nil), widget.NewButton("Yes", nil))
	dismiss := func() { answer = "no"; pop.Hide() }
	pop = widget.NewModalPopUp(semantic.Wrap(semantic.Node{Role: semantic.Dialog, Name: "Delete all?", OnDismiss: dismiss}, content), w.Canvas())
	pop.Show()
	root := tree.Read()
	wantOutline(t, root, `
application ""
 dialog "Delete all?" modal
  paragraph "It cannot be undone."
  button "No"
  button "Yes"
`)
	if tree.Over() != 1 {
		t.Errorf("%d overlays, want 1", tree.Over())
	}
	root.Children[0].OnDismiss()
	if answer != "no" || tree.Over() != 0 {
		t.Errorf("dismissed, it answered %q and %d overlays are left", answer, tree.Over())
	}
	if got := semantic.Find(tree.Read(), semantic.Button, "Under").ID; got != id {
		t.Errorf("after the dialog the button has id %d, it had %d", got, id)
	}
	widget.NewPopUp(widget.NewLabel("a word"), w.Canvas()).Show()
	tree.Read().Children[0].OnDismiss()
	if tree.Over() != 0 {
		t.Error("a pop-up that is not modal does not close")
	}
}

func TestSelectOpens(t *testing.T) {
	s := widget.NewSelect([]string{"a", "b"}, nil)
	s.SetSelected("b")
	_, tree := show(t, container.NewVBox(s))
	semantic.Find(tree.Read(), semantic.Combobox, "").Tap()
	root := tree.Read()
	wantOutline(t, root, `
application ""
 listbox ""
  option "a"
  option "b" selected
`)
	apart(t, root, semantic.Option, 2)
	semantic.Find(root, semantic.Option, "a").Tap()
	if s.Selected != "a" || tree.Over() != 0 {
		t.Errorf("picked %q, %d overlays are left", s.Selected, tree.Over())
	}
}

// A calendar is read with the names of its signs, and a day of another month can be picked.
func TestCalendar(t *testing.T) {
	var picked time.Time
	_, tree := show(t, widget.NewCalendar(time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), func(d time.Time) { picked = d }))
	root := tree.Read()
	apart(t, root, semantic.Button, 2+30)
	if semantic.Find(root, semantic.Text, "November 2026") == nil {
		t.Errorf("the month has no name:\n%s", outline(root))
	}
	semantic.Find(root, semantic.Button, "Later").Tap()
	root = tree.Read()
	semantic.Find(root, semantic.Button, "31").Tap()
	if got := picked.Format(time.DateOnly); got != "2026-12-31" {
		t.Errorf("picked %s", got)
	}
	semantic.Find(root, semantic.Button, "Earlier").Tap()
	if semantic.Find(tree.Read(), semantic.Button, "31") != nil {
		t.Error("November has 31 days")
	}
}
