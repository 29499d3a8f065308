package main

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The web edition is built from slimmer copies of a few modules: what takes a third of the program and is never run there is
// taken out by the patches here, each of which says why, and how it is to be offered to those who keep the module. A patch
// fits one version of its module, to the line; with another the build fails and says so.
//
//go:embed patch/*.patch
var patches embed.FS

// patch is what is taken out of a module.
type patch struct {
	module, version string
	text            []byte
}

// readPatches reads the patches in order. The first line of each names the module and its version.
func readPatches() ([]patch, error) {
	names, err := fs.Glob(patches, "patch/*.patch")
	if err != nil {
		return nil, err
	}
	var list []patch
	for _, name := range names {
		text, err := patches.ReadFile(name)
		if err != nil {
			return nil, err
		}
		first, _, _ := strings.Cut(string(text), "\n")
		module, version, ok := strings.Cut(first, " ")
		if !ok {
			return nil, fmt.Errorf("%s: the first line must name the module and its version", name)
		}
		list = append(list, patch{module, version, text})
	}
	return list, nil
}

// skipped are folders of a module that no program is built from.
var skipped = []string{"cmd", "testdata", "doc", "img", ".github"}

// slim puts the patched copies of the modules into the cache, beside a go.mod that has them in place of the originals, and
// returns that file's name. What is there already is used again.
func slim(root, cache string) (modfile string, err error) {
	list, err := readPatches()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	var files [2][]byte // go.mod, go.sum
	for i, name := range []string{"go.mod", "go.sum"} {
		if files[i], err = os.ReadFile(filepath.Join(root, name)); err != nil {
			return "", err
		}
		sum.Write(files[i])
	}
	for _, p := range list {
		sum.Write(p.text)
	}
	dir, err := filepath.Abs(filepath.Join(cache, "slim-"+hex.EncodeToString(sum.Sum(nil)[:8])))
	if err != nil {
		return "", err
	}
	modfile = filepath.Join(dir, "web.mod")
	if _, err := os.Stat(modfile); err == nil {
		now := time.Now()
		return modfile, os.Chtimes(dir, now, now)
	}
	forget(cache)
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", err
	}
	tmp, err := os.MkdirTemp(cache, "slim-new-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp)
	for _, p := range list {
		if err := p.copy(filepath.Join(tmp, path.Base(p.module)+"@"+p.version)); err != nil {
			return "", err
		}
		to, err := filepath.Rel(root, filepath.Join(dir, path.Base(p.module)+"@"+p.version))
		if err != nil {
			return "", err
		}
		files[0] = fmt.Appendf(files[0], "\nreplace %s => ./%s\n", p.module, filepath.ToSlash(to))
	}
	for i, name := range []string{"web.mod", "web.sum"} {
		if err := os.WriteFile(filepath.Join(tmp, name), files[i], 0o644); err != nil {
			return "", err
		}
	}
	if err := os.Rename(tmp, dir); err != nil && !errors.Is(err, fs.ErrExist) { // another build was as quick
		return "", err
	}
	return modfile, nil
}

// copy copies the module to a folder and applies the patch there.
func (p patch) copy(to string) error {
	out, err := goCommand("list", "-m", "-f", "{{.Version}} {{.Dir}}", p.module)
	if err != nil {
		return err
	}
	version, from, _ := strings.Cut(out, " ")
	if version != p.version {
		return fmt.Errorf("%s is at %s now: see whether wasm/build/patch still fits, it is for %s", p.module, version, p.version)
	}
	err = filepath.WalkDir(from, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, file)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains(skipped, d.Name()) {
				return fs.SkipDir
			}
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), data, 0o644)
	})
	if err != nil {
		return fmt.Errorf("copy %s: %w", p.module, err)
	}
	if err := apply(p.text, to); err != nil {
		return fmt.Errorf("patch %s %s: %w", p.module, p.version, err)
	}
	return tidy(to)
}

// tidy formats the copies, so that whoever looks for unformatted files finds none of another's.
func tidy(dir string) error {
	return filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) != ".go" {
			return err
		}
		old, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		text, err := format.Source(old)
		if err != nil || bytes.Equal(text, old) {
			return err
		}
		return os.WriteFile(file, text, 0o644)
	})
}

// forget deletes copies that no build has made use of for a day.
func forget(cache string) {
	old, _ := filepath.Glob(filepath.Join(cache, "slim-*")) // the pattern is right
	for _, dir := range old {
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
			os.RemoveAll(dir)
		}
	}
}

// linked lists the packages of a program for the browser.
func linked(modfile, tags, pkg string) ([]string, error) {
	cmd := exec.Command("go", "list", "-modfile", modfile, "-tags", tags, "-deps", pkg)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("list what is linked: %w\n%s", err, said.Bytes())
	}
	return strings.Fields(string(out)), nil
}
