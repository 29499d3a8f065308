package local

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"placard/data"
)

const (
	selectWaiting = `
SELECT a.uuid, a.kind, a.day, a.size, s.bytes
FROM action AS a JOIN seal AS s ON s.action = a.id
WHERE a.campaign = (SELECT id FROM campaign WHERE name = ?1) AND a.state = 'waiting'
ORDER BY a.turn LIMIT ?2`

	selectTally = `SELECT waiting, sent, refused, counters FROM campaign WHERE name = ?1`

	// Places have no gap: the newest action stands at the total, the one at offset n stands n places before it.
	selectPage = `
SELECT a.uuid, a.kind, a.day, a.state, a.code, a.hint
FROM campaign AS c JOIN action AS a ON a.campaign = c.id
WHERE c.name = ?1 AND a.place <= c.waiting + c.sent + c.refused - ?2
ORDER BY a.place DESC LIMIT ?3`

	selectUnverified = `
SELECT uuid FROM action
WHERE state = 'sent' AND held = 1 AND (epoch < ?2 OR epoch > ?2) AND campaign = (SELECT id FROM campaign WHERE name = ?1)
LIMIT ?3`
)

// Waiting returns the waiting actions of a campaign, the one whose turn it is first: at most limit items, and no
// more after the one whose seal brings the sum of seals to maxBytes or above.
func (s *Store) Waiting(ctx context.Context, campaign string, limit, maxBytes int) ([]data.Sealed, error) {
	var list []data.Sealed
	rows, err := s.db.QueryContext(ctx, selectWaiting, campaign, limit)
	if err != nil {
		return nil, coded("read waiting actions", err)
	}
	defer rows.Close()
	for size := 0; size < maxBytes && rows.Next(); {
		item := data.Sealed{Campaign: campaign}
		if err := rows.Scan(&item.ID, &item.Kind, &item.Day, &item.Size, &item.Seal); err != nil {
			return nil, coded("read waiting actions", err)
		}
		size += len(item.Seal)
		list = append(list, item)
	}
	return list, coded("read waiting actions", rows.Err())
}

// Unverified returns up to limit ids of sent actions of a campaign, still held here with their seals, whose
// receipts come from another epoch than the given one.
func (s *Store) Unverified(ctx context.Context, campaign string, epoch uuid.UUID, limit int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	rows, err := s.db.QueryContext(ctx, selectUnverified, campaign, epoch[:], limit)
	if err != nil {
		return nil, coded("read unverified actions", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id uuid.UUID
		if err := rows.Scan(&id); err != nil {
			return nil, coded("read unverified actions", err)
		}
		ids = append(ids, id)
	}
	return ids, coded("read unverified actions", rows.Err())
}

// Tally counts the outbox of a campaign. It reads one row.
func (s *Store) Tally(ctx context.Context, campaign string) (data.Tally, error) {
	var t data.Tally
	var counters []byte
	err := s.db.QueryRowContext(ctx, selectTally, campaign).Scan(&t.Waiting, &t.Sent, &t.Refused, &counters)
	if errors.Is(err, sql.ErrNoRows) {
		return t, nil
	}
	if err == nil && counters != nil {
		err = json.Unmarshal(counters, &t.Counters)
	}
	return t, coded("count actions", err)
}

// Page returns entries of a campaign, newest first, from offset on, at most limit.
func (s *Store) Page(ctx context.Context, campaign string, offset, limit int) ([]data.Entry, error) {
	var list []data.Entry
	rows, err := s.db.QueryContext(ctx, selectPage, campaign, offset, limit)
	if err != nil {
		return nil, coded("list actions", err)
	}
	defer rows.Close()
	for rows.Next() {
		var e data.Entry
		if err := rows.Scan(&e.ID, &e.Kind, &e.Day, &e.State, &e.Code, &e.Hint); err != nil {
			return nil, coded("list actions", err)
		}
		list = append(list, e)
	}
	return list, coded("list actions", rows.Err())
}
