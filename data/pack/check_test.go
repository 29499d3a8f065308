package pack

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

const (
	appeal   = "appeal.md"
	killings = "news/2008-01-28-killings-continue.md"
	petition = "forms/petition.toml"
	letter   = "forms/letter.toml"
	pledge   = "forms/pledge.toml"
	events   = "events.toml"
)

// Each row spoils the bundled pack in one place and names every line that Check must say.
var spoiled = []struct {
	file, old, new string
	want           []string
}{
	// Dates.
	{killings, "\ndate     = 2008-01-28\n\n[[figures]]\ntext   = \"up to", "\ndate     = \"28 Jan 2008\"\n\n[[figures]]\ntext   = \"up to",
		[]string{killings + `:3: date "28 Jan 2008" is not a date: write date = 2008-01-28`}},
	{killings, "\ndate     = 2008-01-28\n", "\ndate     = 28 Jan 2008\n",
		[]string{killings + `:3: date "28 Jan 2008" is not a date: write date = 2008-01-28`}},
	{killings, "\ndate     = 2008-01-28\n", "\ndate     = \"2008-01-28\"\n", nil},
	{killings, "\ndate     = 2008-01-28\n", "\ndate     = 2008-01-29\n",
		[]string{killings + `:3: date is 2008-01-29 but the file's name says 2008-01-28: make them the same`}},
	{killings, "\ndate     = 2008-01-28\n", "\ndate     = 2008-02-30\n",
		[]string{killings + `:3: 2008-02-30 is not a day of the calendar: write it as year-month-day, like 2008-01-28`}},
	{killings, "\ndate     = 2008-01-28\n", "\ndate     = 28\n",
		[]string{killings + `:3: date is a number, not a date: write it as year-month-day, like date = 2008-01-28`}},
	{killings, "\ndate     = 2008-01-28\n", "\ndate     = \"last week\"\n",
		[]string{killings + `:3: date "last week" is not a date: write it as year-month-day, like date = 2008-01-28`}},
	{appeal, "2008-02-26", "2008-02-01", []string{`appeal.md:4: updated lies before date: check both`}},
	{appeal, "= 2008-02-14\nupdated", "= 0208-02-14\nupdated", []string{`appeal.md:3: date is in the year 208: check the year`}},

	// Keys.
	{killings, "headline =", "headlin =", []string{
		killings + `: has no headline: write headline = "What happened"`,
		killings + `:2: "headlin" is not known here: write headline`}},
	{petition, "label        = \"Your name\"", "lable        = \"Your name\"", []string{
		petition + `:29: has no fields.label: write label = "Your name"`,
		petition + `:31: "lable" is not known here: write label`}},
	{appeal, "[picture]", "[picture]\ngoal = 100", []string{`appeal.md:18: "goal" is not known here: it belongs above the line [picture]`}},
	{petition, `kind   = "signature"`, `kind   = "signatur"`, []string{petition + `:1: kind "signatur" is not known: write kind = "signature"`}},
	{petition, `kind   = "signature"`, `kind   = "boycott"`,
		[]string{petition + `:1: kind "boycott" is not known: write one of signature, letter, solidarity, photo, pledge, share, comment`}},
	{petition, `kind   = "signature"`, `kind   = 1`,
		[]string{petition + `:1: kind "1" is not known: write one of signature, letter, solidarity, photo, pledge, share, comment`}},
	{petition, `type         = "text"`, `type         = "txet"`, []string{petition + `:33: type "txet" is not known: write type = "text"`}},
	{petition, `autocomplete = "email"`, `autocomplete = "cc-number"`, []string{petition + `:44: autocomplete "cc-number" is not known: write one of ` +
		`off, name, given-name, family-name, nickname, organization, email, tel, country, country-name, address-level1, address-level2, postal-code, language`}},
	{petition, `inputmode    = "email"`, `inputmode    = "mail"`, []string{petition + `:45: inputmode "mail" is not known: write inputmode = "email"`}},
	{petition, "button = ", "button: ", []string{petition + `:3: has a colon after button: write button = …`}},
	{petition, `button = "Sign"`, `button = Sign`, []string{petition + `:3: button has no quotes: write button = "Sign"`}},
	{petition, `button = "Sign"`, `button = "Sign"` + "\n" + `button = "Go"`, []string{petition + `:4: "button" stands in this file twice: delete one of the two`}},
	{petition, `button = "Sign"`, `button = true`, []string{petition + `:3: button is true or false: put it between quotes, like button = "true"`}},
	{petition, `button = "Sign"`, `button = " "`, []string{petition + `:3: button is empty: write a text between the quotes`}},
	{petition, `button = "Sign"`, `button = "` + strings.Repeat("é", 61) + `"`, []string{petition + `:3: button has 61 characters: shorten it to 60`}},
	{petition, "required     = true", "required     = \"yes\"", []string{
		petition + `:29: a signature needs a name: write a field with name = "name" and required = true`,
		petition + `:34: required is a text: write required = true or required = false, without quotes`}},
	{petition, "max          = 254", "max          = \"254\"", []string{petition + `:43: max is a text: write a whole number without quotes or commas, like max = 1`}},
	{petition, "max          = 254", "max          = 300", []string{petition + `:43: max is 300: write 254 or less for "email"`}},
	{petition, "max          = 254", "max          = 99999", []string{petition + `:43: max is 99999: write a number from 1 to 10000`}},
	{appeal, "demands = [", "demands = []\ndemand = [", []string{
		`appeal.md:10: demands is an empty list: write demands = ["Do this", "Stop that"]`,
		`appeal.md:11: "demand" is not known here: write demands`}},
	{appeal, "[[figures]]\ntext   = \"at", "[figures]\ntext   = \"at", []string{
		`appeal.md:30: [figures] and [[figures]] are mixed: write [[figures]] before every entry`}},

	// Figures without what makes them worth reading.
	{appeal, `source = "Amnesty International"` + "\ndate   = 2008-02-14\nsure   = \"H\"\n\n", "\n", []string{
		`appeal.md:24: has no figures.source: write source = "who reported it"`,
		`appeal.md:24: has no figures.date: write date = 2008-01-28`,
		`appeal.md:24: has no figures.sure: write sure = "H" if it is sure, "M" if it is less so`}},
	{appeal, `sure   = "H"`, `sure   = "L"`, []string{`appeal.md:28: sure "L" is not known: write sure = "H"`}},

	// Forms and consents.
	{petition, `name         = "email"`, `name         = "mail"`, []string{
		petition + `:27: consent "contact" needs the field "email", which this form does not have: add the field, or delete needs in consents.toml`,
		petition + `:42: only the field with name = "email" has type = "email": make both so, or neither`}},
	{petition, `name         = "place"`, `name         = "email"`, []string{
		petition + `:48: name "email" stands in this form twice: give the field another name`,
		petition + `:50: only the field with name = "email" has type = "email": make both so, or neither`}},
	{petition, `name         = "place"`, `name         = "Your town"`, []string{petition + `:48: name "Your town" cannot name a field: write a-z, 0-9 and _, like "your_town"`}},
	{petition, `consents = ["contact"]`, `consents = ["contcat"]`, []string{petition + `:27: consent "contcat" is not in consents.toml: write contact`}},
	{petition, `consents = ["contact"]`, `consents = ["contact", "contact"]`, []string{petition + `:27: consent "contact" stands there twice: delete one`}},
	{petition, `consents = ["contact"]`, `consents = "contact"`, []string{petition + `:27: consents is a text: write a list, like consents = ["one", "two"]`}},
	{petition, `consents = ["contact"]`, `consents = [1]`, []string{petition + `:27: consents has a number in its list: put every entry between quotes`}},
	{"consents.toml", "text    = ", "txt    = ", []string{
		`consents.toml:4: has no consents.text: write text = "The exact words beside the box"`,
		`consents.toml:6: "txt" is not known here: write text`}},
	{"consents.toml", `needs   =`, "ticked = true\nneeds   =", []string{`consents.toml:7: a consent is never ticked at first: delete ticked`}},
	{"consents.toml", `purpose = "contact"`, `purpose = "to write to you"`, []string{
		`consents.toml:5: purpose "to write to you" is not one word: write a-z, 0-9 and _`,
		letter + `:28: consent "contact" is not in consents.toml: write it there as [[consents]] with purpose and text`,
		petition + `:27: consent "contact" is not in consents.toml: write it there as [[consents]] with purpose and text`,
		pledge + `:25: consent "contact" is not in consents.toml: write it there as [[consents]] with purpose and text`}},
	{"consents.toml", "", "", []string{
		letter + `:28: consent "reply" is not in consents.toml: write it there as [[consents]] with purpose and text`,
		letter + `:28: consent "contact" is not in consents.toml: write it there as [[consents]] with purpose and text`,
		petition + `:27: consent "contact" is not in consents.toml: write it there as [[consents]] with purpose and text`,
		pledge + `:25: consent "contact" is not in consents.toml: write it there as [[consents]] with purpose and text`}},
	{petition, "", "kind = \"comment\"\ntitle = \"T\"\nbutton = \"B\"\nthanks = \"X\"\n",
		[]string{petition + `: has no fields: write [[fields]] and below it name = "name", label = "Your name", type = "text"`}},
	{petition, "", "kind = \"share\"\ntitle = \"T\"\nbutton = \"B\"\nthanks = \"X\"\n", nil},
	{petition, "", "fields = 1\n", []string{
		petition + `: has no kind: write kind = "signature"`,
		petition + `: has no title: write title = "Sign the petition"`,
		petition + `: has no button: write button = "Sign"`,
		petition + `: has no thanks: write thanks = "Thank you. …"`,
		petition + `:1: fields is a number: write a line [[fields]] before each entry and its keys below it`}},

	// Choices.
	{pledge, "[[fields]]\n", "[[fields]]\nname = \"bus\"\nlabel = \"Bus\"\ntype = \"choice\"\noptions = [{value = \"yes\", label = \"Yes\"}, {value = \"no\", label = \"No\"}]\n[[fields]]\n", nil},
	{pledge, "[[fields]]\n", "[[fields]]\nname = \"bus\"\nlabel = \"Bus\"\ntype = \"choice\"\n[[fields.options]]\nvalue = \"yes\"\n[[fields.options]]\nvalue = \"yes\"\nlabel = \"Y\"\nlabl = \"Z\"\n[[fields]]\n", []string{
		pledge + `:31: has no fields.options.label: write label = "Yes"`,
		pledge + `:34: value "yes" stands there twice: delete one`,
		pledge + `:36: "labl" is not known here: write label`}},
	{pledge, "[[fields]]\n", "[[fields]]\nname = \"bus\"\nlabel = \"Bus\"\ntype = \"choice\"\nmax = 9\noptions = [\"yes\"]\n[[fields]]\n", []string{
		pledge + `:31: a choice has no max: delete it`,
		pledge + `:32: options is a list: write a line [[fields.options]] before each entry and its keys below it`}},
	{pledge, "[[fields]]\n", "[[fields]]\nname = \"bus\"\nlabel = \"Bus\"\ntype = \"choice\"\n[[fields]]\n", []string{
		pledge + `:30: a choice has nothing to choose from: write options = [{value = "yes", label = "Yes"}, …]`}},
	{pledge, `type         = "text"`, "type = \"text\"\noptions = []", []string{
		pledge + `:32: only a field with type = "choice" has options: delete them, or write that type`}},

	// Letters and whom they address.
	{letter, `targets = ["president", "odm"]`, `targets = ["presidnet", "odm", "odm"]`, []string{
		letter + `:4: target "presidnet" is not in targets.toml: write president`,
		letter + `:4: target "odm" stands there twice: delete one`}},
	{letter, `targets = ["president", "odm"]`, `targets = []`, []string{
		letter + `:4: targets is an empty list: write targets = ["minister"], with that id in targets.toml`}},
	{letter, `targets = ["president", "odm"]`, ``, []string{
		letter + `: has no targets: write targets = ["minister"], with that id in targets.toml`}},
	{"targets.toml", "", "", []string{
		letter + `:4: target "president" is not in targets.toml: write it there as [[targets]] with id, name and salutation`,
		letter + `:4: target "odm" is not in targets.toml: write it there as [[targets]] with id, name and salutation`}},
	{letter, "[letter]\nsubject ", "[leter]\nsubject ", []string{
		letter + `: has no [letter]: write [letter] and below it subject, facts, requests and closing`,
		letter + `:36: "leter" is not known here: write letter`}},
	{letter, `closing  = "Yours respectfully,"`, `goodbye = "Yours"`, []string{
		letter + `:36: has no letter.closing: write closing = "Yours sincerely,"`,
		letter + `:51: "goodbye" is not known here: delete it, or write one of number, index, subject, deadline, facts, ask, requests, closing, advice`}},
	{letter, "[letter]\n", "[letter]\ndeadline = \"31/3/2008\"\n", []string{
		letter + `:37: deadline "31/3/2008" is not a date: write it as year-month-day, like deadline = 2008-01-28`}},
	{letter, `name  = "personal"`, `name  = "words"`, []string{
		letter + `:56: warning: has no room for the writer's own words, which weigh more than any other: write a field with name = "personal" and type = "multiline"`}},
	{letter, `required     = true`, ``, []string{
		letter + `:56: a letter needs a name: write a field with name = "name" and required = true`}},
	{letter, `name  = "personal"`, `name  = "target"`, []string{
		letter + `:56: the field "target" comes by itself: delete it, or give it another name`,
		letter + `:56: warning: has no room for the writer's own words, which weigh more than any other: write a field with name = "personal" and type = "multiline"`}},
	{letter, "After Kenya's", strings.Repeat("many words ", 80) + "After Kenya's", []string{
		letter + `:38: warning: the letter has 1764 characters before anybody adds a word: shorten facts and requests, since mail programs take about 2000`}},
	{letter, `kind    = "letter"`, `kind    = "comment"`, []string{
		letter + `:4: only a form with kind = "letter" has targets: delete it`,
		letter + `:36: only a form with kind = "letter" has [letter]: delete it`,
		letter + `:56: a comment needs the fields name and comment, which are what others read: write a field with name = "comment" and required = true`}},
	{"targets.toml", `president@kenya.example`, `president at kenya`, []string{
		`targets.toml:10: email "president at kenya" is not an e-mail address: write one like "office@example.org", or leave it out`}},
	{"targets.toml", `id         = "odm"`, `id         = "president"`, []string{
		letter + `:4: target "odm" is not in targets.toml: write it there as [[targets]] with id, name and salutation`,
		`targets.toml:13: id "president" stands in this file twice: give one of the two another name`}},
	{"targets.toml", `salutation = "Your`, "language = \"English\"\nsalutation = \"Your", []string{
		`targets.toml:9: language "English" is not a language tag: write one like en, sw, fr or es`}},

	// Events, and pledges for them.
	{events, `start  = "17:00"`, `start  = 17:00`, nil},
	{events, `start  = "17:00"`, `start  = "5 p.m."`, []string{events + `:10: start "5 p.m." is not a time: write start = "17:00"`}},
	{events, `start  = "12:30"`, `start  = "9:30"`, []string{events + `:78: start "9:30" is not a time: write start = "09:30"`}},
	{events, `start  = "17:00"`, `start  = "at dusk"`, []string{
		events + `:10: start "at dusk" is not a time of day: write hours and minutes, like start = "17:00"`}},
	{events, `start  = "17:00"`, `start  = 17`, []string{
		events + `:10: start "17" is not a time of day: write hours and minutes, like start = "17:00"`}},
	{events, `start  = "17:00"`, ``, []string{events + `:11: end stands without start: write start, or delete end`}},
	{events, `end    = "19:00"`, `end    = "01:00"`, []string{
		events + `:11: end 01:00 is not after start 17:00: check both; of an event that ends on another day leave end out`}},
	{events, `zone   = "Europe/London"`, `zone   = "GMT+1"`, []string{
		events + `:12: zone "GMT+1" is not a name of the time zone database: write area and city, like Europe/London`}},
	{events, `source = "A list relayed by activists"` + "\nsure   = \"M\"\n", "", []string{
		events + `:4: has no events.source: write source = "who announced it"`,
		events + `:4: has no events.sure: write sure = "H" if it is sure, "M" if it is less so`}},
	{events, `id     = "kampala"`, `id     = "London"`, []string{events + `:73: id "London" is not a name for machines: write a-z, 0-9 and hyphens, like "london"`}},
	{events, `id     = "kampala"`, `id     = "london"`, []string{events + `:73: id "london" stands in this file twice: give one of the two another name`}},
	{events, "", "", []string{pledge + `:4: there are no events to pledge for: write events.toml, or delete events`}},
	{pledge, `name         = "email"`, `name         = "event"`, []string{
		pledge + `:25: consent "contact" needs the field "email", which this form does not have: add the field, or delete needs in consents.toml`,
		pledge + `:27: the field "event" comes by itself: delete it, or give it another name`,
		pledge + `:40: only the field with name = "email" has type = "email": make both so, or neither`}},
	{petition, `button = "Sign"`, "button = \"Sign\"\nevents = true", []string{petition + `:4: only a form with kind = "pledge" has events: delete it`}},

	// Texts to share.
	{"shares.toml", "27 February 2008 is", strings.Repeat("x", 400) + " 27 February 2008 is", []string{
		`shares.toml:5: text has 591 characters: shorten it to 500`}},
	{"shares.toml", `id   = "figures"`, `id   = "inquiry"`, []string{
		`shares.toml:16: id "inquiry" stands in this file twice: give one of the two another name`}},
	{"share.toml", "", "x", []string{`share.toml: warning: is not used by the pack: take it out, or name it where it belongs`}},

	// Characters.
	{killings, "From 24 January", "From \u202E24 January", []string{killings + `:24: has the invisible character U+202E: delete it, or type the line again`}},
	{killings, "\"Killings", "\"\\u202EKillings", []string{killings + `:2: headline has the invisible character U+202E: delete it`}},
	{killings, "From 24 January", "From \xff24 January", []string{killings + `:24: is not UTF-8 text: save the file with the encoding UTF-8`}},
	{killings, "From 24 January", "From \u200d\u200f24 January", nil}, // joiners and marks belong to names
	{killings, "+++\n", "\ufeff+++\r\n", nil}, // as Windows Notepad saves it

	// Markdown from outside.
	{killings, "*Source:", "![tracker](http://198.51.100.1/x.png)\n\n*Source:", []string{
		killings + `:29: warning: has an image in the text, which is left out: a picture goes into [picture] of appeal.md`}},
	{killings, "*Source:", "[more](http://198.51.100.1/)\n\n*Source:", []string{
		killings + `:29: warning: has a link in the text, which is left out: name the source and its date instead`}},
	{killings, "*Source:", "<b>bold</b>\n\n*Source:", []string{
		killings + `:29: warning: has HTML in the text, which is left out: write Markdown, like **bold** and *italic*`}},
	{killings, "*Source:", "see https://198.51.100.1/\n\n*Source:", []string{
		killings + `:29: warning: has an address in the text, which cannot be tapped: name the source and its date instead`}},
	{petition, "\n1. protect", "\n1. <u>x</u> protect", []string{
		petition + `:13: warning: has HTML in the text, which is left out: write Markdown, like **bold** and *italic*`}},

	// Heads and bodies.
	{killings, "+++\nheadline", "headline", []string{
		killings + `:1: begins without a head: make the first line +++, then date = 2008-02-14 and so on, then +++ again, then the text`}},
	{killings, "+++\n\nFrom", "\n\nFrom", []string{
		killings + `:1: has a head that does not end: put a line +++ between the head and the text`}},
	{killings, "", "+++\nheadline = \"H\"\ndate = 2008-01-28\n+++\n\n", []string{killings + `:5: has no text below the head: write it after the second +++`}},
	{killings, "From 24", strings.Repeat("x", maxBody) + "From 24", []string{killings + `:23: has a text of 20353 characters: shorten it to 20000`}},

	// The manifest.
	{"pack.toml", `id       = "kenya-2008"`, `id       = "Kenya 2008!"`, []string{
		`pack.toml:3: id "Kenya 2008!" cannot name a campaign: write 1 to 64 of a-z, 0-9 and hyphens, like "kenya-2008"`}},
	{"pack.toml", `format   = 1`, `format   = 2`, []string{`pack.toml:2: format is newer than this kit reads: update the kit, or write format = 1`}},
	{"pack.toml", `language = "en"`, `language = "English!"`, []string{`pack.toml:6: language "English!" is not a language tag: write one like en, sw, fr or es`}},
	{"pack.toml", `language = "en"`, "language = \"en\"\n[translations.en]\ntitle = \"x\"", []string{
		`pack.toml:7: en is the language of the files at the top: delete [translations.en]`}},

	// Files.
	{"appeal.png", "", "", []string{`appeal.md:18: picture "appeal.png" is not in the pack: put the file there, or correct the name`}},
	{"appeal.png", "", "GIF89a", []string{`appeal.png: is not a PNG or JPEG picture: save it again as one`}},
	{"appeal.png", "", string(make([]byte, MaxPicture+1)), []string{
		`appeal.md:18: picture "appeal.png" is not in the pack: put the file there, or correct the name`,
		`appeal.png: is larger than 1024 KiB: save the picture smaller, about 1200 pixels wide`}},
	{"appeal.png", "", blank(4000, 3001), []string{`appeal.png: has too many pixels, or none: save it about 1200 pixels wide`}},
	{"appeal.png", "", blank(600, 400)[:90], []string{`appeal.png: is damaged: save it again`}},
	{appeal, `file    = "appeal.png"`, `file    = "../appeal.png"`, []string{
		`appeal.md:18: picture "../appeal.png" is not the path of a PNG or JPEG in the pack: write one like file = "picture.png"`}},
	{"notes.txt", "", "x", []string{`notes.txt: warning: is not used by the pack: take it out, or name it where it belongs`}},
	{"apeal.md", "", "x", []string{`apeal.md: warning: is not used by the pack: take it out, or name it where it belongs`}},
	{"sw/appeal.md", "", "x", []string{
		`sw/appeal.md: warning: is not used by the pack: if it is a translation, write [translations.sw] and its title into pack.toml`}},
	{"news/notes.txt", "", "x", []string{`news/notes.txt: does not end in .md: rename it, or take it out`}},
	{"news/2008-02-20-killings-continue.md", "", "+++\nheadline = \"H\"\ndate = 2008-02-20\n+++\nText", []string{
		`news/2008-02-20-killings-continue.md: has the same name as another item, "killings-continue": give the file another name after its date`}},
	{"news/Über uns.md", "", "+++\nheadline = \"H\"\ndate = 2008-02-20\n+++\nText", []string{
		`news/Über uns.md: has a name that cannot be an address: rename it with a-z, 0-9 and hyphens, like ber-uns.md`}},
	{"campaign.json", "", "{}", []string{`campaign.json: is not a campaign file (campaign_card (campaign): ` +
		`Ask the organiser for the campaign file again: this one is damaged.): copy it again from the server's data folder`}},
	{"a/b/c/d/e/f.txt", "", "x", []string{`a/b/c/d/e: folders lie too deep: a pack has at most 4, one in the other`}},
	{"evil\u202Egnp.txt", "", "x", []string{"evil\u202Egnp.txt: the file's name has characters that do not show: rename it with a-z, 0-9 and hyphens"}},
	{"pack.toml", "", "", []string{
		`pack.toml: is missing: write it with the keys format, id, version, title and language`}},
	{appeal, "", "", []string{
		`appeal.md: is missing: write it with the head +++ title, date, target, summary, demands +++ and the text below`}},
}

