package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPackCheck(t *testing.T) {
	out, _, err := run(t, "", "pack", "check", filepath.Join("..", "..", "data", "pack", "kenya-2008"))
	if err != nil || !strings.Contains(out, "in order") {
		t.Errorf("the bundled pack: got %q, %v", out, err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "pack.toml"), []byte("id = \"Kenya 2008\"\nversoin = \"1\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _, err = run(t, "", "pack", "check", dir)
	if err == nil || !strings.Contains(out, "pack.toml:2") || !strings.Contains(out, "version") {
		t.Errorf("a wrong pack: got %q, %v; want line 2 and the right key named", out, err)
	}
	if _, errs, err := run(t, "", "pack", "bake", dir); err != errUsage || errs == "" {
		t.Errorf("pack bake: got %v, %q", err, errs)
	}
}
