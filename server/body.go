package server

import (
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"placard/data"
)

// readBody reads a request's body of one content type and at most limit bytes. A body that it returned holds a
// token of s.uploads, which the caller gives back.
func (s *Server) readBody(w http.ResponseWriter, r *http.Request, contentType string, limit int64) ([]byte, *data.Error) {
	if !isType(r.Header.Get("Content-Type"), contentType) {
		return nil, data.NewError(data.CodeContentType, "", nil)
	}
	if r.ContentLength > limit {
		w.Header().Set("Connection", "close") // rather than read it all to its end
		return nil, data.NewError(data.CodeBatchTooLarge, "", nil)
	}
	select {
	case s.uploads <- struct{}{}:
	default:
		w.Header().Set("Connection", "close")
		return nil, data.NewError(data.CodeTooMany, "", nil)
	}
	body, err := readAll(newProgress(w, r.Body, s.limits), r.ContentLength, limit)
	if err != nil {
		<-s.uploads
		w.Header().Set("Connection", "close")
		return nil, asCoded(err)
	}
	return body, nil
}

// readAll reads up to limit bytes into a buffer that grows as they come: a promise of a megabyte costs nothing.
func readAll(r io.Reader, promised, limit int64) ([]byte, error) {
	b := make([]byte, 0, max(512, min(promised+1, 64<<10)))
	for {
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if int64(len(b)) > limit {
			return nil, data.NewError(data.CodeBatchTooLarge, "", nil)
		}
		if errors.Is(err, io.EOF) {
			return b, nil
		} else if err != nil {
			return nil, data.NewError(data.CodeBodyCut, "", err)
		}
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
	}
}

// progress reads a body whose deadline moves on with it: a link of a few hundred bytes a second gets its batch
// through in an hour if need be, and who trickles a byte now and then to hold a connection does not.
type progress struct {
	r     io.Reader
	conn  *http.ResponseController
	stall time.Duration
	rate  int
	began time.Time
	n     int64
}

func newProgress(w http.ResponseWriter, body io.Reader, l limits) *progress {
	return &progress{r: body, conn: http.NewResponseController(w), stall: l.stall, rate: l.rate}
}

func (p *progress) Read(b []byte) (int, error) {
	t := time.Now()
	if p.began.IsZero() {
		p.began = t
	}
	due := p.began.Add(p.stall + time.Duration(p.n)*time.Second/time.Duration(p.rate))
	if next := t.Add(p.stall); next.Before(due) {
		due = next
	}
	if err := p.conn.SetReadDeadline(due); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	n, err := p.r.Read(b)
	p.n += int64(n)
	return n, err
}

// asCoded returns err as a coded error: what has no code is internal.
func asCoded(err error) *data.Error {
	if e := (*data.Error)(nil); errors.As(err, &e) {
		return e
	}
	return data.NewError(data.CodeInternal, "", err)
}

func codeOf(err error) data.Code { return asCoded(err).Code }

func hexOf(sum [32]byte) string { return hex.EncodeToString(sum[:]) }

// limitConns makes Accept wait while n connections are open: more would take the memory of those that get through.
func limitConns(l net.Listener, n int) net.Listener {
	return &limited{Listener: l, room: make(chan struct{}, n), done: make(chan struct{})}
}

type limited struct {
	net.Listener
	room chan struct{}
	once sync.Once
	done chan struct{}
}

func (l *limited) Accept() (net.Conn, error) {
	select {
	case l.room <- struct{}{}:
	case <-l.done:
		return nil, os.ErrClosed
	}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.room
		return nil, err
	}
	return &limitedConn{Conn: c, leave: sync.OnceFunc(func() { <-l.room })}, nil
}

func (l *limited) Close() error {
	l.once.Do(func() { close(l.done) })
	return l.Listener.Close()
}

type limitedConn struct {
	net.Conn
	leave func()
}

func (c *limitedConn) Close() error {
	defer c.leave()
	return c.Conn.Close()
}
