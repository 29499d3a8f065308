package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"placard/data"
	"placard/server"
)

// Held implements [server.Store].
func (s *Store) Held(ctx context.Context, campaign string, ids []uuid.UUID) ([]data.Receipt, error) {
	stmt, err := s.read.PrepareContext(ctx, `SELECT seq FROM action WHERE id = ? AND campaign = ?`)
	if err != nil {
		return nil, fmt.Errorf("look up ids: %w", err)
	}
	defer stmt.Close()
	receipts := make([]data.Receipt, len(ids))
	for i, id := range ids {
		receipts[i] = data.Receipt{ID: id, Status: data.Held}
		err := stmt.QueryRowContext(ctx, id[:], campaign).Scan(&receipts[i].Seq)
		if errors.Is(err, sql.ErrNoRows) {
			receipts[i].Status = data.Missing
		} else if err != nil {
			return nil, fmt.Errorf("look up ids: %w", err)
		}
	}
	return receipts, nil
}

// List implements [server.Store].
func (s *Store) List(ctx context.Context, q server.Query) ([]server.Stored, error) {
	where, args := []string{"length(a.seal) > 0"}, []any{}
	add := func(cond string, arg any) {
		where, args = append(where, cond), append(args, arg)
	}
	seq := "a.seq"
	if q.State != server.Fresh {
		seq = "o.seq" // the index of that table, not a walk along the other
		add("o.state = ?", string(q.State))
		if q.Kind != "" {
			add("o.kind = ?", string(q.Kind))
		}
	} else if q.Kind != "" {
		add("a.kind = ?", string(q.Kind))
	}
	if q.Campaign != "" {
		add("a.campaign = ?", q.Campaign)
	}
	if q.After != 0 {
		add(seq+" > ?", q.After)
	}
	if q.Before != 0 {
		add(seq+" < ?", q.Before)
	}
	from, order := "action a LEFT JOIN opening o ON o.seq = a.seq", " ASC"
	if q.State != server.Fresh {
		from = "opening o CROSS JOIN action a ON a.seq = o.seq"
	}
	if q.Moderation != "" {
		from += " LEFT JOIN moderation m ON m.seq = a.seq"
		add("coalesce(m.state, 'pending') = ?", string(q.Moderation))
	}
	if q.Newest {
		order = " DESC"
	}
	return s.list(ctx, `SELECT a.seq, a.id, a.campaign, a.kind, a.day, a.size, a.seal,
		coalesce(o.state, ''), coalesce(o.code, ''), coalesce(o.doubles, 0) FROM `+from+
		` WHERE `+strings.Join(where, " AND ")+` ORDER BY `+seq+order+` LIMIT ?`, append(args, q.Limit)...)
}

func (s *Store) list(ctx context.Context, query string, args ...any) ([]server.Stored, error) {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list actions: %w", err)
	}
	defer rows.Close()
	var list []server.Stored
	for rows.Next() {
		var a server.Stored
		var id []byte
		d := &a.Sealed
		if err := rows.Scan(&a.Seq, &id, &d.Campaign, &d.Kind, &d.Day, &d.Size, &d.Seal, &a.State, &a.Code, &a.Double); err != nil {
			return nil, fmt.Errorf("list actions: %w", err)
		}
		copy(d.ID[:], id)
		list = append(list, a)
	}
	return list, rows.Err()
}
