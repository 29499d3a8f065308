//go:build js

package shell

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"syscall/js"

	"fyne.io/fyne/v2"

	"placard/app"
)

// What the browser offers beside the page: links, the clipboard, the share sheet, files, notifications. All of it is
// the page's (wasm/page/outside.js); Fyne's own ways to it do nothing in a browser, or keep things where they must not be.

// OpenURL opens a link in another tab that knows nothing of this one. Only http, https and mailto are opened.
func (Platform) OpenURL(u *url.URL) error {
	switch u.Scheme {
	case "mailto":
		js.Global().Get("location").Set("href", u.String())
	case "http", "https":
		js.Global().Call("open", u.String(), "_blank", "noopener,noreferrer")
	default:
		return fmt.Errorf("open link: %q is not opened", u.Scheme)
	}
	return nil
}

// Address is the page's own.
func (Platform) Address() string {
	return js.Global().Get("URL").New("./", js.Global().Get("document").Get("baseURI")).Get("href").String()
}

// Can asks the page.
func (Platform) Can() (a app.Abilities) {
	if err := json.Unmarshal([]byte(page().Call("can").String()), &a); err != nil {
		fyne.LogError("ask what the browser can do", err)
	}
	return a
}

// Copy puts a text into the clipboard.
func (Platform) Copy(ctx context.Context, text string) error {
	v, err := await(ctx, page().Call("copy", text))
	if err == nil && !v.Bool() {
		err = errors.New("copy: the browser does not let us")
	}
	return err
}

// Share opens the system's share sheet.
func (Platform) Share(ctx context.Context, s app.Shared) error {
	files := js.Global().Get("Array").New()
	for _, f := range s.Files {
		v, err := fileOf(ctx, f)
		if err != nil {
			return err
		}
		files.Call("push", v)
	}
	v, err := await(ctx, page().Call("share", s.Title, s.Text, s.URL, files))
	if err == nil && !v.Bool() {
		err = errors.New("share: the browser does not let us")
	}
	return err
}

// Save asks where to keep a file, or downloads it where a browser does not ask.
func (Platform) Save(ctx context.Context, f app.File) (bool, error) {
	v, err := fileOf(ctx, f)
	if err != nil {
		return false, err
	}
	if v, err = await(ctx, page().Call("save", v)); err != nil {
		return false, err
	}
	return v.Bool(), nil
}

// PickPhotos opens the system's chooser of photos, or its camera.
func (Platform) PickPhotos(ctx context.Context, camera bool) ([]app.File, error) {
	v, err := await(ctx, page().Call("pick", camera))
	if err != nil {
		return nil, err
	}
	return files(v), nil
}

var onDrop func([]app.File) // belongs to the UI goroutine

// OnDrop listens to files dropped onto the window.
func (Platform) OnDrop(f func([]app.File)) { onDrop = f }

func (b *bridge) onDropped(args []js.Value) func() {
	list := files(args[0])
	return func() {
		if onDrop != nil && len(list) > 0 {
			onDrop(list)
		}
	}
}

// AskNotify asks the browser, which asks the person.
func (Platform) AskNotify(ctx context.Context) bool {
	v, err := await(ctx, page().Call("askNotify"))
	return err == nil && v.Bool()
}

// Notify shows a notification by way of the service worker, while the page is hidden.
func (Platform) Notify(n app.Notification) { page().Call("notify", n.Title, n.Text, n.Route) }

// files wraps a list of the browser's files; their content stays outside the program until it is wanted.
func files(list js.Value) []app.File {
	var all []app.File
	for i := range list.Length() {
		f := list.Index(i)
		all = append(all, app.File{
			Name: f.Get("name").String(), Type: f.Get("type").String(), Size: int64(f.Get("size").Float()),
			Read: func(ctx context.Context) ([]byte, error) {
				v, err := await(ctx, f.Call("arrayBuffer"))
				if err != nil {
					return nil, fmt.Errorf("read file: %w", err)
				}
				bytes := js.Global().Get("Uint8Array").New(v)
				content := make([]byte, bytes.Length())
				js.CopyBytesToGo(content, bytes)
				return content, nil
			},
		})
	}
	return all
}

// fileOf makes one of the browser's files.
func fileOf(ctx context.Context, f app.File) (js.Value, error) {
	content, err := f.Read(ctx)
	if err != nil {
		return js.Undefined(), err
	}
	bytes := js.Global().Get("Uint8Array").New(len(content))
	js.CopyBytesToJS(bytes, content)
	return js.Global().Get("File").New([]any{bytes}, f.Name, map[string]any{"type": f.Type}), nil
}
