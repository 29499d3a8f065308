package server

import "net/http"

// The content security policies. Where a handler sets none, an answer may do nothing at all.
const (
	policyNone = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	policyWeb  = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; " +
		"font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	policyPages = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

// always are the headers that every answer has, unless its handler set another value. The values are shared, and have
// no room to be appended to.
var always = []struct {
	name  string
	value []string
}{
	{"Content-Security-Policy", []string{policyNone}},
	{"X-Content-Type-Options", []string{"nosniff"}},
	{"X-Frame-Options", []string{"DENY"}},
	{"Referrer-Policy", []string{"no-referrer"}},
	{"Permissions-Policy", []string{"camera=(self), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"}},
	{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
	{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
}

var strictTransport = []string{"max-age=31536000"}

// secure sets them.
func secure(h http.Header, https bool) {
	for _, a := range always {
		if h[a.name] == nil {
			h[a.name] = a.value
		}
	}
	if https {
		h["Strict-Transport-Security"] = strictTransport
	}
}
