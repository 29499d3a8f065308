// Package sqlite is a database/sql driver for the browser: the official SQLite for the web (vendor/README.md) in a
// dedicated Worker, on files of the origin private file system (OPFS), reached by messages of one transferred buffer
// each way. Under any other system it holds the Worker's files only ([Assets]), for the build and for tests.
//
//	db := sql.OpenDB(sqlite.New("outbox", sqlite.Options{}))
//	db.SetMaxOpenConns(1)
//	info := sqlite.Of(db).Info(ctx)
//
// # What it promises
//
// What a commit reports done is on the disk: SQLite's write-ahead log with synchronous=full, on files that flush() syncs.
// One gap lies beneath that: Chromium writes the names of new files to the disk only after half a minute or more, so
// that a power cut in the first minute of a fresh profile would take the files and all that was acknowledged. While the
// files are young, each commit is therefore written to IndexedDB with strict durability before it is reported, and a
// database that comes back damaged, behind or not at all is brought forward from there (worker/guard.js).
//
// Where the browser offers no OPFS (some private windows), the database is in memory, mirrored into IndexedDB as far as
// that works, and [Info.Durable] is false: the app has to say so.
//
// # What a caller must know
//
//   - One connection: set MaxOpenConns(1). A query inside an open Rows loop then waits for ever, as on the desktop.
//   - One tab: a second tab's first call fails with [ErrOwned], unless [Options.TakeOver] takes the database from the
//     other tab, whose [Connector.Lost] then closes.
//   - Never call the database directly inside a js.FuncOf callback: the answer comes through the event loop, which that
//     callback holds up, and Go ends with a deadlock. Start a goroutine there.
//   - A deadline stops a running statement; a plain cancel waits for it.
//   - A full disk is [CodeFull], whatever the browser called it.
//   - PRAGMA application_id is the driver's: the mirror's position stands there.
package sqlite
