package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"syscall/js"
)

// stand offers the database to the page as window.stand, so that a native test can drive it over browsers that are
// killed, cut off and doubled. Each function returns a promise of a string.
func stand() {
	var db *sql.DB
	functions := map[string]func(args []js.Value) (string, error){
		"open": func(args []js.Value) (string, error) {
			db = sql.OpenDB(New(args[0].String(), Options{TakeOver: args[1].Bool(), Worker: worker(args)}))
			db.SetMaxOpenConns(1)
			if _, err := db.Exec("CREATE TABLE IF NOT EXISTS act (id INTEGER PRIMARY KEY, seal BLOB NOT NULL) STRICT"); err != nil {
				return "", errors.Join(err, db.Close())
			}
			i := Of(db).Info(context.Background())
			return fmt.Sprintf("durable=%v young=%v mirrored=%v rebuilt=%v", i.Durable, i.Young, i.Mirrored, i.Rebuilt), nil
		},
		"add": func(args []js.Value) (string, error) {
			_, err := db.Exec("INSERT INTO act VALUES (?, ?)", args[0].Int(), make([]byte, args[1].Int()))
			return "", err
		},
		"begin":  func([]js.Value) (string, error) { _, err := db.Exec("BEGIN IMMEDIATE"); return "", err },
		"commit": func([]js.Value) (string, error) { _, err := db.Exec("COMMIT"); return "", err },
		"ids": func([]js.Value) (string, error) {
			var ids sql.NullString
			err := db.QueryRow("SELECT group_concat(id) FROM (SELECT id FROM act ORDER BY id)").Scan(&ids)
			return ids.String, err
		},
		"check": func([]js.Value) (word string, err error) {
			err = db.QueryRow("PRAGMA integrity_check").Scan(&word)
			return word, err
		},
		"lost":  func([]js.Value) (string, error) { <-Of(db).Lost(); return "lost", nil },
		"close": func([]js.Value) (string, error) { return "", db.Close() },
	}
	object := js.Global().Get("Object").New()
	for name, f := range functions {
		object.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return promised(func() (string, error) { return f(args) }) }))
	}
	js.Global().Set("stand", object)
	select {}
}

func worker(args []js.Value) string {
	if len(args) > 2 {
		return args[2].String()
	}
	return ""
}

// promised runs f in a goroutine: a database call inside a callback of JavaScript would never return.
func promised(f func() (string, error)) js.Value {
	executor := js.FuncOf(func(_ js.Value, args []js.Value) any {
		go func() {
			if s, err := f(); err != nil {
				args[1].Invoke(js.Global().Get("Error").New(strings.ReplaceAll(err.Error(), "\n", "; ")))
			} else {
				args[0].Invoke(s)
			}
		}()
		return nil
	})
	defer executor.Release()
	return js.Global().Get("Promise").New(executor)
}
