package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"placard/data"
	"placard/data/find"
)

const (
	// typing is how long the hands must rest before a search begins: two letters in a row make one.
	typing = 30 * time.Millisecond
	// findings is how many are shown; with more, another word helps better than a longer list.
	findings = 100
)

// onTyped searches for what stands in the box. A search under way is given up for it; what is on the screen stays until
// the new one has its answer.
func (s *archive) onTyped(text string) {
	s.stop()
	s.stop = func() {}
	s.box.filled(text != "")
	if len(find.Parse(text)) == 0 {
		s.show(s.news, "")
		return
	}
	ctx, stop := context.WithCancel(s.app.ctx)
	s.stop = stop
	search := s.app.searcher()
	go func() {
		defer stop()
		select {
		case <-ctx.Done():
			return
		case <-time.After(typing):
		}
		hits, err := search(ctx, text)
		if err != nil {
			return // another search has begun, or the app ends: nothing else fails
		}
		s.app.do(func() {
			if s.box.entry.Text == text {
				s.found(text, hits)
			}
		})
	}()
}

// searcher returns a search of the edition of now, for any goroutine: it asks the archive, or where there is none, or it
// is not filled yet or broken, reads the pack.
func (a *App) searcher() func(ctx context.Context, text string) ([]data.Hit, error) {
	lang, texts := a.edition.Lang, a.texts
	return func(ctx context.Context, text string) ([]data.Hit, error) {
		if a.cfg.Archive != nil {
			if hits, err := a.cfg.Archive.Search(ctx, lang, text, findings+1); err == nil {
				return hits, nil
			}
		}
		return find.Scan(ctx, slices.Values(texts()), text, findings+1)
	}
}

// found shows what was found.
func (s *archive) found(text string, hits []data.Hit) {
	n := len(hits)
	list := make([]finding, 0, n)
	for _, h := range hits[:min(n, findings)] {
		if item, ok := s.app.edition.NewsItem(h.ID); ok {
			list = append(list, finding{item, h})
		}
	}
	d := with{"Query": quoted(text)}
	switch {
	case n > findings:
		s.show(list, sayN("archive.many", findings, d))
	case n == 0:
		s.show(nil, say("archive.nothing", d))
	default:
		s.show(list, sayN("archive.found", len(list), d))
	}
}

// quoted is what was typed, on one line and not too long to be said.
func quoted(text string) string {
	const most = 60
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > most {
		text = string(slices.Clone(r[:most])) + "…"
	}
	return text
}

// clear brings the whole archive back, and reports whether it was searched.
func (s *archive) clear() bool {
	if s.box.entry.Text == "" {
		return false
	}
	s.box.entry.SetText("") // which onTyped hears of
	return true
}

// Escape does what that key does wherever the focus is: it closes what lies over the screen, or brings the whole archive
// back. It reports whether there was anything to do.
func (a *App) Escape() bool {
	return a.CloseLayer() || a.frame.current() == screen(a.archive) && a.archive.clear()
}
