package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"placard/data"
	"placard/server"
	"placard/server/storetest"
)

func openAt(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // a test may have closed it
	return s
}

func signatures(n int) []data.Sealed {
	list := make([]data.Sealed, n)
	for i := range list {
		list[i] = storetest.Sealed(data.Signature, "2008-02-27")
	}
	return list
}

// TestWriterSyncs pins what the acknowledgement rests on.
func TestWriterSyncs(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "a?b#c%20.db"))
	for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1"} {
		var got string
		if err := s.conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", pragma, got, err, want)
		}
	}
	if _, err := s.read.ExecContext(t.Context(), "DELETE FROM action"); err == nil {
		t.Error("a reader may write")
	}
}

func TestFilesAreTheOwnersOnly(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, filepath.Join(dir, "placard.db"))
	if _, err := s.Put(t.Context(), signatures(1)); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) < 2 {
		t.Fatalf("got %v, %v", files, err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: got %v, %v, want 0600", f.Name(), info.Mode(), err)
		}
	}
}

func TestDatabaseOfANewerServerIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "placard.db")
	s := openAt(t, path)
	if _, err := s.conn.ExecContext(t.Context(), "PRAGMA user_version=999"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "newer") {
		t.Errorf("got %v", err)
	}
}

// TestLettersOfAnOlderServer: what a server opened that mailed no letters yet is mailed by this one.
func TestLettersOfAnOlderServer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "placard.db")
	s := openAt(t, path)
	if _, err := s.Put(t.Context(), []data.Sealed{storetest.Sealed(data.Letter, "2008-02-27"), storetest.Sealed(data.Letter, "2008-02-27"), storetest.Sealed(data.Signature, "2008-02-27")}); err != nil {
		t.Fatal(err)
	}
	if err := s.Record(t.Context(), []server.Opening{{Seq: 1}, {Seq: 2, Code: data.CodeSealClosed}, {Seq: 3}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.conn.ExecContext(t.Context(), "DROP TABLE withdrawal; ALTER TABLE tally DROP COLUMN withdrawn; DROP TABLE moderation; DROP TABLE delivery; DROP INDEX opening_mailbox; ALTER TABLE opening DROP COLUMN mailbox; PRAGMA user_version=1"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	list, err := openAt(t, path).Due(t.Context(), storetest.Campaign, time.Now(), nil, 9)
	if err != nil || len(list) != 1 || list[0].Seq != 1 {
		t.Errorf("got %+v, %v, want letter 1 alone", list, err)
	}
}

// TestEveryColumnIsExplained keeps the house rule of the migrations.
func TestEveryColumnIsExplained(t *testing.T) {
	files, err := migrations.ReadDir("migration")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := migrations.ReadFile("migration/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(b), "\n") {
			if column := strings.HasPrefix(line, "  ") && !strings.HasPrefix(line, "  PRIMARY"); column && !strings.Contains(line, "-- ") {
				t.Errorf("%s:%d: a column without a comment", f.Name(), i+1)
			}
		}
	}
}

// TestFull fills the database to its brim: what does not fit is coded, what was acknowledged stays, and with room
// again the store goes on.
func TestFull(t *testing.T) {
	s := openAt(t, filepath.Join(t.TempDir(), "placard.db"))
	if _, err := s.conn.ExecContext(t.Context(), "PRAGMA max_page_count=200"); err != nil {
		t.Fatal(err)
	}
	kept := fill(t, s)
	if _, err := s.conn.ExecContext(t.Context(), "PRAGMA max_page_count=100000"); err != nil {
		t.Fatal(err)
	}
	checkFilled(t, s, kept)
}

// fill puts until there is no room, from several sides, and returns what was accepted.
func fill(t *testing.T, s *Store) []uuid.UUID {
	t.Helper()
	var mu sync.Mutex
	var kept []uuid.UUID
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for full := 0; full < 3; {
				receipts, err := s.Put(context.Background(), signatures(3))
				mu.Lock()
				for _, r := range receipts {
					kept = append(kept, r.ID)
				}
				mu.Unlock()
				if errors.Is(err, data.NewError(data.CodeServerFull, "", nil)) {
					full++
				} else if err != nil {
					t.Errorf("got %v, want %s", err, data.CodeServerFull)
					return
				}
			}
		})
	}
	wg.Wait()
	if len(kept) < 10 {
		t.Fatalf("only %d fitted", len(kept))
	}
	return kept
}

