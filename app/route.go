package app

import "strings"

// The routes. That of a news item is routeArchive, a slash and its id; that of a form is routeAct, a slash and its id,
// but for the petition's, which is routeSign.
const (
	routeAppeal  = "appeal"
	routeArchive = "archive"
	routeSign    = "sign"
	routeAct     = "act"
	routeEvents  = "events"
	routeShare   = "share"
	routeOutbox  = "outbox"

	routeSettings = "settings"
)

// parseRoute returns the route that a deep link means: "sign" for "#/sign", and for "sign/petition" or "act/petition"
// where that is the petition of the pack. Where it means none, that is routeAppeal, and not ok.
func (a *App) parseRoute(s string) (route string, ok bool) {
	s = strings.Trim(strings.TrimPrefix(strings.TrimSpace(s), "#"), "/")
	switch s {
	case "", routeAppeal:
		return routeAppeal, true
	case routeArchive, routeSign, routeAct, routeEvents, routeShare, routeOutbox, routeSettings:
		return s, true
	}
	if _, ok := newsRoute(s); ok {
		return s, true
	}
	for _, place := range []string{routeSign, routeAct} {
		if id, ok := strings.CutPrefix(s, place+"/"); ok && a.acts[id] != nil {
			return a.formRoute(id), true
		}
	}
	return routeAppeal, false
}

// formRoute returns the route of a form.
func (a *App) formRoute(id string) string {
	if a.acts[id] == a.sign {
		return routeSign
	}
	return routeAct + "/" + id
}

// below returns what follows a place in a route: the id of a news item or of a form.
func below(route, place string) (id string, ok bool) {
	id, ok = strings.CutPrefix(route, place+"/")
	return id, ok && id != "" && !strings.Contains(id, "/")
}

// newsRoute returns the id of the news item that a route names.
func newsRoute(route string) (id string, ok bool) { return below(route, routeArchive) }

// parentRoute returns the route above, "" for the appeal.
func parentRoute(route string) string {
	if route == routeAppeal {
		return ""
	}
	if s := section(route); s != route {
		return s
	}
	return routeAppeal
}

// section returns the entry of the navigation that a route belongs to.
func section(route string) string {
	if route == routeEvents || route == routeShare {
		return routeAct
	}
	for _, place := range []string{routeArchive, routeAct} {
		if _, ok := below(route, place); ok {
			return place
		}
	}
	return route
}
