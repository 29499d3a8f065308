package app

import (
	"flag"
	"fmt"
	"image/color"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"placard/app/semantic"
	"placard/app/translation"
)

var update = flag.Bool("update", false, "write testdata/screens anew, to be looked at with git diff")

// Every screen stands as it was last looked at: what is on it and where, at a phone's and a desk's width, and in which
// colours, light and dark. After a change on purpose: go test ./app -tags sqlite_fts5 -run TestScreens -update, then read the difference.
func TestScreens(t *testing.T) {
	if testing.Short() {
		t.Skip("draws every screen four times")
	}
	zone := time.Local
	time.Local = time.UTC
	t.Cleanup(func() { time.Local = zone })
	english := tongue{name: "en", words: translation.English()}
	for _, scene := range scenes {
		for name, size := range map[string]fyne.Size{"phone": phone, "desk": desk} {
			t.Run(scene.name+" "+name, func(t *testing.T) {
				var got strings.Builder
				for _, scheme := range []Scheme{Light, Dark} {
					s, b := newStageIn(t, size, english, Look{Scheme: scheme})
					scene.begin(t, s, b)
					s.settle()
					if scheme == Light {
						got.WriteString(plan(s.read()))
					}
					fmt.Fprintf(&got, "%s: %s\n", scheme, coloursOf(s.win.Content()))
				}
				file := filepath.Join("testdata", "screens", strings.ReplaceAll(scene.name+" "+name, " ", "-")+".txt")
				if *update {
					if err := os.WriteFile(file, []byte(got.String()), 0o666); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if got.String() != string(want) {
					t.Errorf("%s is another now:\n%s", file, difference(string(want), got.String()))
				}
			})
		}
	}
}

// plan is a screen as a text: each node with its states and its place, in whole pixels.
func plan(root *semantic.Node) string {
	var b strings.Builder
	var walk func(n *semantic.Node, depth int)
	walk = func(n *semantic.Node, depth int) {
		px := func(f float32) int { return int(math.Round(float64(f))) }
		fmt.Fprintf(&b, "%s%s", strings.Repeat("  ", depth), n.Role)
		for _, s := range []string{n.Name, n.Value, n.Description, n.Error} {
			if s != "" {
				fmt.Fprintf(&b, " %q", s)
			}
		}
		for _, s := range []struct {
			is   bool
			word string
		}{{n.Checked, "checked"}, {n.Current, "current"}, {n.Disabled, "disabled"}, {n.Required, "required"}, {n.Invalid, "invalid"}} {
			if s.is {
				b.WriteString(" " + s.word)
			}
		}
		fmt.Fprintf(&b, " at %d,%d %dx%d\n", px(n.X), px(n.Y), px(n.W), px(n.H))
		for _, c := range n.Children {
			walk(c, depth+1)
		}
	}
	walk(root, 0)
	return b.String()
}

// coloursOf counts the colours that a screen is drawn in.
func coloursOf(o fyne.CanvasObject) string {
	counts := map[string]int{}
	for _, o := range test.LaidOutObjects(o) {
		if !o.Visible() {
			continue
		}
		var c color.Color
		switch o := o.(type) {
		case *canvas.Text:
			c = o.Color
		case *canvas.Rectangle:
			c = o.FillColor
		}
		if c != nil {
			counts[fmt.Sprintf("%02x", color.NRGBAModel.Convert(c))]++
		}
	}
	var list []string
	for _, c := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, fmt.Sprintf("%s %d", c, counts[c]))
	}
	return strings.Join(list, ", ")
}

// difference lists the lines that only one of two texts has, a few of them.
func difference(want, got string) string {
	in := func(text string) map[string]bool {
		m := map[string]bool{}
		for l := range strings.SplitSeq(text, "\n") {
			m[l] = true
		}
		return m
	}
	wanted, gotten := in(want), in(got)
	var list []string
	for l := range strings.SplitSeq(want, "\n") {
		if !gotten[l] {
			list = append(list, "- "+l)
		}
	}
	for l := range strings.SplitSeq(got, "\n") {
		if !wanted[l] {
			list = append(list, "+ "+l)
		}
	}
	return strings.Join(list[:min(len(list), 20)], "\n")
}
