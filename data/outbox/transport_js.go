package outbox

import (
	"context"
	"syscall/js"

	"placard/data"
	"placard/wasm/fetch"
)

const (
	sendBuffer = 1 << 30 // fetch takes a body whole and shows no progress: all of it may be on its way
	maxRequest = 128 << 10
)

// browser is the transport on fetch, which chooses the connections itself.
type browser struct{}

func newTransport() transport { return browser{} }

func (browser) closeIdle() {}

func (browser) exchange(ctx context.Context, r request, a *attempt) (response, error) {
	a.moved(len(r.body))
	got, err := fetch.Do(ctx, fetch.Request{
		Method: r.method, URL: r.url, Header: r.header, Body: r.body,
		Want: wanted, Most: maxAnswer + 1,
		Moved: func(header bool) {
			if header {
				a.answered(len(r.body))
			} else {
				a.moved(0)
			}
		},
	})
	return response{got.Status, got.Header, got.Body}, err
}

// origin is where the page came from.
func origin() string {
	location := js.Global().Get("location")
	if !location.Truthy() {
		return ""
	}
	return location.Get("origin").String()
}

// transportCode tells why no answer came: fetch gives no reasons.
func transportCode(error) data.Code { return data.CodeOffline }

// bare returns an error without the server's address, which fetch's do not name.
func bare(err error) error { return err }
