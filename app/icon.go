package app

import (
	"embed"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

//go:embed icon/*.svg
var icons embed.FS

// icon returns one of our own drawings in a colour of the theme.
func icon(name string, c fyne.ThemeColorName) fyne.Resource {
	b, err := icons.ReadFile("icon/" + name + ".svg")
	if err != nil {
		panic(err) // a drawing that the program itself names
	}
	return theme.NewColoredResource(fyne.NewStaticResource(name+".svg", b), c)
}

func newIcon(name string, c fyne.ThemeColorName, side float32) *canvas.Image {
	i := canvas.NewImageFromResource(icon(name, c))
	i.FillMode = canvas.ImageFillContain
	i.SetMinSize(fyne.NewSquareSize(side))
	return i
}
