package app

import (
	"slices"

	"fyne.io/fyne/v2"

	"placard/app/translation"
)

// Scheme is a choice between light and dark.
type Scheme string

// The choices.
const (
	AsSystem Scheme = ""
	Light    Scheme = "light"
	Dark     Scheme = "dark"
)

// Contrast is a choice of contrast.
type Contrast string

// The choices. High is for sunlight and for weak eyes.
const (
	ContrastAsSystem Contrast = ""
	NormalContrast   Contrast = "normal"
	HighContrast     Contrast = "high"
)

// Look is how the user wants the kit to look. It says nothing about a person, so an edition keeps it as plain text. The
// zero value follows the system.
type Look struct {
	Text     int      `json:"text,omitempty"` // per cent; 0 follows the system
	Contrast Contrast `json:"contrast,omitempty"`
	Scheme   Scheme   `json:"scheme,omitempty"`
	Language string   `json:"language,omitempty"` // BCP 47 tag
}

// Wishes are what the system or the browser says of the user's needs, for whatever Look leaves open.
type Wishes struct {
	Text         int  `json:"text"` // per cent; 0 is 100
	HighContrast bool `json:"contrast"`
}

// sizes are the text sizes to choose from, in per cent.
var sizes = []int{100, 125, 150, 200}

// nearest returns the size to choose that fits a wish best.
func nearest(percent int) int {
	best := sizes[0]
	for _, s := range sizes {
		if max(percent, 100)*2 >= s+best { // halfway, it is the larger one
			best = s
		}
	}
	return best
}

// resolved puts the wishes in where the look follows the system.
func (l Look) resolved(w Wishes) Look {
	if !slices.Contains(sizes, l.Text) {
		l.Text = nearest(w.Text)
	}
	if l.Contrast != HighContrast && l.Contrast != NormalContrast {
		l.Contrast = NormalContrast
		if w.HighContrast {
			l.Contrast = HighContrast
		}
	}
	if l.Scheme != Light && l.Scheme != Dark {
		l.Scheme = AsSystem
	}
	if !slices.Contains(translation.Tags(), l.Language) {
		l.Language = ""
	}
	return l
}

func (l Look) theme() look {
	return look{scale: float32(l.Text) / 100, high: l.Contrast == HighContrast, scheme: l.Scheme}
}

// SetWishes is called when the system's or the browser's settings change.
func (a *App) SetWishes(w Wishes) {
	a.cfg.Wishes = w
	a.dress()
}

// setLook takes a choice of the user, shows it at once and has it kept.
func (a *App) setLook(l Look) {
	a.cfg.Look = l
	a.turn()
	a.dress()
	if a.cfg.KeepLook == nil {
		return
	}
	if err := a.cfg.KeepLook(l); err != nil {
		fyne.LogError("keep the settings", err)
		a.Notice(Notice{Key: "look", Weight: Warning, Words: sayLater("settings.unkept")})
	}
}

// dress shows everything as the look and the wishes say.
func (a *App) dress() {
	want := a.cfg.Look.resolved(a.cfg.Wishes).theme()
	s := fyne.CurrentApp().Settings()
	if now, ok := s.Theme().(look); ok && now == want {
		return
	}
	s.SetTheme(want)
	a.relayout()
}

// settings is the screen on which language, text, contrast and colours are chosen.
type settings struct {
	app  *App
	page *page

	language, text, contrast, scheme *choice
	follow                           *button
}

var (
	contrasts = []Contrast{NormalContrast, HighContrast}
	schemes   = []Scheme{AsSystem, Light, Dark}
)

func newSettings(a *App) *settings {
	s := &settings{app: a}
	s.buildUI()
	return s
}

func (s *settings) buildUI() {
	a := s.app
	s.language = newLanguageChoice(a.system, func(tag string) {
		l := a.cfg.Look
		l.Language = tag
		a.setLook(l)
	})
	var percents []string
	for _, p := range sizes {
		percents = append(percents, say("settings.percent", with{"N": group(int64(p))}))
	}
	s.text = newChoice(say("settings.text"), percents, func(i int) {
		l := a.cfg.Look
		l.Text = sizes[i]
		a.setLook(l)
	})
	s.contrast = newChoice(say("settings.contrast"), []string{say("contrast.normal"), say("contrast.high")}, func(i int) {
		l := a.cfg.Look
		l.Contrast = contrasts[i]
		a.setLook(l)
	})
	s.scheme = newChoice(say("settings.scheme"), []string{say("scheme.system"), say("scheme.light"), say("scheme.dark")}, func(i int) {
		l := a.cfg.Look
		l.Scheme = schemes[i]
		a.setLook(l)
	})
	s.follow = newButton(plain, "", say("settings.follow"), func() {
		a.setLook(Look{})
		a.settings.show()
	})
	part := func(title string, c *choice) fyne.CanvasObject { return newColumn(gap, newHeading(2, title), c.object) }
	s.page = newPage(
		newColumn(gap, newHeading(1, say("settings.title")), newCaption(say("settings.intro"))),
		part(say("settings.language"), s.language),
		part(say("settings.text"), s.text),
		part(say("settings.contrast"), s.contrast),
		part(say("settings.scheme"), s.scheme),
		leading(s.follow),
	)
	s.show()
}

// newLanguageChoice offers the system's language and all that there are, each by its own name, so that whoever cannot
// read the language of now finds theirs.
func newLanguageChoice(system *translation.Language, onPick func(tag string)) *choice {
	tags := translation.Tags()
	names := []string{say("language.system", with{"Name": translation.Name(system.Tag)})}
	for _, tag := range tags {
		names = append(names, translation.Name(tag))
	}
	c := newChoice(say("settings.language"), names, func(i int) { onPick(append([]string{""}, tags...)[i]) })
	for i, tag := range tags {
		c.options[i+1].label.in(tag)
	}
	return c
}

// like returns what stands here in the place of what had the focus in the settings of another language.
func (s *settings) like(had fyne.Focusable, old *settings) fyne.Focusable {
	if had == old.follow {
		return s.follow
	}
	for _, t := range s.language.options {
		if t.checked {
			return t
		}
	}
	return nil
}

// show marks what is chosen, or what the system wants where nothing is.
func (s *settings) show() {
	l := s.app.cfg.Look.resolved(s.app.cfg.Wishes)
	s.language.show(1 + slices.Index(translation.Tags(), l.Language)) // none is the first option, the system's
	s.text.show(slices.Index(sizes, l.Text))
	s.contrast.show(slices.Index(contrasts, l.Contrast))
	s.scheme.show(slices.Index(schemes, l.Scheme))
}

func (s *settings) object() fyne.CanvasObject { return s.page }
func (s *settings) title() string             { return say("settings.title") }
func (s *settings) shown()                    { s.show() }
func (s *settings) left()                     {}
func (s *settings) update(*state)             {}
func (s *settings) resized(bool)              { s.page.relayout() }
func (s *settings) scroll(dy float32)         { s.page.by(dy) }

func (s *settings) offset() float32 { return s.page.offset() }
