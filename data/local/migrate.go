package local

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"placard/data"
)

// migration/NNNN_what.sql, applied in the order of their names, each once, each in a transaction that also counts
// it in user_version. A file that was ever released is never changed.
//
//go:embed migration/*.sql
var migrations embed.FS

func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Glob(migrations, "migration/*.sql")
	if err != nil {
		return err
	}
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > len(files) {
		return data.NewError(data.CodeStoreNewer, "", fmt.Errorf("schema %d, known up to %d", version, len(files)))
	}
	for n := version; n < len(files); n++ {
		if err := apply(ctx, db, files[n], n+1); err != nil {
			return fmt.Errorf("apply %s: %w", files[n], err)
		}
	}
	return nil
}

func apply(ctx context.Context, db *sql.DB, file string, version int) error {
	text, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	return (&Store{db: db}).inTx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, string(text)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version))
		return err
	})
}
