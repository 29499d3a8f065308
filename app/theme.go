package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Colours of our own, beside Fyne's names. Every text colour has a contrast of at least 4.5 to 1 on every ground that
// it is used on, and every border that tells something 3 to 1 (WCAG 2.2, AA); with high contrast, for sunlight, it is
// 7 to 1 for all text (AAA) and 4.5 to 1 for borders. TestContrast holds that.
const (
	colorMuted    fyne.ThemeColorName = "placard.muted"    // captions and help
	colorSurface  fyne.ThemeColorName = "placard.surface"  // cards
	colorRail     fyne.ThemeColorName = "placard.rail"     // navigation
	colorCurrent  fyne.ThemeColorName = "placard.current"  // the open page, in the navigation
	colorCall     fyne.ThemeColorName = "placard.call"     // the one button that asks to act
	colorCallOn   fyne.ThemeColorName = "placard.callOn"   // its text
	colorCallOver fyne.ThemeColorName = "placard.callOver" // the same, under the pointer
	colorCallEdge fyne.ThemeColorName = "placard.callEdge" // its border
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
	sizeTab   fyne.ThemeSizeName = "placard.tab"   // the words of a phone's navigation
)

// textScale is how much larger than usual text is shown.
func textScale() float32 {
	if l, ok := fyne.CurrentApp().Settings().Theme().(look); ok {
		return max(1, l.scale)
	}
	return 1 // another theme, in a test
}

// scaled is a length that grows with the text.
func scaled(x float32) float32 { return x * textScale() }

// Lengths, in device-independent pixels.
const (
	gap     float32 = 8  // between what belongs together
	space   float32 = 20 // between paragraphs and blocks
	target  float32 = 48 // least side of what is tapped
	bend    float32 = 700
	columnW float32 = 620 // about 70 characters
)

// look is the app's theme: calm paper and ink, one warm button, large text. The zero value is light or dark as the
// system wants it, with usual contrast and text.
type look struct {
	scale  float32 // of the text; 0 is 1
	high   bool    // contrast
	scheme Scheme
}

// Theme returns the app's theme as it is without any setting. [New] sets it.
func Theme() fyne.Theme { return look{} }

// palette returns the colours in use where the system wants variant.
func (l look) palette(variant fyne.ThemeVariant) palette {
	isDark := variant == theme.VariantDark
	if l.scheme != AsSystem {
		isDark = l.scheme == Dark
	}
	switch {
	case l.high && isDark:
		return darkHigh
	case l.high:
		return lightHigh
	case isDark:
		return dark
	}
	return light
}

func (l look) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	p := l.palette(variant)
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

// larger is how large text of a size is. What is large already grows less, as on Android 14: a title at twice its size
// would stand one word a line on a phone, and break its words.
func (l look) larger(size float32) float32 {
	const body = 17
	scale := max(1, l.scale)
	if size <= 20 {
		return size * scale
	}
	return max(size, body*scale+(size-body)/2)
}

func (l look) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return l.larger(17)
	case theme.SizeNameCaptionText:
		return l.larger(16)
	case theme.SizeNameSubHeadingText:
		return l.larger(21)
	case theme.SizeNameHeadingText:
		return l.larger(26)
	case sizeTitle:
		return l.larger(29)
	case sizeCall:
		return l.larger(20)
	case sizeTab: // always in view, so it must leave room for what is read
		return min(l.larger(16), 16*1.5)
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
