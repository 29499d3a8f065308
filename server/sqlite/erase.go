package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"placard/data"
	"placard/server"
)

// Kept implements [server.Store].
func (s *Store) Kept(ctx context.Context, campaign string) (map[data.Kind]int64, int64, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT kind, count(*), max(seq) FROM action WHERE campaign = ? AND length(seal) > 0 GROUP BY kind`, campaign)
	if err != nil {
		return nil, 0, fmt.Errorf("count what is kept: %w", err)
	}
	defer rows.Close()
	kept, last := map[data.Kind]int64{}, int64(0)
	for rows.Next() {
		var kind data.Kind
		var n, seq int64
		if err := rows.Scan(&kind, &n, &seq); err != nil {
			return nil, 0, fmt.Errorf("count what is kept: %w", err)
		}
		kept[kind], last = n, max(last, seq)
	}
	return kept, last, rows.Err()
}

// Erase implements [server.Store].
func (s *Store) Erase(_ context.Context, campaign string, last int64, limit int) (n int64, err error) {
	err = s.transact(nil, func(ctx context.Context) (err error) {
		n, err = s.blot(ctx, `SELECT seq FROM action WHERE campaign = ?1 AND seq <= ?2 AND length(seal) > 0 ORDER BY seq LIMIT ?3`, campaign, last, limit)
		return err
	})
	if err != nil || n > 0 {
		return n, err
	}
	return 0, s.forgetWAL()
}

// Withdraw implements [server.Store].
func (s *Store) Withdraw(_ context.Context, campaign string, seq int64) (found bool, err error) {
	d := deltas{}
	err = s.transact(d, func(ctx context.Context) error {
		var a data.Sealed
		var state server.State
		var before bool
		err := s.conn.QueryRowContext(ctx, `SELECT a.campaign, a.kind, a.day, coalesce(o.state, ''), EXISTS (SELECT 1 FROM withdrawal WHERE seq = ?1)
			FROM action a LEFT JOIN opening o USING (seq) WHERE a.seq = ?1 AND a.campaign = ?2`, seq, campaign).Scan(&a.Campaign, &a.Kind, &a.Day, &state, &before)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		} else if err != nil {
			return err
		}
		if found = true; before {
			return nil
		}
		d.add(&a, func(t *tally) { count(t, state, -1); t.Withdrawn++ })
		if _, err := s.blot(ctx, `SELECT ?1`, seq); err != nil {
			return err
		}
		for _, q := range []string{`INSERT INTO withdrawal (seq) VALUES (?)`, `DELETE FROM opening WHERE seq = ?`} {
			if _, err := s.conn.ExecContext(ctx, q, seq); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || !found {
		return false, err
	}
	return true, s.forgetWAL()
}

// blot erases the content of the actions that a query selects, and returns how many they were.
func (s *Store) blot(ctx context.Context, these string, args ...any) (n int64, err error) {
	// The pages that are freed are overwritten with zeros, those on the list of free ones too.
	if _, err := s.conn.ExecContext(ctx, `PRAGMA secure_delete=ON`); err != nil {
		return 0, err
	}
	for _, q := range []string{
		`UPDATE opening SET person = NULL, mailbox = NULL WHERE`,
		`DELETE FROM moderation WHERE`,
		`UPDATE delivery SET state = 'stopped', reason = '` + string(server.ReasonErased) + `', next = 0 WHERE state = 'waiting' AND`,
		`UPDATE action SET seal = x'' WHERE`, // last: it may empty what the query finds
	} {
		res, err := s.conn.ExecContext(ctx, q+` seq IN (`+these+`)`, args...)
		if err != nil {
			return 0, err
		}
		if n, err = res.RowsAffected(); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// forgetWAL empties the write-ahead log, which still holds the pages as they were.
func (s *Store) forgetWAL() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx := context.Background()
	if _, err := s.conn.ExecContext(ctx, `PRAGMA secure_delete=FAST`); err != nil {
		return err
	}
	var busy, log, done int
	if err := s.conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &log, &done); err != nil {
		return coded(err)
	}
	if busy != 0 {
		return fmt.Errorf("empty the log: somebody reads; try again")
	}
	return nil
}
