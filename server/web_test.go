package server_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"placard/server"
)

// site makes a folder like the one of the build.
func site(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "web")
	for name, content := range map[string]string{
		"index.html": "<!DOCTYPE html>plain", "index.html.br": "brotli", "index.html.gz": "gzip",
		"app.3f9a1c04.wasm": "wasm", "app.3f9a1c04.wasm.br": "wasm-br",
		"sw.js": "sw", "manifest.webmanifest": "{}", "sqlite/worker.js": "worker", ".secret": "no", "only.txt.br": "br",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(dir), "outside.txt"), []byte("outside"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../outside.txt", filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestWebEdition(t *testing.T) {
	dir := site(t)
	h := start(t, func(c *server.Config) { c.Web = dir })
	for _, c := range []struct {
		path, accept                  string
		status                        int
		body, encoding, mime, caching string
	}{
		{"/", "gzip, deflate, br, zstd", 200, "brotli", "br", "text/html; charset=utf-8", "no-cache"},
		{"/", "gzip", 200, "gzip", "gzip", "text/html; charset=utf-8", "no-cache"},
		{"/", "br;q=0, gzip;q=0.5", 200, "gzip", "gzip", "text/html; charset=utf-8", "no-cache"},
		{"/", "gzip;q=0, br;q=0", 200, "<!DOCTYPE html>plain", "", "text/html; charset=utf-8", "no-cache"},
		{"/index.html", "identity", 200, "<!DOCTYPE html>plain", "", "text/html; charset=utf-8", "no-cache"},
		{"/app.3f9a1c04.wasm", "br", 200, "wasm-br", "br", "application/wasm", "public, max-age=31536000, immutable"},
		{"/app.3f9a1c04.wasm", "gzip", 200, "wasm", "", "application/wasm", "public, max-age=31536000, immutable"},
		{"/sw.js?v=1", "br", 200, "sw", "", "text/javascript; charset=utf-8", "no-cache"},
		{"/manifest.webmanifest", "", 200, "{}", "", "application/manifest+json", "no-cache"},
		{"/sqlite/worker.js", "br", 200, "worker", "", "text/javascript; charset=utf-8", "no-cache"},
		{"/nothing", "br", 404, "", "", "", ""},
		{"/sqlite", "br", 404, "", "", "", ""},
		{"/sqlite/", "br", 404, "", "", "", ""},
		{"/.secret", "br", 404, "", "", "", ""},
		{"/link.txt", "br", 404, "", "", "", ""},
		{"/%2e%2e/outside.txt", "br", 404, "", "", "", ""},
		{"/..%2foutside.txt", "br", 404, "", "", "", ""},
		{"/only.txt", "gzip", 404, "", "", "", ""},
		{"/%00", "br", 404, "", "", "", ""},
		{"/" + strings.Repeat("a", 2000), "br", 404, "", "", "", ""},
	} {
		resp, b := h.do("GET", c.path, nil, "Accept-Encoding", c.accept)
		if resp.StatusCode != c.status {
			t.Errorf("%s (%s): got %s", c.path, c.accept, resp.Status)
		}
		if c.status != 200 {
			if strings.Contains(string(b), "outside") || resp.Header.Get("Content-Type") != "text/html; charset=utf-8" {
				t.Errorf("%s: got %q", c.path, b)
			}
			continue
		}
		if string(b) != c.body || resp.Header.Get("Content-Encoding") != c.encoding || resp.Header.Get("Content-Type") != c.mime ||
			resp.Header.Get("Cache-Control") != c.caching || resp.Header.Get("Vary") != "Accept-Encoding" || resp.ContentLength != int64(len(c.body)) {
			t.Errorf("%s (%s): got %q %v", c.path, c.accept, b, resp.Header)
		}
		if csp := resp.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "'wasm-unsafe-eval'") || strings.Contains(csp, "'unsafe-inline'") {
			t.Errorf("%s: got policy %q", c.path, csp)
		}
		etag := resp.Header.Get("ETag")
		again, b := h.do("GET", c.path, nil, "Accept-Encoding", c.accept, "If-None-Match", `"other", W/`+etag)
		if again.StatusCode != 304 || len(b) != 0 || again.Header.Get("ETag") != etag {
			t.Errorf("%s again: got %s %q", c.path, again.Status, b)
		}
		head, b := h.do("HEAD", c.path, nil, "Accept-Encoding", c.accept)
		if head.StatusCode != 200 || len(b) != 0 || head.ContentLength != int64(len(c.body)) {
			t.Errorf("%s HEAD: got %s, %d bytes", c.path, head.Status, head.ContentLength)
		}
	}
	before, _ := h.do("GET", "/sw.js", nil)
	if err := os.WriteFile(filepath.Join(dir, "sw.js"), []byte("changed"), 0o600); err != nil {
		t.Fatal(err)
	}
	after, b := h.do("GET", "/sw.js", nil, "If-None-Match", before.Header.Get("ETag"))
	if after.StatusCode != 200 || string(b) != "changed" {
		t.Errorf("a changed file: got %s %q", after.Status, b)
	}
	if resp, _ := h.do("POST", "/", nil); resp.StatusCode != 405 {
		t.Errorf("POST: got %s", resp.Status)
	}
}

func TestVariantsOfOneFileHaveTheirOwnTags(t *testing.T) {
	dir := site(t)
	h := start(t, func(c *server.Config) { c.Web = dir })
	tags := map[string]bool{}
	for _, accept := range []string{"br", "gzip", "identity"} {
		resp, _ := h.do("GET", "/", nil, "Accept-Encoding", accept)
		tags[resp.Header.Get("ETag")] = true
	}
	if len(tags) != 3 {
		t.Errorf("got %v", tags)
	}
}

func TestMissingWebEditionSaysSo(t *testing.T) {
	for _, dir := range []string{"", filepath.Join(t.TempDir(), "nothing"), t.TempDir()} {
		h := start(t, func(c *server.Config) { c.Web = dir })
		resp, b := h.do("GET", "/", nil)
		if resp.StatusCode != 503 || !strings.Contains(string(b), "The web edition is not built yet") {
			t.Errorf("%q: got %s %q", dir, resp.Status, b)
		}
		if resp, _ := h.do("GET", "/healthz", nil); resp.StatusCode != 200 {
			t.Errorf("%q: the server itself got %s", dir, resp.Status)
		}
	}
}

func TestPreferredEncoding(t *testing.T) {
	for accept, want := range map[string][]string{
		"": {""}, "*": {".br", ".gz", ""}, "gzip;q=1, br;q=0.1": {".gz", ".br", ""}, "BR": {".br", ""}, "*;q=0": {""},
		"br ; q=0.5 , gzip;q=0.4": {".br", ".gz", ""}, "br;q=x": {".br", ""}, ",,;": {""},
	} {
		if got := server.Preferred(accept); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", accept, got, want)
		}
	}
}
