package data

import "slices"

// Kind says what a person did. It is readable outside the seal.
type Kind string

// The kinds of action that this version of the wire knows. A server refuses any other with [CodeKindUnknown].
const (
	Signature  Kind = "signature"
	Letter     Kind = "letter"
	Solidarity Kind = "solidarity"
	Photo      Kind = "photo"
	Pledge     Kind = "pledge"
	Share      Kind = "share"
	Comment    Kind = "comment"
)

// Kinds lists every known kind in the order in which screens and reports show them.
var Kinds = []Kind{Signature, Letter, Solidarity, Photo, Pledge, Share, Comment}

// Known reports whether k is one of [Kinds].
func (k Kind) Known() bool { return slices.Contains(Kinds, k) }
