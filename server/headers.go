package server

import "net/http"

// The content security policies. Where a handler sets none, an answer may do nothing at all.
const (
	policyNone = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	policyWeb  = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; " +
		"font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	policyPages = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

// secure sets the headers that every answer has, whatever it is.
func secure(h http.Header, https bool) {
	set := func(name, value string) {
		if h[name] == nil {
			h[name] = []string{value}
		}
	}
	set("Content-Security-Policy", policyNone)
	set("X-Content-Type-Options", "nosniff")
	set("X-Frame-Options", "DENY")
	set("Referrer-Policy", "no-referrer")
	set("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()")
	set("Cross-Origin-Opener-Policy", "same-origin")
	set("Cross-Origin-Resource-Policy", "same-origin")
	if https {
		set("Strict-Transport-Security", "max-age=31536000")
	}
}
