//go:build unix

package firefox

import (
	"testing"

	"placard/wasm/browser"
)

// StartAny is [Start] for tests that run in any browser.
func StartAny(t testing.TB, o browser.Options) browser.Browser {
	t.Helper()
	return anyone{Start(t, Options{Profile: o.Profile, Screen: o.Screen, Tolerant: o.Tolerant})}
}

// anyone is Firefox as any browser.
type anyone struct{ *Browser }

func (a anyone) Open(url string) browser.Page { return a.Browser.Open(url) }
func (a anyone) Restart() browser.Browser     { return anyone{a.Browser.Restart()} }
