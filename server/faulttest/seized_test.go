package faulttest

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/uuid"
)

// TestSeizedDevice: after fifty signatures and a kill -9 nothing on the device tells who signed: not the database,
// not its journal, no file anywhere that the kit could write to, no line of its log.
func TestSeizedDevice(t *testing.T) {
	for _, online := range []bool{false, true} {
		t.Run(map[bool]string{false: "all waiting", true: "half sent"}[online], func(t *testing.T) {
			dir := t.TempDir()
			names := signAndDie(t, dir, online)
			if n := search(t, dir, names); n == 0 {
				t.Error("searched no file")
			}
		})
	}
}

// signAndDie runs a kit whose whole world is dir, lets fifty people sign, and kills it.
func signAndDie(t *testing.T, dir string, online bool) (names []string) {
	c := campaign
	c.Server = "http://127.0.0.1:9" // nobody is there
	if online {
		c.Server = startForTest(t)
	}
	for _, d := range []string{"home", "tmp"} {
		if err := os.Mkdir(filepath.Join(dir, d), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	kit, err := startKit(kitConfig{Dir: filepath.Join(dir, "kit"), Campaign: c, Idle: time.Hour},
		"HOME="+filepath.Join(dir, "home"), "TMPDIR="+filepath.Join(dir, "tmp"), "SQLITE_TMPDIR="+filepath.Join(dir, "tmp"))
	if err != nil {
		t.Fatal(err)
	}
	defer kit.kill()
	for range 50 {
		id := uuid.New()
		a := actOf(id, time.Now())
		for _, v := range a.Fields {
			names = append(names, v)
		}
		fmt.Fprintln(kit.in, "queue "+id.String())
	}
	stored, log := 0, []string{}
	for stored < 50 {
		select {
		case line := <-kit.lines:
			log = append(log, line)
			if strings.HasPrefix(line, "ok ") {
				stored++
			} else if strings.HasPrefix(line, "err ") {
				t.Fatal(line)
			}
		case <-time.After(30 * time.Second):
			t.Fatalf("stored %d of 50: %s", stored, kit.stderr.Bytes())
		}
	}
	go func() {
		for range kit.lines {
		}
	}()
	kit.kill()
	if err := os.WriteFile(filepath.Join(dir, "log"), []byte(strings.Join(log, "\n")+kit.stderr.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return names
}

func startForTest(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "server")
	if err := os.CopyFS(dir, os.DirFS(template)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s, err := startServer(ctx, ownHost(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	return s.url
}

// search looks for the names in every file under dir, in whatever way they might be written, and returns how many
// files it looked into.
func search(t *testing.T, dir string, names []string) (files int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		if found := find(b, names); found != "" {
			t.Errorf("%s holds %q", d.Name(), found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// find returns the first of the names that is in b: as it is, in either case, in UTF-16, hex or base64.
func find(b []byte, names []string) string {
	lower := bytes.ToLower(b)
	for _, name := range names {
		for _, form := range forms(name) {
			if bytes.Contains(b, form) || bytes.Contains(lower, bytes.ToLower(form)) {
				return name
			}
		}
	}
	return ""
}

func forms(name string) [][]byte {
	raw := []byte(name)
	var little, big []byte
	for _, u := range utf16.Encode([]rune(name)) {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	list := [][]byte{raw, little, big, []byte(hex.EncodeToString(raw))}
	for shift := range 3 { // wherever the name begins in what was encoded
		for _, e := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
			coded := e.EncodeToString(append(make([]byte, shift), raw...))
			list = append(list, []byte(strings.TrimRight(coded, "=")[(shift*8+5)/6:len(coded)-4]))
		}
	}
	return list
}

// TestSearchFinds keeps TestSeizedDevice honest: it can see what it looks for.
func TestSearchFinds(t *testing.T) {
	const name = "Wanjirũ wa Ngũgĩ"
	for i, form := range forms(name) {
		if find(append(append([]byte("before "), form...), " after"...), []string{"nobody", name}) == "" {
			t.Errorf("form %d is not seen", i)
		}
	}
	for shift := range 3 {
		text := strings.Repeat("x", 3+shift) + name + " and more"
		if find([]byte(base64.StdEncoding.EncodeToString([]byte(text))), []string{name}) == "" {
			t.Errorf("base64, %d bytes in: not seen", 3+shift)
		}
	}
	if got := find(bytes.Repeat([]byte("nothing here "), 1000), []string{name}); got != "" {
		t.Errorf("found %q where it is not", got)
	}
}
