package app

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"unicode"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"
)

// ArabicFont is the name by which the app asks [Config.Font] for the font of the Arabic script.
const ArabicFont = "NotoNaskhArabic-Regular.ttf"

// shaper is a font for a script that the theme's font has not got.
type shaper struct {
	font fyne.Resource
	face *font.Face
}

// arabic is the font of the Arabic script, nil until a text needs it and it has come.
var arabic atomic.Pointer[shaper]

func newShaper(name string, data []byte) (*shaper, error) {
	face, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read font %s: %w", name, err)
	}
	return &shaper{fyne.NewStaticResource(name, data), face}, nil
}

// draws reports whether the font has a letter.
func (s *shaper) draws(r rune) bool {
	if s == nil {
		return false
	}
	_, ok := s.face.NominalGlyph(r)
	return ok
}

// height is that of a line.
func (s *shaper) height(size float32) float32 {
	h, _ := fyne.CurrentApp().Driver().RenderedTextSize(" ", size, fyne.TextStyle{}, s.font)
	return h.Height
}

func hasArabic(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) >= 0
}

// wantArabic fetches the font of the Arabic script if a text of the pack or of the app needs it, once.
func (a *App) wantArabic() {
	if a.cfg.Font == nil || arabic.Load() != nil || !a.needsArabic() {
		return
	}
	go func() {
		if err := a.loadArabic(a.ctx); err != nil {
			fyne.LogError("load the Arabic font", err)
			a.do(func() { a.Notice(Notice{Key: "font", Weight: Warning, Words: sayLater("font.missing")}) })
			return
		}
		a.do(a.relayout)
	}()
}

func (a *App) loadArabic(ctx context.Context) error {
	data, err := a.cfg.Font(ctx, ArabicFont)
	if err != nil {
		return err
	}
	s, err := newShaper(ArabicFont, data)
	if err != nil {
		return err
	}
	arabic.Store(s)
	return nil
}

func (a *App) needsArabic() bool {
	for _, f := range speaking().Words {
		if hasArabic(f["other"]) {
			return true
		}
	}
	e := a.edition
	for _, text := range []string{e.Title, e.Appeal.Title, e.Appeal.Summary, e.Appeal.Body} {
		if hasArabic(text) {
			return true
		}
	}
	for _, n := range e.News {
		if hasArabic(n.Headline) || hasArabic(n.Body) {
			return true
		}
	}
	for _, f := range e.Forms {
		if hasArabic(f.Title) || hasArabic(f.Statement) || hasArabic(f.Intro) {
			return true
		}
	}
	return false
}
