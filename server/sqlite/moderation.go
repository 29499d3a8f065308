package sqlite

import (
	"context"
	"fmt"

	"placard/data"
	"placard/server"
)

// Moderate implements [server.Store].
func (s *Store) Moderate(_ context.Context, seq int64, to server.Moderation) (bool, error) {
	found := false
	err := s.transact(deltas{}, func(ctx context.Context) error {
		err := s.conn.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM opening WHERE seq = ? AND kind = ? AND state <> ?)`,
			seq, string(data.Comment), string(server.Closed)).Scan(&found)
		if err != nil || !found {
			return err
		}
		if to == server.Pending {
			_, err = s.conn.ExecContext(ctx, `DELETE FROM moderation WHERE seq = ?`, seq)
			return err
		}
		_, err = s.conn.ExecContext(ctx, `INSERT INTO moderation (seq, state) VALUES (?, ?)
			ON CONFLICT DO UPDATE SET state = excluded.state`, seq, string(to))
		return err
	})
	return found && err == nil, err
}

// ModerationTotals implements [server.Store].
func (s *Store) ModerationTotals(ctx context.Context, campaign string) (map[server.Moderation]int64, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT coalesce(m.state, 'pending') AS made, count(*) FROM opening o
		JOIN action a ON a.seq = o.seq LEFT JOIN moderation m ON m.seq = o.seq
		WHERE o.kind = ? AND o.state = ? AND a.campaign = ? GROUP BY made`,
		string(data.Comment), string(server.Counted), campaign)
	if err != nil {
		return nil, fmt.Errorf("count comments: %w", err)
	}
	defer rows.Close()
	totals := map[server.Moderation]int64{}
	for rows.Next() {
		var made server.Moderation
		var n int64
		if err := rows.Scan(&made, &n); err != nil {
			return nil, fmt.Errorf("count comments: %w", err)
		}
		totals[made] = n
	}
	return totals, rows.Err()
}
