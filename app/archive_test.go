package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"placard/app/semantic"
	"placard/data"
	"placard/data/local"
	"placard/data/pack"
)

func searchFor(s *stage, text string) {
	s.Helper()
	s.app.Show("archive")
	s.must(semantic.Searchbox, say("archive.search")).Set(text)
}

// newsOnScreen are the rows in view, by name.
func newsOnScreen(s *stage) (names []string) {
	list := s.find(semantic.List, say("archive.title"))
	if list == nil {
		return nil
	}
	for _, n := range semantic.FindAll(list, semantic.Listitem) {
		names = append(names, n.Name)
	}
	return names
}

// index is the real archive on the real store.
func index(t *testing.T) *local.Archive {
	t.Helper()
	store, err := local.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	p := bundled(t)
	a := store.Archive(p.Hash)
	if err := a.Fill(t.Context(), p.Lang, p.Texts()); err != nil {
		t.Fatal(err)
	}
	return a
}

// What is typed is found in headlines, texts and figures, with an index and without; the number is said aloud, and
// Escape or the button brings the whole archive back.
func TestArchiveSearch(t *testing.T) {
	unfilled, err := local.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer unfilled.Close()
	for name, a := range map[string]Archive{"index": index(t), "no store": nil, "not filled": unfilled.Archive("x")} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, desk, Config{Archive: a})
			all := len(bundled(t).News)
			searchFor(s, "Naivàsha")
			s.wait("what was found", func() bool { return s.find(semantic.Text, "1 found for “Naivàsha”") != nil })
			if got := newsOnScreen(s); !slices.Equal(got, []string{"Killings continue in Kenya"}) {
				t.Errorf("got %q", got)
			}
			row := semantic.FindAll(s.must(semantic.List, "News archive"), semantic.Listitem)[0]
			if !strings.Contains(row.Description, "Naivasha") || !strings.Contains(row.Description, "28 January 2008") {
				t.Errorf("the row is described as %q", row.Description)
			}
			if status := s.must(semantic.Text, "1 found for “Naivàsha”").Parent(); status.Role != semantic.Status {
				t.Errorf("the number is said by a %s", status.Role)
			}
			row.Tap()
			if got, want := s.app.Route(), "archive/killings-continue"; got != want {
				t.Errorf("the row leads to %q, want %q", got, want)
			}
			s.app.Back()
			s.says("1 found for “Naivàsha”")
			if box := s.must(semantic.Searchbox, "Search the news"); box.Value != "Naivàsha" || len(newsOnScreen(s)) != 1 {
				t.Errorf("back from the item: %q is in the box", box.Value)
			}
			s.tap(semantic.Button, "Clear the search")
			if got := newsOnScreen(s); len(got) != all {
				t.Errorf("cleared: got %q", got)
			}
			s.saysNot("found for")
			if s.find(semantic.Button, "Clear the search") != nil {
				t.Error("there is nothing to clear, and a button for it")
			}
			searchFor(s, "xylophone")
			s.wait("that nothing was", func() bool { return s.find(semantic.Text, "Nothing found for “xylophone”") != nil })
			if s.find(semantic.List, "News archive") != nil {
				t.Error("nothing found, and a list of it")
			}
			s.tap(semantic.Button, "Show all news")
			if got := newsOnScreen(s); len(got) != all {
				t.Errorf("shown all: got %q", got)
			}
		})
	}
}

// Escape brings the whole archive back, wherever the focus is, and leads up only then.
func TestArchiveEscape(t *testing.T) {
	s := newStage(t, phone, Config{})
	for _, focus := range []bool{true, false} {
		searchFor(s, "police")
		s.wait("what was found", func() bool { return s.app.archive.said.text() != "" })
		key := &fyne.KeyEvent{Name: fyne.KeyEscape}
		if focus {
			s.must(semantic.Searchbox, "").Focus()
			s.win.Canvas().Focused().TypedKey(key)
		} else {
			s.win.Canvas().Unfocus()
			s.app.frame.onKey(key)
		}
		if got := s.app.archive.box.entry.Text; got != "" || s.app.Route() != "archive" || s.find(semantic.Text, "Nothing") != nil {
			t.Errorf("focus %v: %q is left, at %q", focus, got, s.app.Route())
		}
	}
	s.app.frame.onKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if got := s.app.Route(); got != "appeal" {
		t.Errorf("the next Escape led to %q", got)
	}
}

