package app

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
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
	lang  string
	image *canvas.Image
	sizes []*image.RGBA // as it came, and as often halved as it was wanted smaller
}

const pictureHigh float32 = 350

// newPicture returns nil where the bytes are no picture.
func newPicture(p *pack.Picture, lang string) *picture {
	img, _, err := image.Decode(bytes.NewReader(p.Data))
	if err != nil || img.Bounds().Empty() {
		return nil
	}
	whole := rgba(img)
	w := &picture{pic: p, lang: lang, image: canvas.NewImageFromImage(whole), sizes: []*image.RGBA{whole}}
	w.image.FillMode, w.image.CornerRadius = canvas.ImageFillContain, 10
	// The screen's own hardware scales well down to a half, and a phone's processor takes half a second for it.
	w.image.ScaleMode = canvas.ImageScaleFastest
	w.ExtendBaseWidget(w)
	return w
}

// Semantic describes the picture by its words for those who do not see it.
func (p *picture) Semantic() semantic.Node {
	return semantic.Node{Role: semantic.Image, Name: p.pic.Alt, Lang: foreign(p.lang)}
}

// CreateRenderer shows the image.
func (p *picture) CreateRenderer() fyne.WidgetRenderer { return &pictureRenderer{p} }

type pictureRenderer struct{ p *picture }

func (r *pictureRenderer) Destroy()                     {}
func (r *pictureRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.image} }
func (r *pictureRenderer) Refresh()                     {} // it looks the same in every theme
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
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.p); c != nil {
		r.p.image.Image = r.p.atLeast(w * c.Scale())
	}
	r.p.image.Resize(fyne.NewSize(w, h)) // at the column's edge, like the text
}

// rgba returns the picture in the form that needs no more work for each painting.
func rgba(img image.Image) *image.RGBA {
	from := img.Bounds()
	to := image.NewRGBA(image.Rect(0, 0, from.Dx(), from.Dy()))
	few, ok := img.(*image.Paletted)
	if !ok {
		draw.Draw(to, to.Rect, img, from.Min, draw.Src)
		return to
	}
	var palette [256][4]uint8 // package draw asks it for each point
	for i, c := range few.Palette {
		c := color.RGBAModel.Convert(c).(color.RGBA)
		palette[i] = [4]uint8{c.R, c.G, c.B, c.A}
	}
	for y := range from.Dy() {
		line := to.Pix[y*to.Stride:]
		for x, i := range few.Pix[y*few.Stride:][:from.Dx()] {
			copy(line[4*x:4*x+4], palette[i][:])
		}
	}
	return to
}

// atLeast returns the smallest of the picture's halves that has so many pixels in a line.
func (p *picture) atLeast(width float32) *image.RGBA {
	for i := 0; ; i++ {
		if i == len(p.sizes) {
			p.sizes = append(p.sizes, halved(p.sizes[i-1]))
		}
		if b := p.sizes[i].Bounds(); float32(b.Dx()/2) < width || b.Dy() < 4 {
			return p.sizes[i]
		}
	}
}

// halved makes one pixel of four.
func halved(from *image.RGBA) *image.RGBA {
	to := image.NewRGBA(image.Rect(0, 0, from.Rect.Dx()/2, from.Rect.Dy()/2))
	for y := range to.Rect.Dy() {
		line := to.Pix[y*to.Stride:][:to.Stride]
		above, below := from.Pix[2*y*from.Stride:], from.Pix[(2*y+1)*from.Stride:]
		for i := range line {
			at := i/4*8 + i%4
			line[i] = uint8((int(above[at]) + int(above[at+4]) + int(below[at]) + int(below[at+4])) / 4)
		}
	}
	return to
}
