//go:build js

package shell

import (
	"fmt"
	"image/color"
	"syscall/js"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// restyle tells the page how Fyne's entries look, so that its fields look the same.
func (b *bridge) restyle() {
	if s := b.canvas.Scale(); s != b.scale {
		b.scale = s
		b.page.Call("scale", s)
	}
	css := float64(b.scale) / js.Global().Get("devicePixelRatio").Float() // CSS pixels of one of Fyne's
	settings := b.app.Settings()
	th, variant := settings.Theme(), settings.ThemeVariant()
	px := func(name fyne.ThemeSizeName) any { return fmt.Sprintf("%.2fpx", float64(th.Size(name))*css) }
	col := func(name fyne.ThemeColorName) any {
		return rgb(th.Color(name, variant), th.Color(theme.ColorNameBackground, variant))
	}
	style := map[string]any{
		"size": px(theme.SizeNameText), "pad": px(theme.SizeNameInnerPadding), "radius": px(theme.SizeNameInputRadius),
		"ink": col(theme.ColorNameForeground), "paper": col(theme.ColorNameInputBackground),
		"accent": col(theme.ColorNamePrimary), "edge": col(theme.ColorNameInputBorder), "faint": col(theme.ColorNamePlaceHolder),
	}
	if s := fmt.Sprint(style); s != b.style {
		b.style = s
		b.page.Call("fieldStyle", style)
	}
	if !b.faced {
		b.faced = true
		font := th.Font(fyne.TextStyle{}).Content()
		bytes := js.Global().Get("Uint8Array").New(len(font))
		js.CopyBytesToJS(bytes, font)
		b.page.Call("fieldFont", bytes)
	}
}

// rgb writes a colour over an opaque ground as CSS: a field must hide the painting under it.
func rgb(c, ground color.Color) string {
	r, g, bl, a := c.RGBA()
	gr, gg, gb, _ := ground.RGBA()
	over := func(c, g uint32) uint32 { return (c + g*(0xffff-a)/0xffff) >> 8 }
	return fmt.Sprintf("rgb(%d %d %d)", over(r, gr), over(g, gg), over(bl, gb))
}
