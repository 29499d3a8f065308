package data_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The walls of the house: which packages each part never imports, directly or not. A name that ends in "/..." means
// the package and all below it.
var walls = []struct {
	of    string
	goos  string
	never []string
}{
	{"placard/data", "", []string{fyne, "database/sql", "net/http", "placard/..."}},
	{"placard/data/seal", "", []string{fyne, "database/sql", "net/http"}},
	{"placard/data/find", "", []string{fyne, "database/sql", "net/http", "placard/data/pack", "placard/data/local"}},
	{"placard/data/pack", "", []string{fyne, "database/sql", "net/http"}},
	{"placard/data/local", "", []string{fyne, "net/http", "placard/server/..."}},
	{"placard/data/local", "js", []string{fyne, "net/http", "placard/server/..."}},
	{"placard/data/outbox", "", []string{fyne, "database/sql", "placard/data/local", "placard/server/..."}},
	{"placard/data/outbox", "js", []string{fyne, "net/http", "crypto/tls", "database/sql", "placard/data/local", "placard/server/..."}},
	{"placard/app", "", []string{"database/sql", "placard/data/local", "placard/server/..."}},
	{"placard/app/translation", "", []string{fyne, "database/sql", "net/http"}},
	// The words on the server's forms are the app's, and nothing else of it.
	{"placard/server", "", []string{fyne, "placard/app", "placard/app/semantic", "placard/app/font", "placard/data/local", "placard/data/outbox", "placard/server/sqlite", "placard/server/mail"}},
	{"placard/server/placardd", "", []string{fyne, "placard/app", "placard/app/semantic", "placard/app/font", "placard/data/local", "placard/data/outbox"}},
	{"placard", "", []string{"placard/server/..."}},
	// go-sqlite3 compiles for the browser, as a stub that fails at first use: a green build would prove nothing.
	// Fyne's dialogs for files do nothing there. The plain pages are made with the web edition, not by it.
	{"placard", "js", []string{"github.com/mattn/go-sqlite3", "placard/server/...", "placard/data/pack/html", "fyne.io/fyne/v2/dialog", "placard/app/translation/pseudo"}},
}

const fyne = "fyne.io/fyne/v2/..."

func TestWalls(t *testing.T) {
	for _, w := range walls {
		t.Run(w.of+" "+w.goos, func(t *testing.T) {
			deps := dependencies(t, w.of, w.goos)
			for _, never := range w.never {
				if i := slices.IndexFunc(deps, func(d string) bool { return d != w.of && within(d, never) }); i >= 0 {
					t.Errorf("%s imports %s", w.of, deps[i])
				}
			}
		})
	}
}

func within(pkg, pattern string) bool {
	if root, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == root || strings.HasPrefix(pkg, root+"/")
	}
	return pkg == pattern
}

func dependencies(t *testing.T, pkg, goos string) []string {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-tags", "sqlite_fts5", pkg)
	cmd.Env = os.Environ()
	if goos == "js" {
		cmd.Env = append(cmd.Env, "GOOS=js", "GOARCH=wasm")
	}
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list -deps %s: %v\n%s", pkg, err, err.(*exec.ExitError).Stderr)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, pkg) || len(deps) < 5 {
		t.Fatalf("go list -deps %s: got %d packages", pkg, len(deps))
	}
	return deps
}
