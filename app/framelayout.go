package app

import (
	"fyne.io/fyne/v2"
)

// railW is the rail's width at the usual text size.
const railW float32 = 236

// isWide reports whether a window has room for a rail: the larger the text, the wider it must be. A phone on its side has
// more need of height, as long as the rail leaves as much as a narrow phone has.
func isWide(s fyne.Size) bool {
	return s.Width >= scaled(bend) || s.Height < scaled(300) && s.Width-scaled(railW) >= 320
}

// isLow reports whether a window has no height for the whole rail: a phone on its side.
func isLow(height float32) bool { return height < scaled(540) }

// railPads are the margins of the rail.
var railPads = pad{x: 10, y: 22}

// setLow makes the rail low, or high again: without the title, its entries closer, settings and status on one line.
func (f *frame) setLow(on bool) {
	if f.low == on {
		return
	}
	f.low = on
	f.title.Hidden = on
	settings := ""
	f.foot.Layout, f.rail.content.Layout = row{gap: 4, wide: 1}, pad{x: 10, y: 6}
	if !on {
		settings = say("settings.title")
		f.foot.Layout, f.rail.content.Layout = column{4}, railPads
	}
	f.settings[1].setLabel(settings)
	for _, n := range f.items {
		n.low = on
		n.Refresh()
	}
	f.rail.Refresh()
}

// layout places the parts in the window.
func (f *frame) layout() {
	s := f.Size()
	if s.Width == 0 {
		return
	}
	f.listenKeys()
	wide := isWide(s)
	f.rail.Hidden, f.header.Hidden, f.bar.Hidden = !wide, wide, wide
	var side, top, bottom float32
	if wide {
		f.setLow(isLow(s.Height))
		side = scaled(railW)
		f.rail.Resize(fyne.NewSize(side, s.Height))
		f.rail.Move(fyne.NewPos(mirrored(0, side, s.Width), 0))
	} else {
		top = headLayout{f}.height(f.head.Objects, s.Width-2*headPad) + 8
		f.header.Resize(fyne.NewSize(s.Width, top))
		f.header.Move(fyne.Position{})
		bottom = bar{}.height(f.tabs.Objects, s.Width)
		f.bar.Resize(fyne.NewSize(s.Width, bottom))
		f.bar.Move(fyne.NewPos(0, s.Height-bottom))
	}
	left := mirrored(side, s.Width-side, s.Width)
	var banners float32
	if f.banners.Visible() {
		banners = min(fit(f.notices.banner, s.Width-side), (s.Height-top-bottom)*0.4)
	}
	f.banners.Move(fyne.NewPos(left, top))
	f.banners.Resize(fyne.NewSize(s.Width-side, banners))
	top += banners
	if f.wide != wide || f.now != nil && f.main.Size().Width == 0 {
		f.wide = wide
		if f.now != nil {
			f.now.resized(wide)
		}
	}
	main := f.parts[3]
	main.Move(fyne.NewPos(left, top))
	main.Resize(fyne.NewSize(s.Width-side, max(0, s.Height-top-bottom)))
}

const headPad float32 = 10

// headLayout puts a title or the way back, the status and the way to the settings on one line. Where there is no room
// for that the title goes, which the page has too, or the status goes below the way back.
type headLayout struct{ f *frame }

func (headLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(target, target) }

func (h headLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	h.place(objects, s.Width, s.Height)
}

func (h headLayout) height(objects []fyne.CanvasObject, width float32) float32 {
	return h.place(objects, width, 0)
}

// place lays the three out for a width, in the middle of a line of at least the given height; it returns the height.
func (h headLayout) place(objects []fyne.CanvasObject, width, least float32) float32 {
	title, status, gear := objects[0].(*fyne.Container), objects[1].(*statusLine), objects[2]
	g := natural(gear)
	line := func(o fyne.CanvasObject, w, beside float32) float32 {
		hg := fit(gear, beside)
		ho := fit(o, w)
		high := max(ho, hg, least)
		o.Move(fyne.NewPos(mirrored(0, w, width), (high-ho)/2))
		gear.Move(fyne.NewPos(mirrored(width-beside, beside, width), (high-hg)/2))
		return high
	}
	status.setTerse(false)
	w := natural(status)
	rest := width - w - g - gap
	if rest >= scaled(120) {
		title.Hidden = false
		high, hs := line(title, rest, g), fit(status, w)
		high = max(high, hs)
		status.Move(fyne.NewPos(mirrored(rest+gap, w, width), (high-hs)/2))
		return high
	}
	status.setTerse(true)
	least = 0
	if title.Hidden = !h.f.back.Visible(); title.Hidden {
		return line(status, width-g-gap, g)
	}
	first := line(title, width-g-gap, g)
	hs := fit(status, width)
	status.Move(fyne.NewPos(0, first))
	return first + hs
}

// railLayout keeps the foot at the bottom and gives the rest to what may scroll.
type railLayout struct{}

func (railLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(target, target) }

func (railLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	foot := fit(objects[1], s.Width)
	objects[1].Move(fyne.NewPos(0, s.Height-foot))
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(s.Width, max(0, s.Height-foot-gap)))
}

// relayout lays everything out anew after the text's size or its letters have changed.
func (a *App) relayout() {
	for _, s := range a.screens() {
		s.object().Refresh()
		s.resized(a.frame.wide)
	}
	a.frame.notices.refresh()
	a.frame.Refresh()
	a.frame.update(&a.state)
	a.frame.current().update(&a.state)
}

// screens are all that were made so far.
func (a *App) screens() []screen {
	all := []screen{a.appeal, a.archive, a.sign, a.outbox, a.settings}
	for _, i := range a.items {
		all = append(all, i)
	}
	return all
}
