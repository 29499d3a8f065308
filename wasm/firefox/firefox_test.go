//go:build unix

package firefox

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"placard/wasm/browser"
)

func TestContract(t *testing.T) { browser.Contract(t, StartAny) }

// Firefox writes what is typed into an ordinary field to its session file, so that a search of the profile must find it
// there: else the tests of a seized device would search in vain.
func TestSessionFileIsFound(t *testing.T) {
	b := Start(t, Options{})
	p := b.Open(browser.ContractSite(t, nil))
	p.Tap(150, 120)
	p.Wait(`document.activeElement.id === 'field'`)
	p.Insert("Canary00kimani")
	file := filepath.Join(b.Profile(), "sessionstore-backups", "recovery.jsonlz4")
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		packed, err := os.ReadFile(file)
		if err == nil {
			text, err := Unpack(packed)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(text), "Canary00kimani") {
				return
			}
		}
		if time.Now().After(end) {
			t.Fatalf("the session file never held the text: %v", err)
		}
	}
}
