package server

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// webFiles serves the web edition's folder. Beside a file there may lie the same file as .br and .gz, made by the
// build; nothing is compressed here.
type webFiles struct {
	dir string
	mu  sync.Mutex
	tag map[string]webTag // by name, the hash of a file that has not changed since
}

type webTag struct {
	size int64
	mod  time.Time
	hash string
}

func newWebFiles(dir string) *webFiles { return &webFiles{dir: dir, tag: map[string]webTag{}} }

// hashed matches a name that the build derived from the content, such as app.3f9a1c04.wasm.
var hashed = regexp.MustCompile(`[.-][0-9a-f]{8,64}\.[a-z0-9]+$`)

// types holds what the system's own tables do not know or get wrong.
var types = map[string]string{
	".wasm":        "application/wasm",
	".js":          "text/javascript; charset=utf-8",
	".mjs":         "text/javascript; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".json":        "application/json",
	".webmanifest": "application/manifest+json",
	".svg":         "image/svg+xml",
	".png":         "image/png",
	".jpg":         "image/jpeg",
	".ico":         "image/x-icon",
	".woff2":       "font/woff2",
	".ttf":         "font/ttf",
	".txt":         "text/plain; charset=utf-8",
}

func typeOf(name string) string {
	ext := path.Ext(name)
	if t := types[ext]; t != "" {
		return t
	}
	if t := mime.TypeByExtension(ext); t != "" {
		return t
	}
	return "application/octet-stream"
}

// getWeb serves a file of the web edition.
func (s *Server) getWeb(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		s.page(w, http.StatusMethodNotAllowed, "Not possible here", "This address can only be read.")
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if name == "" || strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	if strings.Contains("/"+name, "/.") || !fs.ValidPath(name) {
		s.page(w, http.StatusNotFound, "Not found", "There is nothing at this address.")
		return
	}
	err := s.web.serve(w, r, name)
	switch {
	case err == nil:
	case errors.Is(err, errNoWeb):
		s.page(w, http.StatusServiceUnavailable, "The web edition is not built yet",
			"The server runs and takes what kits send, but it found no web edition in the folder that -web names. Build it with make, or start placardd with -web and the folder that the build made.")
	case errors.Is(err, fs.ErrNotExist):
		s.page(w, http.StatusNotFound, "Not found", "There is nothing at this address.")
	default:
		s.Log.Error("serve file", "err", err)
		s.page(w, http.StatusInternalServerError, "Something went wrong", "Try again in a moment.")
	}
}

var errNoWeb = errors.New("no web edition")

// serve answers with the best variant of a file. An error it returns was not yet answered.
func (f *webFiles) serve(w http.ResponseWriter, r *http.Request, name string) error {
	if f.dir == "" {
		return errNoWeb
	}
	root, err := os.OpenRoot(f.dir) // no name and no link leads out of it
	if errors.Is(err, fs.ErrNotExist) {
		return errNoWeb
	} else if err != nil {
		return err
	}
	defer root.Close()
	file, info, encoding, err := openVariant(root, name, r.Header.Get("Accept-Encoding"))
	if err != nil {
		if _, missing := root.Stat("index.html"); errors.Is(missing, fs.ErrNotExist) {
			return errNoWeb
		}
		return err
	}
	defer file.Close()
	hash, err := f.hash(name+encoding, file, info)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", policyWeb)
	h.Set("Vary", "Accept-Encoding")
	etag := `"` + hash + encoding + `"`
	h.Set("ETag", etag)
	if hashed.MatchString(path.Base(name)) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	if matches(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", typeOf(name))
	h.Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	if encoding != "" {
		h.Set("Content-Encoding", map[string]string{".br": "br", ".gz": "gzip"}[encoding])
	}
	if r.Method != http.MethodHead {
		_, _ = io.CopyN(struct{ io.Writer }{w}, file, info.Size()) // in steps of 32 KB, each with its own deadline
	}
	return nil
}

// openVariant opens name as .br or .gz or as it is, whichever of those that exist the client likes best.
func openVariant(root *os.Root, name, accept string) (*os.File, os.FileInfo, string, error) {
	for _, encoding := range preferred(accept) {
		file, err := root.Open(name + encoding)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return nil, nil, "", fs.ErrNotExist // a link out of the folder, a name too long
		}
		info, err := file.Stat()
		if err == nil && info.Mode().IsRegular() {
			return file, info, encoding, nil
		}
		file.Close()
	}
	return nil, nil, "", fs.ErrNotExist
}

// preferred orders the variants by an Accept-Encoding header (RFC 9110, 12.5.3). The file as it is comes last, and
// even to who refuses it: that is better than nothing.
func preferred(accept string) []string {
	q := map[string]float64{}
	for part := range strings.SplitSeq(accept, ",") {
		name, params, _ := strings.Cut(part, ";")
		weight := 1.0
		if v, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			if f, err := strconv.ParseFloat(v, 64); err == nil {
				weight = f
			}
		}
		q[strings.ToLower(strings.TrimSpace(name))] = weight
	}
	weight := func(name string) float64 {
		if v, ok := q[name]; ok {
			return v
		}
		return q["*"]
	}
	br, gz := weight("br"), weight("gzip")
	var list []string
	if br > 0 && br >= gz {
		list = append(list, ".br")
	}
	if gz > 0 {
		list = append(list, ".gz")
	}
	if br > 0 && br < gz {
		list = append(list, ".br")
	}
	return append(list, "")
}

// hash returns the start of the file's SHA-256, kept until the file changes.
func (f *webFiles) hash(key string, file io.ReadSeeker, info os.FileInfo) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if t, ok := f.tag[key]; ok && t.size == info.Size() && t.mod.Equal(info.ModTime()) {
		return t.hash, nil
	}
	d := sha256.New()
	if _, err := io.Copy(d, file); err != nil {
		return "", err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	t := webTag{info.Size(), info.ModTime(), hex.EncodeToString(d.Sum(nil)[:12])}
	f.tag[key] = t
	return t.hash, nil
}

func matches(header, etag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if p := strings.TrimPrefix(strings.TrimSpace(part), "W/"); p == etag || p == "*" {
			return true
		}
	}
	return false
}
