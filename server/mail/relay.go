package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"placard/server"
)

// Relay is a mail relay. It implements [server.Post].
type Relay struct {
	Addr           string        // host and port; on port 465 TLS begins with the first byte, elsewhere by STARTTLS
	User, Password string        // no user: nobody logs in
	From           mail.Address  // who sends, in the header and on the envelope
	Plain          bool          // without TLS, and so without a login; to this very machine that is usual
	TLS            *tls.Config   // nil: the system's roots
	Patience       time.Duration // for each answer; 0: as long as RFC 5321 says

	line *line // what is open
}

var _ server.Post = (*Relay)(nil)

// grace is how long Send waits for the answer to a message's end once it is told to stop.
const grace = 10 * time.Second

// usualPatience is that of RFC 5321, 4.5.3.2: five minutes a command, ten for the end of a message.
const (
	usualPatience = 5 * time.Minute
	endPatience   = 10 * time.Minute
)

// line is one connection, logged in.
type line struct {
	conn   net.Conn
	client *smtp.Client
	used   bool
}

// Check returns what is wrong with the relay's settings, or nil.
func (r *Relay) Check() error {
	if _, port, err := net.SplitHostPort(r.Addr); err != nil || port == "" {
		return fmt.Errorf("read the relay's address %q: want HOST:PORT", r.Addr)
	}
	if a, err := clean(r.From); err != nil || a.Address != r.From.Address {
		return fmt.Errorf("read the sender's address %q: want \"Name <name@example.org>\", in ASCII but for the name", r.From.String())
	}
	if r.User != "" && r.Plain {
		return errors.New("a password cannot go to the relay without TLS: leave out the user, or use TLS")
	}
	return nil
}

// Send implements [server.Post].
func (r *Relay) Send(ctx context.Context, m server.Message, commit func() error) error {
	text, err := write(m, r.From)
	if err == nil {
		m.To, err = clean(m.To)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", server.ErrMessage, err)
	}
	l, err := r.dial(ctx)
	if err != nil {
		return outcome(err, true)
	}
	// Until the message is committed, the end of ctx cuts the line.
	release := context.AfterFunc(ctx, func() { _ = l.conn.Close() })
	defer func() { release() }()
	if relay, err := r.envelope(l, m, text); err != nil {
		return r.failed(ctx, err, relay)
	}
	w, err := l.client.Data()
	if err != nil {
		return r.failed(ctx, err, false)
	}
	_ = l.conn.SetDeadline(time.Now().Add(r.patience())) // go-smtp has none for the text; the next command sets its own
	if _, err := w.Write(text); err != nil {
		return r.failed(ctx, err, false)
	}
	if !release() {
		return r.failed(ctx, ctx.Err(), false)
	}
	if err := commit(); err != nil {
		r.hangUp() // what has no end is no message
		return err
	}
	release = context.AfterFunc(ctx, func() { time.AfterFunc(grace, func() { _ = l.conn.Close() }) })
	if err := w.Close(); err != nil {
		e := outcome(err, false)
		e.Unsure = e.Code < 400 // a reply that is neither yes nor no, too
		r.after(e)
		return e
	}
	l.used = true
	return nil
}

// envelope says from whom the message is and to whom, and whether a failure concerns the relay.
func (r *Relay) envelope(l *line, m server.Message, text []byte) (relay bool, err error) {
	if err := l.client.Mail(r.From.Address, &smtp.MailOptions{Size: int64(len(text)), Return: smtp.DSNReturnHeaders}); err != nil {
		// A sender that is refused for good will be refused with each letter.
		var e *smtp.SMTPError
		return errors.As(err, &e) && !e.Temporary() && e.Code != codeTooLarge, err
	}
	return false, l.client.Rcpt(m.To.Address, &smtp.RcptOptions{Notify: []smtp.DSNNotify{smtp.DSNNotifyFailure}})
}

const codeTooLarge = 552

// failed ends a conversation before the message was committed.
func (r *Relay) failed(ctx context.Context, err error, relay bool) error {
	if ctx.Err() != nil {
		r.hangUp()
		return &server.PostError{Relay: true, Err: ctx.Err()}
	}
	e := outcome(err, relay)
	r.after(e)
	return e
}

// after keeps the line open after a reply, for the next message; a broken one is put down.
func (r *Relay) after(e *server.PostError) {
	if e.Code == 0 || e.Code == codeClosing {
		r.hangUp()
	} else if r.line != nil {
		r.line.used = true
	}
}

const codeClosing = 421

// outcome reads an error of go-smtp. Of a reply only the numbers are kept.
func outcome(err error, relay bool) *server.PostError {
	var reply *smtp.SMTPError
	if !errors.As(err, &reply) {
		return &server.PostError{Relay: relay, Err: err}
	}
	e := &server.PostError{Relay: relay || reply.Code == codeClosing, Code: reply.Code}
	if c := reply.EnhancedCode; c[0] > 0 {
		e.Status = fmt.Sprintf("%d.%d.%d", c[0], c[1], c[2])
	}
	return e
}

// dial returns the open line, if it still is one, or a new one.
func (r *Relay) dial(ctx context.Context) (*line, error) {
	if l := r.line; l != nil {
		release := context.AfterFunc(ctx, func() { _ = l.conn.Close() })
		defer release()
		if !l.used || l.client.Reset() == nil {
			return l, nil
		}
		r.hangUp() // relays hang up on who is silent for long
	}
	d := net.Dialer{Timeout: 30 * time.Second}
	conn, err := d.DialContext(ctx, "tcp", r.Addr)
	if err != nil {
		return nil, err
	}
	release := context.AfterFunc(ctx, func() { _ = conn.Close() })
	slow := time.AfterFunc(r.patience(), func() { _ = conn.Close() })
	client, err := r.greet(conn)
	if slow.Stop(); err == nil && !release() {
		err = ctx.Err()
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	r.line = &line{conn: conn, client: client}
	return r.line, nil
}

// greet says who speaks, by the name of the sender's domain and not by this machine's.
func (r *Relay) greet(conn net.Conn) (client *smtp.Client, err error) {
	host, port, err := net.SplitHostPort(r.Addr)
	if err != nil {
		return nil, err
	}
	secure := r.TLS.Clone()
	if secure == nil {
		secure = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if secure.ServerName == "" {
		secure.ServerName = host
	}
	switch {
	case r.Plain, r.User == "" && loopback(host):
		client = smtp.NewClient(conn)
	case port == "465":
		client = smtp.NewClient(tls.Client(conn, secure))
	default:
		if client, err = smtp.NewClientStartTLS(conn, secure); err != nil {
			return nil, err
		}
	}
	client.CommandTimeout, client.SubmissionTimeout = r.patience(), max(r.patience(), endPatience)
	if r.Patience != 0 {
		client.SubmissionTimeout = r.Patience
	}
	if err := client.Hello(domain(r.From.Address)); err != nil {
		return nil, err
	}
	if r.User != "" {
		return client, client.Auth(sasl.NewPlainClient("", r.User, r.Password))
	}
	return client, nil
}

// loopback reports whether host is this very machine.
func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

func (r *Relay) patience() time.Duration {
	if r.Patience != 0 {
		return r.Patience
	}
	return usualPatience
}

// Rest implements [server.Post].
func (r *Relay) Rest() {
	if r.line == nil {
		return
	}
	r.line.client.CommandTimeout = grace
	_ = r.line.client.Quit() // a courtesy
	r.hangUp()
}

func (r *Relay) hangUp() {
	if r.line != nil {
		_ = r.line.conn.Close()
		r.line = nil
	}
}
