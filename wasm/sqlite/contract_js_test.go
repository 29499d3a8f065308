package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, db *sql.DB) {
		for pragma, want := range map[string]string{
			"page_size": "32768", "locking_mode": "exclusive", "journal_mode": "wal", "synchronous": "2", "secure_delete": "1",
			"temp_store": "2", "trusted_schema": "0", "foreign_keys": "1",
		} {
			var got string
			if err := db.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s is %q (%v), want %q", pragma, got, err, want)
			}
		}
		if got := Of(db).Info(t.Context()).Version; got != "3.54.1" {
			t.Errorf("SQLite is %q", got)
		}
		must(t, db, "CREATE VIRTUAL TABLE words USING fts5(text)")
		must(t, db, "INSERT INTO words VALUES ('uchaguzi wa amani'), ('peaceful election')")
		var got string
		if err := db.QueryRow("SELECT text FROM words WHERE words MATCH 'amani'").Scan(&got); err != nil || got != "uchaguzi wa amani" {
			t.Errorf("full text search found %q (%v)", got, err)
		}
	})
}

func TestValues(t *testing.T) {
	each(t, func(t *testing.T, db *sql.DB) {
		must(t, db, "CREATE TABLE v (id INTEGER PRIMARY KEY, x ANY) STRICT")
		for i, want := range []any{
			nil, int64(0), int64(-1), int64(math.MaxInt64), int64(math.MinInt64), 0.5, -0.0, math.MaxFloat64, math.Inf(1),
			"", "text", "Wanjirũ، نيروبي 投票 🗳", "with\x00zero", strings.Repeat("ä", 70_000),
			[]byte{}, []byte{0, 255, 0}, bytes.Repeat([]byte{7}, 300_000),
		} {
			must(t, db, "INSERT INTO v VALUES (?, ?)", i, want)
			var got any
			if err := db.QueryRow("SELECT x FROM v WHERE id = ?", i).Scan(&got); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %T %.40v, want %T %.40v", got, got, want, want)
			}
		}
		var nan any
		if err := db.QueryRow("SELECT ?", math.NaN()).Scan(&nan); err != nil || nan != nil {
			t.Errorf("NaN came back as %v (%v), want NULL as SQLite has it", nan, err)
		}
		var null sql.NullString
		if err := db.QueryRow("SELECT ?", []byte(nil)).Scan(&null); err != nil || null.Valid {
			t.Errorf("a nil slice came back as %v (%v), want NULL", null, err)
		}
	})
}

func TestDeclaredTypes(t *testing.T) {
	db := openMature(t)
	must(t, db, "CREATE TABLE d (at TIMESTAMP, yes BOOLEAN, n INTEGER)")
	at := time.Date(2008, 2, 7, 9, 30, 0, 120_000_000, time.UTC)
	must(t, db, "INSERT INTO d VALUES (?, ?, ?), (?, 0, 5), (?, 0, 5)", at, true, true, at.Unix(), at.UnixMilli())
	rows, err := db.Query("SELECT at, yes, n FROM d ORDER BY rowid")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil || types[0].DatabaseTypeName() != "TIMESTAMP" {
		t.Errorf("column type is %v (%v)", types[0].DatabaseTypeName(), err)
	}
	for _, want := range []struct {
		at  time.Time
		yes bool
		n   int64
	}{{at, true, 1}, {at.Truncate(time.Second), false, 5}, {at, false, 5}} {
		var gotAt, yes, n any
		if !rows.Next() {
			t.Fatal(rows.Err())
		}
		if err := rows.Scan(&gotAt, &yes, &n); err != nil {
			t.Fatal(err)
		}
		if g, ok := gotAt.(time.Time); !ok || !g.Equal(want.at) || yes != want.yes || n != want.n {
			t.Errorf("got %v %v %v, want %v", gotAt, yes, n, want)
		}
	}
}

func TestALargeBlob(t *testing.T) {
	each(t, func(t *testing.T, db *sql.DB) {
		must(t, db, "CREATE TABLE b (id INTEGER PRIMARY KEY, x BLOB) STRICT")
		want := make([]byte, 5<<20)
		for i := range want {
			want[i] = byte(i * 7 / 3)
		}
		must(t, db, "INSERT INTO b VALUES (1, ?)", want)
		var got []byte
		if err := db.QueryRow("SELECT x FROM b").Scan(&got); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Error("the blob came back changed")
		}
	})
}

