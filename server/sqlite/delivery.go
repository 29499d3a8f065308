package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"placard/server"
)

// address makes the delivery of a letter that was opened, unless there is one from an opening before.
func (s *Store) address(ctx context.Context, o server.Opening) error {
	_, err := s.conn.ExecContext(ctx, `INSERT INTO delivery (seq, target, state, next) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		o.Seq, o.Target, string(server.Waiting), unix(o.Due))
	return err
}

// selectDelivery is followed by conditions on d (the delivery), a (its action) and o (its opening, or nothing).
const selectDelivery = `SELECT d.seq, a.day, coalesce(o.state = 'counted', false), d.target, d.state, d.attempts, d.next, d.code, d.reason
	FROM delivery d JOIN action a USING (seq) LEFT JOIN opening o USING (seq) WHERE `

// Deliveries implements [server.Store].
func (s *Store) Deliveries(ctx context.Context, q server.DeliveryQuery) ([]server.Delivery, error) {
	where, args := []string{"true"}, []any{}
	add := func(on bool, cond string, arg any) {
		if on {
			where, args = append(where, cond), append(args, arg)
		}
	}
	add(q.Campaign != "", "a.campaign = ?", q.Campaign)
	add(q.State != "", "d.state = ?", string(q.State))
	add(q.Seq != 0, "d.seq = ?", q.Seq)
	add(q.Before != 0, "d.seq < ?", q.Before)
	return s.deliveries(ctx, selectDelivery+strings.Join(where, " AND ")+` ORDER BY d.seq DESC LIMIT ?`, append(args, q.Limit)...)
}

// Due implements [server.Store].
func (s *Store) Due(ctx context.Context, campaign string, now time.Time, not []string, limit int) ([]server.Delivery, error) {
	list, err := json.Marshal(append([]string{}, not...))
	if err != nil {
		return nil, err // a list of strings: cannot fail
	}
	return s.deliveries(ctx, selectDelivery+`d.state = ? AND d.next <= ? AND a.campaign = ? AND o.state = ?
		AND d.target NOT IN (SELECT value FROM json_each(?)) ORDER BY d.next, d.seq LIMIT ?`,
		string(server.Waiting), now.Unix(), campaign, string(server.Counted), string(list), limit)
}

func (s *Store) deliveries(ctx context.Context, query string, args ...any) ([]server.Delivery, error) {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list deliveries: %w", err)
	}
	defer rows.Close()
	var list []server.Delivery
	for rows.Next() {
		var d server.Delivery
		var next int64
		if err := rows.Scan(&d.Seq, &d.Day, &d.Counts, &d.Target, &d.State, &d.Attempts, &next, &d.Code, &d.Reason); err != nil {
			return nil, fmt.Errorf("list deliveries: %w", err)
		}
		if next != 0 {
			d.Next = time.Unix(next, 0).UTC()
		}
		list = append(list, d)
	}
	return list, rows.Err()
}

// DeliveryTotals implements [server.Store].
func (s *Store) DeliveryTotals(ctx context.Context, campaign string) ([]server.DeliveryTotal, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT d.target, d.state, count(*), sum(d.state = 'waiting' AND coalesce(o.state, '') <> 'counted')
		FROM delivery d JOIN action a USING (seq) LEFT JOIN opening o USING (seq) WHERE a.campaign = ?
		GROUP BY d.target, d.state ORDER BY d.target, d.state`, campaign)
	if err != nil {
		return nil, fmt.Errorf("count deliveries: %w", err)
	}
	defer rows.Close()
	var list []server.DeliveryTotal
	for rows.Next() {
		var t server.DeliveryTotal
		if err := rows.Scan(&t.Target, &t.State, &t.N, &t.Aside); err != nil {
			return nil, fmt.Errorf("count deliveries: %w", err)
		}
		list = append(list, t)
	}
	return list, rows.Err()
}

// Move implements [server.Store].
func (s *Store) Move(_ context.Context, d server.Delivery, from ...server.DeliveryState) (bool, error) {
	list, err := json.Marshal(from)
	if err != nil {
		return false, err // a list of strings: cannot fail
	}
	var n int64
	err = s.transact(nil, func(ctx context.Context) error {
		res, err := s.conn.ExecContext(ctx, `UPDATE delivery SET target = ?2, state = ?3, attempts = ?4, next = ?5, code = ?6, reason = ?7
			WHERE seq = ?1 AND state IN (SELECT value FROM json_each(?8))
			AND (?3 <> 'sending' OR EXISTS (SELECT 1 FROM opening WHERE seq = ?1 AND state = 'counted'))`,
			d.Seq, d.Target, string(d.State), d.Attempts, unix(d.Next), d.Code, string(d.Reason), string(list))
		if err == nil {
			n, err = res.RowsAffected()
		}
		return err
	})
	return n == 1 && err == nil, err
}

// Interrupt implements [server.Store].
func (s *Store) Interrupt(context.Context) (int, error) {
	var n int64
	err := s.transact(nil, func(ctx context.Context) error {
		res, err := s.conn.ExecContext(ctx, `UPDATE delivery SET state = ? WHERE state = ?`, string(server.Unsure), string(server.Sending))
		if err == nil {
			n, err = res.RowsAffected()
		}
		return err
	})
	return int(n), err
}

// unix is a time as the table holds it.
func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}
