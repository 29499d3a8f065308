package app

import (
	"image/color"
	"math"
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

// The colours of every theme can be read: text with 4.5 to 1 and borders with 3 to 1, and with high contrast 7 and 4.5.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		name string
		look look
		text float64 // least contrast
		line float64
	}{
		{"light", look{scheme: Light}, 4.5, 3},
		{"dark", look{scheme: Dark}, 4.5, 3},
		{"light, high contrast", look{scheme: Light, high: true}, 7, 4.5},
		{"dark, high contrast", look{scheme: Dark, high: true}, 7, 4.5},
	} {
		t.Run(c.name, func(t *testing.T) { checkContrast(t, c.look, c.text, c.line) })
	}
}

func checkContrast(t *testing.T, l look, text, line float64) {
	check := func(ink, ground fyne.ThemeColorName, least float64) {
		t.Helper()
		if got := contrast(l.Color(ink, theme.VariantLight), l.Color(ground, theme.VariantLight)); got < least {
			t.Errorf("%s on %s has %.2f, want %v", ink, ground, got, least)
		}
	}
	grounds := []fyne.ThemeColorName{theme.ColorNameBackground, colorSurface, colorRail}
	texts := []fyne.ThemeColorName{theme.ColorNameForeground, colorMuted, theme.ColorNamePrimary, colorWaiting, colorSent, colorRefused, theme.ColorNameError}
	for _, g := range grounds {
		for _, ink := range texts {
			check(ink, g, text)
		}
		check(theme.ColorNameForeground, g, 12) // the sun
		check(theme.ColorNameInputBorder, g, line)
		if l.high {
			check(theme.ColorNameSeparator, g, line)
			check(colorCallEdge, g, line)
		}
	}
	check(theme.ColorNameForeground, theme.ColorNameInputBackground, 12)
	check(theme.ColorNamePlaceHolder, theme.ColorNameInputBackground, text)
	check(theme.ColorNameForeground, colorCurrent, text)
	check(theme.ColorNamePrimary, colorCurrent, text)
	check(theme.ColorNameForeground, tintRefused, text)
	check(theme.ColorNamePrimary, tintWaiting, text) // buttons in notices
	check(theme.ColorNamePrimary, tintSent, text)
	check(colorWaiting, tintWaiting, text)
	check(tintWaiting, colorWaiting, text)
	check(colorSent, tintSent, text)
	check(colorRefused, tintRefused, text)
	check(colorCallOn, colorCall, 7)
	check(colorCallOn, colorCallOver, 7)
	disabled := 3.0 // WCAG asks nothing of what cannot be used
	if l.high {
		disabled = text
	}
	check(theme.ColorNameDisabled, theme.ColorNameDisabledButton, disabled)
}

// Text is never small, twice as large at 200 %, and what is a heading stays larger than what is not.
func TestTextSizes(t *testing.T) {
	names := []fyne.ThemeSizeName{theme.SizeNameCaptionText, theme.SizeNameText, theme.SizeNameSubHeadingText, theme.SizeNameHeadingText, sizeTitle}
	for _, percent := range sizes {
		l := Look{Text: percent}.theme()
		for i, n := range names {
			got := l.Size(n)
			if i > 0 && got <= l.Size(names[i-1]) {
				t.Errorf("at %d %% %s is %v, no larger than %s", percent, n, got, names[i-1])
			}
			if n == theme.SizeNameText || n == theme.SizeNameCaptionText {
				if want := (look{}).Size(n) * float32(percent) / 100; got != want || got < 16 {
					t.Errorf("at %d %% %s is %v, want %v", percent, n, got, want)
				}
			}
		}
	}
}
