package local

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"placard/data"
	"placard/data/find"
)

// BenchmarkOutbox compares an outbox of a hundred actions with one of a hundred thousand: opening it, counting it,
// and reading pages of it should take about the same.
func BenchmarkOutbox(b *testing.B) {
	for _, rows := range []int{100, 100_000} {
		name := newName(b)
		fill(b, name, rows)
		b.Run(fmt.Sprintf("open/rows=%d", rows), func(b *testing.B) {
			for b.Loop() {
				s, err := Open(b.Context(), name)
				if err != nil {
					b.Fatal(err)
				}
				wantPage(b, s, 0)
				s.Close()
			}
		})
		s := open(b, name)
		b.Run(fmt.Sprintf("tally/rows=%d", rows), func(b *testing.B) {
			for b.Loop() {
				if t, err := s.Tally(b.Context(), campaign); err != nil || t.Total() != rows {
					b.Fatal(t, err)
				}
			}
		})
		for where, offset := range map[string]int{"first": 0, "middle": rows / 2, "last": rows - 50} {
			b.Run(fmt.Sprintf("page=%s/rows=%d", where, rows), func(b *testing.B) {
				for b.Loop() {
					wantPage(b, s, offset)
				}
			})
		}
		b.Run(fmt.Sprintf("waiting/rows=%d", rows), func(b *testing.B) {
			for b.Loop() {
				if list, err := s.Waiting(b.Context(), campaign, 4, data.BatchTarget); err != nil || len(list) != 4 {
					b.Fatal(len(list), err)
				}
			}
		})
		b.Run(fmt.Sprintf("file/rows=%d", rows), func(b *testing.B) {
			list, err := s.Waiting(b.Context(), campaign, 4, data.BatchTarget)
			if err != nil {
				b.Fatal(err)
			}
			a := answer(uuid.New(), 0)
			for _, x := range list { // again and again the same words
				a.Receipts = append(a.Receipts, data.Receipt{ID: x.ID, Status: data.Accepted, Seq: 1})
			}
			for b.Loop() {
				if err := s.File(b.Context(), a); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("add/rows=%d", rows), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if err := s.Add(b.Context(), sealed(i)); err != nil {
					b.Fatal(err)
				}
			}
		})
		s.Close()
	}
}

func wantPage(b *testing.B, s *Store, offset int) {
	if page, err := s.Page(b.Context(), campaign, offset, 50); err != nil || len(page) != 50 {
		b.Fatal(len(page), err)
	}
}

// fill makes an outbox of so many rows, some of each state, with seals of the size they have.
func fill(b *testing.B, name string, rows int) {
	b.Helper()
	s := open(b, name)
	defer s.Close()
	add(b, s, 1) // the campaign
	for _, query := range []string{
		`WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
		INSERT INTO action (uuid, campaign, place, turn, kind, day, size, digest, state, epoch, seq)
		SELECT randomblob(16), 1, i, iif(i % 10 = 0, i, NULL), 'signature', '2008-02-27', 2048, randomblob(32),
			iif(i % 10 = 0, 'waiting', 'sent'), iif(i % 10 = 0, NULL, randomblob(16)), i FROM n`,
		`INSERT INTO seal (action, bytes) SELECT id, randomblob(5200) FROM action WHERE place BETWEEN 2 AND ?1`,
	} {
		if _, err := s.db.Exec(query, rows); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSearch searches ten thousand items, as a person types: at most 50 ms each. Its baseline is the scan that reads
// every item. It reports the slowest of twenty too.
func BenchmarkSearch(b *testing.B) {
	items := news(10_000)
	a := filled(b, items...)
	for what, query := range map[string]string{"letter": "b", "letters": "ba", "word": "Nairobi", "frequent": "ku", "ranked": "Kisumu", "words": "nairobi ku", "nothing": "xylophone", "all": ""} {
		b.Run(what, func(b *testing.B) {
			var each []time.Duration
			for b.Loop() {
				began := time.Now()
				if _, err := a.Search(b.Context(), "en", query, 100); err != nil {
					b.Fatal(err)
				}
				each = append(each, time.Since(began))
			}
			slices.Sort(each)
			b.ReportMetric(float64(each[len(each)/2].Microseconds())/1000, "ms-p50")
			b.ReportMetric(float64(each[len(each)*19/20].Microseconds())/1000, "ms-p95")
		})
	}
	b.Run("scan", func(b *testing.B) {
		for b.Loop() {
			if _, err := find.Scan(b.Context(), slices.Values(items), "Nairobi", 100); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkFill makes ten thousand items known to the search, beside a signature that comes meanwhile: it waits for one
// of the small transactions.
func BenchmarkFill(b *testing.B) {
	items := news(10_000)
	for b.Loop() {
		s := open(b, newName(b))
		done := make(chan error, 1)
		go func() { done <- s.Archive("one").Fill(b.Context(), "en", slices.Values(items)) }()
		var slowest time.Duration
		for filling := true; filling; {
			select {
			case err := <-done:
				if filling = false; err != nil {
					b.Fatal(err)
				}
			case <-time.After(100 * time.Millisecond):
				began := time.Now()
				add(b, s, 1)
				slowest = max(slowest, time.Since(began))
			}
		}
		b.ReportMetric(float64(slowest.Microseconds())/1000, "ms-slowest-add")
		s.Close()
	}
}
