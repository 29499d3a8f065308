package outbox

import (
	"syscall/js"
	"testing"
)

// faultServer is served beside the page that these tests run in.
func faultServer(*testing.T) string {
	return js.Global().Get("URL").New("api/", js.Global().Get("location").Get("href")).Get("href").String()
}