// What somebody searched for is in no route, title or step, and gone when the archive is left.
func TestArchiveForgets(t *testing.T) {
	s := newStage(t, phone, Config{})
	searchFor(s, "Kisumu")
	s.wait("what was found", func() bool { return s.app.archive.said.text() != "" })
	s.app.Show("archive/killings-continue")
	s.app.Show("archive")
	s.app.Show("outbox")
	if got := fmt.Sprint(s.plat.steps, s.plat.drafts, s.app.Title()); strings.Contains(strings.ToLower(got), "kisumu") {
		t.Errorf("it is in %s", got)
	}
	s.app.Show("archive")
	if got := s.must(semantic.Searchbox, "").Value; got != "" {
		t.Errorf("%q was kept", got)
	}
	s.settle()
	s.saysNot("found for")
}

// slow is an archive that answers when it is told to.
type slow struct {
	mu    sync.Mutex
	asked []string
	ended int
	gate  chan struct{}
}

func (a *slow) Search(ctx context.Context, _, query string, _ int) ([]data.Hit, error) {
	a.mu.Lock()
	a.asked = append(a.asked, query)
	a.mu.Unlock()
	select {
	case <-a.gate:
		return []data.Hit{{ID: "killings-continue"}}, nil
	case <-ctx.Done():
		a.mu.Lock()
		a.ended++
		a.mu.Unlock()
		return nil, ctx.Err()
	}
}

// A newer search ends the one before it, letters in a row make one, and the list stays until an answer is there.
func TestArchiveNewerWins(t *testing.T) {
	a := &slow{gate: make(chan struct{})}
	s := newStage(t, phone, Config{Archive: a})
	state := func() (string, int) {
		a.mu.Lock()
		defer a.mu.Unlock()
		return strings.Join(a.asked, " "), a.ended
	}
	searchFor(s, "one")
	s.wait("the first question", func() bool { asked, _ := state(); time.Sleep(time.Millisecond); return asked != "" || pump(s) })
	for _, text := range []string{"t", "tw", "two"} {
		searchFor(s, text)
	}
	s.wait("the second", func() bool { asked, ended := state(); return asked == "one two" && ended == 1 || pump(s) })
	if got := len(newsOnScreen(s)); got == 0 {
		t.Error("the list went before the answer came")
	}
	close(a.gate)
	s.wait("the answer", func() bool { return s.find(semantic.Text, "1 found for “two”") != nil })
}

// pump gives the goroutines beside the test some time, and lets wait look again.
func pump(s *stage) bool {
	go func() { time.Sleep(5 * time.Millisecond); s.queue <- func() {} }()
	return false
}

// Ten thousand items are a list of the rows in view.
func TestHugeArchive(t *testing.T) {
	const n = 10_000
	p := *bundled(t)
	p.Edition.News = nil
	for i := range n {
		item := pack.NewsItem{ID: fmt.Sprint("item-", i), Lang: "en", Date: time.Date(2008, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -i), Headline: fmt.Sprint("Item ", i, strings.Repeat(" and more", i%7)), Body: "Text."}
		p.Edition.News = append(p.Edition.News, item)
	}
	s := newStage(t, phone, Config{Pack: &p})
	began := time.Now()
	s.app.Show("archive")
	if got := newsOnScreen(s); len(got) < 3 || len(got) > 20 || got[0] != "Item 0" {
		t.Errorf("got %q", got)
	}
	t.Logf("opened in %v", time.Since(began))
	s.app.ScrollTo(1e9)
	s.settle()
	if got := newsOnScreen(s); len(got) == 0 || !strings.HasPrefix(got[len(got)-1], "Item 9999") {
		t.Errorf("at the end: got %q", got)
	}
	offset := s.app.Offset()
	rows := semantic.FindAll(s.must(semantic.List, "News archive"), semantic.Listitem)
	rows[1].Tap()
	s.app.Back()
	if got := s.app.Offset(); got != offset {
		t.Errorf("back from an item the list is at %v, it was at %v", got, offset)
	}
	searchFor(s, "item")
	s.wait("the number", func() bool { return strings.Contains(s.text(), "More than 100 found for “item”") })
}
