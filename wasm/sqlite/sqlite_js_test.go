package sqlite

import (
	"database/sql"
	"flag"
	"os"
	"strconv"
	"syscall/js"
	"testing"
	"time"
)

var asStand = flag.Bool("stand", false, "run no test: offer the database to the page (see stand_js_test.go)")

func TestMain(m *testing.M) {
	flag.Parse()
	if *asStand {
		stand()
	}
	os.Exit(m.Run())
}

var serial int

// newName names a database that does not exist yet.
func newName(t testing.TB) string {
	serial++
	return t.Name() + " " + strconv.FormatInt(time.Now().UnixNano(), 36) + " " + strconv.Itoa(serial)
}

func open(t testing.TB, name string, o Options) *sql.DB {
	t.Helper()
	db := sql.OpenDB(New(name, o))
	db.SetMaxOpenConns(1)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	if err := db.PingContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db
}

// openMature opens a new database whose pool has come of age: without a mirror.
func openMature(t testing.TB) *sql.DB {
	t.Helper()
	name := newName(t)
	db := sql.OpenDB(New(name, Options{}))
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	setLife(t, name, map[string]any{"age": 0, "seen": 0, "mature": true})
	db = open(t, name, Options{})
	if info := Of(db).Info(t.Context()); info.Young || info.Mirrored || !info.Durable {
		t.Fatalf("got %+v, want a mature pool", info)
	}
	return db
}

// setLife writes what the mirror notes of the pool's age.
func setLife(t testing.TB, name string, life map[string]any) {
	t.Helper()
	done := make(chan string, 1)
	say := func(word string) js.Func {
		return js.FuncOf(func(js.Value, []js.Value) any { done <- word; return nil })
	}
	request := js.Global().Get("indexedDB").Call("open", "sqlite-mirror:"+name)
	request.Set("onerror", say("could not open the mirror"))
	request.Set("onsuccess", js.FuncOf(func(js.Value, []js.Value) any {
		db := request.Get("result")
		tx := db.Call("transaction", "state", "readwrite")
		tx.Call("objectStore", "state").Call("put", life, "life")
		tx.Set("onabort", say("could not write the mirror"))
		tx.Set("oncomplete", js.FuncOf(func(js.Value, []js.Value) any {
			db.Call("close")
			done <- ""
			return nil
		}))
		return nil
	}))
	if word := <-done; word != "" {
		t.Fatal(word)
	}
}

// each runs f on a young database, whose commits pass the mirror, and on a mature one.
func each(t *testing.T, f func(t *testing.T, db *sql.DB)) {
	t.Run("young", func(t *testing.T) {
		db := open(t, newName(t), Options{})
		if info := Of(db).Info(t.Context()); !info.Young || !info.Mirrored || !info.Durable {
			t.Fatalf("got %+v, want a young pool with its mirror", info)
		}
		f(t, db)
	})
	t.Run("mature", func(t *testing.T) { f(t, openMature(t)) })
}

func must(t testing.TB, db interface {
	Exec(string, ...any) (sql.Result, error)
}, query string, args ...any) sql.Result {
	t.Helper()
	r, err := db.Exec(query, args...)
	if err != nil {
		t.Fatalf("%.80s: %v", query, err)
	}
	return r
}

func count(t testing.TB, db *sql.DB, table string) (n int) {
	t.Helper()
	if err := db.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
