package app

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"placard/app/semantic"
	"placard/data/pack"
)

func benchStage(b *testing.B, o Outbox) (*App, fyne.Window) {
	fa := test.NewTempApp(b)
	fa.Settings().SetTheme(Theme())
	p, err := pack.Bundled()
	if err != nil {
		b.Fatal(err)
	}
	a := newApp(Config{Pack: p, Outbox: o}, func(f func()) { f() })
	w := fa.NewWindow("")
	w.SetPadded(false)
	w.SetContent(a.Content())
	w.Resize(phone)
	b.Cleanup(func() { a.Close(); w.Close() })
	return a, w
}

// BenchmarkRead reads the whole appeal, as the page's mirror does after each painting.
func BenchmarkRead(b *testing.B) {
	_, w := benchStage(b, nil)
	tree := semantic.New(w.Canvas())
	for b.Loop() {
		tree.Read()
	}
}

// BenchmarkOpen goes from one screen to the next.
func BenchmarkOpen(b *testing.B) {
	a, _ := benchStage(b, nil)
	routes := []string{routeArchive, routeSign, routeOutbox, routeAppeal}
	for i := 0; b.Loop(); i++ {
		a.Show(routes[i%len(routes)])
	}
}

// BenchmarkChange shows a change of the outbox while the appeal is open.
func BenchmarkChange(b *testing.B) {
	a, _ := benchStage(b, nil)
	s := state{known: true}
	for b.Loop() {
		s.tally.Waiting++
		a.apply(s)
	}
}

// BenchmarkScroll moves a list of 100,000 by a screenful.
func BenchmarkScroll(b *testing.B) {
	a, _ := benchStage(b, nil)
	a.outbox.pager.do = func(f func()) {} // no reading: the list alone
	a.outbox.pager.reading = true
	s := state{known: true, tally: tallyOf(100_000)}
	a.apply(s)
	a.Show(routeOutbox)
	for i := 0; b.Loop(); i++ {
		a.outbox.rows.scrollTo(float32(i%10_000) * 600)
	}
}
