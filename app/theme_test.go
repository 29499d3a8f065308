package app

import (
	"encoding/json"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// contrast is the contrast ratio of WCAG 2.2.
func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		f := float64(v) / 0xFFFF
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func TestContrast(t *testing.T) {
	grounds := []fyne.ThemeColorName{theme.ColorNameBackground, colorSurface, colorRail}
	texts := []fyne.ThemeColorName{theme.ColorNameForeground, colorMuted, theme.ColorNamePrimary, colorWaiting, colorSent, colorRefused, theme.ColorNameError}
	for variant, name := range map[fyne.ThemeVariant]string{theme.VariantLight: "light", theme.VariantDark: "dark"} {
		check := func(ink, ground fyne.ThemeColorName, least float64) {
			t.Helper()
			if got := contrast(look{}.Color(ink, variant), look{}.Color(ground, variant)); got < least {
				t.Errorf("%s: %s on %s has %.2f, want %v", name, ink, ground, got, least)
			}
		}
		for _, g := range grounds {
			for _, ink := range texts {
				check(ink, g, 4.5)
			}
			check(theme.ColorNameForeground, g, 12) // the sun
			check(theme.ColorNameInputBorder, g, 3)
		}
		check(theme.ColorNameForeground, theme.ColorNameInputBackground, 12)
		check(theme.ColorNamePlaceHolder, theme.ColorNameInputBackground, 4.5)
		check(theme.ColorNameForeground, colorCurrent, 4.5)
		check(theme.ColorNamePrimary, colorCurrent, 4.5)
		check(theme.ColorNameForeground, tintRefused, 4.5)
		check(colorWaiting, tintWaiting, 4.5)
		check(tintWaiting, colorWaiting, 4.5)
		check(colorSent, tintSent, 4.5)
		check(colorRefused, tintRefused, 4.5)
		check(colorCallOn, colorCall, 7)
		check(colorCallOn, colorCallOver, 7)
		check(theme.ColorNameDisabled, theme.ColorNameDisabledButton, 3)
	}
	for _, n := range []fyne.ThemeSizeName{theme.SizeNameText, theme.SizeNameCaptionText} {
		if got := (look{}).Size(n); got < 16 {
			t.Errorf("%s is %v", n, got)
		}
	}
}

// Every key that the code says is in en.json, every key there is said, and every language has the same blanks to fill.
func TestTranslations(t *testing.T) {
	words := english()
	used := map[string]bool{}
	call := regexp.MustCompile(`(?:say|sayN|known|Say)\(["']([a-z.]+)["']`)
	var files []string
	for _, from := range []string{"*.go", "../wasm/shell/*.go", "../wasm/page/*.js"} {
		found, err := filepath.Glob(from)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d files, %v", from, len(found), err)
		}
		files = append(files, found...)
	}
	var source strings.Builder
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(b)
		for _, m := range call.FindAllStringSubmatch(string(b), -1) {
			used[m[1]] = true
			if strings.HasSuffix(m[1], ".") {
				continue
			}
			if words[m[1]].other == "" {
				t.Errorf("%s says %q, which is not in en.json", f, m[1])
			}
		}
	}
	for key := range words {
		prefix := key[:strings.LastIndexByte(key, '.')+1]
		if !used[key] && !used[prefix] && !strings.Contains(source.String(), `"`+key+`"`) && !strings.Contains(source.String(), `'`+key+`'`) {
			t.Errorf("en.json has %q, which nothing says", key)
		}
	}
	blank := regexp.MustCompile(`\{\{\.[A-Za-z]+\}\}`)
	others, _ := filepath.Glob("translation/*.json")
	for _, f := range others {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var raw map[string]any
		if err := json.Unmarshal(b, &raw); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		for key, v := range raw {
			forms, ok := v.(map[string]any)
			if !ok {
				forms = map[string]any{"other": v}
			}
			for form, text := range forms {
				for _, want := range blank.FindAllString(words[key].other, -1) {
					if !strings.Contains(text.(string), want) {
						t.Errorf("%s: %s (%s) lacks %s", f, key, form, want)
					}
				}
			}
		}
	}
}

func TestGroup(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000"} {
		if got := group(n); got != want {
			t.Errorf("group(%d) = %q, want %q", n, got, want)
		}
	}
}
