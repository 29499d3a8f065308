package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func sources() set {
	return set{
		"index.html":                 []byte(`<html data-build="" data-version="" data-wasm="placard.wasm" data-size="0" data-transfer="0"><script type="module" src="boot.js"></script>`),
		"boot.js":                    []byte(`import './a.js'; import { b } from "./b.js"; fetch('missing.js');`),
		"a.js":                       []byte(`import './b.js';`),
		"b.js":                       []byte(`export const b = 1;`),
		"sw.js":                      []byte(`const build = '@BUILD@', files = '@FILES@';`),
		"placard.wasm":               []byte("\x00asm"),
		"sqlite/worker/worker.js":    []byte(`import './own.js'; import('../vendor/index.mjs')`),
		"sqlite/worker/own.js":       []byte(`1`),
		"sqlite/vendor/index.mjs":    []byte(`new URL("sqlite3.wasm", import.meta.url)`),
		"sqlite/vendor/sqlite3.wasm": []byte("\x00asm2"),
	}
}

func mustAssemble(t *testing.T, s set) *bundle {
	t.Helper()
	b, err := assemble(s, "1.2.3", 42)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAssemble(t *testing.T) {
	b := mustAssemble(t, sources())
	html := string(b.files["index.html"])
	for _, want := range []string{`data-build="` + b.id + `"`, `data-version="1.2.3"`, `data-size="4"`, `data-transfer="42"`, b.final["boot.js"], b.final["placard.wasm"]} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s: %s", want, html)
		}
	}
	boot := string(b.files[b.final["boot.js"]])
	if want := `import './` + b.final["a.js"] + `'; import { b } from "./` + b.final["b.js"] + `"; fetch('missing.js');`; boot != want {
		t.Errorf("got %s, want %s", boot, want)
	}
	worker := string(b.files["sqlite/worker/worker.js"])
	if want := `import('../vendor/` + filepath.Base(b.final["sqlite/vendor/index.mjs"]) + `')`; !strings.Contains(worker, want) {
		t.Errorf("got %s, want %s in it", worker, want)
	}
	var list map[string]string
	sw := string(b.files["sw.js"])
	_, text, _ := strings.Cut(sw, "files = ")
	if err := json.Unmarshal([]byte(strings.TrimSuffix(text, ";")), &list); err != nil {
		t.Fatalf("%v in %s", err, sw)
	}
	if len(list) != len(b.files)-1 || list["./"] == "" { // all but the worker itself
		t.Errorf("the service worker lists %d of %d files: %v", len(list), len(b.files), list)
	}
}

// A change anywhere reaches the names of all that refer to it, and the build's id; no change reaches nothing.
func TestNamesFollowContent(t *testing.T) {
	one, same := mustAssemble(t, sources()), mustAssemble(t, sources())
	if one.id != same.id || !bytes.Equal(one.files["sw.js"], same.files["sw.js"]) {
		t.Error("the same sources made two builds")
	}
	for _, name := range []string{"b.js", "sqlite/worker/worker.js", "placard.wasm", "sw.js", "index.html"} {
		s := sources()
		s[name] = append(s[name], ' ')
		if two := mustAssemble(t, s); two.id == one.id {
			t.Errorf("a change of %s made no new build", name)
		} else if name == "b.js" && two.final["boot.js"] == one.final["boot.js"] {
			t.Error("boot.js kept its name though b.js changed")
		}
	}
}

func TestAssembleRefuses(t *testing.T) {
	s := sources()
	s["b.js"] = []byte(`import './a.js';`)
	if _, err := assemble(s, "1", 0); err == nil || !strings.Contains(err.Error(), "circle") {
		t.Errorf("a circle of imports gave %v", err)
	}
	s = sources()
	s["sw.js"] = []byte(`const files = '@FILES@';`)
	if _, err := assemble(s, "1", 0); err == nil {
		t.Error("a service worker without a build id was taken")
	}
}

func TestWrite(t *testing.T) {
	o := options{out: filepath.Join(t.TempDir(), "web"), cache: t.TempDir(), fast: true}
	stale := filepath.Join(o.out, "old", "boot.0000000000.js")
	if err := put(stale, []byte("old")); err != nil {
		t.Fatal(err)
	}
	b := mustAssemble(t, sources())
	if _, err := b.write(o); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(stale); err == nil {
		t.Error("a file of another build stayed")
	}
	for _, name := range b.names() {
		for _, end := range []string{"", ".br", ".gz"} {
			if _, err := os.Stat(filepath.Join(o.out, name+end)); err != nil {
				t.Error(err)
			}
		}
	}
	before, _ := os.ReadDir(o.cache)
	if _, err := b.write(o); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.ReadDir(o.cache); len(after) != len(before) {
		t.Errorf("unchanged files were compressed again: %d then %d", len(before), len(after))
	}
}
