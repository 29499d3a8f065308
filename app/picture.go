package app

import (
	"bytes"
	"image"
	_ "image/jpeg" // pictures of packs
	_ "image/png"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"placard/app/semantic"
	"placard/data/pack"
)

// picture shows a pack's picture as wide as its place, but never so high that it hides the text below.
type picture struct {
	widget.BaseWidget
	pic   *pack.Picture
	image *canvas.Image
}

const pictureHigh float32 = 350

// newPicture returns nil where the bytes are no picture.
func newPicture(p *pack.Picture) *picture {
	img, _, err := image.Decode(bytes.NewReader(p.Data))
	if err != nil || img.Bounds().Empty() {
		return nil
	}
	w := &picture{pic: p, image: canvas.NewImageFromImage(img)}
	w.image.FillMode, w.image.CornerRadius = canvas.ImageFillContain, 10
	w.ExtendBaseWidget(w)
	return w
}

// Semantic describes the picture by its words for those who do not see it.
func (p *picture) Semantic() semantic.Node {
	return semantic.Node{Role: semantic.Image, Name: p.pic.Alt}
}

// CreateRenderer shows the image.
func (p *picture) CreateRenderer() fyne.WidgetRenderer { return &pictureRenderer{p} }

type pictureRenderer struct{ p *picture }

func (r *pictureRenderer) Destroy()                     {}
func (r *pictureRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.image} }
func (r *pictureRenderer) Refresh()                     { r.p.image.Refresh() }
func (r *pictureRenderer) MinSize() fyne.Size           { return fyne.NewSize(target, r.high(r.p.Size().Width)) }

func (r *pictureRenderer) aspect() float32 {
	b := r.p.image.Image.Bounds()
	return float32(b.Dx()) / float32(b.Dy())
}

func (r *pictureRenderer) high(width float32) float32 {
	if width <= 0 {
		return pictureHigh
	}
	return min(width/r.aspect(), pictureHigh)
}

func (r *pictureRenderer) Layout(s fyne.Size) {
	h := r.high(s.Width)
	w := min(s.Width, h*r.aspect())
	r.p.image.Resize(fyne.NewSize(w, h)) // at the column's edge, like the text
}
