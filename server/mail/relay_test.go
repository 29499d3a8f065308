package mail_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"placard/server"
	"placard/server/mail"
	"placard/server/mail/mailtest"
)

func letter() server.Message {
	return server.Message{
		ID: "0123456789abcdef", To: netmail.Address{Name: "Mwai Kibaki", Address: "president@example.org"},
		ReplyTo: "wanjiru@example.org", Subject: "Kenya: end the killings", Body: "Your Excellency,\n\n.a line with a dot\nWanjirũ\n", Lang: "en",
		Date: time.Date(2008, 2, 27, 17, 4, 5, 0, time.UTC),
	}
}

func relayAt(addr string) *mail.Relay {
	return &mail.Relay{Addr: addr, From: netmail.Address{Name: "Act for Kenya", Address: "letters@campaign.example"}, Patience: 10 * time.Second}
}

func yes() error { return nil }

func TestConversation(t *testing.T) {
	to := mailtest.Start(t, nil)
	r := relayAt(to.Addr)
	for range 3 {
		if err := r.Send(t.Context(), letter(), yes); err != nil {
			t.Fatal(err)
		}
	}
	r.Rest()
	mails := to.Mails()
	if len(mails) != 3 || to.Dials() != 1 {
		t.Fatalf("got %d mails over %d lines, want 3 over 1", len(mails), to.Dials())
	}
	if got := to.Hellos(); !slices.Equal(got, []string{"campaign.example"}) {
		t.Errorf("called itself %q: want the sender's domain, not this machine's name", got)
	}
	m := mails[0]
	if m.From != "letters@campaign.example" || m.To != "president@example.org" {
		t.Errorf("got envelope %q to %q", m.From, m.To)
	}
	for name, want := range map[string]string{
		"From": `"Act for Kenya" <letters@campaign.example>`, "To": `"Mwai Kibaki" <president@example.org>`, "Reply-To": "<wanjiru@example.org>",
		"Message-Id": "<0123456789abcdef@campaign.example>", "Subject": "Kenya: end the killings", "Date": "Wed, 27 Feb 2008 17:04:05 +0000",
		"Mime-Version": "1.0", "Content-Type": "text/plain; charset=utf-8", "Content-Language": "en", "Bcc": "", "Cc": "", "Auto-Submitted": "",
	} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	body, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(m.Body)))
	if want := strings.ReplaceAll(letter().Body, "\n", "\r\n"); err != nil || string(body) != want {
		t.Errorf("got body %q, %v, want %q", body, err, want)
	}
}

func TestNoReplyWithoutAnAddress(t *testing.T) {
	to := mailtest.Start(t, nil)
	r := relayAt(to.Addr)
	m := letter()
	for _, m.ReplyTo = range []string{"", "wanjirũ@example.org", "a@b\r\nBcc: spy@example.org", "not an address"} {
		if err := r.Send(t.Context(), m, yes); err != nil {
			t.Fatal(err)
		}
	}
	for i, m := range to.Mails() {
		if got := m.Header["Reply-To"]; got != nil {
			t.Errorf("%d: got Reply-To %q", i, got)
		}
	}
}

// TestNoHeaderIsSmuggledIn puts line ends into everything that a header is made from.
func TestNoHeaderIsSmuggledIn(t *testing.T) {
	to := mailtest.Start(t, nil)
	r := relayAt(to.Addr)
	names := func(m mailtest.Mail) (list []string) {
		for name := range m.Header {
			list = append(list, name)
		}
		slices.Sort(list)
		return list
	}
	if err := r.Send(t.Context(), letter(), yes); err != nil {
		t.Fatal(err)
	}
	want := names(to.Mails()[0])
	for _, evil := range []string{"\r\nBcc: spy@example.org", "\nBcc: spy@example.org\n\nBody", "\rBcc: spy@example.org", "\u2028Bcc: x", "\x00Bcc: x", "=?utf-8?q?a=0D=0ABcc:_x?=", "\xff\r\nBcc: x", "\u0085Bcc: x"} {
		m := letter()
		m.Subject, m.To.Name, m.ID, m.Lang = "Hello"+evil, "President"+evil, m.ID+evil, "en"+evil
		before := len(to.Mails())
		if err := r.Send(t.Context(), m, yes); err != nil {
			t.Fatal(err)
		}
		got := to.Mails()[before]
		if !slices.Equal(names(got), want) {
			t.Errorf("%q: got headers %q, want %q", evil, names(got), want)
		}
		var d mime.WordDecoder
		for name, values := range got.Header {
			for _, v := range values {
				if plain, err := d.DecodeHeader(v); err != nil || strings.ContainsAny(plain, "\r\n\x00") {
					t.Errorf("%q: %s: got %q, %v", evil, name, plain, err)
				}
			}
		}
		for _, m.To.Address = range []string{"president@example.org" + evil, "president" + evil + "@example.org", "<a@example.org>" + evil} {
			if err := r.Send(t.Context(), m, yes); !errors.Is(err, server.ErrMessage) {
				t.Errorf("to %q: got %v", m.To.Address, err)
			}
		}
	}
}

func TestLongSubjectIsFolded(t *testing.T) {
	to := mailtest.Start(t, nil)
	m := letter()
	m.Subject = strings.TrimSpace(strings.Repeat("Keñya ", 40))
	if err := relayAt(to.Addr).Send(t.Context(), m, yes); err != nil {
		t.Fatal(err)
	}
	var d mime.WordDecoder
	if got, err := d.DecodeHeader(to.Mails()[0].Header.Get("Subject")); got != m.Subject || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}

