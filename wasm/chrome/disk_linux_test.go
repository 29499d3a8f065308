package chrome

import (
	"os"
	"path/filepath"
	"testing"

	"placard/wasm/browser"
)

// A cut must lose what was not synced and keep what was: else the tests built on it could not fail.
func TestCut(t *testing.T) {
	d := browser.NewDisk(t)
	b := Start(t, Options{Profile: filepath.Join(d.Dir, "profile")})
	write := func(name string, sync bool) {
		f, err := os.Create(filepath.Join(d.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		f.WriteString("written")
		if sync {
			if err := f.Sync(); err != nil {
				t.Fatal(err)
			}
		}
	}
	write("synced", true)
	write("pending", false)
	cut := d.Cut(b)
	if got, err := os.ReadFile(filepath.Join(cut.Dir, "synced")); string(got) != "written" {
		t.Errorf("a synced file came back as %q (%v)", got, err)
	}
	if got, _ := os.ReadFile(filepath.Join(cut.Dir, "pending")); len(got) != 0 {
		t.Errorf("a file that was never synced survived: %q", got)
	}
	b.Open("about:blank") // it thawed
}
