package sqlite

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// spread reports the median and the 99th percentile of single operations: a mean hides what a person waits for.
type spread []time.Duration

func (s spread) report(b *testing.B) {
	slices.Sort(s)
	b.ReportMetric(float64(s[len(s)/2]), "p50-ns/op")
	b.ReportMetric(float64(s[len(s)*99/100]), "p99-ns/op")
}

func (s *spread) time(b *testing.B, f func()) {
	b.ResetTimer()
	for range b.N {
		start := time.Now()
		f()
		*s = append(*s, time.Since(start))
	}
	s.report(b)
}

// filled returns a database of n rows of 3 KB, as large as a seal.
func filled(b *testing.B, n int) (db *sql.DB, name string) {
	b.Helper()
	name = newName(b)
	db = sql.OpenDB(New(name, Options{}))
	db.SetMaxOpenConns(1)
	must(b, db, "CREATE TABLE act (id INTEGER PRIMARY KEY, seal BLOB NOT NULL) STRICT")
	for i := 0; i < n; i += 100 {
		must(b, db, "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i < 100) INSERT INTO act (seal) SELECT randomblob(3000) FROM c")
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	setLife(b, name, map[string]any{"age": 0, "seen": 0, "mature": true})
	return open(b, name, Options{}), name
}

// BenchmarkOpen opens a database of 10,000 rows, from nothing to the first answer.
func BenchmarkOpen(b *testing.B) {
	db, name := filled(b, 10_000)
	db.Close()
	var s spread
	s.time(b, func() {
		db := sql.OpenDB(New(name, Options{}))
		if err := db.QueryRow("SELECT count(*) FROM act WHERE id > 9990").Scan(new(int)); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		db.Close()
		b.StartTimer()
	})
}

func insert(b *testing.B, db *sql.DB) {
	seal := make([]byte, 3000)
	var s spread
	s.time(b, func() { must(b, db, "INSERT INTO act (seal) VALUES (?)", seal) })
}

// BenchmarkInsert is one durable insert of 3 KB on a mature pool.
func BenchmarkInsert(b *testing.B) {
	db, _ := filled(b, 1000)
	insert(b, db)
}

// BenchmarkInsertYoung is the same while each commit is mirrored.
func BenchmarkInsertYoung(b *testing.B) {
	db := open(b, newName(b), Options{})
	must(b, db, "CREATE TABLE act (id INTEGER PRIMARY KEY, seal BLOB NOT NULL) STRICT")
	insert(b, db)
}

// BenchmarkInsert100 inserts 100 rows with one statement and one commit.
func BenchmarkInsert100(b *testing.B) {
	db, _ := filled(b, 100)
	must(b, db, "CREATE TABLE small (id INTEGER PRIMARY KEY, a TEXT, b INTEGER) STRICT")
	query := "INSERT INTO small (a, b) VALUES " + strings.Repeat("(?, ?), ", 99) + "(?, ?)"
	var args []any
	for i := range 100 {
		args = append(args, fmt.Sprint("row ", i), i)
	}
	for b.Loop() {
		must(b, db, query, args...)
	}
	b.ReportMetric(float64(100*b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkInsert100InOne inserts 100 rows a statement, 100 statements a commit.
func BenchmarkInsert100InOne(b *testing.B) {
	db, _ := filled(b, 100)
	must(b, db, "CREATE TABLE small (id INTEGER PRIMARY KEY, a TEXT, b INTEGER) STRICT")
	query := "INSERT INTO small (a, b) VALUES " + strings.Repeat("(?, ?), ", 99) + "(?, ?)"
	var args []any
	for i := range 100 {
		args = append(args, fmt.Sprint("row ", i), i)
	}
	for b.Loop() {
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		for range 100 {
			must(b, tx, query, args...)
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(10_000*b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkRows reads 10,000 small rows.
func BenchmarkRows(b *testing.B) {
	db, _ := filled(b, 10_000)
	for b.Loop() {
		rows, err := db.Query("SELECT id, length(seal) FROM act")
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for rows.Next() {
			n++
		}
		if err := rows.Close(); err != nil || n != 10_000 {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(10_000*b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkBlob writes and reads 5 MB.
func BenchmarkBlob(b *testing.B) {
	db, _ := filled(b, 100)
	blob := make([]byte, 5<<20)
	b.SetBytes(2 * int64(len(blob)))
	for b.Loop() {
		must(b, db, "REPLACE INTO act VALUES (1, ?)", blob)
		var got []byte
		if err := db.QueryRow("SELECT seal FROM act WHERE id = 1").Scan(&got); err != nil || len(got) != len(blob) {
			b.Fatal(len(got), err)
		}
	}
}
