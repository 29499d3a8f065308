package app

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"rsc.io/qr"

	"placard/app/semantic"
)

// qrSide is as large as the smallest phone has room for, and larger than a camera needs.
const qrSide = 240

// quietZone is the margin around a QR code, in modules (ISO/IEC 18004, 6.3.8).
const quietZone = 4

// newQR shows a text as a QR code for somebody else's camera, dark on white in every look; nil where it is too long
// for one.
func newQR(text, name string) fyne.CanvasObject {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil
	}
	i := canvas.NewImageFromImage(qrImage(code))
	i.FillMode, i.ScaleMode = canvas.ImageFillContain, canvas.ImageScalePixels
	i.SetMinSize(fyne.NewSquareSize(qrSide))
	return semantic.Wrap(semantic.Node{Role: semantic.Image, Name: name}, i)
}

// qrImage draws a code, one pixel a module.
func qrImage(code *qr.Code) image.Image {
	side := code.Size + 2*quietZone
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				img.SetColorIndex(x+quietZone, y+quietZone, 1)
			}
		}
	}
	return img
}
