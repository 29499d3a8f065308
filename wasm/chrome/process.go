//go:build unix

package chrome

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"placard/wasm/browser"
)

// flags are what every headless run needs: no updates, no sync, no network of the browser's own, software GL.
var flags = []string{
	"--headless=new", "--no-sandbox", "--disable-quic", "--no-first-run", "--no-default-browser-check",
	"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-breakpad",
	"--disable-crash-reporter", "--password-store=basic", "--use-mock-keychain", "--mute-audio",
	"--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
	"--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding", "--remote-debugging-port=0",
}

func startProcess(profile string, extra []string) (*browser.Process, error) {
	bin, err := browser.Find("CHROMIUM", "chromium", "chromium-browser", "google-chrome")
	if err != nil {
		return nil, err
	}
	// A profile that was copied or killed still names its former owner, and Chromium would hand the page over to it.
	for _, f := range []string{"SingletonLock", "SingletonSocket", "SingletonCookie"} {
		if err := os.Remove(filepath.Join(profile, f)); err != nil && !os.IsNotExist(err) {
			return nil, fmt.Errorf("unlock profile: %w", err)
		}
	}
	args := append(append(append([]string{}, flags...), "--user-data-dir="+profile), extra...)
	return browser.StartProcess(exec.Command(bin, append(args, "about:blank")...), "DevTools listening on ")
}
