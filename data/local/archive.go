package local

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"

	"placard/data"
	"placard/data/find"
)

const (
	selectArchive = `SELECT whole FROM archive WHERE lang = ?1 AND pack = ?2`

	beginArchive = `
INSERT INTO archive (lang, pack) VALUES (?1, ?2) ON CONFLICT (lang) DO UPDATE SET pack = excluded.pack, whole = 0`

	endArchive = `UPDATE archive SET whole = 1 WHERE lang = ?1 AND pack = ?2`

	// someNews are rows of an edition that is to be emptied: the same ones until they are gone.
	someNews    = `SELECT id FROM news WHERE lang = ?1 ORDER BY day, item LIMIT ?2`
	deleteWords = `DELETE FROM news_words WHERE rowid IN (` + someNews + `)`
	deleteNews  = `DELETE FROM news WHERE id IN (` + someNews + `)`

	lastNews = `SELECT ifnull(max(id), 0) FROM news`

	// One statement takes many items, as in file.go: ?1 is a JSON array of [item], its words folded beside the text.
	insertNews = `
INSERT INTO news (id, lang, item, day, headline, body, figures)
SELECT ?3 + key, ?2, value ->> 'id', value ->> 'day', value ->> 'headline', value ->> 'body', value ->> 'figures'
FROM json_each(?1)`

	insertWords = `
INSERT INTO news_words (rowid, headline, body, figures)
SELECT ?2 + key, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?1)`

	// FTS5 would keep new words in memory until the commit: too late for the browser's mirror, which copies what a
	// transaction changed just before that.
	flushWords = `INSERT INTO news_words (news_words) VALUES ('flush')`

	selectMany = `SELECT count(*) FROM (SELECT 1 FROM news_words WHERE news_words MATCH ?1 LIMIT ?2)`

	// The best rows are found first, by their short columns, and only those are read whole.
	selectFound = `
WITH best AS (
	SELECT n.id, n.day, n.item, bm25(news_words, ?4, 1.0, 1.0) AS rank
	FROM news_words JOIN news AS n ON n.id = news_words.rowid
	WHERE news_words MATCH ?2 AND n.lang = ?1
	ORDER BY rank, n.day DESC, n.item LIMIT ?3
)
SELECT n.item, n.headline, n.body, n.figures FROM best JOIN news AS n ON n.id = best.id
ORDER BY best.rank, best.day DESC, best.item`

	// The rows lie newest first, so this one ends with the last row that it returns.
	selectNewest = `
SELECT n.item, n.headline, n.body, n.figures
FROM news_words JOIN news AS n ON n.id = news_words.rowid
WHERE news_words MATCH ?2 AND n.lang = ?1 ORDER BY news_words.rowid LIMIT ?3`

	selectNews = `SELECT item, headline, '', '' FROM news WHERE lang = ?1 ORDER BY day DESC, item LIMIT ?2`
)

// A transaction of the filling takes so many items, and no more after the one that brings their text to so many bytes:
// a signature that comes meanwhile waits some ten milliseconds.
const (
	fillItems = 25
	fillBytes = 48 << 10
)

// rankedItems is how many items a search ranks at most. A word that more of them hold says little of any, and ranking all
// would take longer than typing the next letter.
const rankedItems = 1000

// ErrUnfilled is reported by a search of an archive that is not filled, or not whole yet.
var ErrUnfilled = errors.New("the archive is not filled")

// Archive is the news of one pack, kept to be searched. Its methods may be called from any goroutine.
type Archive struct {
	store *Store
	pack  string
}

// Archive returns the archive of the pack with the given hash.
func (s *Store) Archive(pack string) *Archive { return &Archive{s, pack} }

// Fill makes the items of an edition, newest first, known to [Archive.Search], in place of those of another pack. Where that is done
// already it reads one row, and no item. It works in many small transactions and lets everybody else go first; one that
// was cut short, by ctx or a crash, begins anew, and until it is done a search is told so.
func (a *Archive) Fill(ctx context.Context, lang string, items iter.Seq[data.NewsText]) error {
	a.store.filling.Lock()
	defer a.store.filling.Unlock()
	if whole, err := a.whole(ctx, lang); err != nil || whole {
		return coded("fill archive", err)
	}
	err := a.empty(ctx, lang)
	if err == nil {
		err = a.add(ctx, lang, items)
	}
	if err == nil {
		_, err = a.store.db.ExecContext(ctx, endArchive, lang, a.pack)
	}
	return coded("fill archive", err)
}

// whole reports whether every item of an edition is there.
func (a *Archive) whole(ctx context.Context, lang string) (whole bool, err error) {
	err = a.store.db.QueryRowContext(ctx, selectArchive, lang, a.pack).Scan(&whole)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return whole, err
}

