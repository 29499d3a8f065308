//go:build !js

package outbox

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"placard/data"
)

// faultServer is one for all tests of this process; it ends with it.
var faultServerOnce = sync.OnceValue(func() string { return httptest.NewServer(newFaults()).URL + "/" })

func faultServer(*testing.T) string { return faultServerOnce() }

// faults answers in the many ways in which something does that is not, or not quite, the campaign's server. The first
// part of the path chooses.
type faults struct {
	*http.ServeMux
	followed, holding atomic.Int64
}

func newFaults() *faults {
	f := &faults{ServeMux: http.NewServeMux()}
	page := func(status int, kind string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			if status != http.StatusNoContent {
				io.WriteString(w, "<html>Welcome! Please sign in.</html>")
			}
		}
	}
	coded := func(code data.Code, after string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if after != "" {
				w.Header().Set("Retry-After", after)
			}
			fail(w, data.NewError(code, "", nil))
		}
	}
	for name, h := range map[string]http.HandlerFunc{
		"good":                 func(w http.ResponseWriter, r *http.Request) { f.answer(w, r, 1<<20, 0) },
		"slow":                 func(w http.ResponseWriter, r *http.Request) { f.answer(w, r, 25, patience/6) },
		"portal":               page(200, "text/html"),
		"portal-with-our-type": page(200, data.AnswerType),
		"no-content":           page(204, ""),
		"bad-gateway":          page(502, "text/html"),
		"too-large":            coded(data.CodeBatchTooLarge, ""),
		"busy":                 coded(data.CodeTooMany, "7"),
		"hung-up":              func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"silent":               f.hold,
		"held":                 f.hold,
		"redirect":             f.redirect,
		"cut":                  f.part(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }),
		"stalled":              f.part(f.hold),
		"another-digest":       f.other(func(a *data.Answer) { a.Digest = data.BatchDigest([]byte("another")) }, ""),
		"changed":              f.other(func(*data.Answer) {}, `"seq":2`),
		"endless": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", data.AnswerType)
			io.Copy(w, io.LimitReader(zeros{}, 4*maxAnswer))
		},
		"caught":   func(http.ResponseWriter, *http.Request) { f.followed.Add(1) },
		"followed": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, f.followed.Load()) },
		"holding":  func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, f.holding.Load()) },
	} {
		f.HandleFunc("/"+name, h)
		f.HandleFunc("/"+name+"/", h)
	}
	return f
}

// signed is the server's true answer to a batch.
func (f *faults) signed(body []byte, change func(*data.Answer)) (b []byte, sig string) {
	a := data.Answer{Digest: data.BatchDigest(body), Epoch: uuid.New(), At: time.Now().UTC()}
	items, _ := data.ParseBatch(body)
	for _, i := range items {
		a.Receipts = append(a.Receipts, data.Receipt{ID: i.Sealed.ID, Status: data.Accepted, Seq: 1})
	}
	change(&a)
	b, sig, err := data.SignAnswer(a, faultKey)
	if err != nil {
		panic(err)
	}
	return b, sig
}

// answer answers as the server does, in pieces, and checks what came. It leaves a cookie that must not come back.
func (f *faults) answer(w http.ResponseWriter, r *http.Request, piece int, pause time.Duration) {
	body, _ := io.ReadAll(r.Body)
	sum := sha256.Sum256(body)
	for name, want := range map[string]string{
		"Cookie": "", "Referer": "", "Authorization": "", "Content-Type": data.BatchType, "Accept": data.AnswerType,
		"Content-Digest": "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":",
	} {
		if got := r.Header.Get(name); got != want {
			fail(w, &data.Error{Code: data.CodeItemMalformed, Hint: fmt.Sprintf("%s: got %q, want %q", name, got, want)})
			return
		}
	}
	b, sig := f.signed(body, func(*data.Answer) {})
	http.SetCookie(w, &http.Cookie{Name: "who", Value: "you", Path: "/"})
	w.Header().Set("Content-Type", data.AnswerType)
	w.Header().Set("Cache-Control", "public, max-age=3600")
	w.Header().Set(data.SignatureHeader, sig)
	for len(b) > 0 {
		n := min(piece, len(b))
		w.Write(b[:n])
		b = b[n:]
		w.(http.Flusher).Flush()
		time.Sleep(pause)
	}
}

// other answers with an answer that was changed before or after it was signed.
func (f *faults) other(before func(*data.Answer), after string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		b, sig := f.signed(body, before)
		w.Header().Set("Content-Type", data.AnswerType)
		w.Header().Set(data.SignatureHeader, sig)
		if after != "" {
			b = []byte(strings.Replace(string(b), `"seq":1`, after, 1))
		}
		w.Write(b)
	}
}

// part sends half of an answer, then does something else.
func (f *faults) part(then http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		b, sig := f.signed(body, func(*data.Answer) {})
		w.Header().Set("Content-Type", data.AnswerType)
		w.Header().Set(data.SignatureHeader, sig)
		w.Header().Set("Content-Length", strconv.Itoa(len(b)))
		w.Write(b[:len(b)/2])
		w.(http.Flusher).Flush()
		then(w, r)
	}
}

// hold says nothing more until the client is gone.
func (f *faults) hold(_ http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body) // net/http notices a client that goes only when it has read what came
	if strings.HasPrefix(r.URL.Path, "/held") {
		f.holding.Add(1)
		defer f.holding.Add(-1)
	}
	select {
	case <-r.Context().Done():
	case <-time.After(time.Minute):
	}
}

func (f *faults) redirect(w http.ResponseWriter, r *http.Request) {
	status, _ := strconv.Atoi(strings.Split(path.Clean(r.URL.Path), "/")[2])
	back := strings.Repeat("../", strings.Count(strings.Trim(r.URL.Path, "/"), "/"))
	w.Header().Set("Location", back+"caught") // beside this one, wherever it is served
	w.WriteHeader(status)
}
