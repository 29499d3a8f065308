package app

import (
	"embed"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

//go:embed icon/*.svg
var icons embed.FS

// turned are the drawings that point along the line, with a twin for who reads from right to left.
var turned = map[string]string{"back": "back-turned", "next": "next-turned"}

// icon returns one of our own drawings in a colour of the theme.
func icon(name string, c fyne.ThemeColorName) fyne.Resource {
	if twin := turned[name]; twin != "" && fromRight() {
		name = twin
	}
	b, err := icons.ReadFile("icon/" + name + ".svg")
	if err != nil {
		panic(err) // a drawing that the program itself names
	}
	return theme.NewColoredResource(fyne.NewStaticResource(name+".svg", b), c)
}

// newIcon shows a drawing, side wide and high at the usual text size.
func newIcon(name string, c fyne.ThemeColorName, side float32) *fyne.Container {
	i := canvas.NewImageFromResource(icon(name, c))
	i.FillMode = canvas.ImageFillContain
	return container.New(square(side), i)
}

// square is a place that grows with the text.
type square float32

func (s square) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSquareSize(scaled(float32(s))) }

func (s square) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}
