//go:build unix

package chrome

import (
	"bufio"
	"context"
	"embed"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

//go:embed page
var pages embed.FS

// Policy is the content security policy that every page of the web edition has to live with.
const Policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'"

// BuildWasm builds the program or, with test, the test binary of the package in dir for the browser, with its
// wasm_exec.js beside it, and returns the folder they lie in. The file is named main.wasm or test.wasm.
func BuildWasm(t testing.TB, dir string, test bool) string {
	t.Helper()
	out := t.TempDir()
	args := []string{"build", "-o", filepath.Join(out, "main.wasm"), "."}
	if test {
		args = []string{"test", "-c", "-o", filepath.Join(out, "test.wasm"), "."}
	}
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if b, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build %s for the browser: %v\n%s", dir, err, b)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	glue, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(out, "wasm_exec.js"), glue, 0o666); err != nil {
		t.Fatal(err)
	}
	return out
}

// Serve serves folders, each under its path, on an address that lives as long as the test, with [Policy] on every
// answer. It serves them below a sub-path, so that nothing comes to rely on the root. It returns the URL of "/".
func Serve(t testing.TB, folders map[string]fs.FS) string {
	t.Helper()
	const below = "/campaign/kit/"
	mux := http.NewServeMux()
	for at, folder := range folders {
		prefix := path.Join(below, at)
		if !strings.HasSuffix(prefix, "/") {
			prefix += "/"
		}
		mux.Handle(prefix, http.StripPrefix(prefix, http.FileServerFS(folder)))
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/favicon.ico" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Security-Policy", Policy)
		w.Header().Set("Cache-Control", "no-cache")
		switch path.Ext(r.URL.Path) { // as the server of the web edition says it, whatever this machine's table of types is
		case ".js", ".mjs":
			w.Header().Set("Content-Type", "text/javascript")
		case ".wasm":
			w.Header().Set("Content-Type", "application/wasm")
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	return srv.URL + below
}

// RunTests runs the tests of the package in dir, compiled for the browser, in Chromium, beside the given folders, and
// reports each as a subtest. It hands -test.run's part after the first slash, -test.bench and its like on; benchmark
// lines go to standard output as they are, for benchstat.
func RunTests(t *testing.T, o Options, dir string, folders map[string]fs.FS) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts Chromium")
	}
	shown, err := fs.Sub(pages, "page")
	if err != nil {
		t.Fatal(err)
	}
	built := BuildWasm(t, dir, true)
	all := map[string]fs.FS{"/": layered{shown, os.DirFS(built)}}
	for at, folder := range folders {
		all[at] = folder
	}
	p := Start(t, o).Open(Serve(t, all) + "tests.html")
	args, err := json.Marshal(handedOn(t))
	if err != nil {
		t.Fatal(err)
	}
	Eval[chromedp.Void](p, fmt.Sprintf("start(%s)", args))
	ctx, cancel := context.WithTimeout(p.Context(), 20*time.Minute)
	defer cancel()
	for ctx.Err() == nil && !Eval[bool](p, "exit !== null") {
		time.Sleep(100 * time.Millisecond)
	}
	report(t, Eval[string](p, "output"), Eval[string](p, "String(exit)"))
}

// handedOn translates this test's own flags for the binary in the browser.
func handedOn(t *testing.T) []string {
	args := []string{"test", "-test.v"}
	flag.Visit(func(f *flag.Flag) {
		switch f.Name {
		case "test.bench", "test.benchtime", "test.benchmem", "test.count", "test.cpu":
			args = append(args, "-"+f.Name+"="+f.Value.String())
		case "test.run":
			if _, inner, ok := strings.Cut(f.Value.String(), "/"); ok {
				args = append(args, "-test.run="+inner)
			}
		}
	})
	return args
}

// report turns the verbose output of a test binary into subtests.
func report(t *testing.T, output, exit string) {
	t.Helper()
	seen := 0
	var lines []string
	in := bufio.NewScanner(strings.NewReader(output))
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		line := in.Text()
		verdict, rest, ok := strings.Cut(strings.TrimPrefix(line, "--- "), ": ")
		switch {
		case strings.HasPrefix(line, "--- ") && ok:
			name, _, _ := strings.Cut(rest, " ")
			t.Run(name, func(t *testing.T) { tell(t, verdict, lines) })
			seen++
			lines = nil
		case strings.HasPrefix(line, "=== RUN") && !strings.Contains(line, "/"):
			lines = nil
		case strings.HasPrefix(line, "Benchmark"), strings.HasPrefix(line, "goos:"), strings.HasPrefix(line, "goarch:"), strings.HasPrefix(line, "pkg:"):
			fmt.Println(line)
		case !strings.HasPrefix(line, "=== "):
			lines = append(lines, line)
		}
	}
	if exit != "0" || seen == 0 {
		t.Errorf("tests in the browser ended with %s after %d tests\n%s", exit, seen, strings.Join(lines, "\n"))
	}
}

func tell(t *testing.T, verdict string, lines []string) {
	t.Helper()
	if len(lines) > 0 {
		t.Log(strings.Join(lines, "\n"))
	}
	switch verdict {
	case "FAIL":
		t.Fail()
	case "SKIP":
		t.SkipNow()
	}
}

// layered is a file system that looks in one folder after the other.
type layered []fs.FS

func (l layered) Open(name string) (f fs.File, err error) {
	for _, folder := range l {
		if f, err = folder.Open(name); err == nil {
			return f, nil
		}
	}
	return nil, err
}
