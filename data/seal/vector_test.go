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