// TestEveryFault fails each step in each way, and then sends the same letter again.
func TestEveryFault(t *testing.T) {
	for _, step := range mailtest.Steps {
		for _, fault := range []mailtest.Fault{mailtest.Cut, mailtest.CutAfter, mailtest.Later, mailtest.Never} {
			if step == mailtest.Text && fault != mailtest.Cut {
				continue
			}
			to := mailtest.Start(t, nil)
			to.FailAt(step, fault)
			r := relayAt(to.Addr)
			commits := 0
			commit := func() error { commits++; return nil }
			var got *server.PostError
			if err := r.Send(t.Context(), letter(), commit); !errors.As(err, &got) {
				t.Errorf("%s %d: got %v", step, fault, err)
				continue
			}
			want := server.PostError{Relay: step == mailtest.Greeting || step == mailtest.Hello || step == mailtest.Sender && fault == mailtest.Never}
			switch fault {
			case mailtest.Later:
				want.Code, want.Status = 451, "4.3.0"
			case mailtest.Never:
				want.Code, want.Status = 554, "5.7.1"
			default:
				want.Unsure = step == mailtest.End
			}
			ended := 0
			if step == mailtest.End {
				ended = 1
			}
			if step == mailtest.Text { // whether the cut is seen before the end is sent is up to the system
				want.Unsure, ended = commits == 1, commits
			}
			if got.Relay != want.Relay || got.Unsure != want.Unsure || got.Code != want.Code || got.Status != want.Status || commits != ended {
				t.Errorf("%s %d: got %+v and %d commits, want %+v and %d", step, fault, got, commits, want, ended)
			}
			if strings.Contains(got.Error(), "dear writer") {
				t.Errorf("%s %d: the error repeats the reply: %v", step, fault, got)
			}
			taken := 0
			if step == mailtest.End && fault == mailtest.CutAfter {
				taken = 1
			}
			if n := len(to.Mails()); n != taken {
				t.Errorf("%s %d: the relay took %d, want %d", step, fault, n, taken)
			}
			to.Fail(nil)
			if err := r.Send(t.Context(), letter(), yes); err != nil || len(to.Mails()) != taken+1 {
				t.Errorf("%s %d: again: got %v, %d mails", step, fault, err, len(to.Mails()))
			}
			r.Rest()
		}
	}
}

func TestUncommittedIsNotSent(t *testing.T) {
	to := mailtest.Start(t, nil)
	r := relayAt(to.Addr)
	no := errors.New("no")
	if err := r.Send(t.Context(), letter(), func() error { return no }); err != no {
		t.Errorf("got %v", err)
	}
	r.Rest()
	if n := len(to.Mails()); n != 0 {
		t.Errorf("got %d mails", n)
	}
}

// TestSlowRelay waits for a relay that says nothing, and is told to stop meanwhile.
func TestSlowRelay(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r := relayAt(l.Addr().String())
	r.Patience = 50 * time.Millisecond
	var e *server.PostError
	if err := r.Send(t.Context(), letter(), yes); !errors.As(err, &e) || !e.Relay || e.Unsure {
		t.Errorf("got %v", err)
	}
	r.Patience = time.Hour
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	if err := r.Send(ctx, letter(), yes); err == nil || time.Since(began) > 5*time.Second {
		t.Errorf("told to stop: got %v after %v", err, time.Since(began))
	}
}

func TestTLS(t *testing.T) {
	cert, roots := certificate(t)
	to := mailtest.Start(t, &cert)
	with := func(change func(*mail.Relay)) error {
		r := relayAt(to.Addr)
		r.User, r.Password, r.TLS = mailtest.User, mailtest.Password, &tls.Config{RootCAs: roots}
		change(r)
		defer r.Rest()
		return r.Send(t.Context(), letter(), yes)
	}
	if err := with(func(*mail.Relay) {}); err != nil {
		t.Errorf("got %v", err)
	}
	for name, change := range map[string]func(*mail.Relay){
		"wrong password":      func(r *mail.Relay) { r.Password = "x" },
		"unknown certificate": func(r *mail.Relay) { r.TLS = nil },
		"another host":        func(r *mail.Relay) { r.TLS.ServerName = "relay.example" },
	} {
		var e *server.PostError
		if err := with(change); !errors.As(err, &e) || !e.Relay || e.Unsure || strings.Contains(err.Error(), mailtest.Password) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if n := len(to.Mails()); n != 1 {
		t.Errorf("got %d mails, want 1", n)
	}
	plain := mailtest.Start(t, nil)
	r := relayAt(plain.Addr)
	r.User, r.Password = mailtest.User, mailtest.Password
	if err := r.Send(t.Context(), letter(), yes); err == nil || len(plain.Mails()) != 0 {
		t.Errorf("a relay without TLS got a login: %v", err)
	}
}

func TestCheck(t *testing.T) {
	for name, change := range map[string]func(*mail.Relay){
		"no port":         func(r *mail.Relay) { r.Addr = "relay.example" },
		"no sender":       func(r *mail.Relay) { r.From.Address = "" },
		"password, plain": func(r *mail.Relay) { r.User, r.Plain = "u", true },
	} {
		r := relayAt("relay.example:587")
		if err := r.Check(); err != nil {
			t.Error(err)
		}
		if change(r); r.Check() == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

// certificate makes a certificate for 127.0.0.1.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}
