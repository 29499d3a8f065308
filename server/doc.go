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
// # Letters
//
// A letter that was opened and counts is mailed to its target, one message each, through the relay that a [Post] speaks
// with ([Server.Deliver]). It waits a while first, so that nobody can match its arrival with its sending, then its turn:
// a target gets about one a minute. The relay's "not now" is tried again for three days, its "no" is shown to the
// organiser, trouble with the relay itself costs no letter a try, and after the deadline nothing is mailed. Of all this
// the store holds the letter's number, the target's id and the relay's codes, and no time of what was done.
//
// Each letter is mailed once, across crashes too, but for two gaps. SMTP has a moment in which only the relay knows: when
// a message's end has gone out and no answer has come. A letter is Sending on disk before its end goes out; if the
// connection or the server breaks in that moment it becomes Unsure, and is neither sent again nor called sent unless
// the organiser says so. And a database restored from a backup does not know what was mailed after it: it comes with
// the mail paused. A letter that is sent twice has the same Message-ID twice.
//
// The package imports no adapter of its own: a [Store] and a [Post] are handed to it.
package server
