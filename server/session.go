package server

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	sessionIdle = 2 * time.Hour
	sessionLife = 12 * time.Hour
	maxSessions = 64

	sessionCookie = "placard_session"
	deviceCookie  = "placard_device"
	cookiePath    = "/organiser"
)

// session is one login. It lives in memory: after a restart the organiser logs in again.
type session struct {
	csrf       string
	notice     string // said once, on the next page
	born, seen time.Time
}

// sessions holds the logins by the hash of their token.
type sessions struct {
	mu sync.Mutex
	m  map[[32]byte]*session
}

func token() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}

// begin makes a session and returns its token. The oldest session gives way when there are too many.
func (s *sessions) begin(now time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.m == nil {
		s.m = map[[32]byte]*session{}
	}
	for len(s.m) >= maxSessions {
		var oldest [32]byte
		var seen time.Time
		for k, v := range s.m {
			if seen.IsZero() || v.seen.Before(seen) {
				oldest, seen = k, v.seen
			}
		}
		delete(s.m, oldest)
	}
	t := token()
	s.m[sha256.Sum256([]byte(t))] = &session{csrf: token(), born: now, seen: now}
	return t
}

// sessionKey returns what the session of a request is held by.
func sessionKey(r *http.Request) (key [32]byte, ok bool) {
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return key, false
	}
	return sha256.Sum256([]byte(c.Value)), true
}

// get returns the live session of a request, or nil.
func (s *sessions) get(r *http.Request, now time.Time) *session {
	key, ok := sessionKey(r)
	if !ok {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.m[key]
	if v == nil {
		return nil
	}
	if now.Sub(v.seen) > sessionIdle || now.Sub(v.born) > sessionLife {
		delete(s.m, key)
		return nil
	}
	v.seen = now
	live := *v
	if r.Method == http.MethodGet {
		v.notice = ""
	}
	return &live
}

// note has the next page of a request's session say something, once.
func (s *sessions) note(r *http.Request, notice string) {
	if key, ok := sessionKey(r); ok {
		s.mu.Lock()
		defer s.mu.Unlock()
		if v := s.m[key]; v != nil {
			v.notice = notice
		}
	}
}

// end ends the session of a request.
func (s *sessions) end(r *http.Request) {
	if key, ok := sessionKey(r); ok {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.m, key)
	}
}

// endAll ends every session.
func (s *sessions) endAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.m)
}

func (s *session) valid(csrf string) bool {
	return subtle.ConstantTimeCompare([]byte(s.csrf), []byte(csrf)) == 1
}

func (s *Server) setCookie(w http.ResponseWriter, r *http.Request, name, value string, age time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: cookiePath, MaxAge: int(age.Seconds()),
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: s.HTTPS || r.TLS != nil,
	})
}

// deviceTag marks a browser in which the organiser has logged in, until the password changes. Such a browser is
// throttled by itself, so that strangers who try passwords, perhaps behind the same proxy, do not lock it out.
func deviceTag(hash, nonce string) string {
	h := hmac.New(sha256.New, []byte(hash))
	h.Write([]byte("placard device v1\x00" + nonce))
	return nonce + "." + base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// clientName returns what failed logins are counted by: the browser's own tag, if it is known, or else the address.
func clientName(r *http.Request, hash string) (name string, known bool) {
	if c, err := r.Cookie(deviceCookie); err == nil {
		nonce, _, _ := strings.Cut(c.Value, ".")
		if subtle.ConstantTimeCompare([]byte(c.Value), []byte(deviceTag(hash, nonce))) == 1 {
			return "device " + nonce, true
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr, false
	}
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		host = ip.Mask(net.CIDRMask(64, 128)).String() // one household, one network
	}
	return host, false
}
