//go:build !js

package seal

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"placard/data"
)

// FuzzOpen changes one place of a good seal, or cuts or lengthens it. Nothing but the seal itself may open.
func FuzzOpen(f *testing.F) {
	s, want := vector(f)
	key := identities(f, "campaign.txt")
	f.Add(uint16(0), byte(0), []byte{})
	f.Add(uint16(22), byte(1), []byte{})
	f.Add(uint16(1<<15), byte(0), []byte("more"))
	f.Add(uint16(3000), byte(0x80), []byte(nil))
	f.Fuzz(func(t *testing.T, at uint16, mask byte, more []byte) {
		changed := s
		changed.Seal = append(bytes.Clone(s.Seal), more...)
		if n := int(at); n < len(changed.Seal) {
			changed.Seal[n] ^= mask
		} else {
			changed.Seal = changed.Seal[:n%len(changed.Seal)]
		}
		got, err := Open(changed, key...)
		if bytes.Equal(changed.Seal, s.Seal) {
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("unchanged: got %+v, %v", got, err)
			}
		} else if err == nil {
			t.Errorf("byte %d, mask %#x, %d bytes more: opened", at, mask, len(more))
		} else if e := (*data.Error)(nil); !errors.As(err, &e) {
			t.Errorf("got error %v, want one with a code", err)
		}
	})
}

// FuzzDecode gives the reader of what lies inside a seal any bytes: whoever has the public key can seal them.
func FuzzDecode(f *testing.F) {
	_, a := vector(f)
	good, err := encode(a)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:head])
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{2, 0, 0, 0, 0})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, plain []byte) {
		a, err := decode(plain)
		if err != nil {
			return
		}
		_ = a.Check() // must not panic either
	})
}
