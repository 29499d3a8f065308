package pack

import (
	"bytes"
	"image"
	_ "image/jpeg" // the two formats that every part of the kit shows
	_ "image/png"
	"io/fs"
)

// picture reads a [picture] table and the file that it names.
func (l *loader) picture(t *table) *Picture {
	p := &Picture{
		File:    t.text("file", `"picture.png"`, 200),
		Alt:     t.text("alt", `"what the picture shows, for those who cannot see it"`, maxParagraph),
		Caption: t.text("caption", "", maxParagraph),
		Credit:  t.text("credit", `"who made it"`, maxTitle),
	}
	t.done()
	if p.File == "" {
		return p
	}
	b, ok := l.files[p.File]
	switch {
	case !fs.ValidPath(p.File) || !isPicture(p.File):
		t.errorf("file", "picture %q is not the path of a PNG or JPEG in the pack: write one like file = \"picture.png\"", short(p.File))
		return p
	case !ok:
		t.errorf("file", "picture %q is not in the pack: put the file there, or correct the name", short(p.File))
		return p
	}
	l.used[p.File] = true
	p.Data = b
	conf, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil || (format != "png" && format != "jpeg") {
		l.report(Problem{File: p.File, Text: "is not a PNG or JPEG picture: save it again as one"})
		return p
	}
	p.Type, p.Width, p.Height = "image/"+format, conf.Width, conf.Height
	if p.Width*p.Height > MaxPixels || p.Width == 0 || p.Height == 0 {
		l.report(Problem{File: p.File, Text: "has too many pixels, or none: save it about 1200 pixels wide"})
		return p
	}
	if l.strict {
		if _, _, err := image.Decode(bytes.NewReader(b)); err != nil {
			l.report(Problem{File: p.File, Text: "is damaged: save it again"})
		}
	}
	return p
}
