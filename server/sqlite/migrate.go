package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"path"
	"strconv"
)

//go:embed migration/*.sql
var migrations embed.FS

// migrate applies the migrations that the database has not seen, each in a transaction. Their number is their place.
func migrate(ctx context.Context, conn *sql.Conn) error {
	files, err := migrations.ReadDir("migration")
	if err != nil {
		return err
	}
	var seen int
	if err := conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&seen); err != nil {
		return err
	}
	if seen > len(files) {
		return fmt.Errorf("the database was written by a newer server (migration %d, this one knows %d)", seen, len(files))
	}
	for i, f := range files[seen:] {
		b, err := migrations.ReadFile(path.Join("migration", f.Name()))
		if err != nil {
			return err
		}
		q := "BEGIN IMMEDIATE;\n" + string(b) + "\nPRAGMA user_version=" + strconv.Itoa(seen+i+1) + ";\nCOMMIT"
		if _, err := conn.ExecContext(ctx, q); err != nil {
			_, undo := conn.ExecContext(ctx, "ROLLBACK")
			return errors.Join(fmt.Errorf("apply %s: %w", f.Name(), err), undo)
		}
	}
	return nil
}
