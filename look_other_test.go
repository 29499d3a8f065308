//go:build !js

package main

import (
	"os"
	"path/filepath"
	"testing"

	"placard/app"
)

// The desktop keeps the looks beside the outbox, and begins anew where the file is torn.
func TestKeptLooks(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	want := app.Look{Text: 150, Contrast: app.HighContrast, Scheme: app.Dark, Language: "sw"}
	if err := keptLooks(dir).keep(want); err != nil {
		t.Fatal(err)
	}
	if got := keptLooks(dir).look; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if err := os.WriteFile(filepath.Join(dir, "look.json"), []byte(`{"text":15`), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := keptLooks(dir).look; got != (app.Look{}) {
		t.Errorf("of a torn file: %+v", got)
	}
	if b, err := keptLooks(dir).font(t.Context(), app.ArabicFont); err != nil || len(b) == 0 {
		t.Errorf("the desktop has no Arabic letters: %v", err)
	}
}
