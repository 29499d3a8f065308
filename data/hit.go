package data

// NewsText is a news item as a search reads it: plain text, without the marks of Markdown.
type NewsText struct {
	ID       string `json:"id"`       // of the item, in its pack
	Day      string `json:"day"`      // YYYY-MM-DD
	Headline string `json:"headline"` // as it is shown
	Body     string `json:"body"`     // a paragraph a line
	Figures  string `json:"figures"`  // one a line, each with who reported it
}

// Hit is a news item that a search found.
type Hit struct {
	ID       string // of the item, in its pack
	Headline []Run  // the whole headline
	Passage  []Run  // a few words around the first that was found, or the beginning of the text; nil where nothing was looked for
}

// Run is a piece of a text, in which all or nothing is what was looked for.
type Run struct {
	Text  string
	Found bool
}
