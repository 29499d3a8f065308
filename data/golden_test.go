package data

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// The golden files are the wire as version 1 speaks it. A kit may come back after months offline, so they are never
// rewritten, and no flag does it: where a test below fails, the code is wrong. A new version adds new files.
var goldens = map[string]string{
	"action.json":               "df7521af83eae0f646a25fad1fbe0fd1857502c80f425d96d03b1707931dbb4c",
	"answer.json":               "22b75f6dae5e29ed378b3030616619b9dbf459e5fdb38ffcf4c7982840464119",
	"answer.signature":          "fc119141a1aa481a3da46bc5ebd9d34c84346e5bd567216f63c4e5578c57eec0",
	"answer-of-three.signature": "2a6a38967f1cbde20c939cc41dd18e71bd391956eeb1c5822b6078f83288b4d8",
	"batch.bin":                 "3f89ee76d5e971cc3417a7497b7e6484e4c270c446dfc7b283718e23852cab86",
	"batch-one-bad.bin":         "5688a49b4481b7b54bf85a273fbb3b567d1a2913fe29cf2fad4913edbcde86bc",
	"campaign.json":             "851d21ae560bc4838e8d6b482e0a0e8ddea6a53d90cc0542775e67508ab57e77",
	"counters.json":             "92d7ee065bb09e448358433583348396106fc7066edb468de16f83cb2518d376",
	"error.json":                "4a26e0caed780a7d3ee22b422efd88d2d9b2ab18586f7c10e867e1589cc3168f",
	"held.json":                 "8398d2c13113be141513e2296b547477e7188846ce465f52ce875faadef407f0",
}

const goldenDigest = "3f89ee76d5e971cc3417a7497b7e6484e4c270c446dfc7b283718e23852cab86" // SHA-256 of batch.bin

// goldenKey is a receipt key that everybody knows: its seed is the bytes 0 to 31.
func goldenKey() ed25519.PrivateKey {
	seed := make([]byte, ed25519.SeedSize)
	for i := range seed {
		seed[i] = byte(i)
	}
	return ed25519.NewKeyFromSeed(seed)
}

