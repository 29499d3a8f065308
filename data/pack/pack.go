package pack

import (
	"embed"
	"io/fs"
	"sync"
	"time"

	"placard/data"
)

// Pack is one campaign's content, read from a folder of files. Treat it as read-only: [Bundled] hands the same one
// to everybody.
type Pack struct {
	ID        string   // the campaign's id, as in [data.Action.Campaign]
	Version   string   // the office's own name for this state of the files
	Languages []string // BCP 47 tags; the first is the language of the files at the top
	Hash      string   // see [Hash]; goes into [data.Action.Pack]

	// Campaign is the campaign file campaign.json, nil if the pack does not name its server and keys.
	Campaign *data.Campaign

	Edition // in the first language

	translations []Edition
}

// Edition is the text of a pack in one language.
type Edition struct {
	Lang   string // BCP 47 tag
	Title  string // of the campaign, short enough for a window's title
	Appeal Appeal
	News   []NewsItem // newest first
	Forms  []Form     // in the order of [data.Kinds], those of one kind in that of their file names

	Events  []Event  // earliest first
	Targets []Target // whom the letters may address, in the order of the file
	Shares  []Share  // ready texts, in the order of the file
}

// Appeal says what happened, what is asked, and of whom.
type Appeal struct {
	Lang    string
	Date    time.Time // midnight UTC, as every date of a pack
	Updated time.Time // zero if never
	Title   string
	Target  string // whom the appeal addresses: "The leaders of Kenya"
	Summary string // one paragraph of plain text
	Body    string // Markdown, cleaned: see [Clean]
	Demands []string
	Figures []Figure
	Picture *Picture // nil if there is none
	Goal    int      // signatures hoped for; 0 if the appeal names no number
}

// Picture is an image of the pack, PNG or JPEG.
type Picture struct {
	File          string // path in the pack
	Data          []byte
	Type          string // "image/png" or "image/jpeg"
	Width, Height int    // pixels
	Alt           string // what it shows, for those who do not see it; never empty
	Caption       string
	Credit        string
}

// NewsItem is one entry of the archive.
type NewsItem struct {
	ID       string // from the file name, without its date: "killings-continue"
	Lang     string // the pack's first language where no translation is there
	Date     time.Time
	Headline string
	Body     string // Markdown, cleaned: see [Clean]
	Figures  []Figure
}

// Figure is a number together with everything that makes it worth reading. Two sources are two figures: they are
// never merged.
type Figure struct {
	Text   string    // "up to 60 killed in Nakuru since 24 January"
	Source string    // who reported it: "Amnesty International"
	Date   time.Time // when it was reported
	About  bool      // the date of the report is known only roughly
	Cite   string    // name or number of the document, if any
	Sure   Sure
}

// Sure says how sure a figure or a report is.
type Sure string

// The two grades that a pack may print. What is less sure than M does not belong into a pack.
const (
	High   Sure = "H"
	Medium Sure = "M"
)

//go:embed kenya-2008
var bundled embed.FS

var loadBundled = sync.OnceValues(func() (*Pack, error) {
	dir, err := fs.Sub(bundled, "kenya-2008")
	if err != nil {
		return nil, err
	}
	return Load(dir)
})

// Bundled returns the pack that is built into the kit.
func Bundled() (*Pack, error) { return loadBundled() }

// In returns the edition in the pack's language that fits the wanted ones best, in their order ("sw-KE" fits "sw"),
// or else the first one.
func (p *Pack) In(wanted ...string) Edition {
	for _, w := range wanted {
		for tag := w; tag != ""; tag = parentTag(tag) {
			if e, ok := p.edition(tag); ok {
				return e
			}
		}
	}
	return p.Edition
}

// NewsItem returns the item of the given id.
func (e Edition) NewsItem(id string) (NewsItem, bool) {
	for _, n := range e.News {
		if n.ID == id {
			return n, true
		}
	}
	return NewsItem{}, false
}

// Form returns the form of the given id.
func (e Edition) Form(id string) (Form, bool) {
	for _, f := range e.Forms {
		if f.ID == id {
			return f, true
		}
	}
	return Form{}, false
}
