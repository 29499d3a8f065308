package firefox

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

var lz4Magic = []byte("mozLz40\x00")

// Unpack returns what is in a file of a profile. Firefox writes its session and some others as one LZ4 block behind a
// header of its own, in which no word can be found by searching; other files come back as they are.
func Unpack(file []byte) ([]byte, error) {
	in, packed := bytes.CutPrefix(file, lz4Magic)
	if !packed {
		return file, nil
	}
	if len(in) < 4 {
		return nil, fmt.Errorf("unpack: the file is cut")
	}
	size := int(binary.LittleEndian.Uint32(in))
	if size > 256<<20 {
		return nil, fmt.Errorf("unpack: %d bytes are too many", size)
	}
	out, err := lz4(in[4:], make([]byte, 0, size))
	if err == nil && len(out) != size {
		err = fmt.Errorf("got %d bytes of %d", len(out), size)
	}
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	return out, nil
}

// lz4 appends what a block of LZ4 holds: literals, and copies of what came before.
// https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
func lz4(in, out []byte) ([]byte, error) {
	cut := fmt.Errorf("the block is cut")
	length := func(n int) (int, error) { // a nibble of 15 goes on in the next bytes
		for more := n == 15; more; {
			if len(in) == 0 {
				return 0, cut
			}
			more = in[0] == 255
			n += int(in[0])
			in = in[1:]
		}
		return n, nil
	}
	for len(in) > 0 {
		token := in[0]
		in = in[1:]
		n, err := length(int(token >> 4))
		if err != nil || n > len(in) {
			return nil, cut
		}
		out = append(out, in[:n]...)
		if in = in[n:]; len(in) == 0 {
			break // the last sequence has no copy
		}
		if len(in) < 2 {
			return nil, cut
		}
		back := int(binary.LittleEndian.Uint16(in))
		in = in[2:]
		if n, err = length(int(token & 15)); err != nil {
			return nil, err
		}
		if back == 0 || back > len(out) || len(out)+n+4 > cap(out) {
			return nil, fmt.Errorf("the block is damaged")
		}
		for range n + 4 {
			out = append(out, out[len(out)-back])
		}
	}
	return out, nil
}
