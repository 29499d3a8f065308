// Package mailtest is a mail relay for tests: it speaks real SMTP on this machine, keeps what it takes, and fails where
// it is told to.
package mailtest

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Step is a step of the conversation, named by what the client says.
type Step string

// The steps at which a relay can fail.
const (
	Greeting Step = "greeting"
	Hello    Step = "EHLO"
	Login    Step = "AUTH"
	Sender   Step = "MAIL"
	Target   Step = "RCPT"
	Begin    Step = "DATA"
	Text     Step = "text" // after some of the text, before its end
	End      Step = "end"  // the text's end
)

// Steps lists those that every conversation has.
var Steps = []Step{Greeting, Hello, Sender, Target, Begin, Text, End}

// Fault is what goes wrong.
type Fault int

// The faults. Text knows the first one only.
const (
	None     Fault = iota
	Cut            // the line is cut before the step is taken
	CutAfter       // the step is taken, and the line is cut before the answer
	Later          // the answer is 451 4.3.0
	Never          // the answer is 554 5.7.1
)

// Mail is a message that the relay took.
type Mail struct {
	From, To string
	*mail.Message
	Body string // as on the wire
}

// Relay is a relay that runs.
type Relay struct {
	Addr string

	t      testing.TB
	mu     sync.Mutex
	mails  []Mail
	hellos []string
	dials  int
	fault  func(Step) Fault
}

// User and Password are whom a relay with TLS lets in.
const (
	User     = "campaign"
	Password = "a password"
)

// Start runs a relay until the test ends; with a certificate it offers STARTTLS and wants a login.
func Start(t testing.TB, cert *tls.Certificate) *Relay {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &Relay{Addr: l.Addr().String(), t: t}
	s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.hellos = append(r.hellos, c.Hostname())
		return &session{relay: r, login: cert != nil}, nil
	}))
	s.Domain, s.EnableDSN, s.ErrorLog = "relay.test", true, log.New(io.Discard, "", 0)
	s.MaxMessageBytes = 1 << 20
	if cert != nil {
		s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*cert}}
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(listener{l, r}) }()
	t.Cleanup(func() { _ = s.Close(); <-done })
	return r
}

// FailAt makes the relay fail at one step, from now on.
func (r *Relay) FailAt(step Step, fault Fault) {
	r.Fail(func(s Step) Fault {
		if s == step {
			return fault
		}
		return None
	})
}

// Fail makes the relay ask at each step what goes wrong, one step at a time; nil makes it work.
func (r *Relay) Fail(f func(Step) Fault) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fault = f
}

// Mails returns what the relay took.
func (r *Relay) Mails() []Mail {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Mail{}, r.mails...)
}

// Dials returns how many connections were made.
func (r *Relay) Dials() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.dials
}

// Hellos returns the names by which clients called themselves.
func (r *Relay) Hellos() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string{}, r.hellos...)
}

func (r *Relay) ask(s Step) Fault {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fault == nil {
		return None
	}
	return r.fault(s)
}

// listener hands out lines that fail.
type listener struct {
	net.Listener
	relay *Relay
}

func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.relay.mu.Lock()
	l.relay.dials++
	l.relay.mu.Unlock()
	return &line{Conn: c, relay: l.relay, step: Greeting, fault: l.relay.ask(Greeting)}, nil
}

// line is a connection that fails at its steps. It sees them where it is not encrypted.
type line struct {
	net.Conn
	relay *Relay
	step  Step // whose answer is due
	fault Fault
	text  []byte // what came since DATA was answered; nil outside a text
}

var errCut = errors.New("the line was cut")

func (l *line) cut() error {
	if c, ok := l.Conn.(*net.TCPConn); ok {
		_ = c.SetLinger(0)
	}
	return errors.Join(errCut, l.Conn.Close())
}

func (l *line) Read(b []byte) (int, error) {
	n, err := l.Conn.Read(b)
	if n == 0 || err != nil {
		return n, err
	}
	if l.text != nil {
		return l.readText(b[:n])
	}
	word, _, _ := strings.Cut(string(b[:min(n, 8)]), " ")
	l.step = Step(strings.TrimSpace(word))
	switch l.fault = l.relay.ask(l.step); {
	case l.fault == Cut:
		return 0, l.cut()
	case answers[l.fault] != "":
		if _, err := io.WriteString(l.Conn, answers[l.fault]); err != nil {
			return 0, err
		}
		l.fault = None
		return l.Read(b)
	}
	return n, nil
}

func (l *line) readText(b []byte) (int, error) {
	if len(l.text) == 0 && l.relay.ask(Text) == Cut {
		return 0, l.cut()
	}
	if l.text = append(l.text, b...); bytes.HasSuffix(l.text, []byte("\r\n.\r\n")) {
		l.text, l.step = nil, End
		if l.fault = l.relay.ask(End); l.fault == Cut || l.fault == Later || l.fault == Never {
			return 0, l.refuse()
		}
	}
	return len(b), nil
}

// refuse answers a text's end in the place of the relay, which then has no text.
func (l *line) refuse() error {
	if answer := answers[l.fault]; answer != "" {
		_, _ = io.WriteString(l.Conn, answer)
		time.Sleep(50 * time.Millisecond) // a line that is cut at once may lose the answer
		return errors.Join(errCut, l.Conn.Close())
	}
	return l.cut()
}

var answers = map[Fault]string{Later: "451 4.3.0 not now, dear writer\r\n", Never: "554 5.7.1 never, dear writer\r\n"}

func (l *line) Write(b []byte) (int, error) {
	fault := l.fault
	l.fault = None
	switch {
	case fault == Cut, fault == CutAfter:
		return 0, l.cut()
	case answers[fault] != "":
		_, err := io.WriteString(l.Conn, answers[fault])
		return len(b), err
	}
	if l.step == Begin && bytes.HasPrefix(b, []byte("354")) {
		l.text = []byte{}
	}
	return l.Conn.Write(b)
}

// session takes messages.
type session struct {
	relay    *Relay
	login    bool
	from, to string
}

func (s *session) AuthMechanisms() []string {
	if s.login {
		return []string{sasl.Plain}
	}
	return nil
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		s.login = false
		return nil
	}), nil
}

func (s *session) Reset() { s.from, s.to = "", "" }

func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.from = from; s.login {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.to != "" {
		return errors.New("a second recipient")
	}
	s.to = to
	return nil
}

func (s *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := mail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		s.relay.t.Errorf("no message: %v\n%s", err, b)
		return err
	}
	body, err := io.ReadAll(m.Body)
	s.relay.mu.Lock()
	defer s.relay.mu.Unlock()
	s.relay.mails = append(s.relay.mails, Mail{From: s.from, To: s.to, Message: m, Body: string(body)})
	return err
}
