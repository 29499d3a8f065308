package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// TestPatchesFit: every patch fits the version of its module that go.mod names, and what it was written for is gone.
func TestPatchesFit(t *testing.T) {
	if testing.Short() {
		t.Skip("copies modules")
	}
	modfile, err := slim(absolute(t, root), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(root)
	got, err := linked(modfile, tags, ".")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(got, "placard/app") {
		t.Fatalf("the kit is not among %d packages", len(got))
	}
	for _, never := range []string{"net/http", "crypto/tls", "crypto/x509", "text/template", "html/template", "golang.org/x/net/html/charset",
		"github.com/go-text/typesetting/fontscan", "github.com/hack-pad/go-indexeddb/idb", "golang.org/x/image/tiff", "github.com/srwiley/oksvg"} {
		if slices.Contains(got, never) {
			t.Errorf("%s is linked again", never)
		}
	}
	// Fyne's own tests of the package that was written anew.
	cmd := exec.Command("go", "test", "-mod=mod", "-modfile", modfile, "fyne.io/fyne/v2/lang", "fyne.io/fyne/v2/storage/repository")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("Fyne's tests with the patch: %v\n%s", err, out)
	}
}

func absolute(t *testing.T, dir string) string {
	t.Helper()
	abs, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

func TestPatchesExplainThemselves(t *testing.T) {
	list, err := readPatches()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatal("no patches")
	}
	for _, p := range list {
		why, _, _ := strings.Cut(string(p.text), "\n--- ")
		if !strings.Contains(why, "To be offered upstream") || !strings.HasPrefix(p.version, "v") {
			t.Errorf("the patch of %s %s does not say how it is to be offered upstream", p.module, p.version)
		}
	}
}

func TestApply(t *testing.T) {
	const file = "one\ntwo\nthree\nfour\nfive\nsix\n"
	for _, test := range []struct{ name, diff, want, err string }{
		{"change", "why\n--- a/f\n+++ b/f\n@@ -2,3 +2,3 @@\n two\n-three\n+3\n four\n", "one\ntwo\n3\nfour\nfive\nsix\n", ""},
		{"two hunks", "--- a/f\n+++ b/f\n@@ -1,2 +1,1 @@\n-one\n two\n@@ -5,2 +4,3 @@\n five\n+five and a half\n six\n", "two\nthree\nfour\nfive\nfive and a half\nsix\n", ""},
		{"new file", "--- /dev/null\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n", "a\nb\n", ""},
		{"moved", "--- a/f\n+++ b/f\n@@ -3,3 +3,3 @@\n two\n-three\n+3\n four\n", "", "line 3 is not what"},
		{"changed below", "--- a/f\n+++ b/f\n@@ -2,3 +2,3 @@\n two\n-three\n+3\n FOUR\n", "", "line 4 is not what"},
		{"beyond", "--- a/f\n+++ b/f\n@@ -20,1 +20,1 @@\n-two\n+2\n", "", "out of place"},
		{"backwards", "--- a/f\n+++ b/f\n@@ -4,1 +4,1 @@\n-four\n+4\n@@ -1,1 +1,1 @@\n-one\n+1\n", "", "out of place"},
		{"empty", "--- a/f\n+++ b/f\n", "", "no hunks"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "f"), []byte(file), 0o644); err != nil {
				t.Fatal(err)
			}
			err := apply([]byte(test.diff), dir)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("got %v, want %q", err, test.err)
				}
				return
			}
			if got, _ := os.ReadFile(filepath.Join(dir, "f")); err != nil || string(got) != test.want {
				t.Errorf("got %q and %v, want %q", got, err, test.want)
			}
		})
	}
}
