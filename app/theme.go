package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Colours of our own, beside Fyne's names. Every text colour has a contrast of at least 4.5 to 1 on every ground that
// it is used on, and every border that tells something 3 to 1 (WCAG 2.2, AA): TestContrast holds that.
const (
	colorMuted    fyne.ThemeColorName = "placard.muted"    // captions and help
	colorSurface  fyne.ThemeColorName = "placard.surface"  // cards
	colorRail     fyne.ThemeColorName = "placard.rail"     // navigation
	colorCurrent  fyne.ThemeColorName = "placard.current"  // the open page, in the navigation
	colorCall     fyne.ThemeColorName = "placard.call"     // the one button that asks to act
	colorCallOn   fyne.ThemeColorName = "placard.callOn"   // its text
	colorCallOver fyne.ThemeColorName = "placard.callOver" // the same, under the pointer
	colorWaiting  fyne.ThemeColorName = "placard.waiting"
	colorSent     fyne.ThemeColorName = "placard.sent"
	colorRefused  fyne.ThemeColorName = "placard.refused"
	tintWaiting   fyne.ThemeColorName = "placard.waiting.tint"
	tintSent      fyne.ThemeColorName = "placard.sent.tint"
	tintRefused   fyne.ThemeColorName = "placard.refused.tint"
)

// Sizes of our own.
const (
	sizeTitle fyne.ThemeSizeName = "placard.title" // the appeal's title
	sizeCall  fyne.ThemeSizeName = "placard.call"  // the text of the button that asks to act
)

// Lengths, in device-independent pixels.
const (
	gap     float32 = 8  // between what belongs together
	space   float32 = 20 // between paragraphs and blocks
	target  float32 = 48 // least side of what is tapped
	bend    float32 = 700
	columnW float32 = 620 // about 70 characters
)

type palette map[fyne.ThemeColorName]color.NRGBA

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255}
}

func (p palette) alpha(name fyne.ThemeColorName, a uint8) color.NRGBA {
	c := p[name]
	c.A = a
	return c
}

var light = palette{
	theme.ColorNameBackground: rgb(0xFBF9F4), theme.ColorNameForeground: rgb(0x1A1C1E),
	colorMuted: rgb(0x4B5056), colorSurface: rgb(0xFFFFFF), colorRail: rgb(0xF1ECE1), colorCurrent: rgb(0xE2DAC8),
	theme.ColorNamePrimary: rgb(0x0B4F8A), theme.ColorNameForegroundOnPrimary: rgb(0xFFFFFF), theme.ColorNameHyperlink: rgb(0x0B4F8A),
	colorCall: rgb(0xFFC526), colorCallOn: rgb(0x1B1500), colorCallOver: rgb(0xF2B400),
	colorWaiting: rgb(0x774800), tintWaiting: rgb(0xFFF0D1),
	colorSent: rgb(0x135E2C), tintSent: rgb(0xE1F1E5),
	colorRefused: rgb(0x9E1D19), tintRefused: rgb(0xFCE6E3),
	theme.ColorNameSeparator: rgb(0xDAD4C7), theme.ColorNameInputBorder: rgb(0x6A6F75), theme.ColorNameInputBackground: rgb(0xFFFFFF),
	theme.ColorNamePlaceHolder: rgb(0x5C6167), theme.ColorNameDisabled: rgb(0x6A6F75), theme.ColorNameDisabledButton: rgb(0xE6E1D6),
	theme.ColorNameButton: rgb(0xFFFFFF), theme.ColorNameScrollBar: rgb(0x6A6F75),
	theme.ColorNameOverlayBackground: rgb(0xFFFFFF), theme.ColorNameMenuBackground: rgb(0xFFFFFF), theme.ColorNameHeaderBackground: rgb(0xF1ECE1),
}

var dark = palette{
	theme.ColorNameBackground: rgb(0x121417), theme.ColorNameForeground: rgb(0xF2F0EA),
	colorMuted: rgb(0xBCC0C6), colorSurface: rgb(0x1D2025), colorRail: rgb(0x191C20), colorCurrent: rgb(0x32373E),
	theme.ColorNamePrimary: rgb(0x8FC7FF), theme.ColorNameForegroundOnPrimary: rgb(0x06213A), theme.ColorNameHyperlink: rgb(0x8FC7FF),
	colorCall: rgb(0xFFC526), colorCallOn: rgb(0x1B1500), colorCallOver: rgb(0xFFD55E),
	colorWaiting: rgb(0xFFCD75), tintWaiting: rgb(0x372A10),
	colorSent: rgb(0x82DCA0), tintSent: rgb(0x16301F),
	colorRefused: rgb(0xFFA39B), tintRefused: rgb(0x421C1A),
	theme.ColorNameSeparator: rgb(0x353A41), theme.ColorNameInputBorder: rgb(0x8B9199), theme.ColorNameInputBackground: rgb(0x1D2025),
	theme.ColorNamePlaceHolder: rgb(0xA6ABB2), theme.ColorNameDisabled: rgb(0x8B9199), theme.ColorNameDisabledButton: rgb(0x2A2E34),
	theme.ColorNameButton: rgb(0x1D2025), theme.ColorNameScrollBar: rgb(0x8B9199),
	theme.ColorNameOverlayBackground: rgb(0x1D2025), theme.ColorNameMenuBackground: rgb(0x1D2025), theme.ColorNameHeaderBackground: rgb(0x191C20),
}

// look is the app's theme: calm paper and ink, one warm button, large text; light or dark as the system wants it.
type look struct{}

// Theme returns the app's theme. [New] sets it.
func Theme() fyne.Theme { return look{} }

func (look) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	p := light
	if variant == theme.VariantDark {
		p = dark
	}
	if c, ok := p[name]; ok {
		return c
	}
	switch name {
	case theme.ColorNameError:
		return p[colorRefused]
	case theme.ColorNameSuccess:
		return p[colorSent]
	case theme.ColorNameWarning:
		return p[colorWaiting]
	case theme.ColorNameFocus, theme.ColorNameSelection:
		return p.alpha(theme.ColorNamePrimary, 0x46)
	case theme.ColorNameHover:
		return p.alpha(theme.ColorNameForeground, 0x12)
	case theme.ColorNamePressed:
		return p.alpha(theme.ColorNameForeground, 0x24)
	}
	return theme.DefaultTheme().Color(name, variant)
}

func (look) Font(s fyne.TextStyle) fyne.Resource        { return theme.DefaultTheme().Font(s) }
func (look) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }
func (look) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return 17
	case theme.SizeNameCaptionText:
		return 16
	case theme.SizeNameSubHeadingText:
		return 21
	case theme.SizeNameHeadingText:
		return 26
	case sizeTitle:
		return 29
	case sizeCall:
		return 20
	case theme.SizeNameInnerPadding:
		return 13 // makes an entry 48 high
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return 8
	case theme.SizeNameInputBorder:
		return 1.5
	case theme.SizeNameScrollBar:
		return 12
	case theme.SizeNameScrollBarSmall:
		return 5
	}
	return theme.DefaultTheme().Size(name)
}
