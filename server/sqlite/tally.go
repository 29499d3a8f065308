package sqlite

import (
	"context"
	"database/sql"
	"maps"
	"sync"

	"placard/data"
	"placard/server"
)

// tally is what a transaction adds to one row of the table of that name.
type tally = server.Total

type tallyKey struct {
	campaign string
	kind     data.Kind
	day      string
}

// deltas gathers what one transaction changes, so that a group of a hundred writes one row instead of a hundred.
type deltas map[tallyKey]*tally

func (d deltas) add(s *data.Sealed, change func(*tally)) {
	k := tallyKey{s.Campaign, s.Kind, s.Day}
	t := d[k]
	if t == nil {
		t = &tally{}
		d[k] = t
	}
	change(t)
}

func (d deltas) store(ctx context.Context, sum *sql.Stmt) error {
	for k, t := range d {
		if _, err := sum.ExecContext(ctx, k.campaign, string(k.kind), k.day, t.Received, t.Counted, t.Doubled, t.Closed, t.Withdrawn); err != nil {
			return err
		}
	}
	return nil
}

// sums holds the totals by campaign and kind in memory, because every answer carries them.
type sums struct {
	mu sync.RWMutex
	m  map[string]map[data.Kind]server.Total
}

func (s *sums) load(ctx context.Context, conn *sql.Conn) error {
	rows, err := conn.QueryContext(ctx, `SELECT campaign, kind, sum(received), sum(counted), sum(doubled), sum(closed), sum(withdrawn) FROM tally GROUP BY campaign, kind`)
	if err != nil {
		return err
	}
	defer rows.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m = map[string]map[data.Kind]server.Total{}
	for rows.Next() {
		var campaign string
		var kind data.Kind
		var t server.Total
		if err := rows.Scan(&campaign, &kind, &t.Received, &t.Counted, &t.Doubled, &t.Closed, &t.Withdrawn); err != nil {
			return err
		}
		s.add(campaign, kind, t)
	}
	return rows.Err()
}

func (s *sums) add(campaign string, kind data.Kind, t server.Total) {
	m := s.m[campaign]
	if m == nil {
		m = map[data.Kind]server.Total{}
		s.m[campaign] = m
	}
	sum := m[kind]
	sum.Add(t)
	m[kind] = sum
}

func (s *sums) apply(d deltas) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, t := range d {
		s.add(k.campaign, k.kind, *t)
	}
}

// Totals implements [server.Store].
func (s *Store) Totals(_ context.Context, campaign string) (map[data.Kind]server.Total, error) {
	s.totals.mu.RLock()
	defer s.totals.mu.RUnlock()
	if m := maps.Clone(s.totals.m[campaign]); m != nil {
		return m, nil
	}
	return map[data.Kind]server.Total{}, nil
}

// Days implements [server.Store].
func (s *Store) Days(ctx context.Context, campaign string, limit int) ([]server.DayTotal, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT day, kind, received, counted, doubled, closed, withdrawn FROM tally
		WHERE campaign = ?1 AND day IN (SELECT DISTINCT day FROM tally WHERE campaign = ?1 ORDER BY day DESC LIMIT ?2)
		ORDER BY day DESC, kind`, campaign, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var days []server.DayTotal
	for rows.Next() {
		var d server.DayTotal
		if err := rows.Scan(&d.Day, &d.Kind, &d.Received, &d.Counted, &d.Doubled, &d.Closed, &d.Withdrawn); err != nil {
			return nil, err
		}
		days = append(days, d)
	}
	return days, rows.Err()
}
