package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/andybalholm/brotli"
)

type size struct{ plain, gzip, brotli int }

// write puts every file and its compressed twins into the folder, then deletes what is not of this build. The pages and
// the service worker come last, so that a server that is running never names a file that is not there yet.
func (b *bundle) write(o options) (map[string]size, error) {
	sizes := map[string]size{}
	keep := map[string]bool{}
	late := func(n string) bool { return path.Ext(n) == ".html" || n == worker }
	last := slices.DeleteFunc(b.names(), func(n string) bool { return !late(n) })
	for _, name := range append(slices.DeleteFunc(b.names(), late), last...) { // sw.js is the last of all by its name
		data := b.files[name]
		s := size{plain: len(data)}
		br, err := o.compressed(data, ".br")
		if err != nil {
			return nil, err
		}
		gz, err := o.compressed(data, ".gz")
		if err != nil {
			return nil, err
		}
		s.brotli, s.gzip = len(br), len(gz)
		sizes[name] = s
		for end, d := range map[string][]byte{"": data, ".br": br, ".gz": gz} {
			file := filepath.Join(o.out, filepath.FromSlash(name)+end)
			keep[file] = true
			if err := put(file, d); err != nil {
				return nil, err
			}
		}
	}
	return sizes, sweep(o.out, keep)
}

// put writes a file in one step, and leaves one alone that is right already.
func put(file string, data []byte) error {
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	tmp := file + ".new"
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, file)
}

func sweep(dir string, keep map[string]bool) error {
	return filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || keep[file] {
			return err
		}
		return os.Remove(file)
	})
}

// compressed returns data as brotli (.br) or gzip (.gz), from the cache where it was made before.
func (o options) compressed(data []byte, end string) ([]byte, error) {
	quality := brotli.BestCompression
	if o.fast {
		quality = 4
	}
	sum := sha256.Sum256(data)
	name := fmt.Sprintf("%s-%d%s", hex.EncodeToString(sum[:16]), quality, end)
	cached := filepath.Join(o.cache, name)
	if old, err := os.ReadFile(cached); err == nil {
		return old, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var out bytes.Buffer
	var w io.WriteCloser
	if end == ".br" {
		w = brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: quality, LGWin: 24})
	} else {
		level := gzip.BestCompression
		if o.fast {
			level = gzip.BestSpeed
		}
		w, _ = gzip.NewWriterLevel(&out, level) // only an unknown level is an error
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), put(cached, out.Bytes())
}
