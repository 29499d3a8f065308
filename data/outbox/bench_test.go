//go:build !js

package outbox

import (
	"database/sql"
	"testing"
	"time"

	"filippo.io/age"
	_ "github.com/mattn/go-sqlite3"

	"placard/data"
	"placard/data/seal"
)

// BenchmarkQueue measures one Queue beside what it cannot do without: one seal, and one durable commit of the same
// bytes by SQLite alone. All three take turns, so that they meet the same disk. The figure to watch is
// "x/(seal+commit)": at most 3.
func BenchmarkQueue(b *testing.B) {
	s := newServer(b)
	recovery, err := age.GenerateHybridIdentity()
	if err != nil {
		b.Fatal(err)
	}
	s.campaign.Recipients = append(s.campaign.Recipients, recovery.Recipient().String())
	o := newOutbox(b, s, Pace{})
	raw := rawCommit(b)
	var sealing, committing, queueing time.Duration
	n := 0
	for b.Loop() {
		a := signature(n)
		n++
		t0 := time.Now()
		sealed, err := seal.Seal(a, o.recipients...)
		t1 := time.Now()
		if err != nil {
			b.Fatal(err)
		}
		raw(sealed)
		t2 := time.Now()
		if err := o.Queue(b.Context(), a); err != nil {
			b.Fatal(err)
		}
		t3 := time.Now()
		sealing += t1.Sub(t0)
		committing += t2.Sub(t1)
		queueing += t3.Sub(t2)
	}
	each := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / float64(n) }
	b.ReportMetric(each(sealing), "seal-ns/op")
	b.ReportMetric(each(committing), "commit-ns/op")
	b.ReportMetric(each(queueing), "queue-ns/op")
	b.ReportMetric(float64(queueing)/float64(sealing+committing), "x/(seal+commit)")
}

// rawCommit returns a function that commits a seal and its header to a table with nothing but a key.
func rawCommit(b *testing.B) func(data.Sealed) {
	db, err := sql.Open("sqlite3", "file:"+b.TempDir()+"/raw.db?_journal_mode=WAL&_synchronous=FULL&_locking_mode=EXCLUSIVE")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE action (id BLOB PRIMARY KEY, kind TEXT, day TEXT, seal BLOB) STRICT"); err != nil {
		b.Fatal(err)
	}
	insert, err := db.Prepare("INSERT INTO action VALUES (?, ?, ?, ?)")
	if err != nil {
		b.Fatal(err)
	}
	return func(s data.Sealed) {
		if _, err := insert.Exec(s.ID[:], string(s.Kind), s.Day, s.Seal); err != nil {
			b.Fatal(err)
		}
	}
}
