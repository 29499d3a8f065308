//go:build !js

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/url"
	"path"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"placard/app"
	"placard/data"
)

// computer is the desktop's side of [app.Platform].
type computer struct {
	app    fyne.App
	window fyne.Window
	server string // of the campaign, "" if not known
	away   atomic.Bool
}

var _ app.Platform = (*computer)(nil)

// newComputer watches whether somebody looks at the window.
func newComputer(fa fyne.App, w fyne.Window, c data.Campaign) *computer {
	p := &computer{app: fa, window: w, server: c.Server}
	fa.Lifecycle().SetOnExitedForeground(func() { p.away.Store(true) })
	fa.Lifecycle().SetOnEnteredForeground(func() { p.away.Store(false) })
	return p
}

func (*computer) Navigated(app.Step)              { /* no history outside the app */ }
func (*computer) Drafted(app.Draft)               { /* a window that goes takes its fields along */ }
func (c *computer) OpenURL(u *url.URL) error      { return c.app.OpenURL(u) }
func (*computer) AskPersist(context.Context) bool { return true }
func (*computer) StorageWords() string            { return "" }
func (*computer) Can() app.Abilities              { return app.Abilities{Notify: true} }
func (*computer) AskNotify(context.Context) bool  { return true } // the system asks by itself, where it does

// Address is the server's: there the web edition of the campaign is.
func (c *computer) Address() string {
	if c.server == "" {
		return ""
	}
	return strings.TrimSuffix(c.server, "/") + "/"
}

// Copy puts a text into the clipboard.
func (c *computer) Copy(ctx context.Context, text string) error {
	return onUI(ctx, func(done func(error)) {
		c.app.Clipboard().SetContent(text)
		done(nil)
	})
}

// Share copies the text and opens a mail: no share sheet is common to the desktops.
func (c *computer) Share(ctx context.Context, s app.Shared) error {
	if len(s.Files) > 0 {
		return errors.New("share files: there is no share sheet here")
	}
	body := strings.TrimSpace(s.Text + "\n" + s.URL)
	if err := c.Copy(ctx, body); err != nil {
		return err
	}
	return c.OpenURL(app.Mail(s.Title, body))
}

// Save asks where to keep a file.
func (c *computer) Save(ctx context.Context, f app.File) (saved bool, err error) {
	content, err := f.Read(ctx)
	if err != nil {
		return false, err
	}
	err = onUI(ctx, func(done func(error)) {
		d := dialog.NewFileSave(func(w fyne.URIWriteCloser, err error) {
			if w == nil || err != nil {
				done(err)
				return
			}
			_, err = w.Write(content)
			if err = errors.Join(err, w.Close()); err == nil {
				saved = true
			}
			done(err)
		}, c.window)
		d.SetFileName(f.Name)
		d.Show()
	})
	return saved, err
}

// PickPhotos asks for one photo: Fyne's dialog has no choice of several. A desktop's camera is another matter.
func (c *computer) PickPhotos(ctx context.Context, camera bool) (list []app.File, err error) {
	if camera {
		return nil, errors.New("take a photo: not on the desktop")
	}
	err = onUI(ctx, func(done func(error)) {
		d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
			if r != nil {
				list = append(list, fileAt(r.URI()))
				err = errors.Join(err, r.Close())
			}
			done(err)
		}, c.window)
		d.SetFilter(storage.NewExtensionFileFilter([]string{".jpg", ".jpeg", ".png", ".webp", ".gif"}))
		d.Show()
	})
	return list, err
}

// OnDrop listens to files dropped onto the window.
func (c *computer) OnDrop(f func([]app.File)) {
	if f == nil {
		c.window.SetOnDropped(nil)
		return
	}
	c.window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) {
		var list []app.File
		for _, u := range uris {
			list = append(list, fileAt(u))
		}
		f(list)
	})
}

// Notify shows a notification while the window is not in front.
func (c *computer) Notify(n app.Notification) {
	if c.away.Load() {
		c.app.SendNotification(fyne.NewNotification(n.Title, n.Text))
	}
}

const maxFile = 64 << 20 // bytes; a photo of the largest cameras is smaller

func fileAt(u fyne.URI) app.File {
	return app.File{Name: u.Name(), Type: mime.TypeByExtension(strings.ToLower(path.Ext(u.Name()))), Size: -1, Read: func(context.Context) ([]byte, error) {
		r, err := storage.Reader(u)
		if err != nil {
			return nil, fmt.Errorf("open file: %w", err)
		}
		defer r.Close()
		b, err := io.ReadAll(io.LimitReader(r, maxFile+1))
		if err == nil && len(b) > maxFile {
			err = errors.New("read file: it is too large")
		}
		return b, err
	}}
}

// onUI runs f on the UI goroutine and waits until it is done.
func onUI(ctx context.Context, f func(done func(error))) error {
	result := make(chan error, 1)
	fyne.Do(func() { f(func(err error) { result <- err }) })
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
