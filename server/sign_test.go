package server

import (
	"crypto/ed25519"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"placard/data"
)

func TestSigner(t *testing.T) {
	public, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &signer{key: key}
	ask := func(i int) (string, error) {
		digest := data.BatchDigest(fmt.Append(nil, i))
		body := fmt.Appendf(nil, `{"digest":%q,"epoch":%q,"at":"2008-02-27T12:30:00Z","safe":0,"receipts":[]}`, digest, uuid.New())
		signature, err := s.sign(body)
		if err == nil {
			_, err = data.OpenAnswer(body, signature, digest, public)
		}
		return signature, err
	}
	synctest.Test(t, func(t *testing.T) {
		if signature, err := ask(0); err != nil || strings.Contains(signature, " ") {
			t.Errorf("alone: got %q, %v", signature, err)
		}
		var wg sync.WaitGroup
		var together atomic.Int64
		for i := range 4 * maxSigned {
			wg.Go(func() {
				signature, err := ask(i)
				if err != nil {
					t.Errorf("answer %d: %v", i, err)
				}
				if strings.Contains(signature, " ") {
					together.Add(1)
				}
			})
		}
		wg.Wait()
		if got := together.Load(); got < maxSigned {
			t.Errorf("of %d answers at once, %d were signed together", 4*maxSigned, got)
		}
		time.Sleep(time.Second) // nobody waits: the goroutine is gone, or synctest says so
	})
}
