package main

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"testing"
)

// The picture in the pack is the one that the SVG draws. Pixels are compared, not bytes: other processors round
// otherwise.
func TestPictureIsDrawnFromItsSource(t *testing.T) {
	svg, err := os.ReadFile("appeal.svg")
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := draw(svg)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadFile("../kenya-2008/appeal.png")
	if err != nil {
		t.Fatal(err)
	}
	got, want := decode(t, drawn), decode(t, kept)
	if got.Bounds() != want.Bounds() {
		t.Fatalf("got %v, want %v", got.Bounds(), want.Bounds())
	}
	differ := 0
	for y := range height {
		for x := range width {
			r, g, b, _ := got.At(x, y).RGBA()
			wr, wg, wb, _ := want.At(x, y).RGBA()
			if far(r, wr) || far(g, wg) || far(b, wb) {
				differ++
			}
		}
	}
	if differ > width*height/1000 {
		t.Errorf("%d pixels differ: run go run ./data/pack/art", differ)
	}
}

func decode(t *testing.T, b []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func far(a, b uint32) bool { return max(a, b)-min(a, b) > 8<<8 }
