package main

import (
	"fmt"

	"placard/data/pack"
	"placard/data/pack/html"
)

// read writes the bundled pack's appeal into the page, and its other pages beside it.
func (s set) read() error {
	p, err := pack.Bundled()
	if err != nil {
		return fmt.Errorf("read the pack: %w", err)
	}
	if s[page], err = html.First(s[page], p); err != nil {
		return err
	}
	if s[manifest], err = html.Manifest(s[manifest], p); err != nil {
		return err
	}
	files, err := html.Files(p)
	if err != nil {
		return err
	}
	for _, f := range files {
		s[f.Name] = f.Data
	}
	return nil
}
