package app

import (
	"context"

	"placard/data"
)

const (
	pageRows = 100 // entries in one question to the outbox
	pageKept = 12  // pages kept: more than any screen shows, whatever the outbox holds
)

// pager reads the entries of the outbox page by page, off the UI goroutine, and keeps few of them: a list of 100,000
// costs what one of 100 does. Its methods belong to the UI goroutine.
type pager struct {
	ctx   context.Context
	fetch func(ctx context.Context, offset, limit int) ([]data.Entry, error)
	do    func(func())
	ready func(err error) // a page arrived, or could not be read

	pages   map[int]*entryPage
	clock   int // of uses, to know the page least wanted
	age     int // raised when all that was read may be out of date
	reading bool
	next    int // page wanted next, -1 for none
}

type entryPage struct {
	entries   []data.Entry
	used, age int
}

func newPager(ctx context.Context, fetch func(context.Context, int, int) ([]data.Entry, error), do func(func()), ready func(error)) *pager {
	return &pager{ctx: ctx, fetch: fetch, do: do, ready: ready, pages: map[int]*entryPage{}, next: -1}
}

// at returns entry i, or false while it is on its way. It never waits.
func (p *pager) at(i int) (data.Entry, bool) {
	n := i / pageRows
	page := p.pages[n]
	if page == nil || page.age != p.age {
		p.want(n)
	}
	if page == nil || i%pageRows >= len(page.entries) {
		return data.Entry{}, false
	}
	p.clock++
	page.used = p.clock
	return page.entries[i%pageRows], true
}

// stale says that the outbox changed: what is shown stays until it was read anew.
func (p *pager) stale() { p.age++ }

// want reads page n next. Only the last wish counts: a list that is flung past a thousand pages reads the few where
// it comes to rest.
func (p *pager) want(n int) {
	p.next = n
	p.read()
}

func (p *pager) read() {
	if p.reading || p.next < 0 {
		return
	}
	n, age := p.next, p.age
	p.next, p.reading = -1, true
	go func() {
		entries, err := p.fetch(p.ctx, n*pageRows, pageRows)
		p.do(func() { p.arrived(n, age, entries, err) })
	}()
}

func (p *pager) arrived(n, age int, entries []data.Entry, err error) {
	p.reading = false
	if p.ctx.Err() != nil {
		return
	}
	if err == nil {
		p.clock++
		p.pages[n] = &entryPage{entries: entries, used: p.clock, age: age}
		p.drop()
	}
	p.ready(err) // asks again for what is in view
	p.read()
}

func (p *pager) drop() {
	for len(p.pages) > pageKept {
		oldest := -1
		for n, page := range p.pages {
			if oldest < 0 || page.used < p.pages[oldest].used {
				oldest = n
			}
		}
		delete(p.pages, oldest)
	}
}
