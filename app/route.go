package app

import "strings"

// The routes. That of a news item is routeArchive, a slash and its id.
const (
	routeAppeal  = "appeal"
	routeArchive = "archive"
	routeSign    = "sign"
	routeOutbox  = "outbox"

	routeSettings = "settings"
)

// parseRoute returns the route that a deep link means: "sign" for "#/sign", and for "sign/petition" where that is the
// form of the pack. Where it means none, that is routeAppeal, and not ok.
func (a *App) parseRoute(s string) (route string, ok bool) {
	s = strings.Trim(strings.TrimPrefix(strings.TrimSpace(s), "#"), "/")
	switch s {
	case "", routeAppeal:
		return routeAppeal, true
	case routeArchive, routeSign, routeOutbox, routeSettings:
		return s, true
	}
	if _, ok := newsRoute(s); ok {
		return s, true
	}
	if id, ok := strings.CutPrefix(s, routeSign+"/"); ok && id == a.sign.form.ID {
		return routeSign, true
	}
	return routeAppeal, false
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