func blank(w, h int) string {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black})); err != nil {
		panic(err)
	}
	return b.String()
}

func TestCheckSaysWhereAndWhatToWrite(t *testing.T) {
	for i, tt := range spoiled {
		t.Run(fmt.Sprintf("%d %s", i, tt.file), func(t *testing.T) {
			m := kenya(t)
			spoil(t, m, tt.file, tt.old, tt.new)
			problems := Problems(Check(m))
			got, want := problems.Error(), strings.Join(tt.want, "\n")
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			// Load does not decode pictures; else it refuses what has an error, and takes what has warnings only.
			if _, err := Load(m); (err != nil) != problems.Fatal() && !strings.Contains(want, "is damaged") {
				t.Errorf("Load: got %v, but Check found %v", err, problems)
			}
		})
	}
}

// spoil replaces old by new in a file. Without old it replaces the file, and without new as well it deletes it.
func spoil(t *testing.T, m fstest.MapFS, file, old, new string) {
	t.Helper()
	switch {
	case old == "" && new == "":
		delete(m, file)
	case old == "":
		m[file] = &fstest.MapFile{Data: []byte(new)}
	default:
		text := string(m[file].Data)
		if !strings.Contains(text, old) {
			t.Fatalf("%s does not have %q: correct the test", file, old)
		}
		m[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, new, 1))}
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	m := kenya(t)
	spoil(t, m, petition, `button = "Sign"`, `button = ""`)
	spoil(t, m, petition, `max          = 254`, `max          = 0`)
	spoil(t, m, killings, "\ndate     = 2008-01-28\n", "\ndate     = 28 Jan 2008\n")
	spoil(t, m, appeal, `title `, `titel `)
	spoil(t, m, "pack.toml", `id `, `ID `)
	m["concents.toml"] = m["consents.toml"]
	delete(m, "consents.toml")
	got := Problems(Check(m)).Error()
	for _, want := range []string{
		"concents.toml: warning: is not used by the pack: rename it to consents.toml",
		petition + ":3: button is empty", petition + ":43: max is 0", killings + ":3: date", "appeal.md: has no title",
		`appeal.md:2: "titel" is not known here: write title`, "pack.toml: has no id", `pack.toml:3: "ID" is not known here: write id`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwhich lacks %q", got, want)
		}
	}
	if _, err := Load(m); err == nil || strings.Count(err.Error(), "\n") < 6 {
		t.Errorf("Load: got %v", err)
	}
}

