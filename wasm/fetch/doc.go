// Package fetch makes one exchange with a server through the browser's fetch. It stands in for net/http, which would
// bring TLS, certificates and HTTP/2 into a program that can use none of them: a megabyte of download. Nothing of the
// user goes along: no cookies, no referrer; nothing is kept in the browser's cache, and no redirect is followed.
//
// It is built for GOOS=js alone.
package fetch
