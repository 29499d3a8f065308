package sqlite

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"sync"
	"syscall/js"
	"time"
)

// port is the page's end of one Worker.
type port struct {
	worker    js.Value
	onMessage js.Func
	onError   js.Func
	ready     chan struct{} // closed when the Worker can take requests
	lost      chan struct{} // closed when another tab took the database over
	broken    chan struct{} // closed when the Worker's script failed; reason then says how
	stopped   chan struct{} // closed when the page ended the Worker

	mu      sync.Mutex
	reason  string
	last    uint32
	waiting map[uint32]chan []byte
}

var uint8Array = js.Global().Get("Uint8Array")

func newPort(url string) *port {
	p := &port{
		worker:  js.Global().Get("Worker").New(url, map[string]any{"type": "module"}),
		ready:   make(chan struct{}),
		lost:    make(chan struct{}),
		broken:  make(chan struct{}),
		stopped: make(chan struct{}),
		waiting: map[uint32]chan []byte{},
	}
	p.onMessage = js.FuncOf(func(_ js.Value, args []js.Value) any {
		p.receive(args[0].Get("data"))
		return nil
	})
	p.onError = js.FuncOf(func(_ js.Value, args []js.Value) any {
		if m := args[0].Get("message"); m.Type() == js.TypeString {
			p.fail(m.String())
		} else {
			p.fail("its script could not be loaded")
		}
		return nil
	})
	p.worker.Set("onmessage", p.onMessage)
	p.worker.Set("onerror", p.onError)
	return p
}

// receive runs on the event loop and never waits: each channel has room for its one answer.
func (p *port) receive(data js.Value) {
	if data.Type() == js.TypeString {
		switch data.String() {
		case "ready":
			close(p.ready)
		case "lost":
			close(p.lost)
		}
		return
	}
	array := uint8Array.New(data)
	b := make([]byte, array.Length())
	js.CopyBytesToGo(b, array)
	id := binary.LittleEndian.Uint32(b)
	p.mu.Lock()
	answer, ok := p.waiting[id]
	delete(p.waiting, id)
	p.mu.Unlock()
	if ok {
		answer <- b[4:]
	}
}

// fail ends every wait: a script that could not be loaded or threw outside a request answers nothing any more.
func (p *port) fail(reason string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reason == "" {
		p.reason = reason
		close(p.broken)
	}
}

func (p *port) brokenErr() error { return fmt.Errorf("%w (%s)", ErrBroken, p.reason) }

// start waits for the Worker's script.
func (p *port) start(ctx context.Context) error {
	select {
	case <-p.ready:
		return nil
	case <-p.broken:
		return p.brokenErr()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// call sends a request and waits for its answer, whatever becomes of the context: the Worker takes one request after
// another, and what it did must be known. A deadline goes along, and stops a running statement there.
func (p *port) call(ctx context.Context, request []byte) (reader, error) {
	if err := ctx.Err(); err != nil {
		return reader{}, err
	}
	var timeout float64
	if deadline, ok := ctx.Deadline(); ok {
		timeout = max(float64(time.Until(deadline))/float64(time.Millisecond), math.SmallestNonzeroFloat64)
	}
	answer := make(chan []byte, 1)
	p.mu.Lock()
	p.last++
	id := p.last
	p.waiting[id] = answer
	p.mu.Unlock()
	binary.LittleEndian.PutUint32(request, id)
	binary.LittleEndian.PutUint64(request[8:], math.Float64bits(timeout))
	array := uint8Array.New(len(request))
	js.CopyBytesToJS(array, request)
	buffer := array.Get("buffer")
	p.worker.Call("postMessage", buffer, []any{buffer})
	select {
	case b := <-answer:
		return p.read(ctx, b)
	case <-p.broken:
		return reader{}, p.brokenErr()
	}
}

func (p *port) read(ctx context.Context, b []byte) (reader, error) {
	r := reader{b}
	if r.u8() == 0 {
		return r, nil
	}
	code, message := r.u32(), r.text()
	switch code {
	case codeOwned:
		return r, ErrOwned
	case codeLost:
		return r, ErrLost
	case codeBroken:
		p.fail(message)
		return r, p.brokenErr()
	case CodeInterrupt: // only a deadline interrupts; the Worker's clock may be a moment ahead of ours
		if err := ctx.Err(); err != nil {
			return r, err
		}
		return r, context.DeadlineExceeded
	}
	return r, &Error{Code: code, Message: message}
}

// stop ends the Worker; the browser then frees its locks and files.
func (p *port) stop() {
	close(p.stopped)
	p.worker.Call("terminate")
	p.worker.Set("onmessage", js.Null())
	p.worker.Set("onerror", js.Null())
	p.onMessage.Release()
	p.onError.Release()
}
