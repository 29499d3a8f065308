package mail

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"placard/server"
)

// maxSubject is in characters: a subject is one line, and folded by whoever shows it.
const maxSubject = 300

// write returns m as it goes over the wire, lines ended by CRLF. No value of a header can begin another header: each
// is encoded or parsed first.
func write(m server.Message, from mail.Address) ([]byte, error) {
	from, err := clean(from)
	if err != nil {
		return nil, fmt.Errorf("write From: %w", err)
	}
	to, err := clean(m.To)
	if err != nil {
		return nil, fmt.Errorf("write To: %w", err)
	}
	var b bytes.Buffer
	header := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	header("Date", m.Date.UTC().Format(time.RFC1123Z))
	header("From", from.String())
	header("To", to.String())
	if reply, err := clean(mail.Address{Address: m.ReplyTo}); err == nil {
		header("Reply-To", reply.String())
	}
	header("Message-ID", "<"+atom(m.ID)+"@"+domain(from.Address)+">")
	header("Subject", encoded(oneLine(m.Subject)))
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "quoted-printable")
	if m.Lang != "" {
		header("Content-Language", atom(m.Lang))
	}
	b.WriteString("\r\n")
	w := quotedprintable.NewWriter(&b)
	body := strings.ReplaceAll(strings.ReplaceAll(m.Body, "\r\n", "\n"), "\r", "\n")
	if _, err := w.Write([]byte(strings.ReplaceAll(body, "\n", "\r\n"))); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// clean returns an address fit for a header and for the envelope: with a domain of ASCII (RFC 5891), and only where
// what is before the @ is ASCII too. Mail to another kind of address cannot be counted on to arrive.
func clean(a mail.Address) (mail.Address, error) {
	at := strings.LastIndexByte(a.Address, '@')
	if at < 1 || strings.ContainsFunc(a.Address, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return a, errors.New("no address of a mailbox")
	}
	host, err := idna.Lookup.ToASCII(a.Address[at+1:])
	if err != nil {
		return a, errors.New("no domain of a mailbox")
	}
	a = mail.Address{Name: oneLine(a.Name), Address: a.Address[:at+1] + host}
	if parsed, err := mail.ParseAddress(a.Address); err != nil || parsed.Address != a.Address || !ascii(a.Address) {
		return a, errors.New("no address that any mail server takes")
	}
	return a, nil
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

// oneLine makes every run of white space and controls one space, and lets nothing pass for an encoded word (RFC 2047):
// what that hides may be another line.
func oneLine(s string) string {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	}), " ")
	s = strings.ReplaceAll(s, "=?", "= ?")
	if r := []rune(s); len(r) > maxSubject {
		s = string(r[:maxSubject-1]) + "…"
	}
	return s
}

// encoded writes the text of a header, as encoded words where it is not plain ASCII, a line each.
func encoded(s string) string {
	return strings.ReplaceAll(mime.QEncoding.Encode("utf-8", s), " =?utf-8?", "\r\n =?utf-8?")
}

// atom keeps what needs no quoting in an id or a language tag.
func atom(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '.' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, s)
}

func domain(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }
