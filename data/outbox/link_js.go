package outbox

import (
	"net/http"
	"syscall/js"

	"placard/data"
)

const (
	sendBuffer = 1 << 30 // fetch takes a body whole and shows no progress: all of it may be on its way
	maxRequest = 128 << 10
)

// newHTTPClient returns a client on the browser's fetch.
func newHTTPClient() *http.Client {
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{},
	}
}

// setFetch sets fetch's options the way net/http takes them: no cookies or other credentials, and a redirect comes
// back as a status of zero, unfollowed.
func setFetch(h http.Header) {
	h.Set("js.fetch:credentials", "omit")
	h.Set("js.fetch:redirect", "manual")
	h.Set("Cache-Control", "no-store")
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
