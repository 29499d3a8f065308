package outbox

import (
	"context"
	"crypto/ed25519"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"placard/data"
)

// The contract of both transports: what a client makes of each thing that can answer in the place of its server. The
// same tests run here on net/http and, by way of TestInBrowser, on a real browser's fetch, against the server of
// faults_test.go.

var (
	faultKey   = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	faultBatch = []data.Sealed{{
		ID: uuid.MustParse("6f1d0c5e-8c1b-4b8a-9d3e-2b1f00a4c7d1"), Campaign: "kenya-2008", Kind: data.Signature, Day: "2008-02-27",
		Size: 2048, Seal: []byte("age-encryption.org/v1\n(not a real seal)\x00\xff\n"),
	}}
)

// patience is long enough for a busy machine to answer in, and short enough to wait for.
const patience = 2 * time.Second

func faultClient(t *testing.T, fault string) *client {
	return newClient(data.Campaign{
		ID: "kenya-2008", Server: faultServer(t) + fault, ReceiptKey: faultKey.Public().(ed25519.PublicKey),
	}, newLink(patience))
}

func TestTransportAnswers(t *testing.T) {
	for name, fault := range map[string]string{"at once": "good", "in small pieces, longer than an attempt may stand still": "slow"} {
		t.Run(name, func(t *testing.T) {
			c := faultClient(t, fault)
			for range 2 { // the first answer tries to leave a cookie
				a, f := c.send(t.Context(), faultBatch)
				if f != nil {
					t.Fatal(f.Error)
				}
				if len(a.Receipts) != 1 || a.Receipts[0].Status != data.Accepted || a.Receipts[0].ID != faultBatch[0].ID {
					t.Errorf("got %+v", a)
				}
			}
		})
	}
}

func TestTransportFaults(t *testing.T) {
	for _, test := range []struct {
		fault   string
		code    data.Code
		coded   bool
		stalled bool
		after   time.Duration
	}{
		{fault: "portal", code: data.CodeNotOurServer},
		{fault: "portal-with-our-type", code: data.CodeNotOurServer},
		{fault: "redirect/302", code: data.CodeNotOurServer},
		{fault: "redirect/303", code: data.CodeNotOurServer},
		{fault: "redirect/307", code: data.CodeNotOurServer},
		{fault: "redirect/308", code: data.CodeNotOurServer},
		{fault: "no-content", code: data.CodeNotOurServer},
		{fault: "bad-gateway", code: data.CodeNotOurServer},
		{fault: "another-digest", code: data.CodeNotOurServer},
		{fault: "changed", code: data.CodeNotOurServer},
		{fault: "endless", code: data.CodeNotOurServer},
		{fault: "too-large", code: data.CodeBatchTooLarge, coded: true},
		{fault: "busy", code: data.CodeTooMany, coded: true, after: 7 * time.Second},
		{fault: "hung-up", code: data.CodeOffline},
		{fault: "cut", code: data.CodeOffline},
		{fault: "silent", code: data.CodeOffline, stalled: true},
		{fault: "stalled", code: data.CodeOffline, stalled: true},
	} {
		t.Run(test.fault, func(t *testing.T) {
			c := faultClient(t, test.fault)
			begun := time.Now()
			a, f := c.send(t.Context(), faultBatch)
			if f == nil {
				t.Fatalf("got an answer: %+v", a)
			}
			if f.Code != test.code || f.coded != test.coded || f.after != test.after {
				t.Errorf("got %s (%v), coded %v, after %v, want %s, %v, %v", f.Code, f.Err, f.coded, f.after, test.code, test.coded, test.after)
			}
			if got := errors.Is(f.Err, errStalled); got != test.stalled {
				t.Errorf("got %v, want a stall: %v", f.Err, test.stalled)
			}
			if d := time.Since(begun); d > 10*patience {
				t.Errorf("took %v", d)
			}
		})
	}
	if got := ask(t, "followed"); got != "0" {
		t.Errorf("redirects were followed %s times", got)
	}
}

// TestTransportEnds: what is given up here ends on the wire too.
func TestTransportEnds(t *testing.T) {
	c := faultClient(t, "held")
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if _, f := c.send(ctx, faultBatch); f == nil || !errors.Is(f.Err, context.DeadlineExceeded) {
		t.Errorf("got %+v, want %v", f, context.DeadlineExceeded)
	}
	if d := time.Since(begun); d > patience {
		t.Errorf("took %v", d)
	}
	for end := time.Now().Add(5 * patience); ask(t, "holding") != "0"; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the server still holds the request")
		}
	}
}

// ask reads a counter of the server's.
func ask(t *testing.T, what string) string {
	t.Helper()
	l := newLink(10 * patience)
	got, err := l.exchange(t.Context(), newTransport(), request{method: "GET", url: faultServer(t) + what, header: header{}})
	if err != nil {
		t.Fatal(err)
	}
	return string(got.body)
}
