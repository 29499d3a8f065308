//go:build !js

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"placard/app"
	"placard/app/font"
)

// keptLooks keeps the looks as a small file beside the outbox. Fyne tells neither the system's text size nor its
// contrast, so what the user chose is all there is; light and dark it does tell.
func keptLooks(dir string) looks {
	file := filepath.Join(dir, "look.json")
	l := looks{font: font.Embedded}
	if b, err := os.ReadFile(file); err == nil {
		if json.Unmarshal(b, &l.look) != nil {
			l.look = app.Look{} // torn; the next choice puts it right
		}
	}
	l.keep = func(look app.Look) error {
		b, err := json.Marshal(look)
		if err != nil {
			return fmt.Errorf("keep look: %w", err)
		}
		return keep(file, b)
	}
	return l
}
