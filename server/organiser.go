package server

import (
	"bytes"
	"cmp"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"placard/data"
)

//go:embed page/*.html page/style.css
var pageFiles embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"count":      func(n int64) string { return thousands(n) },
	"plural":     func(k data.Kind) string { return kindNames[k] },
	"one":        func(k data.Kind) string { return strings.TrimSuffix(kindNames[k], "s") },
	"delivery":   func(d DeliveryState) string { return deliveryNames[d] },
	"moderation": func(m Moderation) string { return moderationNames[m] },
	"reason":     func(r Reason) string { return cmp.Or(reasonNames[r], string(r)) },
}).ParseFS(pageFiles, "page/*.html"))

// kindNames are the headings of lists.
var kindNames = map[data.Kind]string{
	data.Signature: "Signatures", data.Letter: "Letters", data.Solidarity: "Solidarity messages", data.Photo: "Photos",
	data.Pledge: "Pledges", data.Share: "Shares", data.Comment: "Comments",
}

// thousands writes 1234567 as 1,234,567.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// view is what every page of the organiser is made from; Data is the page's own.
type view struct {
	Title    string
	Campaign string
	CSRF     string // empty when nobody is logged in
	Here     string // which entry of the menu
	Notice   string
	Error    string
	Data     any
}

// organiserRoutes lists the organiser's addresses. What changes something must come from our own pages: by the
// browser's word on where a request comes from, and by the session's token.
func (s *Server) organiserRoutes(mux *http.ServeMux) {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		s.page(w, http.StatusForbidden, "Not from this page", "This form was sent from another site. Open the organiser's page and try there.")
	}))
	add := func(pattern string, h http.HandlerFunc) { mux.Handle(pattern, guard.Handler(h)) }
	add("GET /organiser/style.css", s.getStyle)
	add("GET /organiser/login", s.getLogin)
	add("POST /organiser/login", s.postLogin)
	add("POST /organiser/logout", s.loggedIn(s.postLogout))
	add("GET /organiser/password", s.loggedIn(s.getPassword))
	add("POST /organiser/password", s.loggedIn(s.postPassword))
	add("GET /organiser/{$}", s.loggedIn(s.getOverview))
	add("GET /organiser/actions", s.loggedIn(s.getActions))
	add("POST /organiser/actions/{seq}", s.loggedIn(s.postDecision))
	add("GET /organiser/find", s.loggedIn(s.getFind))
	add("GET /organiser/actions/{seq}/withdraw", s.loggedIn(s.getWithdraw))
	add("POST /organiser/actions/{seq}/withdraw", s.loggedIn(s.postWithdraw))
	add("GET /organiser/comments", s.loggedIn(s.getModeration))
	add("POST /organiser/comments/{seq}", s.loggedIn(s.postModeration))
	add("GET /organiser/letters", s.loggedIn(s.getLetters))
	add("POST /organiser/letters", s.loggedIn(s.postLetters))
	add("POST /organiser/letters/bounce", s.loggedIn(s.postBounce))
	add("GET /organiser/letters/{seq}", s.loggedIn(s.getLetter))
	add("POST /organiser/letters/{seq}", s.loggedIn(s.postLetter))
	add("GET /organiser/data", s.loggedIn(s.getRetention))
	add("POST /organiser/data", s.loggedIn(s.postRetention))
	add("POST /organiser/data/erase", s.loggedIn(s.postErase))
	add("GET /organiser/export.csv", s.loggedIn(s.getCSV))
	add("GET /organiser/export.placard", s.loggedIn(s.getExport))
	add("/organiser/", func(w http.ResponseWriter, _ *http.Request) {
		s.page(w, http.StatusNotFound, "Not found", "There is no such page here.")
	})
	mux.Handle("GET /organiser", http.RedirectHandler("/organiser/", http.StatusSeeOther))
}

// maxPost is the most that an organiser's form may hold: a letter's report, pasted whole.
const maxPost = 256 << 10

// loggedIn lets a request through that has a session and, where it changes something, the session's token.
func (s *Server) loggedIn(h func(http.ResponseWriter, *http.Request, *session)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := s.sessions.get(r, time.Now())
		if v == nil {
			http.Redirect(w, r, "/organiser/login", http.StatusSeeOther)
			return
		}
		if r.Method == http.MethodPost {
			r.Body = http.MaxBytesReader(w, r.Body, maxPost)
			if !v.valid(r.PostFormValue("csrf")) {
				s.page(w, http.StatusForbidden, "This form is too old", "Go back, load the page again and repeat what you did.")
				return
			}
		}
		h(w, r, v)
	}
}

// render sends a page.
func (s *Server) render(w http.ResponseWriter, status int, name string, v view) {
	v.Campaign = s.Campaign.ID
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, v); err != nil {
		s.Log.Error("render page", "page", name, "err", err)
		http.Error(w, "Something went wrong. Try again in a moment.", http.StatusInternalServerError)
		return
	}
	sendPage(w, status, b.Bytes())
}

// sendPage sends a whole HTML page, with the policy of all pages that are ours.
func sendPage(w http.ResponseWriter, status int, html []byte) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policyPages)
	h.Set("Referrer-Policy", "same-origin") // or browsers hide where a form comes from, from us too
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(html)
}

// page sends a page that says one thing.
func (s *Server) page(w http.ResponseWriter, status int, title, text string) {
	s.render(w, status, "message.html", view{Title: title, Data: text})
}

func (s *Server) broken(w http.ResponseWriter, r *http.Request, err error) {
	s.Log.Error("organiser's page", "route", r.Pattern, "err", err)
	s.page(w, http.StatusInternalServerError, "Something went wrong", "The server could not read its store. Try again in a moment; if it stays, look at the server's log.")
}

func (s *Server) getStyle(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeFileFS(w, r, pageFiles, "page/style.css")
}

// backTo leads back to the page of a list from which a button was pressed.
func backTo(w http.ResponseWriter, r *http.Request, list string) {
	back, err := url.ParseQuery(r.PostFormValue("return"))
	if err != nil {
		back = nil
	}
	http.Redirect(w, r, list+"?"+back.Encode(), http.StatusSeeOther)
}
