package server

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"placard/data"
	"placard/data/pack"
)

// Config is what a server is made of.
type Config struct {
	Campaign   data.Campaign         // the public campaign file
	Store      Store                 // closed by who made it, after Serve returned
	ReceiptKey ed25519.PrivateKey    // signs every answer
	Identities []*age.HybridIdentity // the campaign's keys; none: the server is blind
	Pack       *pack.Pack            // whose forms are taken; nil: the bundled one, if it is the campaign's
	Web        string                // folder of the web edition; empty or missing: a page says so
	Mail       Mail                  // how letters are mailed
	HTTPS      bool                  // kits reach the server by https, perhaps through a proxy
	Log        *slog.Logger          // nil: silent
}

// Server answers one campaign's kits and its organiser.
type Server struct {
	Config
	epoch      uuid.UUID
	identities []age.Identity
	personKey  []byte // tells doubles
	signer     signer
	feed       feed
	starting   sync.Mutex // of the opener
	letterKey  []byte     // names letters
	handler    http.Handler
	wake       chan struct{} // something may be there to open
	uploads    chan struct{} // one token for each body that may be in memory
	sessions   sessions
	throttle   *throttle
	limits     limits
	web        *webFiles
	last       lastReceived
	forms      forms
	courier    *courier
}

// New makes a server with a fresh epoch.
func New(c Config) (*Server, error) {
	if err := c.Campaign.Check(); err != nil {
		return nil, fmt.Errorf("read campaign file: %w", err)
	}
	if pub, ok := c.ReceiptKey.Public().(ed25519.PublicKey); !ok || !pub.Equal(ed25519.PublicKey(c.Campaign.ReceiptKey)) {
		return nil, errors.New("the receipt key is not the one that the campaign file names")
	}
	if c.Store == nil {
		return nil, errors.New("a server needs a store")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	c.Log = slog.New(scrub{c.Log.Handler()})
	s := &Server{
		Config: c, epoch: uuid.New(), wake: make(chan struct{}, 1), uploads: make(chan struct{}, usualLimits.uploads),
		throttle: newThrottle(time.Now), limits: usualLimits, web: newWebFiles(c.Web),
		signer: signer{key: c.ReceiptKey}, courier: newCourier(c.Mail),
	}
	for _, id := range c.Identities {
		s.identities = append(s.identities, id)
	}
	if !s.Blind() {
		key, err := personKey(c.Identities[0])
		if err != nil {
			return nil, fmt.Errorf("derive person key: %w", err)
		}
		s.personKey = key
		if s.letterKey, err = letterKey(c.Identities[0]); err != nil {
			return nil, fmt.Errorf("derive letter key: %w", err)
		}
	}
	if err := s.setUpForms(); err != nil {
		return nil, err
	}
	s.handler = s.observe(s.routes())
	return s, nil
}

// Epoch returns the id of this run of the server, as every [data.Answer] carries it.
func (s *Server) Epoch() uuid.UUID { return s.epoch }

// Blind reports whether the server has no key to open what it takes.
func (s *Server) Blind() bool { return len(s.Identities) == 0 }

// ServeHTTP makes the server a handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// routes lists every address.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for path, h := range map[string]map[string]http.HandlerFunc{
		"/healthz":     {"GET": s.health},
		"/v1/actions":  {"POST": s.postActions},
		"/v1/held":     {"POST": s.postHeld},
		"/v1/counters": {"GET": s.getCounters},
		"/v1/comments": {"GET": s.getComments},
		"/v1/campaign": {"GET": s.getCampaign},
	} {
		mux.HandleFunc(path, s.methods(h))
	}
	mux.HandleFunc("/v1/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, data.NewError(data.CodeNotFound, "", nil))
	})
	s.organiserRoutes(mux)
	s.formRoutes(mux)
	mux.HandleFunc("GET /campaign.json", s.getWebCampaign)
	mux.HandleFunc("/", s.getWeb)
	return mux
}

// methods picks the handler by method, and gives every other method a coded error.
func (s *Server) methods(by map[string]http.HandlerFunc) http.HandlerFunc {
	allow := ""
	for m := range by {
		allow = m
	}
	if allow == "GET" {
		allow = "GET, HEAD"
	}
	return func(w http.ResponseWriter, r *http.Request) {
		method := r.Method
		if method == http.MethodHead {
			method = http.MethodGet
		}
		if h := by[method]; h != nil {
			h(w, r)
			return
		}
		w.Header().Set("Allow", allow)
		s.fail(w, r, data.NewError(data.CodeMethod, "", nil))
	}
}

// limits bound what one connection, and all of them, can cost. A slow link is served as long as bytes move: see
// [progress].
type limits struct {
	header  time.Duration // for a request's header, all of it
	idle    time.Duration // between requests
	stall   time.Duration // in which a body or an answer must move on
	rate    int           // bytes a second that a body must make over its whole length, after one stall
	uploads int           // bodies in memory at once
	conns   int
	drain   time.Duration // for requests under way when the server is told to stop
}

var usualLimits = limits{
	header: 20 * time.Second, idle: 2 * time.Minute, stall: 30 * time.Second, rate: 100, uploads: 256, conns: 4096, drain: 20 * time.Second,
}

// Serve answers on l until ctx ends, then drains the requests under way and returns nil. It opens what arrives in
// the background if it has keys, and mails letters if it has a relay too.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	hs := &http.Server{
		Handler: s, ReadHeaderTimeout: s.limits.header, IdleTimeout: s.limits.idle, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),
	}
	behind, stopBehind := context.WithCancel(context.WithoutCancel(ctx))
	opened := make(chan error, 1)
	go func() { opened <- s.Open(behind) }()
	delivered := make(chan error, 1)
	go func() { delivered <- s.Deliver(behind) }()
	served := make(chan error, 1)
	go func() { served <- hs.Serve(limitConns(l, s.limits.conns)) }()

	var err error
	select {
	case err = <-served:
	case <-ctx.Done():
		s.Log.Info("stopping")
		deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.limits.drain)
		defer cancel()
		if err = hs.Shutdown(deadline); errors.Is(err, context.DeadlineExceeded) {
			err = hs.Close() // who stalls a drain waits no longer; nothing of theirs was acknowledged
		}
	}
	stopBehind()
	for _, ended := range []chan error{opened, delivered} {
		if e := <-ended; e != nil && !errors.Is(e, context.Canceled) {
			err = errors.Join(err, e)
		}
	}
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}
