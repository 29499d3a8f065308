package outbox

import (
	"context"
	"time"

	"placard/data"
)

// A transport makes one exchange with the server, whole: on a desktop by net/http, in a browser by its fetch. It
// follows no redirect (the status of one, or 0, comes back), sends no cookies, and stops reading an answer after
// maxAnswer+1 bytes. It returns when ctx ends, with an error.
//
// It tells the attempt whenever something moves, from any goroutine: the bytes of the request that the system took,
// the answer's header, each piece of its body.
type transport interface {
	exchange(ctx context.Context, r request, a *attempt) (response, error)

	// closeIdle has the next exchange begin on a new connection, as far as the transport has a say.
	closeIdle()
}

// request is what one exchange sends, as often as needed.
type request struct {
	method, url string
	header      header
	body        []byte
}

// response is what came back, whole.
type response struct {
	status int
	header header
	body   []byte
}

// header is the fields of a request or an answer, by their names as written here.
type header map[string]string

const (
	contentType = "Content-Type"
	retryHeader = "Retry-After"
	dateHeader  = "Date"
	tagHeader   = "ETag"
)

// wanted are the fields of an answer that anything here looks at.
var wanted = []string{contentType, retryHeader, dateHeader, tagHeader, data.SignatureHeader}

const (
	statusOK          = 200
	statusNotModified = 304
)

// parseTime reads a date of HTTP (RFC 9110, 5.6.7) in any of its three forms.
func parseTime(s string) (t time.Time, err error) {
	for _, layout := range []string{"Mon, 02 Jan 2006 15:04:05 GMT", time.RFC850, time.ANSIC} {
		if t, err = time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return t, err
}
