//go:build js

package shell

import (
	"context"
	"encoding/json"
	"time"

	"fyne.io/fyne/v2"

	"placard/app"
)

const (
	little     = 300 << 20 // bytes; ordinary windows get gigabytes, and private ones a share of the memory
	nearlyFull = 50 << 20
)

var storageKey = "store.kept" // of the words on where the browser keeps what is signed

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

// notice is the key of what to warn of and the number in its words; "" for nothing.
func (s storage) notice() (key string, bytes float64) {
	free := s.Quota - s.Usage
	switch {
	case !s.OPFS:
		return "store.none", 0
	case s.Quota > 0 && free < nearlyFull:
		return "store.full", free
	case s.Quota > 0 && s.Quota < little:
		return "store.little", s.Quota
	}
	return "", 0
}

func megabytes(bytes float64) map[string]string {
	return map[string]string{"MB": app.Number(int64(bytes) >> 20)}
}

// watchStorage says what is wrong with keeping things here, at the start and as it changes. Who has read and closed it
// does not read it again.
func watchStorage(ctx context.Context, kit *app.App) {
	told := ""
	for tick := 0; ; tick++ {
		if s, err := readStorage(ctx); err == nil {
			where := "store.kept"
			switch {
			case !s.OPFS:
				where = "store.nowhere"
			case s.Persisted:
				where = "store.promised"
			}
			key, bytes := s.notice()
			news := key != told
			told = key
			fyne.Do(func() {
				storageKey = where
				if news {
					words := func() (string, string) { return app.Say(key, megabytes(bytes)), "" }
					kit.Notice(app.Notice{Key: "storage", Weight: app.Danger, Words: words})
				}
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
	words := func() (string, string) { return app.Say("store.online"), "" }
	fyne.Do(func() { kit.Notice(app.Notice{Key: "offline", Weight: app.Warning, Words: words}) })
}
