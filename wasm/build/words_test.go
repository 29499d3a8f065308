package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"en.json": `{"page.again": "Try again", "nav.sign": "Sign"}`,
		"sw.json": `{"page.again": "Jaribu tena", "count": {"one": "a", "other": "b"}}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := words(dir)
	if err != nil {
		t.Fatal(err)
	}
	if s := string(got); !strings.Contains(s, `"page.again": "Jaribu tena"`) || !strings.Contains(s, `"Try again"`) || strings.Contains(s, "nav.sign") {
		t.Errorf("got %s", s)
	}
	if _, err := words(t.TempDir()); err == nil {
		t.Error("no translations at all were taken")
	}
}
