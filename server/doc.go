// Package server is the campaign's side of the wire: it takes sealed actions, makes them durable before it answers,
// opens them afterwards when it has the key, counts them, and shows them to the organiser.
//
// # What it holds
//
// Readable in the store is only what is readable outside a seal, and what the opener found out: that an action
// counts, that it doubles another, or that it could not be opened. Names and addresses are never written down
// opened: the organiser's pages open the seals again for the moment of showing them, and doubles are found by a
// keyed hash whose key comes from the identity. So a copy of the database, a backup among them, tells nobody's name
// to whoever lacks the identity.
//
// # The order of things
//
// An answer goes out only after the store says that what it answers is on disk ([Store.Put]). Opening comes after the
// answer, in the background, in the order of arrival, and begins again where it stopped ([Server.Open]).
//
// A form of a plain page (package placard/data/pack/html) is sealed here, the moment it has been checked, and is from
// then on an action like those that arrive sealed. Between the wire and the seal it is in memory alone.
//
// The package imports no adapter of its own: a [Store] is handed to it.
package server
