//go:build unix

package firefox

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"placard/wasm/browser"
)

// Options say how to start the browser. The zero value is a desktop screen on a fresh profile.
type Options struct {
	Profile  string         // empty means a fresh one that lives as long as the test
	Screen   browser.Screen // zero means browser.Desktop
	Tolerant bool           // uncaught errors are logged but do not fail the test
	Private  bool           // every window is a private one
	Prefs    map[string]any // more preferences, as in about:config
}

// Browser is a running Firefox. The test's end closes it.
type Browser struct {
	*browser.Running
	t    testing.TB
	opts Options
	conn *conn
	own  string // the context of Firefox's own window

	mu    sync.Mutex
	front string // the context that has the keyboard
}

// Start starts Firefox and ends the test if it cannot. Under -short, and where there is no Firefox, it skips the test;
// in CI it must be there.
func Start(t testing.TB, o Options) *Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("starts Firefox")
	}
	if o.Profile == "" {
		o.Profile = filepath.Join(t.TempDir(), "profile")
	}
	if o.Screen == (browser.Screen{}) {
		o.Screen = browser.Desktop
	}
	bin, err := browser.Find("FIREFOX", "firefox-esr", "firefox")
	if err != nil {
		if os.Getenv("CI") == "" {
			t.Skipf("not tried in Firefox: %v", err)
		}
		t.Fatal(err)
	}
	screen, down, err := display()
	if err != nil {
		t.Fatal(err)
	}
	proc, err := startProcess(bin, screen, o)
	if err != nil {
		down()
		t.Fatal(err)
	}
	b := &Browser{t: t, opts: o}
	b.Running = browser.NewRunning(t, proc, o.Tolerant, b.quit, func() {
		down()
		if b.conn != nil {
			b.conn.close()
		}
	})
	if err := b.connect(); err != nil {
		t.Fatal(err)
	}
	return b
}

func startProcess(bin, display string, o Options) (*browser.Process, error) {
	more := map[string]any{}
	if o.Screen.Touch {
		more["dom.w3c_touch_events.enabled"] = 1
	}
	if o.Private {
		more["browser.privatebrowsing.autostart"] = true
	}
	for k, v := range o.Prefs {
		more[k] = v
	}
	if err := writePrefs(o.Profile, more); err != nil {
		return nil, fmt.Errorf("write profile: %w", err)
	}
	// A browser that was killed would open its old tabs again, beside those of the test.
	for _, f := range []string{"sessionstore.jsonlz4", "sessionstore-backups"} {
		if err := os.RemoveAll(filepath.Join(o.Profile, f)); err != nil {
			return nil, fmt.Errorf("forget old tabs: %w", err)
		}
	}
	cmd := exec.Command(bin, "--headless", "--new-instance", "--profile", o.Profile, "--remote-debugging-port", "0",
		"--remote-allow-origins="+origin, "--remote-allow-system-access", "about:blank")
	cmd.Env = append(os.Environ(), "DISPLAY="+display, "MOZ_HEADLESS_WIDTH=2000", "MOZ_HEADLESS_HEIGHT=1600", "MOZ_CRASHREPORTER_DISABLE=1", "MOZ_DISABLE_AUTO_SAFE_MODE=1",
		"LIBGL_ALWAYS_SOFTWARE=1", "HOME="+filepath.Dir(o.Profile))
	return browser.StartProcess(cmd, "WebDriver BiDi listening on ")
}

func (b *Browser) connect() error {
	var err error
	if b.conn, err = dial(b.Process.Socket, b.event); err != nil {
		return err
	}
	if err := b.conn.call("session.new", map[string]any{"capabilities": map[string]any{}}, nil); err != nil {
		return err
	}
	events := map[string]any{"events": []string{"log.entryAdded"}}
	if err := b.conn.call("session.subscribe", events, nil); err != nil {
		return err
	}
	var tree struct {
		Contexts []struct {
			Context string `json:"context"`
		} `json:"contexts"`
	}
	if err := b.conn.call("browsingContext.getTree", map[string]any{"moz:scope": "chrome"}, &tree); err != nil {
		return err
	}
	if len(tree.Contexts) == 0 {
		return fmt.Errorf("find Firefox's own window: there is none")
	}
	b.own = tree.Contexts[0].Context
	return nil
}

// event hears the pages' consoles.
func (b *Browser) event(method string, params json.RawMessage) {
	var e struct {
		Level string `json:"level"`
		Text  string `json:"text"`
		Type  string `json:"type"`
	}
	if method != "log.entryAdded" || json.Unmarshal(params, &e) != nil {
		return
	}
	b.Journal.Logf("page %s: %s", e.Level, e.Text)
	if e.Type == "javascript" && e.Level == "error" {
		b.Journal.Uncaught("page: " + e.Text)
	}
}

// quit is what a person does who closes the last window.
func (b *Browser) quit() error {
	b.conn.call("browser.close", map[string]any{}, nil) // it may be gone before it answers
	return b.Process.Stop()
}

// Restart starts a new browser on the same profile with the same options, after closing this one unless Kill or Close
// did.
func (b *Browser) Restart() *Browser {
	b.t.Helper()
	b.Close()
	return Start(b.t, b.opts)
}

// Profile returns the folder of all that the browser keeps.
func (b *Browser) Profile() string { return b.opts.Profile }

// Offline switches Firefox's own "work offline" on or off, for every page, worker and service worker; pages get the
// offline and online events. What runs on 127.0.0.1 stays in reach all the same, so a test stops its server as well.
func (b *Browser) Offline(off bool) {
	b.t.Helper()
	b.System(fmt.Sprintf(`Services.io.offline = %v`, off))
}

// System evaluates JavaScript in Firefox's own window, where everything is allowed, and returns the value as JSON.
func (b *Browser) System(js string) []byte {
	b.t.Helper()
	v, err := b.evaluate(map[string]any{"context": b.own}, js)
	if err != nil {
		b.t.Fatalf("evaluate in Firefox's window %.200s: %v", js, err)
	}
	return v
}

func (b *Browser) evaluate(target map[string]any, js string) ([]byte, error) {
	var r struct {
		Type      string `json:"type"`
		Result    remote `json:"result"`
		Exception struct {
			Text string `json:"text"`
		} `json:"exceptionDetails"`
	}
	err := b.conn.call("script.evaluate", map[string]any{
		"expression": js, "target": target, "awaitPromise": true, "resultOwnership": "none",
	}, &r)
	switch {
	case err != nil:
		return nil, err
	case r.Type == "exception":
		return nil, fmt.Errorf("thrown: %s", r.Exception.Text)
	}
	return r.Result.plain()
}
