//go:build browser && !js

package seal

import (
	"testing"

	"placard/wasm/chrome"
)

// BenchmarkInBrowser runs the benchmarks of what is heavy in Chromium, on one thread as the kit has it there.
func BenchmarkInBrowser(b *testing.B) { chrome.RunBenchmarks(b, chrome.Options{}, ".", nil) }

// TestInBrowser seals there and opens again.
func TestInBrowser(t *testing.T) { chrome.RunTests(t, chrome.Options{}, ".", nil) }
