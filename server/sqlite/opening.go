package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"placard/data"
	"placard/server"
)

// Unopened implements [server.Store]. Openings are recorded in the order of arrival, so the last one is the cursor.
func (s *Store) Unopened(ctx context.Context, limit int) ([]server.Stored, error) {
	return s.list(ctx, `SELECT a.seq, a.id, a.campaign, a.kind, a.day, a.size, a.seal, '', '', 0 FROM action a
		WHERE a.seq > (SELECT coalesce(max(seq), 0) FROM opening) AND length(a.seal) > 0 ORDER BY a.seq LIMIT ?`, limit)
}

// Record implements [server.Store].
func (s *Store) Record(_ context.Context, openings []server.Opening) error {
	d := deltas{}
	return s.transact(d, func(ctx context.Context) error {
		for _, o := range openings {
			if err := s.record(ctx, o, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) record(ctx context.Context, o server.Opening, d deltas) error {
	var a data.Sealed
	err := s.conn.QueryRowContext(ctx, `SELECT campaign, kind, day FROM action
		WHERE seq = ?1 AND NOT EXISTS (SELECT 1 FROM opening WHERE seq = ?1) AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE seq = ?1)`, o.Seq).Scan(&a.Campaign, &a.Kind, &a.Day)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	} else if err != nil {
		return err
	}
	state, first := server.Counted, sql.NullInt64{}
	if o.Code != "" {
		state = server.Closed
	} else if first, err = s.doubles(ctx, o); err != nil {
		return err
	} else if first.Valid {
		state = server.Doubled
	}
	d.add(&a, func(t *tally) { count(t, state, 1) })
	_, err = s.conn.ExecContext(ctx, `INSERT INTO opening (seq, kind, state, code, person, mailbox, doubles) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		o.Seq, string(a.Kind), string(state), string(o.Code), o.Person, o.Mailbox, first)
	if err == nil && a.Kind == data.Letter && state != server.Closed {
		err = s.address(ctx, o)
	}
	return err
}

// doubles returns the first counted action of the same person, or of a mailbox that has its people already.
func (s *Store) doubles(ctx context.Context, o server.Opening) (first sql.NullInt64, err error) {
	if o.Person != nil {
		err = s.conn.QueryRowContext(ctx, `SELECT min(seq) FROM opening WHERE person = ? AND state = ?`,
			o.Person, server.Counted).Scan(&first)
	}
	if err == nil && !first.Valid && o.Mailbox != nil {
		err = s.conn.QueryRowContext(ctx, `SELECT min(seq) FROM opening WHERE mailbox = ? AND state = ? HAVING count(*) >= ?`,
			o.Mailbox, server.Counted, server.PerMailbox).Scan(&first)
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return first, err
}

func count(t *tally, state server.State, n int64) {
	switch state {
	case server.Counted:
		t.Counted += n
	case server.Doubled:
		t.Doubled += n
	case server.Closed:
		t.Closed += n
	}
}

// Forget implements [server.Store].
func (s *Store) Forget(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx := context.Background()
	_, err := s.conn.ExecContext(ctx, `BEGIN IMMEDIATE;
		DELETE FROM opening WHERE seq IN (SELECT seq FROM action WHERE length(seal) > 0);
		UPDATE tally SET counted = 0, doubled = 0, closed = 0;
		INSERT INTO tally (campaign, kind, day, counted, doubled, closed)
			SELECT a.campaign, a.kind, a.day, sum(o.state = 'counted'), sum(o.state = 'duplicate'), sum(o.state = 'closed')
			FROM opening o JOIN action a USING (seq) WHERE true GROUP BY a.campaign, a.kind, a.day
			ON CONFLICT DO UPDATE SET counted = excluded.counted, doubled = excluded.doubled, closed = excluded.closed;
		COMMIT`)
	if err != nil {
		_, _ = s.conn.ExecContext(ctx, "ROLLBACK")
		return coded(err)
	}
	return s.totals.load(ctx, s.conn)
}

// Decide implements [server.Store].
func (s *Store) Decide(_ context.Context, seq int64, state server.State) (bool, error) {
	if state != server.Counted && state != server.Doubled {
		return false, errors.New("decide: an action either counts or is a double")
	}
	d, found := deltas{}, false
	err := s.transact(d, func(ctx context.Context) error {
		var a data.Sealed
		var old server.State
		err := s.conn.QueryRowContext(ctx, `SELECT a.campaign, a.kind, a.day, o.state FROM opening o JOIN action a USING (seq)
			WHERE seq = ? AND o.state <> ?`, seq, server.Closed).Scan(&a.Campaign, &a.Kind, &a.Day, &old)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		} else if err != nil {
			return err
		}
		found = true
		d.add(&a, func(t *tally) { count(t, old, -1); count(t, state, 1) })
		_, err = s.conn.ExecContext(ctx, `UPDATE opening SET state = ? WHERE seq = ?`, string(state), seq)
		return err
	})
	return found && err == nil, err
}
