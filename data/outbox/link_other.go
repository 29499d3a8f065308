//go:build !js

package outbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"time"

	"placard/data"
)

const (
	// sendBuffer is how much of a request may lie in the system's send buffer: small, so that progress shows.
	sendBuffer = 64 << 10
	maxRequest = data.BatchTarget
)

// newHTTPClient returns a client of one flow, on HTTP/1.1: a second attempt must get a connection of its own, and
// would share the first one's under HTTP/2. It follows no redirects: the campaign file names the server.
func newHTTPClient() *http.Client {
	dialer := &net.Dialer{KeepAlive: 15 * time.Second}
	return &http.Client{
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
	}
}

// setFetch has little to say to a transport of our own: it keeps no cookies and no cache.
func setFetch(h http.Header) { h.Set("User-Agent", "placard") }

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
