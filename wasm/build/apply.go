package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// apply applies a unified diff to the files below a folder. It is strict: every line of context has to be where the
// diff has it. What stands before the first file is for the reader.
func apply(diff []byte, dir string) error {
	lines := strings.Split(strings.TrimSuffix(string(diff), "\n"), "\n")
	for i := 0; i < len(lines); {
		if !strings.HasPrefix(lines[i], "--- ") || i+1 == len(lines) || !strings.HasPrefix(lines[i+1], "+++ b/") {
			i++
			continue
		}
		name := strings.TrimPrefix(lines[i+1], "+++ b/")
		end := i + 2
		for end < len(lines) && !strings.HasPrefix(lines[end], "--- a/") && lines[end] != "--- /dev/null" {
			end++
		}
		if err := applyFile(filepath.Join(dir, filepath.FromSlash(name)), lines[i] == "--- /dev/null", lines[i+2:end]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		i = end
	}
	return nil
}

func applyFile(file string, fresh bool, hunks []string) error {
	var old []string
	if !fresh {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		old = strings.Split(string(data), "\n")
	}
	text, err := merge(old, hunks)
	if err != nil {
		return err
	}
	if fresh {
		text = append(text, "") // the last line's end
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
	}
	return os.WriteFile(file, []byte(strings.Join(text, "\n")), 0o644)
}

var hunkHead = regexp.MustCompile(`^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@`)

// merge applies the hunks to the lines of a file.
func merge(old, hunks []string) (text []string, err error) {
	at := 0 // lines of old that are done
	for i := 0; i < len(hunks); {
		g := hunkHead.FindStringSubmatch(hunks[i])
		if g == nil {
			return nil, fmt.Errorf("%q is no head of a hunk", hunks[i])
		}
		start, _ := strconv.Atoi(g[1]) // digits, by the pattern
		start = max(start-1, 0)
		if start < at || start > len(old) {
			return nil, fmt.Errorf("hunk %s is out of place", g[0])
		}
		text = append(text, old[at:start]...)
		at = start
		for i++; i < len(hunks) && !strings.HasPrefix(hunks[i], "@@ "); i++ {
			mark, line := hunks[i][:min(1, len(hunks[i]))], hunks[i][min(1, len(hunks[i])):]
			if mark == "+" {
				text = append(text, line)
				continue
			}
			if mark != "-" && mark != " " {
				return nil, fmt.Errorf("%q is no line of a diff", hunks[i])
			}
			if at >= len(old) || old[at] != line {
				return nil, fmt.Errorf("line %d is not what hunk %s has there: %q", at+1, g[0], line)
			}
			if mark == " " {
				text = append(text, line)
			}
			at++
		}
	}
	if len(hunks) == 0 {
		return nil, errors.New("no hunks")
	}
	return slices.Concat(text, old[at:]), nil
}
