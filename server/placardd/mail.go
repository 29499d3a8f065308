package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"net/mail"
	"os"
	"time"

	"placard/server"
	post "placard/server/mail"
)

// passwordEnv holds the relay's password where no file does.
const passwordEnv = "PLACARD_SMTP_PASSWORD"

// mailFlags say how letters are mailed.
type mailFlags struct {
	relay, user, password, from, test string
	plain                             bool
	pace                              time.Duration
}

func (m *mailFlags) add(f *flag.FlagSet) {
	f.StringVar(&m.relay, "smtp", "", "`HOST:PORT` of the mail relay that takes letters (default: letters wait)")
	f.StringVar(&m.user, "smtp-user", "", "`user` to log in with at the relay")
	f.StringVar(&m.password, "smtp-password-file", "", "`file` with that user's password (default: the variable "+passwordEnv+")")
	f.BoolVar(&m.plain, "smtp-plain", false, "speak with the relay without TLS, and so without a login; on this machine that is usual")
	f.StringVar(&m.from, "mail-from", "", "`address` that letters come from, with the campaign's name: \"Act for Kenya <letters@example.org>\"")
	f.StringVar(&m.test, "mail-test", "", "test mode: `address` that gets every letter in place of its target")
	f.DurationVar(&m.pace, "mail-pace", time.Minute, "`time` from one letter to the next to the same target, on the average")
}

// mail returns how the server is to mail letters.
func (m *mailFlags) mail() (server.Mail, error) {
	if m.relay == "" {
		if m.user != "" || m.from != "" || m.test != "" || m.plain {
			return server.Mail{}, errors.New("mail letters: name the relay with -smtp")
		}
		return server.Mail{}, nil
	}
	from, err := mail.ParseAddress(m.from)
	if err != nil {
		return server.Mail{}, fmt.Errorf("read -mail-from: %w; want \"Name <name@example.org>\"", err)
	}
	if m.test != "" {
		a, err := mail.ParseAddress(m.test)
		if err != nil {
			return server.Mail{}, fmt.Errorf("read -mail-test: %w", err)
		}
		m.test = a.Address
	}
	if m.pace <= 0 {
		return server.Mail{}, errors.New("read -mail-pace: want more than 0")
	}
	r := &post.Relay{Addr: m.relay, User: m.user, From: *from, Plain: m.plain}
	if m.user != "" {
		if r.Password, err = m.secret(); err != nil {
			return server.Mail{}, err
		}
	}
	return server.Mail{Post: r, From: *from, Test: m.test, Pace: m.pace}, r.Check()
}

// secret reads the relay's password.
func (m *mailFlags) secret() (string, error) {
	password := os.Getenv(passwordEnv)
	if m.password != "" {
		b, err := os.ReadFile(m.password)
		if err != nil {
			return "", fmt.Errorf("read -smtp-password-file: %w", err)
		}
		password = string(bytes.TrimRight(b, "\r\n"))
	}
	if password == "" {
		return "", errors.New("log in at the relay: there is no password; give -smtp-password-file or set " + passwordEnv)
	}
	return password, nil
}
