//go:build !js

package outbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"time"

	"placard/data"
)

const (
	// sendBuffer is how much of a request may lie in the system's send buffer: small, so that progress shows.
	sendBuffer = 64 << 10
	maxRequest = data.BatchTarget
)

// desktop is the transport on net/http.
type desktop struct{ client *http.Client }

// newTransport returns a transport of one flow, on HTTP/1.1: a second attempt must get a connection of its own, and
// would share the first one's under HTTP/2. It follows no redirects: the campaign file names the server.
func newTransport() transport {
	dialer := &net.Dialer{KeepAlive: 15 * time.Second}
	return desktop{&http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment,
			DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
				c, err := dialer.DialContext(ctx, network, addr)
				if tcp, ok := c.(*net.TCPConn); ok && err == nil {
					err = tcp.SetWriteBuffer(sendBuffer / 2) // the system doubles it for its own needs
				}
				return c, err
			},
			DisableCompression:  true, // the signature covers the bytes as sent
			IdleConnTimeout:     30 * time.Second,
			MaxIdleConnsPerHost: 1,
			TLSNextProto:        map[string]func(string, *tls.Conn) http.RoundTripper{},
		},
	}}
}

func (d desktop) closeIdle() { d.client.CloseIdleConnections() }

func (d desktop) exchange(ctx context.Context, r request, a *attempt) (response, error) {
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		ConnectDone: func(_, _ string, err error) {
			if err == nil {
				a.moved(0)
			}
		},
		GotConn: func(httptrace.GotConnInfo) { a.moved(0) }, // after TLS
	})
	req, err := http.NewRequestWithContext(ctx, r.method, r.url, nil)
	if err != nil {
		return response{}, err
	}
	for name, value := range r.header {
		req.Header.Set(name, value)
	}
	req.Header.Set("User-Agent", "placard")
	if len(r.body) > 0 {
		req.ContentLength = int64(len(r.body))
		req.GetBody = func() (io.ReadCloser, error) { return &body{a: a, rest: r.body}, nil }
		req.Body, _ = req.GetBody()
	}
	resp, err := d.client.Do(req)
	if err != nil {
		return response{}, err
	}
	defer resp.Body.Close()
	a.answered(len(r.body))
	b, err := io.ReadAll(io.LimitReader(&progress{a, resp.Body}, maxAnswer+1))
	if err != nil {
		return response{}, err
	}
	got := response{resp.StatusCode, header{}, b}
	for _, name := range wanted {
		if v := resp.Header.Get(name); v != "" {
			got.header[name] = v
		}
	}
	return got, nil
}

// body gives a request's body to the system in small pieces, and notes each.
type body struct {
	a    *attempt
	rest []byte
}

func (b *body) Read(p []byte) (int, error) {
	if len(b.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), 4<<10)], b.rest)
	b.rest = b.rest[n:]
	b.a.moved(n)
	return n, nil
}

func (b *body) Close() error { return nil }

// progress notes each piece of an answer.
type progress struct {
	a *attempt
	r io.Reader
}

func (p *progress) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.a.moved(0)
	return n, err
}

// origin is the server's address when the campaign file names none: only a browser knows one.
func origin() string { return "" }

// transportCode tells why no answer came.
func transportCode(err error) data.Code {
	var invalid x509.CertificateInvalidError
	if errors.As(err, &invalid) && invalid.Reason == x509.Expired {
		return data.CodeClockWrong
	}
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &certificate) || errors.Is(err, http.ErrSchemeMismatch) {
		return data.CodeNotOurServer
	}
	return data.CodeOffline
}

// bare takes the address out of an error of net/http: it names the server, and logs need not.
func bare(err error) error {
	if u := (*url.Error)(nil); errors.As(err, &u) {
		return u.Err
	}
	return err
}
