//go:build !js

package sqlite

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// What was copied from elsewhere must be what its README says it is.
func TestVendoredFilesAreTheOnesNamed(t *testing.T) {
	readme, err := os.ReadFile("vendor/README.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\| (\S+) \| ([0-9a-f]{64}) \|$`).FindAllStringSubmatch(string(readme), -1) {
		named[m[1]] = m[2]
	}
	vendored, err := fs.Sub(Assets(), "vendor")
	if err != nil {
		t.Fatal(err)
	}
	found, err := fs.Glob(vendored, "*")
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != len(named) || len(found) == 0 {
		t.Errorf("files are %v, the README names %v", found, named)
	}
	for _, file := range found {
		b, err := fs.ReadFile(vendored, file)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(b)
		if got := hex.EncodeToString(sum[:]); got != named[file] {
			t.Errorf("%s has sum %s, the README says %q", file, got, named[file])
		}
	}
}

// The worker's modules must be complete: each import names a file that is there.
func TestAssetsAreComplete(t *testing.T) {
	imports := regexp.MustCompile(`(?:from |import\()'\./?(\.?/?[^']+)'`)
	scripts, err := fs.Glob(Assets(), "worker/*.js")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("scripts are %v (%v)", scripts, err)
	}
	for _, script := range scripts {
		b, err := fs.ReadFile(Assets(), script)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range imports.FindAllStringSubmatch(string(b), -1) {
			file := "worker/" + m[1]
			if up, ok := strings.CutPrefix(m[1], "./"); ok {
				file = up
			}
			if _, err := fs.Stat(Assets(), file); err != nil {
				t.Errorf("%s imports %s: %v", script, m[1], err)
			}
		}
	}
}
