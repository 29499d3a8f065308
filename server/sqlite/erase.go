package sqlite

import (
	"context"
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
	err = s.transact(nil, func(ctx context.Context) error {
		// The pages that are freed are overwritten with zeros, those on the list of free ones too.
		if _, err := s.conn.ExecContext(ctx, `PRAGMA secure_delete=ON`); err != nil {
			return err
		}
		const these = ` (SELECT seq FROM action WHERE campaign = ?1 AND seq <= ?2 AND length(seal) > 0 ORDER BY seq LIMIT ?3)`
		for _, q := range []string{
			`UPDATE opening SET person = NULL, mailbox = NULL WHERE seq IN` + these,
			`DELETE FROM moderation WHERE seq IN` + these,
			`UPDATE delivery SET state = 'stopped', reason = '` + string(server.ReasonErased) + `', next = 0 WHERE state = 'waiting' AND seq IN` + these,
			`UPDATE action SET seal = x'' WHERE seq IN` + these, // last: it empties the list
		} {
			res, err := s.conn.ExecContext(ctx, q, campaign, last, limit)
			if err != nil {
				return err
			}
			if n, err = res.RowsAffected(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || n > 0 {
		return n, err
	}
	return 0, s.forgetWAL()
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
