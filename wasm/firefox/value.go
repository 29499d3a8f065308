//go:build unix

package firefox

import (
	"encoding/json"
	"fmt"
)

// remote is a value as BiDi writes it, with its type; plain turns it into plain JSON.
type remote struct {
	Type  string          `json:"type"`
	Value json.RawMessage `json:"value"`
}

// plain returns the value as JSON, nothing for undefined and for what has no JSON (a function, a node).
func (r remote) plain() ([]byte, error) {
	if r.Value == nil && (r.Type == "array" || r.Type == "object") { // written out before, or too deep
		return nil, nil
	}
	switch r.Type {
	case "string", "boolean":
		return r.Value, nil
	case "number":
		if len(r.Value) > 0 && r.Value[0] == '"' { // NaN, Infinity and -0, as JSON.stringify has them
			if string(r.Value) == `"-0"` {
				return []byte("0"), nil
			}
			return []byte("null"), nil
		}
		return r.Value, nil
	case "null":
		return []byte("null"), nil
	case "array":
		return r.array()
	case "object":
		return r.object()
	}
	return nil, nil
}

func (r remote) array() ([]byte, error) {
	var items []remote
	if err := json.Unmarshal(r.Value, &items); err != nil {
		return nil, fmt.Errorf("read array: %w", err)
	}
	list := make([]json.RawMessage, len(items))
	for i, item := range items {
		b, err := item.plain()
		if err != nil {
			return nil, err
		}
		if list[i] = b; b == nil {
			list[i] = []byte("null")
		}
	}
	return json.Marshal(list)
}

func (r remote) object() ([]byte, error) {
	var pairs [][2]json.RawMessage
	if err := json.Unmarshal(r.Value, &pairs); err != nil {
		return nil, fmt.Errorf("read object: %w", err)
	}
	fields := map[string]json.RawMessage{}
	for _, p := range pairs {
		var key string
		var value remote
		if json.Unmarshal(p[0], &key) != nil || json.Unmarshal(p[1], &value) != nil {
			continue // a key that is no string has no JSON
		}
		b, err := value.plain()
		if err != nil {
			return nil, err
		}
		if b != nil {
			fields[key] = b
		}
	}
	return json.Marshal(fields)
}
