// Package font holds the letters that Fyne's own font has not got. The desktop edition carries them; the web edition
// serves each as a file of its own, which is fetched only where a text needs it (wasm/page/font.js), so this package
// must not be linked into it.
//
// NotoNaskhArabic-Regular.ttf is version 2.0 of Noto Naskh Arabic, as Debian's fonts-noto-core 20201225 has it,
// unchanged; its licence is the SIL Open Font License 1.1 in OFL.txt.
package font

import (
	"context"
	"embed"
	"fmt"
)

//go:embed *.ttf
var fonts embed.FS

// Embedded returns a font by its file name.
func Embedded(_ context.Context, name string) ([]byte, error) {
	b, err := fonts.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	return b, nil
}
