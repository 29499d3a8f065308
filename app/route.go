package app

import "strings"

// The routes. That of a news item is routeArchive, a slash and its id.
const (
	routeAppeal  = "appeal"
	routeArchive = "archive"
	routeSign    = "sign"
	routeOutbox  = "outbox"
)

// parseRoute returns the route that a deep link means, routeAppeal where it means none. It takes "#/sign" for "sign".
func parseRoute(s string) string {
	s = strings.Trim(strings.TrimPrefix(strings.TrimSpace(s), "#"), "/")
	switch s {
	case routeArchive, routeSign, routeOutbox:
		return s
	}
	if _, ok := newsRoute(s); ok {
		return s
	}
	return routeAppeal
}

// newsRoute returns the id of the news item that a route names.
func newsRoute(route string) (id string, ok bool) {
	id, ok = strings.CutPrefix(route, routeArchive+"/")
	return id, ok && id != "" && !strings.Contains(id, "/")
}

// parentRoute returns the route above, "" for the appeal.
func parentRoute(route string) string {
	if route == routeAppeal {
		return ""
	}
	if _, ok := newsRoute(route); ok {
		return routeArchive
	}
	return routeAppeal
}

// section returns the entry of the navigation that a route belongs to.
func section(route string) string {
	if _, ok := newsRoute(route); ok {
		return routeArchive
	}
	return route
}
