package firefox

import (
	"bytes"
	"testing"
)

func TestUnpack(t *testing.T) {
	head := func(size byte, block ...byte) []byte {
		return append(append(append([]byte{}, lz4Magic...), size, 0, 0, 0), block...)
	}
	for name, c := range map[string]struct {
		file []byte
		want string // "" is an error
	}{
		"plain":          {[]byte("as it is"), "as it is"},
		"literals":       {head(3, 0x30, 'a', 'b', 'c'), "abc"},
		"copy":           {head(12, 0x34, 'a', 'b', 'c', 3, 0, 0x10, 'x'), "abcabcabcabx"},
		"long literal":   {head(16, append([]byte{0xf0, 1}, bytes.Repeat([]byte("y"), 16)...)...), "yyyyyyyyyyyyyyyy"},
		"cut header":     {append([]byte{}, lz4Magic...), ""},
		"cut literals":   {head(3, 0x30, 'a'), ""},
		"cut length":     {head(16, 0xf0), ""},
		"cut offset":     {head(12, 0x34, 'a', 'b', 'c', 3), ""},
		"copy of before": {head(12, 0x34, 'a', 'b', 'c', 9, 0, 0x10, 'x'), ""},
		"too long":       {head(4, 0x34, 'a', 'b', 'c', 3, 0, 0x10, 'x'), ""},
		"too short":      {head(9, 0x30, 'a', 'b', 'c'), ""},
	} {
		got, err := Unpack(c.file)
		if (err != nil) != (c.want == "") || string(got) != c.want {
			t.Errorf("%s: got %q (%v), want %q", name, got, err, c.want)
		}
	}
}
