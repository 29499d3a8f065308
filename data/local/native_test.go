//go:build !js

package local

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"placard/data"
)

const childEnv = "PLACARD_LOCAL_CHILD"

// TestMain is also a process of its own that adds actions until it is killed, or tries to open a store.
func TestMain(m *testing.M) {
	switch verb, dir, _ := strings.Cut(os.Getenv(childEnv), " "); verb {
	case "":
		os.Exit(m.Run())
	default:
		if err := child(verb, dir); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
}

func child(verb, dir string) error {
	ctx := context.Background()
	s, err := Open(ctx, dir)
	if err != nil || verb == "open" {
		return err
	}
	for i := 0; ; i++ {
		x := sealed(i)
		if err := s.Add(ctx, x); err != nil {
			return err
		}
		fmt.Println(x.ID)
	}
}

func childCommand(verb, dir string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+verb+" "+dir)
	return cmd
}

// TestKill: whatever Add reported is there after kill -9, at any moment.
func TestKill(t *testing.T) {
	rounds := 20
	if testing.Short() {
		rounds = 3
	}
	dir := newName(t)
	added := map[uuid.UUID]bool{}
	for range rounds {
		cmd := childCommand("add", dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		said := 0
		for scan := bufio.NewScanner(out); scan.Scan(); {
			id, err := uuid.Parse(scan.Text())
			if err != nil {
				t.Fatal(scan.Text())
			}
			added[id] = true
			if said++; said == 7 { // more may come before the kill strikes
				cmd.Process.Kill()
			}
		}
		cmd.Wait()
	}
	s := open(t, dir)
	got, err := s.Waiting(t.Context(), campaign, 1<<20, 1<<40)
	if err != nil {
		t.Fatal(err)
	}
	there := map[uuid.UUID]bool{}
	for _, x := range got {
		there[x.ID] = true
	}
	for id := range added {
		if !there[id] {
			t.Errorf("%v was added, and is gone", id)
		}
	}
	if extra := len(there) - len(added); extra < 0 || extra > rounds { // one a kill may be stored and not reported
		t.Errorf("got %d actions, added %d", len(there), len(added))
	}
}

// TestOneInstance: who comes second is told so, in this process or another, and the first goes on.
func TestOneInstance(t *testing.T) {
	dir := newName(t)
	s := open(t, dir)
	add(t, s, 1)
	if second, err := Open(t.Context(), dir); !errors.Is(err, data.NewError(data.CodeStoreBusy, "", nil)) {
		t.Errorf("same process: got %v, %v, want %s", second, err, data.CodeStoreBusy)
	}
	out, err := childCommand("open", dir).Output()
	if err == nil || !strings.Contains(string(out), string(data.CodeStoreBusy)) {
		t.Errorf("other process: got %q, %v, want %s", out, err, data.CodeStoreBusy)
	}
	add(t, s, 1)
	s.Close()
	if out, err := childCommand("open", dir).Output(); err != nil {
		t.Errorf("after Close: got %q, %v", out, err)
	}
}

func TestOnlyTheOwnerReads(t *testing.T) {
	dir := filepath.Join(newName(t), "new", "kit ?&%#ũ")
	s := open(t, dir)
	add(t, s, 10)
	count := 0
	err := filepath.WalkDir(filepath.Dir(dir), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if got := info.Mode().Perm(); got&0o077 != 0 {
			t.Errorf("%s: got mode %o, want nobody else in", d.Name(), got)
		}
		count++
		return nil
	})
	if err != nil || count < 3 { // two folders, the database, its journal while open
		t.Errorf("got %d files, %v", count, err)
	}
}

func TestNoDatabaseOfOurs(t *testing.T) {
	dir := newName(t)
	path := filepath.Join(dir, databaseFile)
	want := strings.Repeat("This is somebody's diary. ", 1000)
	if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := Open(t.Context(), dir); !errors.Is(err, data.NewError(data.CodeStoreDamaged, "", nil)) {
		t.Errorf("got %v, %v, want %s", s, err, data.CodeStoreDamaged)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("the file was changed: %d bytes, %v", len(got), err)
	}
}

func TestWhereNothingCanBeStored(t *testing.T) {
	file := filepath.Join(newName(t), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := Open(t.Context(), file); !errors.Is(err, data.NewError(data.CodeStorage, "", nil)) {
		t.Errorf("got %v, %v, want %s", s, err, data.CodeStorage)
	}
}

// TestPragmas: what keeps data safe is on, as the driver reports it.
func TestPragmas(t *testing.T) {
	s := open(t, newName(t))
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "secure_delete": "1", "temp_store": "2", "trusted_schema": "0",
		"foreign_keys": "1", "locking_mode": "exclusive", "fullfsync": "1", "checkpoint_fullfsync": "1",
	} {
		var got string
		if err := s.db.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", pragma, got, err, want)
		}
	}
}

// TestSealsAreErased: a seal that was let go is in no page of the file any more, once the journal is written back.
func TestSealsAreErased(t *testing.T) {
	dir := newName(t)
	s := open(t, dir)
	list := add(t, s, 20)
	epoch := uuid.New()
	for i, x := range list[:10] {
		file(t, s, answer(epoch, 0, data.Receipt{ID: x.ID, Status: data.Accepted, Seq: int64(i + 1)}))
	}
	file(t, s, answer(epoch, 10))
	s.Close()
	b, err := os.ReadFile(filepath.Join(dir, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range list {
		got, want := strings.Contains(string(b), string(x.Seal[1000:1032])), i >= 10
		if got != want {
			t.Errorf("seal %d: in the file is %v, want %v", i, got, want)
		}
	}
}
