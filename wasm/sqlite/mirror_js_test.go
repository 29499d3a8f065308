package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall/js"
	"testing"
	"time"

	"placard/wasm/promise"
)

// folder returns the OPFS folder of a database's pool, and the folder around it.
func folder(t testing.TB, name string) (parent, dir js.Value, entry string) {
	t.Helper()
	var b strings.Builder
	for _, c := range []byte(name) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "_%02x", c)
		}
	}
	root := mustAwait(t, js.Global().Get("navigator").Get("storage").Call("getDirectory"))
	parent = mustAwait(t, root.Call("getDirectoryHandle", ".sqlite"))
	return parent, mustAwait(t, parent.Call("getDirectoryHandle", b.String())), b.String()
}

func mustAwait(t testing.TB, p js.Value) js.Value {
	t.Helper()
	v, err := promise.Await(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// lose deletes a closed database's files.
func lose(t testing.TB, name string) {
	t.Helper()
	parent, _, entry := folder(t, name)
	mustAwait(t, parent.Call("removeEntry", entry, map[string]any{"recursive": true}))
}

// files returns the handles of a closed database's files.
func handles(t testing.TB, name string) (all []js.Value) {
	t.Helper()
	_, dir, _ := folder(t, name)
	it := mustAwait(t, dir.Call("getDirectoryHandle", ".opaque")).Call("values")
	for {
		next := mustAwait(t, it.Call("next"))
		if next.Get("done").Bool() {
			return all
		}
		all = append(all, next.Get("value"))
	}
}

func read(t testing.TB, handle js.Value) js.Value {
	t.Helper()
	return mustAwait(t, mustAwait(t, handle.Call("getFile")).Call("arrayBuffer"))
}

func write(t testing.TB, handle, content js.Value) {
	t.Helper()
	w := mustAwait(t, handle.Call("createWritable"))
	mustAwait(t, w.Call("write", content))
	mustAwait(t, w.Call("close"))
}

// dump returns everything that a database holds, as text.
func dump(t testing.TB, db *sql.DB) string {
	t.Helper()
	var b strings.Builder
	var tables []string
	for _, row := range query(t, db, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name, type") {
		fmt.Fprintln(&b, row)
		if strings.HasPrefix(row[1], "CREATE TABLE") {
			tables = append(tables, row[0])
		}
	}
	for _, table := range tables {
		fmt.Fprintln(&b, table)
		for _, row := range query(t, db, "SELECT * FROM "+table+" ORDER BY 1") {
			fmt.Fprintln(&b, row)
		}
	}
	fmt.Fprintln(&b, query(t, db, "PRAGMA user_version"))
	return b.String()
}

func query(t testing.TB, db *sql.DB, q string) (all [][]string) {
	t.Helper()
	rows, err := db.Query(q)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		row, to := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range row {
			to[i] = &row[i]
		}
		if err := rows.Scan(to...); err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, s := range row {
			texts = append(texts, s.String)
		}
		all = append(all, texts)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// difference lists the lines that only one of two dumps has.
func difference(got, want string) string {
	var b strings.Builder
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for _, line := range g {
		if !slices.Contains(w, line) {
			fmt.Fprintf(&b, "got:  %.200s\n", line)
		}
	}
	for _, line := range w {
		if !slices.Contains(g, line) {
			fmt.Fprintf(&b, "want: %.200s\n", line)
		}
	}
	return fmt.Sprintf("%d lines, want %d\n%s", len(g), len(w), b.String())
}

const schema = `
CREATE TABLE campaign (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, n INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE action (id INTEGER PRIMARY KEY, campaign INTEGER NOT NULL REFERENCES campaign (id) ON DELETE CASCADE, turn INTEGER, seal BLOB, UNIQUE (campaign, turn)) STRICT;
CREATE TABLE setting (key TEXT, part INTEGER, value TEXT, PRIMARY KEY (key, part)) STRICT, WITHOUT ROWID;
CREATE TABLE journal (line TEXT) STRICT;
CREATE TRIGGER added AFTER INSERT ON action BEGIN UPDATE campaign SET n = n + 1 WHERE id = new.campaign; INSERT INTO journal VALUES ('added ' || new.id); END;
CREATE TRIGGER gone AFTER DELETE ON action BEGIN UPDATE campaign SET n = n - 1 WHERE id = old.campaign; END;
PRAGMA user_version = 1;`

// churn does something of every kind to a database.
func churn(t testing.TB, db *sql.DB, r *rand.Rand, n int) {
	t.Helper()
	for range n {
		id, c := r.IntN(60), 1+r.IntN(3)
		switch r.IntN(12) {
		case 0, 1, 2, 3:
			must(t, db, "INSERT INTO campaign (id, name) VALUES (?1, 'c' || ?1) ON CONFLICT DO NOTHING", c)
			must(t, db, "INSERT INTO action (campaign, turn, seal) SELECT ?1, ifnull(max(turn), 0) + 1, ?2 FROM action WHERE campaign = ?1", c, bytes.Repeat([]byte{byte(id)}, r.IntN(5000)))
		case 4:
			must(t, db, "DELETE FROM action WHERE id = ?", id)
		case 5:
			must(t, db, "UPDATE OR IGNORE action SET turn = -turn WHERE campaign = ? AND id % 3 = 0", c)
		case 6:
			must(t, db, "REPLACE INTO setting VALUES (?, ?, ?)", "key"+strconv.Itoa(id%5), c, id)
		case 7:
			must(t, db, "DELETE FROM campaign WHERE id = ?", c) // takes its actions along
		case 8, 9:
			tx, err := db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			must(t, tx, "INSERT INTO journal VALUES ('in a transaction ' || ?)", id)
			must(t, tx, "UPDATE journal SET line = line || '!' WHERE rowid = ?", id)
			end := tx.Commit
			if r.IntN(3) == 0 {
				end = tx.Rollback
			}
			if err := end(); err != nil {
				t.Fatal(err)
			}
		case 10:
			if err := db.QueryRow("INSERT INTO setting VALUES ('returned', ?1, 'x') ON CONFLICT DO UPDATE SET value = value || 'x' RETURNING part", id).Scan(&id); err != nil {
				t.Fatal(err)
			}
		case 11:
			must(t, db, "SAVEPOINT s; INSERT INTO journal VALUES ('a script'); RELEASE s; DELETE FROM journal WHERE line LIKE 'added 1%'")
		}
	}
}

// The database comes back from its mirror exactly: when its files are gone, when they are older, when they are torn.
func TestBroughtBack(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	name := newName(t)
	session := func(f func(db *sql.DB)) Info {
		t.Helper()
		db := sql.OpenDB(New(name, Options{}))
		db.SetMaxOpenConns(1)
		if err := db.Ping(); err != nil {
			t.Fatal(err)
		}
		info := Of(db).Info(t.Context())
		f(db)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		return info
	}
	var want string
	work := func(db *sql.DB) { churn(t, db, r, 60); want = dump(t, db) }
	check := func(how string, rebuilt bool) {
		t.Helper()
		info := session(func(db *sql.DB) {
			if got := dump(t, db); got != want {
				t.Errorf("%s: the database came back changed\n%s", how, difference(got, want))
			}
		})
		if info.Rebuilt != rebuilt || !info.Young || !info.Mirrored {
			t.Errorf("%s: %+v", how, info)
		}
	}

	session(func(db *sql.DB) { must(t, db, schema); work(db) })
	check("untouched", false)
	lose(t, name)
	check("lost", true)
	session(work)
	lose(t, name)
	check("lost again", true)

	var old []js.Value
	for _, h := range handles(t, name) {
		old = append(old, read(t, h))
	}
	session(work)
	for i, h := range handles(t, name) {
		write(t, h, old[i])
	}
	check("older", false) // sound, and brought forward by the commits after its own

	session(func(db *sql.DB) {
		must(t, db, "ALTER TABLE setting ADD COLUMN note TEXT; CREATE TABLE later (x INTEGER PRIMARY KEY) STRICT; INSERT INTO later VALUES (1), (2); PRAGMA user_version = 2")
		must(t, db, "REPLACE INTO setting (key, part, value) VALUES ('after', 1, 'the change')")
		must(t, db, "ALTER TABLE setting DROP COLUMN note")
		work(db)
	})
	for i, h := range handles(t, name) {
		write(t, h, old[i])
	}
	check("older than the schema", true)

	for _, h := range handles(t, name) {
		content := js.Global().Get("Uint8Array").New(read(t, h))
		if n := content.Length(); n > 100_000 { // the database: the pool's other files are empty
			content.Call("fill", 0xAB, 40_000, n)
			write(t, h, content.Get("buffer"))
		}
	}
	check("torn", true)
	session(work)
	check("at last", false)
}

// A pool that was in use for long enough, and was then found again and again, needs no mirror any more and gives it up.
func TestComingOfAge(t *testing.T) {
	name := newName(t)
	rows := 0
	use := func() Info {
		t.Helper()
		db := sql.OpenDB(New(name, Options{}))
		db.SetMaxOpenConns(1)
		must(t, db, "CREATE TABLE IF NOT EXISTS x (id INTEGER PRIMARY KEY) STRICT")
		must(t, db, "INSERT INTO x DEFAULT VALUES")
		rows++
		if got := count(t, db, "x"); got != rows {
			t.Errorf("%d rows, want %d", got, rows)
		}
		defer db.Close()
		return Of(db).Info(t.Context())
	}
	const youth = 15 * 60_000
	use()
	for _, x := range []struct {
		age, seen int
		young     bool
	}{
		{-3_600_000, 9, true}, // a clock that jumped
		{youth - 60_000, 9, true},
		{youth, 0, true},
		{youth, 1, true},
		{youth, 2, false},
	} {
		setLife(t, name, map[string]any{"age": x.age, "seen": x.seen, "mature": false})
		if info := use(); info.Young != x.young || info.Mirrored != x.young || !info.Durable || info.Rebuilt {
			t.Errorf("aged %d ms, seen %d times: %+v", x.age, x.seen, info)
		}
	}
	if info := use(); info.Young || info.Mirrored {
		t.Errorf("mature: %+v", info)
	}
	lose(t, name) // then there is no help, but the next one begins young again
	rows = 0
	if info := use(); !info.Young || !info.Mirrored {
		t.Errorf("a new pool: %+v", info)
	}
	lose(t, name)
	if info := use(); !info.Rebuilt || !info.Young {
		t.Errorf("a new pool that was lost: %+v", info)
	}
}
