// Command build makes the web edition: one folder that any web server can serve, every file also compressed.
//
//	go run ./wasm/build -out dist/web
//
// It compiles the kit for the browser, puts the page, its modules, SQLite and the icons beside it, writes the pack's
// texts into the page and beside it as plain pages, names each file after its content, and writes into the service
// worker which files make up this build. The same sources give the same bytes. Compressed files are kept in -cache, so
// that only what changed is compressed again.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"
)

// budget is what a phone may have to fetch for the whole edition, compressed.
const budget = 5_600_000

// tags leave out what the page does not use: colour emoji, FyneApp.toml read at run time, animations (a blinking
// cursor would repaint for ever) and the checks of code that is not used to fyne.Do.
const tags = "no_emoji,no_metadata,no_animations,migrated_fynedo"

func main() {
	var o options
	flag.StringVar(&o.out, "out", "dist/web", "folder to write; what does not belong to the build is deleted from it")
	flag.StringVar(&o.cache, "cache", "dist/cache", "folder of compressed files from earlier builds")
	flag.StringVar(&o.pkg, "pkg", ".", "main package of the kit")
	flag.StringVar(&o.version, "version", "", "version to show; empty means the one in FyneApp.toml")
	flag.StringVar(&o.tags, "tags", "", "more build tags")
	flag.BoolVar(&o.fast, "fast", false, "compress quickly and less, for the inner loop")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

type options struct {
	out, cache, pkg, tags, version string
	fast                           bool
}

func run(o options) error {
	root, err := goCommand("env", "GOMOD")
	if err != nil {
		return err
	}
	root = filepath.Dir(root)
	goroot, err := goCommand("env", "GOROOT")
	if err != nil {
		return err
	}
	if o.version == "" {
		if o.version, err = version(filepath.Join(root, "FyneApp.toml")); err != nil {
			return err
		}
	}
	wasm, err := compile(o, root)
	if err != nil {
		return err
	}
	files := set{}
	for _, from := range []struct{ dir, to string }{
		{filepath.Join(root, "wasm/page"), ""},
		{filepath.Join(root, "wasm/sqlite/worker"), "sqlite/worker"},
		{filepath.Join(root, "wasm/sqlite/vendor"), "sqlite/vendor"},
		{filepath.Join(root, "app/font"), "font"},
	} {
		if err := files.add(from.dir, from.to); err != nil {
			return err
		}
	}
	if err := files.read(); err != nil {
		return err
	}
	if files["words.js"], err = words(filepath.Join(root, "app/translation")); err != nil {
		return err
	}
	files[program] = wasm
	files["wasm_exec.js"], err = os.ReadFile(filepath.Join(goroot, "lib/wasm/wasm_exec.js"))
	if err != nil {
		return err
	}
	packed, err := o.compressed(wasm, ".br")
	if err != nil {
		return err
	}
	b, err := assemble(files, o.version, len(packed))
	if err != nil {
		return err
	}
	sizes, err := b.write(o)
	if err != nil {
		return err
	}
	return report(b, sizes, o.fast)
}

// version reads the version of the kit.
func version(file string) (string, error) {
	var meta struct{ Details struct{ Version string } }
	if _, err := toml.DecodeFile(file, &meta); err != nil {
		return "", fmt.Errorf("read version: %w", err)
	}
	if meta.Details.Version == "" {
		return "", fmt.Errorf("read version: %s has none", file)
	}
	return meta.Details.Version, nil
}

// compile builds the kit and returns the program.
func compile(o options, root string) ([]byte, error) {
	tmp, err := os.MkdirTemp("", "placard-build")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	file := filepath.Join(tmp, "placard.wasm")
	all := tags
	if o.tags != "" {
		all += "," + o.tags
	}
	modfile, err := slim(root, o.cache)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("go", "build", "-modfile", modfile, "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-tags", all, "-o", file, o.pkg)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("compile the kit for the browser: %w", err)
	}
	return os.ReadFile(file)
}

func goCommand(args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("run go %s: %w", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out)), nil
}

// report prints what a visitor downloads, and fails when that is over the budget.
func report(b *bundle, sizes map[string]size, fast bool) error {
	var sum size
	fmt.Printf("%-44s %12s %12s %12s\n", "file", "bytes", "gzip", "brotli")
	for _, name := range b.names() {
		s := sizes[name]
		fmt.Printf("%-44s %12d %12d %12d\n", name, s.plain, s.gzip, s.brotli)
		sum.plain += s.plain
		sum.gzip += s.gzip
		sum.brotli += s.brotli
	}
	fmt.Printf("%-44s %12d %12d %12d\n", "all of "+b.id, sum.plain, sum.gzip, sum.brotli)
	if !fast && sum.brotli > budget {
		return errors.New("the edition is over its budget of 5.6 MB in brotli")
	}
	return nil
}
