package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
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
	colorCall: rgb(0xFFC526), colorCallOn: rgb(0x1B1500), colorCallOver: rgb(0xF2B400), colorCallEdge: rgb(0xFFC526),
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
	colorCall: rgb(0xFFC526), colorCallOn: rgb(0x1B1500), colorCallOver: rgb(0xFFD55E), colorCallEdge: rgb(0xFFC526),
	colorWaiting: rgb(0xFFCD75), tintWaiting: rgb(0x372A10),
	colorSent: rgb(0x82DCA0), tintSent: rgb(0x16301F),
	colorRefused: rgb(0xFFA39B), tintRefused: rgb(0x421C1A),
	theme.ColorNameSeparator: rgb(0x353A41), theme.ColorNameInputBorder: rgb(0x8B9199), theme.ColorNameInputBackground: rgb(0x1D2025),
	theme.ColorNamePlaceHolder: rgb(0xA6ABB2), theme.ColorNameDisabled: rgb(0x8B9199), theme.ColorNameDisabledButton: rgb(0x2A2E34),
	theme.ColorNameButton: rgb(0x1D2025), theme.ColorNameScrollBar: rgb(0x8B9199),
	theme.ColorNameOverlayBackground: rgb(0x1D2025), theme.ColorNameMenuBackground: rgb(0x1D2025), theme.ColorNameHeaderBackground: rgb(0x191C20),
}

// In the sun a screen shows little more than black and white.
var lightHigh = palette{
	theme.ColorNameBackground: rgb(0xFFFFFF), theme.ColorNameForeground: rgb(0x000000),
	colorMuted: rgb(0x262626), colorSurface: rgb(0xFFFFFF), colorRail: rgb(0xF2F2F2), colorCurrent: rgb(0xD8D8D8),
	theme.ColorNamePrimary: rgb(0x002F6C), theme.ColorNameForegroundOnPrimary: rgb(0xFFFFFF), theme.ColorNameHyperlink: rgb(0x002F6C),
	colorCall: rgb(0xFFC526), colorCallOn: rgb(0x000000), colorCallOver: rgb(0xFFD55E), colorCallEdge: rgb(0x000000),
	colorWaiting: rgb(0x4A2C00), tintWaiting: rgb(0xFFF0D1),
	colorSent: rgb(0x083D1A), tintSent: rgb(0xE1F1E5),
	colorRefused: rgb(0x7A0B08), tintRefused: rgb(0xFCE6E3),
	theme.ColorNameSeparator: rgb(0x4A4A4A), theme.ColorNameInputBorder: rgb(0x000000), theme.ColorNameInputBackground: rgb(0xFFFFFF),
	theme.ColorNamePlaceHolder: rgb(0x333333), theme.ColorNameDisabled: rgb(0x3A3A3A), theme.ColorNameDisabledButton: rgb(0xE6E6E6),
	theme.ColorNameButton: rgb(0xFFFFFF), theme.ColorNameScrollBar: rgb(0x333333),
	theme.ColorNameOverlayBackground: rgb(0xFFFFFF), theme.ColorNameMenuBackground: rgb(0xFFFFFF), theme.ColorNameHeaderBackground: rgb(0xF2F2F2),
}

var darkHigh = palette{
	theme.ColorNameBackground: rgb(0x000000), theme.ColorNameForeground: rgb(0xFFFFFF),
	colorMuted: rgb(0xE6E6E6), colorSurface: rgb(0x000000), colorRail: rgb(0x121212), colorCurrent: rgb(0x333333),
	theme.ColorNamePrimary: rgb(0xB3DAFF), theme.ColorNameForegroundOnPrimary: rgb(0x000000), theme.ColorNameHyperlink: rgb(0xB3DAFF),
	colorCall: rgb(0xFFD23F), colorCallOn: rgb(0x000000), colorCallOver: rgb(0xFFE07A), colorCallEdge: rgb(0xFFFFFF),
	colorWaiting: rgb(0xFFDFA0), tintWaiting: rgb(0x2B1F00),
	colorSent: rgb(0xA8F2C2), tintSent: rgb(0x04240F),
	colorRefused: rgb(0xFFC2BC), tintRefused: rgb(0x330D0B),
	theme.ColorNameSeparator: rgb(0xA0A0A0), theme.ColorNameInputBorder: rgb(0xFFFFFF), theme.ColorNameInputBackground: rgb(0x000000),
	theme.ColorNamePlaceHolder: rgb(0xCFCFCF), theme.ColorNameDisabled: rgb(0xC4C4C4), theme.ColorNameDisabledButton: rgb(0x2A2A2A),
	theme.ColorNameButton: rgb(0x000000), theme.ColorNameScrollBar: rgb(0xC4C4C4),
	theme.ColorNameOverlayBackground: rgb(0x000000), theme.ColorNameMenuBackground: rgb(0x000000), theme.ColorNameHeaderBackground: rgb(0x121212),
}