func TestAbsurdFolders(t *testing.T) {
	many := kenya(t)
	for i := range MaxFiles + 5 {
		many[fmt.Sprintf("news/n%d.md", i)] = &fstest.MapFile{Data: []byte("x")}
	}
	large := kenya(t)
	for i := range 20 {
		large[fmt.Sprintf("p%02d.png", i)] = &fstest.MapFile{Data: make([]byte, MaxPicture)}
	}
	long := kenya(t)
	long["appeal.md"] = &fstest.MapFile{Data: bytes.Repeat([]byte("a"), MaxText+1)}
	for want, m := range map[string]fs.FS{
		"pack: has more than 500 files: take out those that it does not need":                   many,
		"pack: is larger than 16 MiB in all: make its pictures smaller":                         large,
		"appeal.md: is larger than 256 KiB: shorten it, or split it into several":               long,
		"pack.toml: is missing: write it with the keys format, id, version, title and language": fstest.MapFS{},
	} {
		if got := Problems(Check(m)).Error(); !strings.Contains(got, want) {
			t.Errorf("got\n%.2000s\nwhich lacks %q", got, want)
		}
	}
	if n := len(Check(many)); n > maxProblems+1 {
		t.Errorf("got %d problems, want %d at most", n, maxProblems+1)
	}
}

// A link in the folder could show a file of the computer to everybody who gets the pack.
func TestLinksAreNotFollowed(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, kenya(t)); err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("+++\nheadline = \"H\"\ndate = 2008-02-20\n+++\nsecret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(dir, "news", "secret.md")); err != nil {
		t.Skip(err)
	}
	want := "news/secret.md: is a link or a special file: put the file itself here"
	if got := Problems(Check(os.DirFS(dir))).Error(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMissingFolder(t *testing.T) {
	if p, err := Load(os.DirFS(filepath.Join(t.TempDir(), "none"))); err == nil {
		t.Errorf("got %+v, want an error", p)
	}
}
