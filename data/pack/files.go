package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// Limits of a pack. They are far above what a campaign needs and far below what would hurt a phone.
const (
	MaxFiles   = 500
	MaxBytes   = 16 << 20  // all files together
	MaxText    = 256 << 10 // bytes of one text file
	MaxPicture = 1 << 20   // bytes of one picture
	MaxPixels  = 12_000_000
	maxDepth   = 4
)

// Hash returns the SHA-256 of a pack's files in hex: the hash of the text that has one line for each file, in the
// byte order of the paths, made of the file's own SHA-256 in hex, two spaces, the path and a line feed. So it can
// be had without this program, in the pack's folder:
//
//	find * -type f ! -path '*/.*' | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum
//
// Files and folders whose names begin with a dot do not belong to a pack.
func Hash(fsys fs.FS) (string, error) {
	files, problems := readFiles(fsys)
	if problems.Fatal() {
		return "", problems
	}
	return hash(files), nil
}

func hash(files map[string][]byte) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%x  %s\n", sha256.Sum256(files[name]), name)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// readFiles reads every file of a pack within the limits.
func readFiles(fsys fs.FS) (map[string][]byte, Problems) {
	files := map[string][]byte{}
	var problems Problems
	add := func(name, format string, args ...any) {
		problems = append(problems, Problem{File: name, Text: fmt.Sprintf(format, args...)})
	}
	total := 0
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			add(name, "cannot be read (%v): check the folder's permissions", err)
			return fs.SkipDir
		case name != "." && strings.HasPrefix(path.Base(name), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir():
			if strings.Count(name, "/") >= maxDepth {
				add(name, "folders lie too deep: a pack has at most %d, one in the other", maxDepth)
				return fs.SkipDir
			}
		case !d.Type().IsRegular():
			add(name, "is a link or a special file: put the file itself here")
		case strings.ContainsFunc(name, func(r rune) bool { return badRune(r) || r == '\\' || r < 0x20 }):
			add(name, "the file's name has characters that do not show: rename it with a-z, 0-9 and hyphens")
		case len(files) == MaxFiles:
			add("", "has more than %d files: take out those that it does not need", MaxFiles)
			return fs.SkipAll
		default:
			b, err := readFile(fsys, name)
			if err != nil {
				add(name, "%v", err)
				return nil
			}
			if total += len(b); total > MaxBytes {
				add("", "is larger than %d MiB in all: make its pictures smaller", MaxBytes>>20)
				return fs.SkipAll
			}
			files[name] = b
		}
		return nil
	})
	if err != nil {
		add("", "cannot be read (%v)", err)
	}
	return files, problems
}

func readFile(fsys fs.FS, name string) ([]byte, error) {
	limit, advice := MaxText, "shorten it, or split it into several"
	if isPicture(name) {
		limit, advice = MaxPicture, "save the picture smaller, about 1200 pixels wide"
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot be read (%v): check its permissions", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, int64(limit)+1))
	if err != nil {
		return nil, fmt.Errorf("cannot be read (%v): check its permissions", err)
	}
	if len(b) > limit {
		return nil, fmt.Errorf("is larger than %d KiB: %s", limit>>10, advice)
	}
	return b, nil
}

func isPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg":
		return true
	}
	return false
}
