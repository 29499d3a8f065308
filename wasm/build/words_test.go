package main

import (
	"os"
	"path/filepath"
	"regexp"
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

// What a person can read or hear is never written into a module: it comes from the translations. The name of the kit
// is the same in all of them.
func TestModulesSayNothingThemselves(t *testing.T) {
	shown := regexp.MustCompile("(?:(?:textContent|innerText|innerHTML|title|placeholder|alt|ariaLabel)\\s*[=:]|'(?:aria-(?:label|description|roledescription|valuetext)|title|alt|placeholder)',|(?:alert|confirm|prompt)\\(|append\\()\\s*(['\"`][^'\"`]*\\pL\\pL[^'\"`]*)")
	files, err := filepath.Glob("../page/*.js")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d modules, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range shown.FindAllStringSubmatch(string(text), -1) {
			if !strings.Contains(m[1], "${title} – Placard") {
				t.Errorf("%s: %s", filepath.Base(file), m[0])
			}
		}
	}
	for _, odd := range []string{`a.textContent = 'Try again'`, `el.setAttribute('aria-label', "Menu")`, "p.append(`Not ${n}`)"} {
		if !shown.MatchString(odd) {
			t.Errorf("%s is not found", odd)
		}
	}
}
