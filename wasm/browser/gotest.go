//go:build unix

package browser

import (
	"cmp"
	"embed"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
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
// Below api/ a handler answers, if one is given.
func Serve(t testing.TB, folders map[string]fs.FS, api ...http.Handler) string {
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
	for _, h := range api {
		mux.Handle(below+"api/", http.StripPrefix(below+"api", h))
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

// TestSite builds the tests of the package in dir for the browser, serves them beside the given folders and returns the
// address of a page that runs them when its function start is called with the command line; it keeps what they print
// in window.output, and their exit code, at first null, in window.exit.
func TestSite(t testing.TB, dir string, folders map[string]fs.FS, api ...http.Handler) string {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	shown, err := fs.Sub(pages, "page")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]fs.FS{"/": layered{shown, os.DirFS(BuildWasm(t, dir, true))}}
	maps.Copy(all, folders)
	return Serve(t, all, api...) + "tests.html"
}

// RunTests runs the tests of a page that [TestSite] serves and reports each as a subtest of t. The part of -run after
// the first slash chooses among them. The environment variable SEED goes along.
func RunTests(t *testing.T, p Page) {
	t.Helper()
	args := []string{"test", "-test.v"}
	if _, inner, ok := strings.Cut(flag.Lookup("test.run").Value.String(), "/"); ok {
		args = append(args, "-test.run="+inner)
	}
	output, exit := runBinary(p, args)
	report(t, output, exit)
}

// RunBenchmarks runs the benchmarks of a page that [TestSite] serves and reports each as a sub-benchmark of b, with the
// figures it gave in the browser. The part of -bench after the first slash chooses among them.
func RunBenchmarks(b *testing.B, p Page) {
	b.Helper()
	_, inner, _ := strings.Cut(flag.Lookup("test.bench").Value.String(), "/")
	output, exit := runBinary(p, []string{"test", "-test.run=^$", "-test.bench=" + cmp.Or(inner, ".")})
	if exit != "0" {
		b.Fatalf("benchmarks in the browser ended with %s\n%s", exit, output)
	}
	for line := range strings.Lines(output) {
		f := strings.Fields(line)
		if len(f) < 4 || !strings.HasPrefix(f[0], "Benchmark") {
			continue
		}
		b.Run(strings.TrimPrefix(f[0], "Benchmark"), func(b *testing.B) {
			b.ReportMetric(0, "ns/op") // replaced by the browser's own
			for i := 2; i+1 < len(f); i += 2 {
				if v, err := strconv.ParseFloat(f[i], 64); err == nil {
					b.ReportMetric(v, f[i+1])
				}
			}
		})
	}
}

func runBinary(p Page, args []string) (output, exit string) {
	p.TB().Helper()
	line, err := json.Marshal(args)
	if err != nil {
		p.TB().Fatal(err)
	}
	seed, err := json.Marshal(os.Getenv("SEED"))
	if err != nil {
		p.TB().Fatal(err)
	}
	Eval[struct{}](p, fmt.Sprintf("start(%s, {SEED: %s})", line, seed))
	for end := time.Now().Add(20 * time.Minute); time.Now().Before(end) && !Eval[bool](p, "exit !== null"); {
		time.Sleep(100 * time.Millisecond)
	}
	return Eval[string](p, "output"), Eval[string](p, "String(exit)")
}

// report turns the verbose output of a test binary into subtests.
func report(t *testing.T, output, exit string) {
	t.Helper()
	var name, verdict string
	var lines []string
	seen := 0
	flush := func() {
		if name != "" {
			t.Run(name, func(t *testing.T) { tell(t, verdict, lines) })
			seen++
		}
		name, lines = "", nil
	}
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, "\n")
		if head, ok := strings.CutPrefix(line, "--- "); ok { // the verdicts of its own subtests follow, indented
			word, rest, _ := strings.Cut(head, ": ")
			verdict = word
			name, _, _ = strings.Cut(rest, " ")
			continue
		}
		if strings.HasPrefix(line, "=== RUN") && !strings.Contains(line, "/") {
			flush()
		}
		if !strings.HasPrefix(line, "=== ") {
			lines = append(lines, line)
		}
	}
	rest := lines
	flush()
	if exit != "0" && !t.Failed() || seen == 0 {
		t.Errorf("tests in the browser ended with %s after %d tests\n%s", exit, seen, strings.Join(rest, "\n"))
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