func TestManyRows(t *testing.T) {
	each(t, func(t *testing.T, db *sql.DB) {
		const n = 100_000
		must(t, db, "CREATE TABLE m (id INTEGER PRIMARY KEY, x TEXT) STRICT")
		must(t, db, "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i < ?) INSERT INTO m SELECT i, 'row ' || i FROM c", n)
		rows, err := db.Query("SELECT id, x FROM m ORDER BY id")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		want := 0
		for rows.Next() {
			want++
			var id int
			var x string
			if err := rows.Scan(&id, &x); err != nil {
				t.Fatal(err)
			}
			if id != want || x != fmt.Sprint("row ", want) {
				t.Fatalf("got %d %q, want row %d", id, x, want)
			}
		}
		if err := rows.Err(); err != nil || want != n {
			t.Errorf("read %d rows (%v), want %d", want, err, n)
		}
		var last string
		if err := db.QueryRow("SELECT x FROM m ORDER BY id LIMIT 1 OFFSET ?", n-1).Scan(&last); err != nil || last != fmt.Sprint("row ", n) {
			t.Errorf("last row is %q (%v)", last, err)
		}
	})
}

func TestErrors(t *testing.T) {
	each(t, func(t *testing.T, db *sql.DB) {
		must(t, db, `CREATE TABLE p (id INTEGER PRIMARY KEY, u TEXT NOT NULL UNIQUE, n INTEGER CHECK (n > 0)) STRICT`)
		must(t, db, `CREATE TABLE c (p INTEGER REFERENCES p (id)) STRICT`)
		must(t, db, `INSERT INTO p VALUES (1, 'a', 1)`)
		for _, x := range []struct {
			query string
			args  []any
			want  int
		}{
			{"INSERT INTO p VALUES (2, 'a', 1)", nil, 2067},   // SQLITE_CONSTRAINT_UNIQUE
			{"INSERT INTO p VALUES (1, 'b', 1)", nil, 1555},   // SQLITE_CONSTRAINT_PRIMARYKEY
			{"INSERT INTO p VALUES (2, NULL, 1)", nil, 1299},  // SQLITE_CONSTRAINT_NOTNULL
			{"INSERT INTO p VALUES (2, 'b', 0)", nil, 275},    // SQLITE_CONSTRAINT_CHECK
			{"INSERT INTO c VALUES (99)", nil, 787},           // SQLITE_CONSTRAINT_FOREIGNKEY
			{"INSERT INTO p VALUES (2, 'b', 'x')", nil, 3091}, // SQLITE_CONSTRAINT_DATATYPE
			{"SELEC 1", nil, 1},
			{"INSERT INTO p VALUES (?, ?, ?)", []any{1, "b"}, CodeRange},
			{"INSERT INTO p (u) VALUES (:u)", []any{sql.Named("v", "b")}, CodeRange},
		} {
			_, err := db.Exec(x.query, x.args...)
			var e *Error
			if !errors.As(err, &e) || e.Code != x.want || e.Message == "" {
				t.Errorf("%s: got %v, want code %d", x.query, err, x.want)
			}
		}
		if got := count(t, db, "p"); got != 1 {
			t.Errorf("%d rows after the errors, want 1", got)
		}
		if _, err := db.Query("SELECT u, missing FROM p"); err == nil {
			t.Error("a query of a missing column was no error")
		}
	})
}

func TestStatements(t *testing.T) {
	each(t, func(t *testing.T, db *sql.DB) {
		must(t, db, "-- a script\nCREATE TABLE s (a INTEGER PRIMARY KEY, b TEXT) STRICT; CREATE INDEX sb ON s (b);\nINSERT INTO s (b) VALUES (?); INSERT INTO s (b) VALUES (?) -- end", "one", "two")
		if got := count(t, db, "s"); got != 2 {
			t.Fatalf("the script left %d rows, want 2", got)
		}
		stmt, err := db.Prepare("INSERT INTO s (b) VALUES (:b) RETURNING a")
		if err != nil {
			t.Fatal(err)
		}
		defer stmt.Close()
		var id int
		if err := stmt.QueryRow(sql.Named("b", "three")).Scan(&id); err != nil || id != 3 {
			t.Errorf("RETURNING gave %d (%v), want 3", id, err)
		}
		if _, err := stmt.Exec("too", "many"); err == nil {
			t.Error("two arguments for one were no error")
		}
		r := must(t, db, "UPDATE s SET b = 'x' WHERE a > ?2 AND a < ?1", 99, 1)
		if n, err := r.RowsAffected(); err != nil || n != 2 {
			t.Errorf("changed %d rows (%v), want 2", n, err)
		}
		r = must(t, db, "INSERT INTO s (b) VALUES ('y')")
		if id, err := r.LastInsertId(); err != nil || id != 4 {
			t.Errorf("last id is %d (%v), want 4", id, err)
		}
		if _, err := db.Prepare("SELECT nothing FROM nowhere"); err == nil {
			t.Error("a wrong statement could be prepared")
		}
		must(t, db, "   ")
		must(t, db, "/* nothing */ -- at all")
		if _, err := db.Query("SELECT 1; SELECT 2"); err == nil {
			t.Error("a script could be queried")
		}
	})
}

