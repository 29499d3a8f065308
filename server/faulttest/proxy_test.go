package faulttest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/google/uuid"

	"placard/data"
)

// fault is what happens to one request on its way.
type fault int

const (
	none             fault = iota
	refused                // the connection ends before the server hears anything
	silent                 // and stays open, half
	portalPage             // a sign-in page answers, 200
	portalRedirect         // 302
	portalAuth             // 511
	slow                   // the request comes late
	twice                  // the request is delivered twice, one after the other
	twiceAtOnce            // and both at once
	answerLost             // the connection ends after the server answered
	answerSilent           // or stays open
	answerCut              // the answer ends in its middle
	answerStuck            // or stops there, and the connection stays open
	answerLate             // the answer comes late
	requestBent            // a bit flips on the way there
	answerBent             // or on the way back
	overtaken              // the kit gets nothing; the request reaches the server much later, after others
	killServerBefore       // kill -9 of the server, when the request is there
	killServerDuring       // a moment after it was forwarded
	killServerAfter        // when it has answered, before the kit hears of it
	killKitBefore          // kill -9 of the kit likewise
	killKitDuring
	killKitAfter
	killKitMidAnswer // when it has half the answer
	faults
)

var faultNames = [...]string{"none", "refused", "silent", "portal 200", "portal 302", "portal 511", "slow", "twice", "twice at once",
	"answer lost", "answer silent", "answer cut", "answer stuck", "answer late", "request bent", "answer bent", "overtaken",
	"kill server before", "kill server during", "kill server after", "kill kit before", "kill kit during", "kill kit after", "kill kit mid-answer"}

// proxy stands between kit and server. The n-th request of a run meets the n-th fault of its script.
type proxy struct {
	*httptest.Server
	script     []fault
	killServer func()
	killKit    func()
	log        func(format string, args ...any)
	transport  *http.Transport
	closing    chan struct{}
	stragglers sync.WaitGroup // requests on their way after their connection ended

	mu     sync.Mutex
	target string // the server's URL, changes with each start
	count  int
	healed bool
	seed   uint64
	taken  map[uuid.UUID]bool // what was in a batch that the server answered
}

func newProxy(seed uint64, script []fault) *proxy {
	p := &proxy{script: script, seed: seed, taken: map[uuid.UUID]bool{}, closing: make(chan struct{}), transport: &http.Transport{DisableKeepAlives: true}}
	p.Server = httptest.NewUnstartedServer(http.HandlerFunc(p.serve))
	p.Config.ErrorLog = nil
	p.Start()
	return p
}

func (p *proxy) close() {
	close(p.closing)
	p.stragglers.Wait()
	p.CloseClientConnections()
	p.Close()
	p.transport.CloseIdleConnections()
}

// answered returns how many actions a server has answered so far.
func (p *proxy) answered() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.taken)
}

func (p *proxy) aim(url string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.target = url
}

func (p *proxy) heal() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.healed = true
}

// next draws the fault of the next request, and a generator for its details.
func (p *proxy) next() (int, fault, *rand.Rand) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := p.count
	p.count++
	f := none
	if n < len(p.script) && !p.healed {
		f = p.script[n]
	}
	return n, f, rand.New(rand.NewPCG(p.seed, uint64(n)))
}

func (p *proxy) serve(w http.ResponseWriter, r *http.Request) {
	n, f, rnd := p.next()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	p.log("request %d %s, %d bytes: %s", n, r.URL.Path, len(body), faultNames[f])
	switch f {
	case refused:
		panic(http.ErrAbortHandler)
	case silent:
		p.hang(r)
	case portalPage, portalRedirect, portalAuth:
		portal(w, f)
		return
	case slow:
		time.Sleep(time.Duration(rnd.IntN(80)) * time.Millisecond)
	case twice:
		p.forward(r, body)
	case requestBent:
		if len(body) > 0 {
			body[rnd.IntN(len(body))] ^= 1 << rnd.IntN(8)
		}
	case overtaken:
		p.later(r, body, time.Duration(rnd.IntN(1200))*time.Millisecond)
		p.hang(r)
	case killServerBefore:
		p.killServer()
	case killKitBefore:
		p.killKit()
	case twiceAtOnce:
		p.later(r, body, 0)
	case killServerDuring, killKitDuring:
		kill := map[fault]func(){killServerDuring: p.killServer, killKitDuring: p.killKit}[f]
		wait := time.Duration(rnd.IntN(4000)) * time.Microsecond
		p.stragglers.Go(func() { time.Sleep(wait); kill() })
	}
	a, err := p.forward(r, body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	p.back(w, r, a, f, rnd)
}

// back gives the answer to the kit, or what becomes of it.
func (p *proxy) back(w http.ResponseWriter, r *http.Request, a *answer, f fault, rnd *rand.Rand) {
	switch f {
	case answerLost:
		panic(http.ErrAbortHandler)
	case answerSilent:
		p.hang(r)
	case answerLate:
		time.Sleep(time.Duration(rnd.IntN(150)) * time.Millisecond)
	case killServerAfter:
		p.killServer()
	case killKitAfter:
		p.killKit()
	case answerBent:
		if len(a.body) > 0 {
			a.body[rnd.IntN(len(a.body))] ^= 1 << rnd.IntN(8)
		}
	}
	for k, v := range a.header {
		w.Header()[k] = v
	}
	w.WriteHeader(a.status)
	if f == answerCut || f == answerStuck || f == killKitMidAnswer {
		w.Write(a.body[:rnd.IntN(len(a.body)+1)])
		http.NewResponseController(w).Flush()
		switch f {
		case answerStuck:
			p.hang(r)
		case killKitMidAnswer:
			p.killKit()
		}
		panic(http.ErrAbortHandler)
	}
	w.Write(a.body)
}

func portal(w http.ResponseWriter, f fault) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	switch f {
	case portalRedirect:
		w.Header().Set("Location", "http://127.0.0.1:9/login") // nobody is there
		w.WriteHeader(http.StatusFound)
	case portalAuth:
		w.WriteHeader(http.StatusNetworkAuthenticationRequired)
	}
	fmt.Fprint(w, "<!doctype html><title>Free Wi-Fi</title><form>Room number <input></form>")
}

// hang keeps the connection open and silent until the kit gives it up or the run ends.
func (p *proxy) hang(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-p.closing:
	}
	panic(http.ErrAbortHandler)
}

// later delivers a copy of a request after a while, and throws the answer away.
func (p *proxy) later(r *http.Request, body []byte, wait time.Duration) {
	copied := r.Clone(context.Background())
	p.stragglers.Go(func() {
		select {
		case <-time.After(wait):
			p.forward(copied, body)
		case <-p.closing:
		}
	})
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

func (p *proxy) forward(r *http.Request, body []byte) (*answer, error) {
	p.mu.Lock()
	url := p.target + r.URL.RequestURI()
	p.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, r.Method, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header = r.Header.Clone()
	resp, err := p.transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if items, err := data.ParseBatch(body); err == nil && resp.StatusCode == http.StatusOK {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, i := range items {
			p.taken[i.Sealed.ID] = true
		}
	}
	return &answer{resp.StatusCode, resp.Header, b}, nil
}
