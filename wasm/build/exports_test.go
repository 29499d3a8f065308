package main

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	exported = regexp.MustCompile(`(?m)^export (?:async )?(?:function|const|let|class) (\w+)`)
	imported = regexp.MustCompile(`(?s)import \{([^}]*)\} from '([^']+)'`)
	wholly   = regexp.MustCompile(`import \* as (\w+) from '([^']+)'`)
)

// sieved is what a browser test calls by itself, to try it with output that no panic of ours makes.
var sieved = map[string]bool{"report.js frames": true, "report.js family": true}

// Every export of the page's modules and of the database's is used by another module.
func TestNoDeadExports(t *testing.T) {
	for _, dir := range []string{"../page", "../sqlite/worker"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.js"))
		if err != nil || len(files) < 5 {
			t.Fatalf("%s: %d modules, %v", dir, len(files), err)
		}
		text, used := map[string]string{}, map[string]bool{} // used: "module.js name"
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			text[filepath.Base(f)] = string(b)
		}
		for _, source := range text {
			for _, m := range imported.FindAllStringSubmatch(source, -1) {
				for name := range strings.SplitSeq(m[1], ",") {
					name, _, _ = strings.Cut(strings.TrimSpace(name), " as ")
					used[path.Base(m[2])+" "+name] = true
				}
			}
			for _, m := range wholly.FindAllStringSubmatch(source, -1) {
				for _, use := range regexp.MustCompile(`\b`+m[1]+`\.(\w+)`).FindAllStringSubmatch(source, -1) {
					used[path.Base(m[2])+" "+use[1]] = true
				}
			}
		}
		count := 0
		for module, source := range text {
			for _, m := range exported.FindAllStringSubmatch(source, -1) {
				count++
				if name := module + " " + m[1]; !used[name] && !sieved[name] {
					t.Errorf("%s/%s: nobody imports %s", dir, module, m[1])
				}
			}
		}
		if count < 10 {
			t.Errorf("%s: found only %d exports", dir, count)
		}
	}
}
