// Art draws the bundled pack's picture from its SVG source beside this file. Run it after a change of the SVG:
//
//	go run ./data/pack/art
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"sort"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

const (
	source = "data/pack/art/appeal.svg"
	result = "data/pack/kenya-2008/appeal.png"
	width  = 1200
	height = 675
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "art:", err)
		os.Exit(1)
	}
}

func run() error {
	svg, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	b, err := draw(svg)
	if err != nil {
		return err
	}
	return os.WriteFile(result, b, 0o644)
}

// draw renders the SVG as a PNG with a palette: flat colours compress well.
func draw(svg []byte) ([]byte, error) {
	icon, err := oksvg.ReadIconStream(bytes.NewReader(svg), oksvg.StrictErrorMode)
	if err != nil {
		return nil, fmt.Errorf("read svg: %w", err)
	}
	icon.SetTarget(0, 0, width, height)
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	scanner := rasterx.NewScannerGV(width, height, img, img.Bounds())
	icon.Draw(rasterx.NewDasher(width, height, scanner), 1)
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(&b, reduce(img, 128)); err != nil {
		return nil, fmt.Errorf("write png: %w", err)
	}
	return b.Bytes(), nil
}

// reduce maps an image to its most frequent colours. Everything else is a blend along an edge, where the nearest of
// them does.
func reduce(img *image.RGBA, colours int) *image.Paletted {
	count := map[color.RGBA]int{}
	for i := 0; i < len(img.Pix); i += 4 {
		count[color.RGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], 255}]++
	}
	var all []color.RGBA
	for c := range count {
		all = append(all, c)
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := all[i], all[j]
		if count[a] != count[b] {
			return count[a] > count[b]
		}
		return int(a.R)<<16|int(a.G)<<8|int(a.B) < int(b.R)<<16|int(b.G)<<8|int(b.B)
	})
	palette := color.Palette{}
	for _, c := range all[:min(len(all), colours)] {
		palette = append(palette, c)
	}
	out := image.NewPaletted(img.Bounds(), palette)
	index := map[color.RGBA]uint8{}
	for i := 0; i < len(img.Pix); i += 4 {
		c := color.RGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], 255}
		n, ok := index[c]
		if !ok {
			n = uint8(palette.Index(c))
			index[c] = n
		}
		out.Pix[i/4] = n
	}
	return out
}
