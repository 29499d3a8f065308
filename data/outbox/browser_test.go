//go:build browser && !js

package outbox

import (
	"testing"

	"placard/wasm/chrome"
)

// TestInBrowser runs the contract of the transport on Chromium's fetch.
func TestInBrowser(t *testing.T) {
	chrome.RunTests(t, chrome.Options{}, ".", nil, newFaults())
}
