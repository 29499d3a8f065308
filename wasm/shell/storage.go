//go:build js

package shell

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"placard/app"
)

// What the web edition says about keeping things, in the words of its user.
const (
	wordsKept      = "What is signed here is sealed and kept in this browser on this device. If the browser's data is cleared before it is sent, it is lost."
	wordsPersisted = "What is signed here is sealed and kept in this browser on this device. The browser has promised to keep it until it is sent."
	wordsNowhere   = "This browser cannot keep what is signed here."

	noticeNowhere  = "This browser cannot keep signatures on this device: it offers no private file system, or forbids it, as some private windows do. Open Placard in an ordinary window of a current browser, with https in the address."
	noticeLittle   = "This browser gives Placard only %d MB, as private windows do: when the window is closed, what was not sent may be gone. Use an ordinary window."
	noticeFull     = "This device is nearly full: %d MB are left for Placard. Free some space before the next shift."
	noticeNoReturn = "This browser could not keep Placard for use without a network. It works now, but do not close it where there is no connection."
)

const (
	little     = 300 << 20 // bytes; ordinary windows get gigabytes, and private ones a share of the memory
	nearlyFull = 50 << 20
)

var storageWords = wordsKept

// storage is what the page knows; see wasm/page/storage.js.
type storage struct {
	OPFS      bool    `json:"opfs"`
	Persisted bool    `json:"persisted"`
	Usage     float64 `json:"usage"`
	Quota     float64 `json:"quota"`
}

func readStorage(ctx context.Context) (s storage, err error) {
	v, err := await(ctx, page().Call("storage"))
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(v.String()), &s)
}

// notice is what to warn of, "" for nothing.
func (s storage) notice() string {
	free := s.Quota - s.Usage
	switch {
	case !s.OPFS:
		return noticeNowhere
	case s.Quota > 0 && free < nearlyFull:
		return fmt.Sprintf(noticeFull, int(free)>>20)
	case s.Quota > 0 && s.Quota < little:
		return fmt.Sprintf(noticeLittle, int(s.Quota)>>20)
	}
	return ""
}

// watchStorage says what is wrong with keeping things here, at the start and as it changes.
func watchStorage(ctx context.Context, kit *app.App) {
	for tick := 0; ; tick++ {
		if s, err := readStorage(ctx); err == nil {
			words := wordsKept
			switch {
			case !s.OPFS:
				words = wordsNowhere
			case s.Persisted:
				words = wordsPersisted
			}
			text := s.notice()
			fyne.Do(func() {
				storageWords = words
				kit.Notice(app.Notice{Key: "storage", Warn: true, Text: text})
			})
		}
		if tick == 1 {
			noticeOffline(ctx, kit)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Minute):
		}
	}
}

// noticeOffline says so when the page would not open again without a network.
func noticeOffline(ctx context.Context, kit *app.App) {
	v, err := await(ctx, page().Call("offlineReady"))
	if err != nil || v.IsNull() || v.Bool() {
		return
	}
	fyne.Do(func() { kit.Notice(app.Notice{Key: "offline", Warn: true, Text: noticeNoReturn}) })
}
