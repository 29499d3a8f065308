// Package mail speaks SMTP with the relay that takes a campaign's letters: it implements [server.Post].
//
// A message is plain text of one person to one target (RFC 5322, MIME, UTF-8 as quoted-printable). It has no Bcc, no
// list headers and no Auto-Submitted: a person wrote it, and a target's filters need not be told otherwise. Whoever
// bounces it is asked, where the relay passes that on, to send back the header alone (RFC 3461).
package mail
