//go:build js

// Command fill puts ten thousand actions into the kit's database in the browser, as they lie there after months of
// shifts: nearly all sent, their seals gone. It says so in the title of the page, which never leaves its first screen.
package main

import (
	"context"
	"database/sql"
	"syscall/js"

	"placard/data/local"
	"placard/wasm/sqlite"
)

const fill = `
INSERT INTO campaign (name) VALUES ('kenya-2008');
INSERT INTO action (uuid, campaign, place, kind, day, size, digest, held, state, epoch, seq, code)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
SELECT randomblob(16), (SELECT id FROM campaign), i, iif(i % 5, 'signature', 'comment'), date('2008-02-01', '+' || (i / 200) || ' days'),
	2048, randomblob(32), 0, iif(i % 7 = 3, 'refused', 'sent'), randomblob(16), i, iif(i % 7 = 3, 'conflict', '')
FROM n;`

func main() {
	title := "filled"
	if err := run(context.Background()); err != nil {
		title = err.Error()
	}
	js.Global().Get("document").Set("title", title)
	select {}
}

func run(ctx context.Context) error {
	store, err := local.Open(ctx, "placard") // for its migrations
	if err != nil {
		return err
	}
	if err := store.Close(); err != nil {
		return err
	}
	db := sql.OpenDB(sqlite.New("placard", sqlite.Options{}))
	if _, err := db.ExecContext(ctx, fill); err != nil {
		return err
	}
	return db.Close()
}
