package font

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

// The fonts are the very files that were taken over, and their licence lies beside them.
func TestFonts(t *testing.T) {
	want := map[string]string{
		"NotoNaskhArabic-Regular.ttf": "8c67eaa2f0086872628fc3f7f760386f83c8be5c5e9a1ba3a38891237b2ac7cb",
	}
	files, err := fonts.ReadDir(".")
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d fonts, want %d: %v", len(files), len(want), err)
	}
	for name, sum := range want {
		b, err := Embedded(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		got := sha256.Sum256(b)
		if hex.EncodeToString(got[:]) != sum {
			t.Errorf("%s has the sum %x, want %s", name, got, sum)
		}
	}
	if b, err := os.ReadFile("OFL.txt"); err != nil || !strings.Contains(string(b), "SIL OPEN FONT LICENSE Version 1.1") {
		t.Errorf("no licence: %v", err)
	}
}
