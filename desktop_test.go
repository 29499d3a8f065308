//go:build !js

package main

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"placard/app"
	"placard/app/semantic"
	"placard/data"
)

// recorder is Fyne's test app, and remembers what is opened outside.
type recorder struct {
	fyne.App
	opened []string
}

func (r *recorder) OpenURL(u *url.URL) error {
	r.opened = append(r.opened, u.String())
	return nil
}

// dropped keeps what the platform listens with: the test driver's windows drop nothing.
type dropped struct {
	fyne.Window
	f func(fyne.Position, []fyne.URI)
}

func (d *dropped) SetOnDropped(f func(fyne.Position, []fyne.URI)) { d.f = f }

func TestComputer(t *testing.T) {
	fa := &recorder{App: test.NewTempApp(t)}
	w := &dropped{Window: fa.NewWindow("Placard")}
	c := newComputer(fa, w, data.Campaign{Server: "https://act.example.org"})
	if got := c.Address(); got != "https://act.example.org/" {
		t.Errorf("the address is %q", got)
	}
	if got := newComputer(fa, w, data.Campaign{}).Address(); got != "" {
		t.Errorf("without a server the address is %q", got)
	}
	if err := c.Share(t.Context(), app.Shared{Title: "A & B", Text: "1 + 1", URL: c.Address()}); err != nil {
		t.Fatal(err)
	}
	if got := fa.Clipboard().Content(); got != "1 + 1\nhttps://act.example.org/" {
		t.Errorf("copied %q", got)
	}
	if u, err := url.Parse(strings.Join(fa.opened, " ")); err != nil || u.Query().Get("subject") != "A & B" || !strings.HasPrefix(u.Query().Get("body"), "1 + 1\r\n") {
		t.Errorf("opened %q: %v", fa.opened, err)
	}
	if _, err := c.PickPhotos(t.Context(), true); err == nil {
		t.Error("the desktop took a photo")
	}
}

func TestDropped(t *testing.T) {
	fa := test.NewTempApp(t)
	w := &dropped{Window: fa.NewWindow("Placard")}
	c := newComputer(fa, w, data.Campaign{})
	file := filepath.Join(t.TempDir(), "sign.JPG")
	if err := os.WriteFile(file, []byte("a photo"), 0o600); err != nil {
		t.Fatal(err)
	}
	var got []app.File
	c.OnDrop(func(list []app.File) { got = list })
	w.f(fyne.Position{}, []fyne.URI{storage.NewFileURI(file)})
	if len(got) != 1 || got[0].Name != "sign.JPG" || got[0].Type != "image/jpeg" {
		t.Fatalf("dropped %+v", got)
	}
	if b, err := got[0].Read(context.Background()); err != nil || string(b) != "a photo" {
		t.Errorf("read %q, %v", b, err)
	}
	if c.OnDrop(nil); w.f != nil {
		t.Error("it still listens")
	}
}

// Nothing is shown while somebody looks at the kit.
func TestNotifyOnlyWhileAway(t *testing.T) {
	fa := test.NewTempApp(t)
	c := newComputer(fa, fa.NewWindow("Placard"), data.Campaign{})
	n := app.Notification{Title: "Placard", Text: "3 actions were sent."}
	test.AssertNotificationSent(t, nil, func() { c.Notify(n) })
	c.away.Store(true)
	test.AssertNotificationSent(t, fyne.NewNotification(n.Title, n.Text), func() { c.Notify(n) })
}

// The dialogs that ask for a file take an answer and a refusal.
func TestFileDialogs(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", home)
	if err := os.WriteFile(filepath.Join(home, "march.png"), []byte("a photo"), 0o600); err != nil {
		t.Fatal(err)
	}
	fa := test.NewTempApp(t)
	w := fa.NewWindow("Placard")
	w.Resize(fyne.NewSize(900, 700))
	c := newComputer(fa, w, data.Campaign{})
	tap := func(role semantic.Role, name string) {
		t.Helper()
		var n *semantic.Node
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			fyne.DoAndWait(func() { n = semantic.Find(semantic.New(w.Canvas()).Read(), role, name) })
			if n != nil {
				fyne.DoAndWait(func() { n.Tap() })
				return
			}
		}
		t.Fatalf("no %s %q", role, name)
	}
	type answer struct {
		saved bool
		err   error
	}
	for button, want := range map[string]bool{"Save": true, "Cancel": false} {
		done := make(chan answer, 1)
		go func() {
			saved, err := c.Save(t.Context(), app.TextFile("appeal.txt", "the appeal"))
			done <- answer{saved, err}
		}()
		tap(semantic.Button, button)
		if got := <-done; got.saved != want || got.err != nil {
			t.Errorf("%s: got %+v", button, got)
		}
	}
	if b, err := os.ReadFile(filepath.Join(home, "appeal.txt")); err != nil || string(b) != "the appeal" {
		t.Errorf("kept %q, %v", b, err)
	}
	picked := make(chan []app.File, 1)
	go func() {
		list, err := c.PickPhotos(t.Context(), false)
		if err != nil {
			t.Error(err)
		}
		picked <- list
	}()
	tap(semantic.Button, "Cancel")
	if got := <-picked; len(got) > 0 {
		t.Errorf("cancelled, it picked %v", got)
	}
}
