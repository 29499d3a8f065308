//go:build js

// Command trial is a program for tests alone: the kit with an outbox in memory that panics at whose name holds "panic",
// and with a notice for each thing that the browser offers and no screen asks for yet.
package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"
	"syscall/js"

	"filippo.io/age"
	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"

	"placard/app"
	"placard/app/semantic"
	"placard/app/translation"
	"placard/app/translation/pseudo"
	"placard/data"
	"placard/data/outbox"
	"placard/data/pack"
	"placard/wasm/shell"
)

func main() {
	p, err := pack.Bundled()
	if err != nil {
		panic(err)
	}
	key, err := age.GenerateHybridIdentity()
	if err != nil {
		panic(err)
	}
	if asked("arabic") {
		app.Speak(pseudo.Arabic())
	}
	js.Global().Set("speakEnglish", js.FuncOf(func(js.Value, []js.Value) any {
		fyne.Do(func() { app.Speak(translation.English()) })
		return nil
	}))
	if asked("strange") {
		p.Edition.Appeal.Title = "Kenya: שלום עולם, ሰላም, 你好世界, नमस्ते"
	}
	box := &memory{}
	fa := fyneapp.NewWithID("placard")
	campaign := data.Campaign{ID: p.ID, Recipients: []string{key.Recipient().String()}, ReceiptKey: make([]byte, 32)}
	kit := app.New(fa, app.Config{Pack: p, Campaign: campaign, Outbox: box, Platform: shell.Platform{}, Font: shell.Font, Scribe: shell.Scribe()})
	offer(fa, kit, box)
	shell.Run(fa, kit, box)
}

// asked reports whether the page's address asks for something.
func asked(what string) bool {
	return strings.Contains(js.Global().Get("location").Get("search").String(), what)
}

// offer puts a button for each thing on the screen, and says what came of it.
func offer(fa fyne.App, kit *app.App, box *memory) {
	platform := shell.Platform{}
	said := func(what string, list []app.File, err error) {
		text := fmt.Sprintf("%s: %d files, %v.", what, len(list), err)
		for _, f := range list {
			b, err := f.Read(context.Background())
			text += fmt.Sprintf(" %s %s %d %x %v.", f.Name, f.Type, f.Size, sha256.Sum256(b), err)
		}
		fyne.Do(func() { kit.Notice(app.Notice{Key: "said", Text: text}) })
	}
	platform.OnDrop(func(list []app.File) { go said("dropped", list, nil) })
	for what, do := range map[string]func(){
		"pick":  func() { list, err := platform.PickPhotos(context.Background(), false); said("picked", list, err) },
		"photo": func() { list, err := platform.PickPhotos(context.Background(), true); said("taken", list, err) },
		"save": func() {
			ok, err := platform.Save(context.Background(), app.TextFile("kept.txt", "kept"))
			said(fmt.Sprint("saved ", ok), nil, err)
		},
		"share": func() {
			s := app.Shared{Title: "T", Text: "X", URL: platform.Address(), Files: []app.File{app.TextFile("shared.txt", "shared")}}
			said("shared", nil, platform.Share(context.Background(), s))
		},
		"dialog": func() { fyne.Do(func() { dialog(fa) }) },
		"later":  func() { box.deliver() },
	} {
		kit.Notice(app.Notice{Key: what, Text: "Trial", Action: "Try " + what, Do: func() { go do() }})
	}
}

func dialog(fa fyne.App) {
	var pop *widget.PopUp
	node := semantic.Node{Role: semantic.Dialog, Name: "A dialog", Modal: true, OnDismiss: func() { pop.Hide() }}
	pop = widget.NewModalPopUp(semantic.Wrap(node, widget.NewLabel("Over all")), fa.Driver().AllWindows()[0].Canvas())
	pop.Show()
}

// memory is an outbox that forgets.
type memory struct {
	mu    sync.Mutex
	tally data.Tally
	watch []func()
}

func (m *memory) Queue(_ context.Context, a data.Action) error {
	if strings.Contains(a.Fields[data.FieldName], "panic") {
		panic(fmt.Sprintf("cannot store %v\ngoroutine 7 [running]:\nthe signature of %[1]s", a.Fields))
	}
	m.change(func(t *data.Tally) { t.Waiting++ })
	return nil
}

func (m *memory) deliver() { m.change(func(t *data.Tally) { t.Sent, t.Waiting = t.Sent+t.Waiting, 0 }) }

func (m *memory) change(f func(*data.Tally)) {
	m.mu.Lock()
	f(&m.tally)
	watch := m.watch
	m.mu.Unlock()
	for _, w := range watch {
		w()
	}
}

func (m *memory) Tally(context.Context) (data.Tally, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.tally, nil
}

func (m *memory) Page(context.Context, int, int) ([]data.Entry, error) { return nil, nil }
func (m *memory) Feed(context.Context) (data.Feed, error)              { return data.Feed{}, nil }
func (m *memory) Wake()                                                {}
func (m *memory) Status() outbox.Status                                { return outbox.Status{} }

func (m *memory) Watch(f func()) func() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.watch = append(m.watch, f)
	return func() {}
}