func golden(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestGoldensAreNeverRewritten(t *testing.T) {
	for name, want := range goldens {
		d := sha256.Sum256(golden(t, name))
		if got := hex.EncodeToString(d[:]); got != want {
			t.Errorf("%s: got SHA-256 %s, want %s", name, got, want)
		}
	}
}

var (
	one   = uuid.MustParse("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1")
	two   = uuid.MustParse("7c9e6679-7425-40de-944b-e07fc1f90ae7")
	three = uuid.MustParse("3d813cbb-47fb-42ba-91df-831e1593ac29")
	four  = uuid.MustParse("b5b1a7c4-9d3e-4f60-a1b2-c3d4e5f60718")
	epoch = uuid.MustParse("550e8400-e29b-41d4-a716-446655440000")
	noon  = time.Date(2008, 2, 27, 12, 30, 0, 0, time.UTC)

	goldenBatch = []Sealed{
		{ID: one, Campaign: "kenya-2008", Kind: Signature, Day: "2008-02-27", Size: 16, Seal: []byte("age-encryption.org/v1\nnot a real seal\n\x00\xff")},
		{ID: two, Campaign: "kenya-2008", Kind: Letter, Day: "2008-02-28", Size: 24, Seal: []byte("1 2\n{}\nlooks like a frame, is a seal")},
	}
	goldenCounters = Counters{Campaign: "kenya-2008", At: noon, Basis: BasisCounted, Counts: map[Kind]int64{Signature: 1234, Letter: 5}}
	goldenAnswer   = Answer{Digest: goldenDigest, Epoch: epoch, At: noon, Safe: 40, Counters: &goldenCounters, Receipts: []Receipt{
		{ID: one, Status: Accepted, Seq: 41},
		{ID: two, Status: Duplicate, Seq: 7},
		{ID: three, Status: Refused, Code: CodeConflict, Hint: "Another action already has this id. Make a new one."},
		{ID: four, Status: Later, Code: CodeServerFull, Hint: "The server's disk is full."},
		{ID: one, Status: Held, Seq: 41},
		{ID: two, Status: Missing},
	}}
	goldenCampaign = Campaign{ID: "kenya-2008", Server: "https://kit.example.org", ReceiptKey: goldenKey().Public().(ed25519.PublicKey),
		Recipients: []string{"age1pq1notakeybutshapedlikeone", "age1pq1northisonetherecoverykey"}}
	goldenHeld   = HeldRequest{Campaign: "kenya-2008", IDs: []uuid.UUID{one, two}}
	goldenAction = Action{ID: one, Campaign: "kenya-2008", Kind: Signature, At: noon.Add(123 * time.Millisecond), Pack: strings.Repeat("ab", 32), Lang: "en",
		Fields: map[string]string{FieldName: "Wanjirũ wa Ngũgĩ", FieldEmail: "wanjiru@example.org", "place": "Nairobi"},
		Consents: []Consent{{Purpose: "contact", Given: true, TextHash: strings.Repeat("cd", 32), Lang: "en",
			Method: "checkbox, unticked at first"}}}
	goldenError = Error{Code: CodeBatchTooLarge, Field: "frame 101", Hint: "Send a smaller batch."}
)

// Each golden file is read into the struct beside it, and written from it.
func TestGoldenJSON(t *testing.T) {
	for name, want := range map[string]any{
		"action.json":   &goldenAction,
		"answer.json":   &goldenAnswer,
		"campaign.json": &goldenCampaign,
		"counters.json": &goldenCounters,
		"error.json":    &goldenError,
		"held.json":     &goldenHeld,
	} {
		got := reflect.New(reflect.TypeOf(want).Elem()).Interface()
		if err := json.Unmarshal(golden(t, name), got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("read %s: got %+v, %v, want %+v", name, got, err, want)
		}
		b, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if want := bytes.TrimSpace(golden(t, name)); !bytes.Equal(b, want) {
			t.Errorf("write %s: got\n%s\nwant\n%s", name, b, want)
		}
	}
}

func TestGoldenBatch(t *testing.T) {
	var b []byte
	for _, s := range goldenBatch {
		b = AppendFrame(b, s)
	}
	want := golden(t, "batch.bin")
	if !bytes.Equal(b, want) {
		t.Errorf("write: got\n%q\nwant\n%q", b, want)
	}
	if got := BatchDigest(want); got != goldenDigest {
		t.Errorf("digest: got %s, want %s", got, goldenDigest)
	}
	items, err := ParseBatch(want)
	if err != nil || len(items) != 2 {
		t.Fatalf("read: got %d items, %v", len(items), err)
	}
	for i, item := range items {
		if item.Err != nil || !reflect.DeepEqual(item.Sealed, goldenBatch[i]) {
			t.Errorf("read: got %+v, %v, want %+v", item.Sealed, item.Err, goldenBatch[i])
		}
	}
	if got, want := items[0].Sealed.Digest(), sha256.Sum256(append(goldenBatch[0].header(), goldenBatch[0].Seal...)); got != want {
		t.Errorf("digest of an item: got %x, want %x", got, want)
	}
}

func TestGoldenBatchWithOneBadItem(t *testing.T) {
	items, err := ParseBatch(golden(t, "batch-one-bad.bin"))
	if err != nil || len(items) != 3 {
		t.Fatalf("got %d items, %v", len(items), err)
	}
	if items[0].Err != nil || items[2].Err != nil || items[0].Sealed.ID != one || items[2].Sealed.ID != two {
		t.Errorf("the neighbours: got %+v and %+v", items[0], items[2])
	}
	if bad := items[1]; bad.Err == nil || bad.Err.Code != CodeKindUnknown || bad.Sealed.ID != three {
		t.Errorf("the bad one: got %+v", bad)
	}
}

func TestGoldenAnswer(t *testing.T) {
	key := goldenKey()
	body, signature, err := SignAnswer(goldenAnswer, key)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.TrimSpace(string(golden(t, "answer.signature")))
	if !bytes.Equal(body, golden(t, "answer.json")) || signature != want {
		t.Errorf("sign: got %s, want %s", signature, want)
	}
	together, err := SignAnswers([][]byte{[]byte("{}"), golden(t, "answer.json"), []byte("[]")}, key)
	if err != nil {
		t.Fatal(err)
	}
	group := strings.TrimSpace(string(golden(t, "answer-of-three.signature")))
	if together[1] != group {
		t.Errorf("sign the second of three: got %s, want %s", together[1], group)
	}
	for _, signature := range []string{want, group} {
		got, err := OpenAnswer(golden(t, "answer.json"), signature, goldenDigest, key.Public().(ed25519.PublicKey))
		if err != nil || !reflect.DeepEqual(got, goldenAnswer) {
			t.Errorf("open: got %+v, %v", got, err)
		}
	}
}
