package sqlite

import (
	"context"
	"syscall/js"
	"time"

	"placard/wasm/promise"
)

// Info is what the app may have to say about where its data lie.
type Info struct {
	Durable   bool          // the database is in files; false means in memory (no OPFS, as in some private windows)
	Persisted bool          // the browser promised not to clear it when space runs short
	Young     bool          // when it was opened, its files' names may not have reached the disk yet
	Mirrored  bool          // when it was opened, commits went to IndexedDB as well: because of Young, or because not Durable
	Rebuilt   bool          // at opening it was damaged or gone, and made again from the mirror
	Quota     int64         // bytes that this origin may use, about; 0 if the browser does not tell
	Usage     int64         // bytes that it uses, about
	OpenTime  time.Duration // from nothing to ready
	Version   string        // of SQLite
}

// Info reports on the database as it was opened, and on the browser's storage as it is now.
func (c *Connector) Info(ctx context.Context) Info {
	c.mu.Lock()
	f := c.facts
	c.mu.Unlock()
	info := Info{
		Durable: f.durable, Young: f.young, Mirrored: f.mirrored, Rebuilt: f.rebuilt,
		OpenTime: f.openTime, Version: f.version,
	}
	storage := js.Global().Get("navigator").Get("storage")
	if storage.IsUndefined() {
		return info
	}
	if v, err := promise.Await(ctx, storage.Call("persisted")); err == nil {
		info.Persisted = f.durable && v.Truthy()
	}
	if v, err := promise.Await(ctx, storage.Call("estimate")); err == nil {
		info.Quota, info.Usage = whole(v.Get("quota")), whole(v.Get("usage"))
	}
	return info
}

func whole(v js.Value) int64 {
	if v.Type() != js.TypeNumber {
		return 0
	}
	return int64(v.Float())
}

// Persist asks the browser never to clear this origin's data by itself, and returns its answer. Some browsers ask the
// user; most decide by how the page is used, and say no to a page that is new to them.
func (c *Connector) Persist(ctx context.Context) (bool, error) {
	storage := js.Global().Get("navigator").Get("storage")
	if storage.IsUndefined() || storage.Get("persist").IsUndefined() {
		return false, nil
	}
	v, err := promise.Await(ctx, storage.Call("persist"))
	return err == nil && v.Truthy(), err
}