func TestTransactions(t *testing.T) {
	each(t, func(t *testing.T, db *sql.DB) {
		must(t, db, "CREATE TABLE x (id INTEGER PRIMARY KEY) STRICT")
		for i, keep := range []bool{true, false, true} {
			tx, err := db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			must(t, tx, "INSERT INTO x VALUES (?)", i)
			end := tx.Rollback
			if keep {
				end = tx.Commit
			}
			if err := end(); err != nil {
				t.Fatal(err)
			}
		}
		if got := count(t, db, "x"); got != 2 {
			t.Errorf("%d rows, want 2", got)
		}
		tx, err := db.BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec("INSERT INTO x VALUES (9)"); err == nil {
			t.Error("a read-only transaction wrote")
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		must(t, db, "INSERT INTO x VALUES (9)")

		// A deferred foreign key fails at the commit, which must leave no transaction open.
		must(t, db, "CREATE TABLE y (x INTEGER REFERENCES x (id) DEFERRABLE INITIALLY DEFERRED) STRICT")
		if tx, err = db.Begin(); err != nil {
			t.Fatal(err)
		}
		must(t, tx, "INSERT INTO y VALUES (77)")
		var e *Error
		if err := tx.Commit(); !errors.As(err, &e) || e.Primary() != CodeConstraint {
			t.Errorf("commit gave %v, want a constraint error", err)
		}
		must(t, db, "INSERT INTO y VALUES (9)")
		if got := count(t, db, "y"); got != 1 {
			t.Errorf("%d rows after the failed commit, want 1", got)
		}
	})
}

const endless = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c) SELECT max(i) FROM c"

func TestDeadlines(t *testing.T) {
	each(t, func(t *testing.T, db *sql.DB) {
		must(t, db, "CREATE TABLE x (id INTEGER) STRICT")
		for what, f := range map[string]func(context.Context) error{
			"query":  func(ctx context.Context) error { return db.QueryRowContext(ctx, endless).Scan(new(int)) },
			"insert": func(ctx context.Context) error { _, err := db.ExecContext(ctx, "INSERT INTO x "+endless); return err },
			"in a transaction": func(ctx context.Context) error {
				tx, err := db.BeginTx(t.Context(), nil)
				if err != nil {
					return err
				}
				must(t, tx, "INSERT INTO x VALUES (1)")
				_, err = tx.ExecContext(ctx, "INSERT INTO x "+endless)
				if rerr := tx.Rollback(); rerr != nil {
					t.Errorf("roll back: %v", rerr)
				}
				return err
			},
			// The one connection is inside Rows, so a second query can only wait.
			"inside open rows": func(ctx context.Context) error {
				rows, err := db.Query("SELECT 1 UNION SELECT 2")
				if err != nil {
					return err
				}
				defer rows.Close()
				rows.Next()
				return db.QueryRowContext(ctx, "SELECT 3").Scan(new(int))
			},
		} {
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			start := time.Now()
			err := f(ctx)
			cancel()
			if took := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || took > 3*time.Second {
				t.Errorf("%s: got %v after %v, want %v", what, err, took, context.DeadlineExceeded)
			}
			if got := count(t, db, "x"); got != 0 {
				t.Errorf("%s: %d rows stay", what, got)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := db.ExecContext(ctx, "INSERT INTO x VALUES (1)"); !errors.Is(err, context.Canceled) || count(t, db, "x") != 0 {
			t.Errorf("a cancelled insert gave %v", err)
		}
	})
}

func TestASecondConnection(t *testing.T) {
	name := newName(t)
	db := open(t, name, Options{})
	db.SetMaxOpenConns(2)
	rows, err := db.Query("SELECT 1 UNION SELECT 2")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Ping(); !errors.Is(err, errSecond) {
		t.Errorf("a second connection gave %v", err)
	}
	rows.Close()
	other := sql.OpenDB(New(name, Options{}))
	defer other.Close()
	if err := other.Ping(); !errors.Is(err, ErrOwned) {
		t.Errorf("a second database of the name gave %v, want %v", err, ErrOwned)
	}
	if err := db.Ping(); err != nil {
		t.Errorf("the owner was hurt: %v", err)
	}
}

func TestAMissingWorker(t *testing.T) {
	db := sql.OpenDB(New(newName(t), Options{Worker: "sqlite/worker/none.js"}))
	defer db.Close()
	if err := db.Ping(); !errors.Is(err, ErrBroken) {
		t.Errorf("got %v, want %v", err, ErrBroken)
	}
}
