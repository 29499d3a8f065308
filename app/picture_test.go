package app

import (
	"image"
	"image/color"
	"testing"
)

// A picture is shown with as many pixels as its place has, or up to twice as many a line: never with fewer, and with
// none that were left out.
func TestPictureSizes(t *testing.T) {
	whole := image.NewRGBA(image.Rect(0, 0, 1200, 675))
	for y := range 675 {
		for x := range 1200 {
			if (x+y)%2 == 0 {
				whole.SetRGBA(x, y, color.RGBA{200, 100, 40, 255})
			}
		}
	}
	p := &picture{sizes: []*image.RGBA{whole}}
	for _, c := range []struct {
		place float32
		want  int
	}{{2000, 1200}, {1000, 1200}, {601, 1200}, {600, 600}, {301, 600}, {300, 300}, {150, 150}} {
		got := p.atLeast(c.place)
		if got.Bounds().Dx() != c.want {
			t.Errorf("on %.0f pixels: %d", c.place, got.Bounds().Dx())
		}
		if px, want := got.RGBAAt(10, 10), (color.RGBA{100, 50, 20, 127}); c.want < 1200 && px != want {
			t.Errorf("on %.0f pixels one is %v, want the mean %v", c.place, px, want)
		}
	}
	if p.atLeast(0).Bounds().Empty() {
		t.Error("nothing is left of it")
	}
}

// A picture of few colours is the same as RGBA.
func TestPictureOfFewColours(t *testing.T) {
	few := image.NewPaletted(image.Rect(0, 0, 5, 4), color.Palette{color.Black, color.NRGBA{200, 100, 40, 128}, color.White})
	for i := range few.Pix {
		few.Pix[i] = uint8(i % 3)
	}
	part := few.SubImage(image.Rect(1, 1, 5, 4)).(*image.Paletted)
	got := rgba(part)
	if got.Rect != image.Rect(0, 0, 4, 3) {
		t.Fatalf("it is %v", got.Rect)
	}
	for y := range 3 {
		for x := range 4 {
			if want := color.RGBAModel.Convert(part.At(x+1, y+1)); got.At(x, y) != want {
				t.Errorf("at %d, %d: got %v, want %v", x, y, got.At(x, y), want)
			}
		}
	}
}
