package local

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"

	"placard/data"
)

// One statement files all receipts of a status: ?1 is a JSON array of [id in hex, seq, code, hint], and each row's
// key is its index there. In the browser a statement is a round trip to the Worker, so a hundred would be felt.
const (
	receipts = `(SELECT key AS n, unhex(value ->> 0) AS uuid, value ->> 1 AS seq, value ->> 2 AS code, value ->> 3 AS hint FROM json_each(?1)) AS r`

	fileSent = `
UPDATE action SET state = 'sent', turn = NULL, epoch = ?2, seq = nullif(r.seq, 0), code = '', hint = ''
FROM ` + receipts + ` WHERE action.uuid = r.uuid`

	fileRefused = `
UPDATE action SET state = 'refused', turn = NULL, code = r.code, hint = r.hint
FROM ` + receipts + ` WHERE action.uuid = r.uuid AND action.state = 'waiting'`

	fileLater = `
UPDATE action SET turn = r.n + (SELECT ` + nextTurn + ` FROM campaign AS c WHERE c.id = action.campaign), code = r.code, hint = r.hint
FROM ` + receipts + ` WHERE action.uuid = r.uuid AND action.state = 'waiting'`

	fileMissing = `
UPDATE action SET state = 'waiting', epoch = NULL, seq = NULL,
	turn = r.n + (SELECT ` + nextTurn + ` FROM campaign AS c WHERE c.id = action.campaign)
FROM ` + receipts + ` WHERE action.uuid = r.uuid AND action.state = 'sent' AND action.held = 1`

	fileGone = `
UPDATE action SET state = 'refused', epoch = NULL, seq = NULL, code = ?2, hint = ?3
FROM ` + receipts + ` WHERE action.uuid = r.uuid AND action.state = 'sent' AND action.held = 0`

	fileCounters = `
INSERT INTO campaign (name, counters) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET counters = excluded.counters`

	dropSafe = `
UPDATE action SET held = 0
WHERE id IN (SELECT id FROM action WHERE state = 'sent' AND held = 1 AND epoch = ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3)`
)

// maxHint bounds what a server can make the device keep and show, in bytes.
const maxHint = 1000

// File files the server's word on each item in one transaction: Accepted, Duplicate and Held make an action sent
// (with the answer's epoch and the receipt's seq), Refused makes a waiting one refused, Later puts a waiting one
// behind the others with the code on show, Missing makes a sent one waiting again, or refused with
// [data.CodeGoneOnServer] when its seal is no longer here. Unknown ids are passed over. It keeps the counters, and
// then drops the seals of what the answer calls safe, some at a time.
func (s *Store) File(ctx context.Context, a data.Answer) error {
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		if err := fileReceipts(ctx, tx, a); err != nil || a.Counters == nil {
			return err
		}
		b, err := json.Marshal(a.Counters)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, fileCounters, a.Counters.Campaign, string(b))
		return err
	})
	if err == nil && a.Safe > 0 {
		err = s.drop(ctx, a)
	}
	return coded("file the server's answer", err)
}

func fileReceipts(ctx context.Context, tx *sql.Tx, a data.Answer) error {
	for _, step := range []struct {
		query string
		args  []any
		of    []data.Status
	}{
		{fileSent, []any{a.Epoch[:]}, []data.Status{data.Accepted, data.Duplicate, data.Held}},
		{fileRefused, nil, []data.Status{data.Refused}},
		{fileLater, nil, []data.Status{data.Later}},
		{fileGone, []any{string(data.CodeGoneOnServer), data.CodeGoneOnServer.Hint()}, []data.Status{data.Missing}},
		{fileMissing, nil, []data.Status{data.Missing}},
	} {
		list := receiptList(a.Receipts, step.of)
		if list == "" {
			continue
		}
		if _, err := tx.ExecContext(ctx, step.query, append([]any{list}, step.args...)...); err != nil {
			return err
		}
	}
	return nil
}

// receiptList returns the receipts of the given statuses as the JSON array that the statements read, or "". It
// takes the first receipt of each id.
func receiptList(all []data.Receipt, of []data.Status) string {
	var list [][4]any
	seen := map[[16]byte]bool{}
	for _, r := range all {
		for _, status := range of {
			if r.Status == status && !seen[r.ID] {
				seen[r.ID] = true
				list = append(list, [4]any{hex.EncodeToString(r.ID[:]), max(r.Seq, 0), r.Code, clip(r.Hint)})
			}
		}
	}
	if len(list) == 0 {
		return ""
	}
	b, err := json.Marshal(list)
	if err != nil {
		panic(err) // strings and numbers: cannot fail
	}
	return string(b)
}

func clip(s string) string {
	if len(s) > maxHint {
		return s[:maxHint]
	}
	return s
}

// drop erases the seals of sent actions that the answer calls safe, each few hundred in a transaction of their own:
// the journal stays short after a backup of very many.
func (s *Store) drop(ctx context.Context, a data.Answer) error {
	const some = 256
	for {
		r, err := s.db.ExecContext(ctx, dropSafe, a.Epoch[:], a.Safe, some)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n < some {
			return err
		}
	}
}
