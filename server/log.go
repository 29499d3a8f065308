package server

import (
	"context"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"time"

	"placard/data"
)

// observe gives every answer its security headers and deadlines, turns a panic into a coded error, and logs what was
// asked without saying by whom: no address, no user agent, and the route's pattern in place of the path.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		rec := &recorder{ResponseWriter: w, conn: http.NewResponseController(w), hsts: s.HTTPS, stall: s.limits.stall}
		rec.extend()
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				s.Log.Error("panic", "route", r.Pattern, "panic", p, "stack", string(debug.Stack()))
				if rec.status == 0 {
					s.fail(rec, r, data.NewError(data.CodeInternal, "", nil))
				}
			}
			level := slog.LevelDebug
			if rec.status >= 500 {
				level = slog.LevelWarn
			}
			if s.Log.Enabled(r.Context(), level) {
				s.Log.LogAttrs(r.Context(), level, "request", slog.String("method", knownMethod(r.Method)), slog.String("route", r.Pattern),
					slog.Int("status", rec.status), slog.Int64("bytes", rec.n), slog.Duration("took", time.Since(began)))
			}
		}()
		next.ServeHTTP(rec, r)
	})
}

// knownMethod keeps a made-up method out of the log.
func knownMethod(m string) string {
	switch m {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return m
	}
	return "other"
}

// recorder is a ResponseWriter that remembers what it sent, and whose deadline moves on with each write.
type recorder struct {
	http.ResponseWriter
	conn   *http.ResponseController
	hsts   bool
	stall  time.Duration
	status int
	n      int64
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) extend() { _ = r.conn.SetWriteDeadline(time.Now().Add(2 * r.stall)) } // tests' recorders have none

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 && status >= 200 {
		r.status = status
		secure(r.Header(), r.hsts)
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	r.extend()
	n, err := r.ResponseWriter.Write(b)
	r.n += int64(n)
	return n, err
}

var address = regexp.MustCompile(`\[[0-9a-fA-F:.%a-z]+\](:\d+)?|\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b`)

// scrub is a log handler that takes network addresses out of what passes, because errors of the net package carry
// those of clients.
type scrub struct{ slog.Handler }

func (h scrub) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, address.ReplaceAllString(r.Message, "(address)"), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(scrubAttr(a))
		return true
	})
	return h.Handler.Handle(ctx, clean)
}

func (h scrub) WithAttrs(as []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(as))
	for i, a := range as {
		clean[i] = scrubAttr(a)
	}
	return scrub{h.Handler.WithAttrs(clean)}
}

func (h scrub) WithGroup(name string) slog.Handler { return scrub{h.Handler.WithGroup(name)} }

func scrubAttr(a slog.Attr) slog.Attr {
	switch v := a.Value.Resolve(); v.Kind() {
	case slog.KindString, slog.KindAny:
		return slog.String(a.Key, address.ReplaceAllString(v.String(), "(address)"))
	}
	return a
}
