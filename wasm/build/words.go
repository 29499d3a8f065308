package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// pageWords are the keys of the translations that the page says itself.
const pageWords = "page."

// words makes the module words.js: the page's own words in each language that the app is translated into.
func words(dir string) ([]byte, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("read translations: none in %s", dir)
	}
	all := map[string]map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read translations: %w", err)
		}
		var keys map[string]any
		if err := json.Unmarshal(text, &keys); err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		own := map[string]string{}
		for key, v := range keys {
			if s, ok := v.(string); ok && strings.HasPrefix(key, pageWords) {
				own[key] = s
			}
		}
		all[strings.TrimSuffix(filepath.Base(file), ".json")] = own
	}
	if len(all["en"]) == 0 {
		return nil, fmt.Errorf("read translations: no %s… in %s", pageWords, dir)
	}
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "// Made by wasm/build from app/translation.\nexport const words = %s;\n", text), nil
}