// empty takes out what is there of an edition.
func (a *Archive) empty(ctx context.Context, lang string) error {
	if _, err := a.store.db.ExecContext(ctx, beginArchive, lang, a.pack); err != nil {
		return err
	}
	for {
		var n int64
		err := a.store.inTx(ctx, func(tx *sql.Tx) error {
			if _, err := tx.ExecContext(ctx, deleteWords, lang, fillItems); err != nil {
				return err
			}
			r, err := tx.ExecContext(ctx, deleteNews, lang, fillItems)
			if err != nil {
				return err
			}
			if n, err = r.RowsAffected(); err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, flushWords)
			return err
		})
		if err != nil || n < fillItems {
			return err
		}
	}
}

// add puts the items in, some at a time.
func (a *Archive) add(ctx context.Context, lang string, items iter.Seq[data.NewsText]) error {
	var some chunk
	for item := range items {
		some.take(item)
		if len(some.items) < fillItems && some.bytes < fillBytes {
			continue
		}
		if err := some.store(ctx, a.store, lang); err != nil {
			return err
		}
		some = chunk{}
	}
	if len(some.items) == 0 {
		return nil
	}
	return some.store(ctx, a.store, lang)
}

// chunk is what one transaction of the filling takes.
type chunk struct {
	items []data.NewsText
	words [][3]string // folded: headline, body, figures
	bytes int
}

func (c *chunk) take(n data.NewsText) {
	c.items = append(c.items, n)
	c.words = append(c.words, [3]string{find.Fold(n.Headline), find.Fold(n.Body), find.Fold(n.Figures)})
	c.bytes += len(n.Headline) + len(n.Body) + len(n.Figures)
}

func (c *chunk) store(ctx context.Context, s *Store, lang string) error {
	items, err := json.Marshal(c.items)
	if err != nil {
		return err
	}
	words, err := json.Marshal(c.words)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		var last int64
		if err := tx.QueryRowContext(ctx, lastNews).Scan(&last); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, insertNews, string(items), lang, last+1); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, insertWords, string(words), last+1); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, flushWords)
		return err
	})
}

// Search finds the items of an edition that hold what a person typed (see [find.Query]), at most limit. The best come
// first, a finding in a headline counting most, and of two as good ones the newer; newest first come all where there are
// more than a thousand, or where the query has no word, which finds every item. It reports [ErrUnfilled] where [Archive.Fill] has not ended for this pack.
func (a *Archive) Search(ctx context.Context, lang, query string, limit int) ([]data.Hit, error) {
	hits, err := a.search(ctx, lang, find.Parse(query), limit)
	if err != nil && !errors.Is(err, ErrUnfilled) {
		return nil, coded("search archive", err)
	}
	return hits, err
}

func (a *Archive) search(ctx context.Context, lang string, q find.Query, limit int) ([]data.Hit, error) {
	if whole, err := a.whole(ctx, lang); err != nil {
		return nil, err
	} else if !whole {
		return nil, fmt.Errorf("search archive: %w", ErrUnfilled)
	}
	rows, err := a.rows(ctx, lang, q, limit)
	if err != nil {
		return nil, err
	}
	var found []data.NewsText
	for rows.Next() {
		var n data.NewsText
		if err := rows.Scan(&n.ID, &n.Headline, &n.Body, &n.Figures); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		found = append(found, n)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	var hits []data.Hit // made once the connection is free again
	for _, n := range found {
		hits = append(hits, q.Hit(n))
	}
	return hits, nil
}

// rows asks for what is found: item, headline, body and figures.
func (a *Archive) rows(ctx context.Context, lang string, q find.Query, limit int) (*sql.Rows, error) {
	if len(q) == 0 {
		return a.store.db.QueryContext(ctx, selectNews, lang, limit)
	}
	var many int
	if err := a.store.db.QueryRowContext(ctx, selectMany, match(q), rankedItems+1).Scan(&many); err != nil {
		return nil, err
	}
	if many > rankedItems {
		return a.store.db.QueryContext(ctx, selectNewest, lang, match(q), limit)
	}
	return a.store.db.QueryContext(ctx, selectFound, lang, match(q), limit, find.HeadlineWeight)
}

// match writes a query in FTS5's language. Words are letters and digits alone, so nothing in them ends a quotation.
func match(q find.Query) string {
	var b strings.Builder
	for _, phrase := range q {
		b.WriteString(`"` + strings.Join(phrase, " ") + `" `)
	}
	return strings.TrimSpace(b.String()) + "*"
}
