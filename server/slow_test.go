package server_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"placard/data"
	"placard/server"
)

// dial opens a bare connection.
func (h *host) dial() net.Conn {
	h.t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(h.url, "http://"))
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = c.Close() }) // the test may have closed it
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		h.t.Fatal(err)
	}
	return c
}

// impatient are limits with which a test need not wait.
func impatient(s *server.Server) {
	s.SetLimits(300*time.Millisecond, 300*time.Millisecond, 2000, 256)
}

func head(length int) string {
	return fmt.Sprintf("POST /v1/actions HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", data.BatchType, length)
}

func TestHeaderThatTricklesIsCut(t *testing.T) {
	h := start(t, impatient)
	c := h.dial()
	began := time.Now()
	go func() {
		for _, b := range []byte(head(10) + strings.Repeat("x", 1000)) {
			if _, err := c.Write([]byte{b}); err != nil {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
	}()
	if b, _ := io.ReadAll(c); strings.Contains(string(b), "200 OK") {
		t.Errorf("got %q", b)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("held for %v", took)
	}
}

// TestBodyThatTricklesIsCut sends a byte now and then, always in time for the next: over its whole length it is too slow.
func TestBodyThatTricklesIsCut(t *testing.T) {
	h := start(t, impatient)
	c := h.dial()
	began := time.Now()
	go func() {
		_, _ = io.WriteString(c, head(100_000))
		for {
			if _, err := c.Write([]byte{'1'}); err != nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}()
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := io.ReadAll(resp.Body)
	wantError(t, resp, b, data.CodeBodyCut)
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("held for %v", took)
	}
}

// TestSlowLinkIsServed sends a batch over several times the stall, but always some of it.
func TestSlowLinkIsServed(t *testing.T) {
	h := start(t, impatient)
	c := h.dial()
	body := frames(h.seal(action("A", "")))
	began := time.Now()
	if _, err := io.WriteString(c, head(len(body))); err != nil {
		t.Fatal(err)
	}
	for step := len(body)/12 + 1; len(body) > 0; {
		n := min(step, len(body))
		if _, err := c.Write(body[:n]); err != nil {
			t.Fatal(err)
		}
		body = body[n:]
		time.Sleep(80 * time.Millisecond)
	}
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil || resp.StatusCode != 200 {
		t.Errorf("got %v, %v", resp, err)
	}
	if took := time.Since(began); took < 600*time.Millisecond {
		t.Errorf("took only %v: the test shows nothing", took)
	}
}

func TestCutBodyStoresNothing(t *testing.T) {
	h := start(t)
	body := frames(h.seal(action("A", "")), h.seal(action("B", "")))
	for _, at := range []int{0, 1, 10, len(body) / 2, len(body) - 1} {
		c := h.dial()
		if _, err := io.WriteString(c, head(len(body))+string(body[:at])); err != nil {
			t.Fatal(err)
		}
		if err := c.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		if b, _ := io.ReadAll(c); bytes.Contains(b, []byte("200 OK")) {
			t.Errorf("cut at %d: got %q", at, b)
		}
	}
	if got := h.total(data.Signature); got.Received != 0 {
		t.Errorf("got %+v", got)
	}
}

// TestHugeBodies promises much, sends much, or both.
func TestHugeBodies(t *testing.T) {
	h := start(t)
	for name, send := range map[string]string{
		"a promise":        head(1 << 40),
		"a chunked stream": strings.Replace(head(0), "Content-Length: 0", "Transfer-Encoding: chunked", 1) + strings.Repeat("10000\r\n"+strings.Repeat("x", 0x10000)+"\r\n", 40),
	} {
		c := h.dial()
		go func() { _, _ = io.WriteString(c, send) }() // it may be cut in the middle
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		b, _ := io.ReadAll(resp.Body)
		wantError(t, resp, b, data.CodeBatchTooLarge)
	}
	c := h.dial()
	go func() {
		_, _ = io.WriteString(c, "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Big: "+strings.Repeat("x", 64<<10)+"\r\n\r\n")
	}()
	if b, _ := io.ReadAll(c); len(b) > 0 && !bytes.HasPrefix(b, []byte("HTTP/1.1 431 ")) { // or cut before it could be read
		t.Errorf("a huge header: got %q", b)
	}
}

// TestTooManyBodies holds every token of the uploads.
func TestTooManyBodies(t *testing.T) {
	h := start(t, func(s *server.Server) { s.SetLimits(time.Minute, time.Minute, 1, 2) })
	body := frames(h.seal(action("A", "")))
	var held []net.Conn
	for range 2 {
		c := h.dial()
		if _, err := io.WriteString(c, head(len(body))+string(body[:1])); err != nil {
			t.Fatal(err)
		}
		held = append(held, c)
	}
	for h.Uploads() < 2 {
		time.Sleep(time.Millisecond)
	}
	resp, b := h.do("POST", "/v1/actions", bytes.NewReader(body), "Content-Type", data.BatchType)
	wantError(t, resp, b, data.CodeTooMany)
	if resp.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	for _, c := range held {
		if _, err := c.Write(body[1:]); err != nil {
			t.Fatal(err)
		}
		if resp, err := http.ReadResponse(bufio.NewReader(c), nil); err != nil || resp.StatusCode != 200 {
			t.Errorf("who was first: got %v, %v", resp, err)
		}
	}
	h.send(h.seal(action("B", "")))
}

func TestConnectionsAreLimited(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := server.LimitConns(inner, 2)
	accepted := make(chan net.Conn, 10)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				close(accepted)
				return
			}
			accepted <- c
		}
	}()
	for range 3 {
		c, err := net.Dial("tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	first := <-accepted
	<-accepted
	select {
	case <-accepted:
		t.Error("the third was let in")
	case <-time.After(50 * time.Millisecond):
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	_ = first.Close() // twice, as net/http does, and it makes room once
	select {
	case <-accepted:
	case <-time.After(5 * time.Second):
		t.Error("the third was not let in after the first had gone")
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if _, ok := <-accepted; ok {
		t.Error("accepts after Close")
	}
}
