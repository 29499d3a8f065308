package fetch

import (
	"context"
	"errors"
	"fmt"
	"syscall/js"

	"placard/wasm/promise"
)

// Request is what to send, and how to read the answer.
type Request struct {
	Method, URL string
	Header      map[string]string
	Body        []byte

	Cached bool              // the browser's cache may answer, after asking the server
	Want   []string          // headers to return
	Most   int               // bytes of the answer after which to stop reading; the answer is then that long
	Moved  func(header bool) // called, if not nil, when the answer's header came, and then for each piece of its body
}

// Response is what came back.
type Response struct {
	Status int // 0 for a redirect: the browser says no more of it
	Header map[string]string
	Body   []byte
}

// Do makes one exchange. It blocks its goroutine: never call it inside js.FuncOf. When ctx ends, the exchange is given
// up, and the error is ctx's.
func Do(ctx context.Context, r Request) (Response, error) {
	if err := ctx.Err(); err != nil {
		return Response{}, err
	}
	abort := js.Global().Get("AbortController").New()
	defer context.AfterFunc(ctx, func() { abort.Call("abort") })()
	response, err := await(ctx, js.Global().Call("fetch", r.URL, r.options(abort.Get("signal"))))
	if err != nil {
		return Response{}, fmt.Errorf("fetch: %w", err)
	}
	got := Response{Status: response.Get("status").Int(), Header: map[string]string{}}
	for _, name := range r.Want {
		if v := response.Get("headers").Call("get", name); v.Type() == js.TypeString {
			got.Header[name] = v.String()
		}
	}
	r.moved(true)
	if got.Body, err = r.read(ctx, response.Get("body")); err != nil {
		abort.Call("abort")
		return Response{}, fmt.Errorf("read answer: %w", err)
	}
	return got, nil
}

func (r Request) moved(header bool) {
	if r.Moved != nil {
		r.Moved(header)
	}
}

func (r Request) options(signal js.Value) js.Value {
	headers := map[string]any{}
	for name, value := range r.Header {
		headers[name] = value
	}
	cache := "no-store"
	if r.Cached {
		cache = "no-cache"
	}
	options := map[string]any{
		"method": r.Method, "headers": headers, "signal": signal, "cache": cache,
		"credentials": "omit", "redirect": "manual", "referrerPolicy": "no-referrer",
	}
	if len(r.Body) > 0 {
		body := js.Global().Get("Uint8Array").New(len(r.Body))
		js.CopyBytesToJS(body, r.Body)
		options["body"] = body
	}
	return js.ValueOf(options)
}

// read reads the answer's body piece by piece.
func (r Request) read(ctx context.Context, stream js.Value) ([]byte, error) {
	if !stream.Truthy() {
		return nil, nil // a redirect, or a status that has no body
	}
	reader := stream.Call("getReader")
	var all []byte
	for {
		piece, err := await(ctx, reader.Call("read"))
		if err != nil {
			return nil, err
		}
		if piece.Get("done").Bool() {
			return all, nil
		}
		r.moved(false)
		value := piece.Get("value")
		n := len(all)
		all = append(all, make([]byte, value.Length())...)
		js.CopyBytesToGo(all[n:], value)
		if r.Most > 0 && len(all) >= r.Most {
			go await(context.Background(), reader.Call("cancel")) // nobody waits for that
			return all[:r.Most], nil
		}
	}
}

// await returns what a promise resolves to.
func await(ctx context.Context, p js.Value) (js.Value, error) {
	v, err := promise.Await(ctx, p)
	if rejected := (*promise.Rejected)(nil); errors.As(err, &rejected) {
		if ctx.Err() != nil {
			return v, ctx.Err() // ours: the browser says no more than that it was aborted
		}
		err = errors.New(reason(rejected.Reason))
	}
	return v, err
}

// reason is what the browser says of a failure. Chromium and Firefox name no address in it.
func reason(v js.Value) string {
	if v.Type() == js.TypeObject && v.Get("message").Type() == js.TypeString {
		return v.Get("name").String() + ": " + v.Get("message").String()
	}
	return "not said"
}
