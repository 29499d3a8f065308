//go:build unix

package firefox

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/net/websocket"
)

// callTime bounds each single command; waiting for a condition has its own bound.
const callTime = 60 * time.Second

// ErrGone is the error of every command to a browser that was closed or killed.
var ErrGone = errors.New("the browser is gone")

// conn is a connection of WebDriver BiDi: commands with their answers, and events in between.
type conn struct {
	ws    *websocket.Conn
	event func(method string, params json.RawMessage)

	mu      sync.Mutex
	last    int
	waiting map[int]chan message
	gone    bool
}

type message struct {
	Type    string          `json:"type"` // "success", "error" or "event"
	ID      int             `json:"id"`
	Result  json.RawMessage `json:"result"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
	Error   string          `json:"error"`
	Message string          `json:"message"`
}

// origin is what the handshake has to name; Firefox is told to allow it.
const origin = "http://127.0.0.1"

func dial(socket string, event func(string, json.RawMessage)) (*conn, error) {
	ws, err := websocket.Dial(socket+"/session", "", origin)
	if err != nil {
		return nil, fmt.Errorf("connect to Firefox: %w", err)
	}
	ws.MaxPayloadBytes = 256 << 20
	c := &conn{ws: ws, event: event, waiting: map[int]chan message{}}
	go c.read()
	return c, nil
}

func (c *conn) read() {
	for {
		var m message
		if err := websocket.JSON.Receive(c.ws, &m); err != nil {
			break
		}
		if m.Type == "event" {
			c.event(m.Method, m.Params)
			continue
		}
		c.mu.Lock()
		to := c.waiting[m.ID]
		delete(c.waiting, m.ID)
		c.mu.Unlock()
		if to != nil {
			to <- m
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gone = true
	for _, to := range c.waiting {
		close(to)
	}
}

// call sends a command and decodes the result into out, if that is not nil.
func (c *conn) call(method string, params, out any) error {
	to := make(chan message, 1)
	c.mu.Lock()
	if c.gone {
		c.mu.Unlock()
		return ErrGone
	}
	c.last++
	id := c.last
	c.waiting[id] = to
	err := websocket.JSON.Send(c.ws, map[string]any{"id": id, "method": method, "params": params})
	c.mu.Unlock()
	if err != nil {
		return ErrGone
	}
	select {
	case m, ok := <-to:
		switch {
		case !ok:
			return ErrGone
		case m.Type == "error":
			return fmt.Errorf("%s: %s: %s", method, m.Error, m.Message)
		case out == nil:
			return nil
		}
		return json.Unmarshal(m.Result, out)
	case <-time.After(callTime):
		return fmt.Errorf("%s: no answer in %v", method, callTime)
	}
}

func (c *conn) close() { c.ws.Close() }
