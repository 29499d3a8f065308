package local

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"placard/data"
)

const (
	selectFeed = `SELECT asked, at, total, tag FROM feed WHERE campaign = ?1`

	selectComments = `SELECT id, day, name, words, lang FROM comment WHERE campaign = ?1 ORDER BY place`

	insertFeed = `
INSERT INTO feed (campaign, asked, at, total, tag) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (campaign) DO UPDATE SET asked = excluded.asked, at = excluded.at, total = excluded.total, tag = excluded.tag`

	deleteComments = `DELETE FROM comment WHERE campaign = ?1`

	// One statement takes all, as in file.go: ?2 is a JSON array of data.Published.
	insertComments = `
INSERT INTO comment (campaign, place, id, day, name, words, lang)
SELECT ?1, key, value ->> 'id', value ->> 'day', value ->> 'name', value ->> 'text', ifnull(value ->> 'lang', '')
FROM json_each(?2)`

	updateAsked = `UPDATE feed SET asked = ?2 WHERE campaign = ?1`
)

// Feed returns the comments of a campaign as they were last kept; Asked is zero where none ever were.
func (s *Store) Feed(ctx context.Context, campaign string) (data.Feed, error) {
	f := data.Feed{Comments: data.Comments{Campaign: campaign}}
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		var asked, at int64
		err := tx.QueryRowContext(ctx, selectFeed, campaign).Scan(&asked, &at, &f.Total, &f.Tag)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		} else if err != nil {
			return err
		}
		f.Asked, f.At = time.Unix(asked, 0), time.UnixMilli(at)
		rows, err := tx.QueryContext(ctx, selectComments, campaign)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var c data.Published
			if err := rows.Scan(&c.ID, &c.Day, &c.Name, &c.Text, &c.Lang); err != nil {
				return err
			}
			f.List = append(f.List, c)
		}
		return rows.Err()
	})
	return f, coded("read comments", err)
}

// KeepFeed keeps a list of comments in place of the one before.
func (s *Store) KeepFeed(ctx context.Context, f data.Feed) error {
	if f.List == nil {
		f.List = []data.Published{} // of null json_each makes a row
	}
	list, err := json.Marshal(f.List)
	if err != nil {
		return coded("keep comments", err)
	}
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, insertFeed, f.Campaign, f.Asked.Unix(), f.At.UnixMilli(), f.Total, f.Tag); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, deleteComments, f.Campaign); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, insertComments, f.Campaign, string(list))
		return err
	})
	return coded("keep comments", err)
}

// SeeFeed notes that the server said at the given time that the list is still the same.
func (s *Store) SeeFeed(ctx context.Context, campaign string, asked time.Time) error {
	_, err := s.db.ExecContext(ctx, updateAsked, campaign, asked.Unix())
	return coded("keep comments", err)
}
