package seal

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"reflect"
	"testing"

	"filippo.io/age"

	"placard/data"
)

// The vector is a seal of version 1 with its throw-away keys. Like every golden file it is never rewritten: a seal made
// today is opened by the code of years to come.
const vectorSum = "aa14bd262b3e00872df42a206fede2bc3b075e8f0c51362f216984347b65c6c3"

//go:embed testdata
var vectors embed.FS // a browser has no files

func vector(t testing.TB) (data.Sealed, data.Action) {
	t.Helper()
	var s data.Sealed
	var a data.Action
	unmarshal(t, "v1.header.json", &s)
	unmarshal(t, "v1.action.json", &a)
	s.Seal = read(t, "v1.age")
	if got := fmt.Sprintf("%x", sha256.Sum256(s.Seal)); got != vectorSum {
		t.Fatalf("v1.age: got SHA-256 %s, want %s", got, vectorSum)
	}
	return s, a
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := vectors.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func unmarshal(t testing.TB, name string, v any) {
	t.Helper()
	if err := json.Unmarshal(read(t, name), v); err != nil {
		t.Fatal(err)
	}
}

func identities(t testing.TB, name string) []age.Identity {
	t.Helper()
	ids, err := age.ParseIdentities(bytes.NewReader(read(t, name)))
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestVectorOpens(t *testing.T) {
	s, want := vector(t)
	for _, key := range []string{"campaign.txt", "recovery.txt"} {
		got, err := Open(s, identities(t, key)...)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v, want %+v", key, got, err, want)
		}
	}
}

// Read the vector as the package's documentation says, without the package's code.
func TestVectorIsAsDocumented(t *testing.T) {
	s, want := vector(t)
	r, err := age.Decrypt(bytes.NewReader(s.Seal), identities(t, "recovery.txt")...)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	documented(t, plain, s, want)
}

// The stock age tool opens a seal, should nothing of ours be left.
func TestStockAgeOpensTheVector(t *testing.T) {
	tool, err := exec.LookPath("age")
	if err != nil {
		t.Skip("needs the age tool, version 1.3 or later")
	}
	plain, err := exec.Command(tool, "-d", "-i", "testdata/campaign.txt", "testdata/v1.age").Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && bytes.Contains(exit.Stderr, []byte("unknown identity type")) {
		t.Skip("this age is older than 1.3 and does not know post-quantum keys")
	} else if err != nil {
		t.Fatal(err)
	}
	s, want := vector(t)
	documented(t, plain, s, want)
}

// documented checks a seal's plaintext against the format in the package's documentation.
func documented(t *testing.T, plain []byte, s data.Sealed, want data.Action) {
	t.Helper()
	if len(plain) != s.Size || plain[0] != 1 {
		t.Fatalf("got %d bytes of version %d, want %d of version 1", len(plain), plain[0], s.Size)
	}
	n := 5 + binary.BigEndian.Uint32(plain[1:5])
	content, err := io.ReadAll(flate.NewReader(bytes.NewReader(plain[5:n])))
	if err != nil {
		t.Fatal(err)
	}
	if pad := plain[n:]; !bytes.Equal(pad, make([]byte, len(pad))) {
		t.Error("the padding is not all zero")
	}
	var got data.Action
	if err := json.Unmarshal(content, &got); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

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

// A small seal must not inflate without end.
func TestBombIsRefused(t *testing.T) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 64 {
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	plain := append([]byte{version, 0, 0, 0, 0}, b.Bytes()...)
	binary.BigEndian.PutUint32(plain[1:], uint32(b.Len()))
	if _, err := decode(plain); err == nil || err.Error() != "content too large" {
		t.Errorf("got %v, want content too large", err)
	}
}
