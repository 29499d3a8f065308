package server

import (
	"crypto/ed25519"
	"runtime"
	"sync"

	"placard/data"
)

// maxSigned bounds the answers under one signature.
const maxSigned = 256

// signer signs answers: those that are ready at the same time with one signature, because in a rush signing each cost a
// fifth of the server's time. A lone answer never waits for company.
type signer struct {
	key ed25519.PrivateKey

	mu      sync.Mutex
	waiting []*unsigned
	busy    bool // somebody is signing
}

type unsigned struct {
	body      []byte
	signature string
	err       error
	done      chan struct{}
}

// sign returns the value of [data.SignatureHeader] for an encoded answer.
func (s *signer) sign(body []byte) (string, error) {
	u := &unsigned{body: body, done: make(chan struct{})}
	s.mu.Lock()
	s.waiting = append(s.waiting, u)
	if !s.busy {
		s.busy = true
		go s.run()
	}
	s.mu.Unlock()
	<-u.done
	return u.signature, u.err
}

// run signs until nobody waits.
func (s *signer) run() {
	for {
		runtime.Gosched() // whoever is about to ask comes along
		s.mu.Lock()
		n := min(len(s.waiting), maxSigned)
		group := s.waiting[:n:n]
		s.waiting = s.waiting[n:]
		if s.busy = n > 0; n == 0 {
			s.waiting = nil
		}
		s.mu.Unlock()
		if n == 0 {
			return
		}
		bodies := make([][]byte, n)
		for i, u := range group {
			bodies[i] = u.body
		}
		signatures, err := data.SignAnswers(bodies, s.key)
		for i, u := range group {
			if u.err = err; err == nil {
				u.signature = signatures[i]
			}
			close(u.done)
		}
	}
}
