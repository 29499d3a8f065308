package html

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"text/template"

	"placard/data/pack"
)

// Manifest fills the web app's manifest, which is a template. A manifest is one file and has one language, whatever the
// phone's: it is the pack's first language, or English where the app has no words of that. The words of the campaign
// are not in it: what a phone shows on its home screen says no more than the name of the kit.
func Manifest(shell []byte, p *pack.Pack) ([]byte, error) {
	t, err := template.New("manifest").Parse(string(shell))
	if err != nil {
		return nil, fmt.Errorf("read the manifest: %w", err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, card{wordsFor(p.Edition.Lang)}); err != nil {
		return nil, fmt.Errorf("fill the manifest: %w", err)
	}
	if !json.Valid(out.Bytes()) {
		return nil, errors.New("fill the manifest: it is no JSON any more")
	}
	return out.Bytes(), nil
}

type card struct{ words }

// JSON returns words as a string of JSON.
func (c card) JSON(key string) (string, error) {
	b, err := json.Marshal(c.Say(key))
	return string(b), err
}

// Direction is how the words are written.
func (c card) Direction() string { return direction(c.Tag) }
