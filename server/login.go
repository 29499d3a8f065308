package server

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"
)

func (s *Server) getLogin(w http.ResponseWriter, r *http.Request) {
	if s.sessions.get(r, time.Now()) != nil {
		http.Redirect(w, r, "/organiser/", http.StatusSeeOther)
		return
	}
	s.render(w, http.StatusOK, "login.html", view{Title: "Log in"})
}

func (s *Server) postLogin(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
	hash, ok, wait, err := s.tryPassword(r, r.PostFormValue("password"))
	switch {
	case err != nil:
		s.broken(w, r, err)
	case wait > 0:
		s.tooSoon(w, "login.html", view{Title: "Log in"}, wait)
	case !ok:
		s.Log.Warn("login refused")
		s.render(w, http.StatusUnauthorized, "login.html", view{Title: "Log in", Error: "That is not the password."})
	default:
		s.Log.Info("login")
		s.setCookie(w, r, deviceCookie, deviceTag(hash, token()), 365*24*time.Hour)
		s.setCookie(w, r, sessionCookie, s.sessions.begin(time.Now()), sessionLife)
		http.Redirect(w, r, "/organiser/", http.StatusSeeOther)
	}
}

// tryPassword checks a password unless the client has to wait first.
func (s *Server) tryPassword(r *http.Request, password string) (hash string, ok bool, wait time.Duration, err error) {
	if hash, err = s.Store.Setting(r.Context(), settingPassword); err != nil || hash == "" {
		return hash, false, 0, err
	}
	client, known := clientName(r, hash)
	if wait = s.throttle.begin(client); wait > 0 {
		return hash, false, wait, nil
	}
	lane := s.throttle.lanes[0]
	if known {
		lane = s.throttle.lanes[1]
	}
	leave := lane.enter()
	if leave == nil {
		return hash, false, time.Second, nil
	}
	defer leave()
	if ok, err = checkPassword(hash, password); ok {
		s.throttle.succeed(client)
	}
	return hash, ok, 0, err
}

func (s *Server) tooSoon(w http.ResponseWriter, name string, v view, wait time.Duration) {
	seconds := int(math.Ceil(wait.Seconds()))
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	v.Error = fmt.Sprintf("Too many tries. Wait %d seconds, then try again.", seconds)
	s.render(w, http.StatusTooManyRequests, name, v)
}

func (s *Server) postLogout(w http.ResponseWriter, r *http.Request, _ *session) {
	s.sessions.end(r)
	s.setCookie(w, r, sessionCookie, "", -time.Second)
	http.Redirect(w, r, "/organiser/login", http.StatusSeeOther)
}

func (s *Server) getPassword(w http.ResponseWriter, _ *http.Request, v *session) {
	s.render(w, http.StatusOK, "password.html", view{Title: "Change password", CSRF: v.csrf, Here: "password"})
}

func (s *Server) postPassword(w http.ResponseWriter, r *http.Request, v *session) {
	p := view{Title: "Change password", CSRF: v.csrf, Here: "password"}
	old, fresh := r.PostFormValue("old"), r.PostFormValue("new")
	if fresh != r.PostFormValue("again") {
		p.Error = "The two new passwords differ."
		s.render(w, http.StatusUnprocessableEntity, "password.html", p)
		return
	}
	_, ok, wait, err := s.tryPassword(r, old)
	switch {
	case err != nil:
		s.broken(w, r, err)
		return
	case wait > 0:
		s.tooSoon(w, "password.html", p, wait)
		return
	case !ok:
		p.Error = "That is not your present password."
		s.render(w, http.StatusUnauthorized, "password.html", p)
		return
	}
	if err := SetPassword(r.Context(), s.Store, fresh); err == errPasswordLength {
		p.Error = fmt.Sprintf("The new password needs at least %d characters.", minPassword)
		s.render(w, http.StatusUnprocessableEntity, "password.html", p)
		return
	} else if err != nil {
		s.broken(w, r, err)
		return
	}
	s.Log.Info("password changed")
	s.sessions.endAll()
	s.setCookie(w, r, sessionCookie, s.sessions.begin(time.Now()), sessionLife)
	http.Redirect(w, r, "/organiser/?changed=1", http.StatusSeeOther)
}