func checkFilled(t *testing.T, s *Store, kept []uuid.UUID) {
	t.Helper()
	receipts, err := s.Held(t.Context(), storetest.Campaign, kept)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range receipts {
		if r.Status != data.Held {
			t.Errorf("%s was accepted and is %s", r.ID, r.Status)
		}
	}
	m, err := s.Totals(t.Context(), storetest.Campaign)
	if err != nil || m[data.Signature].Received != int64(len(kept)) {
		t.Errorf("got %+v, %v, want %d received: nothing half-written", m, err, len(kept))
	}
	if r, err := s.Put(t.Context(), signatures(2)); err != nil || r[0].Status != data.Accepted {
		t.Errorf("with room again: got %v, %v", r, err)
	}
}

// TestBackup copies the database again and again while it is written to, and restores each copy.
func TestBackup(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "placard.db")
	s := openAt(t, path)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	var mu sync.Mutex
	seqs := map[int64]uuid.UUID{}
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				r, err := s.Put(context.Background(), signatures(2))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				for _, x := range r {
					seqs[x.Seq] = x.ID
				}
				mu.Unlock()
			}
		})
	}
	var last int64
	for i := range 3 {
		copied := filepath.Join(dir, "backup", string(rune('a'+i)), "placard.db")
		if err := os.MkdirAll(filepath.Dir(copied), 0o700); err != nil {
			t.Fatal(err)
		}
		safe, err := Backup(t.Context(), path, copied)
		if err != nil {
			t.Fatal(err)
		}
		if safe < last {
			t.Errorf("safe went back from %d to %d", last, safe)
		}
		last = safe
		s.safe.asked.Store(0)
		if got, err := s.Safe(t.Context()); err != nil || got != safe {
			t.Errorf("got safe %d, %v, want %d", got, err, safe)
		}
		checkCopy(t, copied, safe)
	}
	close(stop)
	wg.Wait()
	if last == 0 {
		t.Error("nothing was ever safe")
	}
	restored := openAt(t, filepath.Join(dir, "backup", "c", "placard.db"))
	if got, err := restored.Setting(t.Context(), server.SettingPause); err != nil || got != server.PausedRestored {
		t.Errorf("got %q, %v: a restored server mails letters again that went after the backup", got, err)
	}
	if got, err := s.Setting(t.Context(), server.SettingPause); err != nil || got != server.PausedNo {
		t.Errorf("got %q, %v: a backup pauses the mail of the server that goes on", got, err)
	}
	var ids []uuid.UUID
	for seq := int64(1); seq <= last; seq++ {
		ids = append(ids, seqs[seq])
	}
	receipts, err := restored.Held(t.Context(), storetest.Campaign, ids)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range receipts {
		if r.Status != data.Held {
			t.Errorf("%s is safe and missing from the backup", r.ID)
		}
	}
	if _, err := Backup(t.Context(), path, filepath.Join(dir, "backup", "a", "placard.db")); err == nil {
		t.Error("an older backup was overwritten")
	}
}

func checkCopy(t *testing.T, path string, safe int64) {
	t.Helper()
	s := openAt(t, path)
	list, err := s.List(t.Context(), server.Query{Newest: true, Limit: 1})
	if err != nil || safe > 0 && (len(list) != 1 || list[0].Seq != safe) {
		t.Errorf("got %d rows, %v, want the last to be %d", len(list), err, safe)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
