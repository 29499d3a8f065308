package local

import (
	"bytes"
	"context"
	"database/sql"
	"errors"

	"placard/data"
)

const (
	insertAction = `
INSERT INTO action (uuid, campaign, place, turn, kind, day, size, digest)
SELECT ?1, c.id, c.waiting + c.sent + c.refused + 1, ` + nextTurn + `, ?3, ?4, ?5, ?6
FROM campaign AS c WHERE c.name = ?2
ON CONFLICT (uuid) DO NOTHING`

	// nextTurn is the turn behind all that wait in campaign c.
	nextTurn = `1 + ifnull((SELECT max(w.turn) FROM action AS w WHERE w.campaign = c.id AND w.state = 'waiting'), 0)`

	insertSeal     = `INSERT INTO seal (action, bytes) VALUES (?1, ?2)`
	insertCampaign = `INSERT INTO campaign (name) VALUES (?1) ON CONFLICT (name) DO NOTHING`
	selectDigest   = `SELECT digest FROM action WHERE uuid = ?1`
)

// Add stores a sealed action as waiting, in one transaction that has reached the disk when it returns. Adding the
// same id and seal again changes nothing and is no error; the same id with another seal is [data.CodeConflict].
// A full device is [data.CodeDeviceFull]: it gives up no seal for a new one, not even those that the server has
// acknowledged, until a backup of the server has them.
func (s *Store) Add(ctx context.Context, sealed data.Sealed) error {
	err := s.put(ctx, sealed)
	return coded("add action", err)
}

// put is Add on a device that has room.
func (s *Store) put(ctx context.Context, sealed data.Sealed) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		added, err := insert(ctx, tx, sealed)
		if err != nil || added {
			return err
		}
		var digest []byte
		switch err := tx.QueryRowContext(ctx, selectDigest, sealed.ID[:]).Scan(&digest); {
		case errors.Is(err, sql.ErrNoRows): // the first action of its campaign
			if _, err := tx.ExecContext(ctx, insertCampaign, sealed.Campaign); err != nil {
				return err
			}
			_, err = insert(ctx, tx, sealed)
			return err
		case err != nil:
			return err
		}
		if want := sealed.Digest(); !bytes.Equal(digest, want[:]) {
			return data.NewError(data.CodeConflict, "id", nil)
		}
		return nil
	})
}

// insert reports whether it added the action: not when its id is known or its campaign is not.
func insert(ctx context.Context, tx *sql.Tx, s data.Sealed) (bool, error) {
	digest := s.Digest()
	r, err := tx.ExecContext(ctx, insertAction, s.ID[:], s.Campaign, string(s.Kind), s.Day, s.Size, digest[:])
	if err != nil {
		return false, err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	id, err := r.LastInsertId()
	if err != nil {
		return false, err
	}
	_, err = tx.ExecContext(ctx, insertSeal, id, s.Seal)
	return true, err
}
