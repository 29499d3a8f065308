//go:build !js

package outbox

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"placard/data"
)

// TestAStrangersCertificate: a sign-in page that takes over an https address cannot show the server's certificate.
func TestAStrangersCertificate(t *testing.T) {
	s := newServer(t)
	portal := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was told something") }))
	portal.Config.ErrorLog = log.New(io.Discard, "", 0)
	portal.StartTLS()
	defer portal.Close()
	s.campaign.Server = portal.URL
	o := newOutbox(t, s, quick)
	queue(t, o, 1)
	wantErr(t, o.Drain(t.Context()), data.CodeNotOurServer)
	wantTally(t, o, 1, 0, 0)
}

// TestPlainTextInsteadOfTLS: or it does not speak TLS at all.
func TestPlainTextInsteadOfTLS(t *testing.T) {
	s := newServer(t)
	s.campaign.Server = "https://" + s.Listener.Addr().String()
	o := newOutbox(t, s, quick)
	queue(t, o, 1)
	wantErr(t, o.Drain(t.Context()), data.CodeNotOurServer)
}

func TestTransportCode(t *testing.T) {
	expired := &tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Reason: x509.Expired}}
	for _, test := range []struct {
		err  error
		want data.Code
	}{
		{fmt.Errorf("do: %w", expired), data.CodeClockWrong},
		{&tls.CertificateVerificationError{Err: x509.HostnameError{}}, data.CodeNotOurServer},
		{http.ErrSchemeMismatch, data.CodeNotOurServer},
		{&net.DNSError{}, data.CodeOffline},
		{io.ErrUnexpectedEOF, data.CodeOffline},
		{errStalled, data.CodeOffline},
		{errors.New("anything"), data.CodeOffline},
	} {
		if got := transportCode(test.err); got != test.want {
			t.Errorf("%v: got %s, want %s", test.err, got, test.want)
		}
	}
}

// TestTwoConnections: the second attempt gets a connection of its own, and no HTTP/2 joins them again.
func TestTwoConnections(t *testing.T) {
	transport := newTransport().(desktop).client.Transport.(*http.Transport)
	if transport.ForceAttemptHTTP2 || transport.TLSNextProto == nil || len(transport.TLSNextProto) > 0 {
		t.Error("HTTP/2 is on")
	}
	if transport.Protocols != nil && transport.Protocols.HTTP2() {
		t.Error("HTTP/2 is on")
	}
}

func TestOnlineEventsEnd(t *testing.T) {
	events := onlineEvents(t.Context())
	select {
	case <-events:
		t.Error("an event although nothing changed")
	case <-time.After(50 * time.Millisecond):
	}
}
