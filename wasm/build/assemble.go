package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// set is the sources: content by slash-separated name.
type set map[string][]byte

// kinds are the endings that belong to the edition.
var kinds = []string{".html", ".css", ".js", ".mjs", ".wasm", ".webmanifest", ".png", ".jpg", ".svg", ".ttf"}

// add takes the files of a folder in.
func (s set) add(dir, to string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read sources: %w", err)
	}
	for _, e := range entries {
		if e.IsDir() || !slices.Contains(kinds, path.Ext(e.Name())) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return fmt.Errorf("read sources: %w", err)
		}
		s[path.Join(to, e.Name())] = data
	}
	return nil
}

// The names that stay: the pages, whose addresses people know (every other .html too); the service worker, which browsers
// tell apart by name; and the worker that wasm/sqlite starts by its name.
const (
	page   = "index.html"
	worker = "sw.js"
	sqlite = "sqlite/worker/worker.js"
)

const (
	program  = "placard.wasm"
	manifest = "manifest.webmanifest"
)

// bundle is a build: its files under their final names.
type bundle struct {
	id    string
	files set

	source set
	final  map[string]string // by source name
	stack  []string
}

// assemble names each file after its content and rewrites the references to it, leaves first. The page learns how many
// bytes of the program it will see, and how many come over the wire.
func assemble(source set, version string, transfer int) (*bundle, error) {
	b := &bundle{files: set{}, source: source, final: map[string]string{}}
	for _, name := range source.names() {
		if name == page || name == worker {
			continue
		}
		if _, err := b.finish(name); err != nil {
			return nil, err
		}
	}
	html, err := b.rewrite(page)
	if err != nil {
		return nil, err
	}
	html = attribute(html, "version", version)
	html = attribute(html, "size", strconv.Itoa(len(source[program])))
	html = attribute(html, "transfer", strconv.Itoa(transfer))
	b.id = b.identify(html, source[worker])
	b.files[page] = attribute(html, "build", b.id)
	b.files[worker], err = b.serviceWorker(source[worker])
	return b, err
}

func (s set) names() []string {
	var names []string
	for n := range s {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// names lists the build's files in order.
func (b *bundle) names() []string { return b.files.names() }

// finish gives a source file its final name and content.
func (b *bundle) finish(name string) (string, error) {
	if final := b.final[name]; final != "" {
		return final, nil
	}
	if slices.Contains(b.stack, name) {
		return "", fmt.Errorf("%s refers to itself by way of %s: break the circle", name, strings.Join(b.stack, ", "))
	}
	b.stack = append(b.stack, name)
	defer func() { b.stack = b.stack[:len(b.stack)-1] }()
	data, err := b.rewrite(name)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	final := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
	if name == sqlite || ext == ".html" {
		final = name
	}
	b.final[name], b.files[final] = final, data
	return final, nil
}

// quoted matches what may be a reference: a relative path of ours between quotes.
var quoted = regexp.MustCompile(`(["'])([\w./-]+\.(?:js|mjs|css|wasm|png|jpg|svg|ttf|webmanifest))(["'])`)

// rewrite replaces the references in a text file by the final names.
func (b *bundle) rewrite(name string) ([]byte, error) {
	data := b.source[name]
	switch path.Ext(name) {
	case ".html", ".css", ".js", ".mjs", ".webmanifest":
	default:
		return data, nil
	}
	var failed error
	out := quoted.ReplaceAllFunc(data, func(m []byte) []byte {
		g := quoted.FindSubmatch(m)
		ref := string(g[2])
		to := path.Join(path.Dir(name), ref)
		if _, ok := b.source[to]; !ok || to == worker || to == name {
			return m
		}
		final, err := b.finish(to)
		if err != nil {
			failed = err
			return m
		}
		ref = strings.TrimSuffix(ref, path.Base(ref)) + path.Base(final) // nothing changes its folder
		return bytes.Join([][]byte{g[1], []byte(ref), g[3]}, nil)
	})
	return out, failed
}

// attribute fills in a data attribute of the page's root element.
func attribute(html []byte, name, value string) []byte {
	re := regexp.MustCompile(`data-` + name + `="[^"]*"`)
	return re.ReplaceAll(html, []byte(`data-`+name+`="`+value+`"`))
}

// identify hashes everything that makes up the build.
func (b *bundle) identify(html, sw []byte) string {
	h := sha256.New()
	for _, name := range b.names() {
		fmt.Fprintf(h, "%s %x\n", name, sha256.Sum256(b.files[name]))
	}
	h.Write(html)
	h.Write(sw)
	return "placard-" + hex.EncodeToString(h.Sum(nil)[:5])
}

// serviceWorker fills in which files are this build, and the SHA-256 of each.
func (b *bundle) serviceWorker(src []byte) ([]byte, error) {
	list := map[string]string{}
	for name, data := range b.files {
		if name == page {
			name = "./"
		}
		sum := sha256.Sum256(data)
		list[name] = hex.EncodeToString(sum[:])
	}
	text, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return nil, err
	}
	for mark, value := range map[string]string{"'@BUILD@'": strconv.Quote(b.id), "'@FILES@'": string(text)} {
		if bytes.Count(src, []byte(mark)) != 1 {
			return nil, fmt.Errorf("%s must hold %s once", worker, mark)
		}
		src = bytes.Replace(src, []byte(mark), []byte(value), 1)
	}
	return src, nil
}
