// Package find is what every search of the archive has in common, with a database or without: how words are compared,
// what a person's words ask for, which words around a finding are shown, and a plain [Scan] for where no index is.
//
// Words are compared folded: in lower case and without the marks over, under and in their letters, so that "Wanjiru"
// finds "Wanjirũ", "coeur" finds "cœur", and both the other way round. Arabic and Hebrew lose their vowel signs, which
// are seldom typed; the vowel signs of Indian and other scripts are parts of their words and stay. Folding is done here
// and not by the database, whose own tokenizer would break an Arabic word at each vowel sign: so both editions and the
// scan find the same.
package find

import (
	"iter"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// folds are the letters with marks, made of two, or that people type one for the other, in lower case, each after what
// it is compared as.
var folds = []struct{ as, letters string }{
	{"a", "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"}, {"ae", "æǣǽ"}, {"b", "ḃḅḇ"}, {"c", "çćĉċčḉ"}, {"d", "đďḋḍḏḑḓ"},
	{"e", "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"}, {"f", "ḟ"}, {"g", "ĝğġģǧǵḡ"}, {"h", "ħĥȟḣḥḧḩḫẖ"}, {"i", "ıìíîïĩīĭįǐȉȋḭḯỉị"},
	{"j", "ĵǰ"}, {"k", "ķǩḱḳḵ"}, {"l", "łĺļľḷḹḻḽ"}, {"m", "ḿṁṃ"}, {"n", "ñńņňǹṅṇṉṋ"},
	{"o", "øòóôõöōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ"}, {"oe", "œ"}, {"p", "ṕṗ"}, {"r", "ŕŗřȑȓṙṛṝṟ"}, {"s", "ſśŝşšșṡṣṥṧṩẛ"},
	{"ss", "ß"}, {"t", "ŧţťțṫṭṯṱẗ"}, {"u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"}, {"v", "ṽṿ"}, {"w", "ŵẁẃẅẇẉẘ"},
	{"x", "ẋẍ"}, {"y", "ýÿŷȳẏẙỳỵỷỹ"}, {"z", "źżžẑẓẕ"}, {"ʒ", "ǯ"}, {"α", "άἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ"},
	{"ε", "έἐἑἒἓἔἕὲέ"}, {"η", "ήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ"}, {"ι", "ΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ"}, {"ο", "όὀὁὂὃὄὅὸό"},
	{"ρ", "ῤῥ"}, {"σ", "ς"}, {"υ", "ϒΰϋύϓϔὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ"}, {"ω", "ώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ"}, {"а", "ӑӓ"},
	{"г", "ѓ"}, {"е", "ѐёӗ"}, {"ж", "ӂӝ"}, {"з", "ӟ"}, {"и", "йѝӣӥ"}, {"к", "ќ"}, {"о", "ӧ"}, {"у", "ўӯӱӳ"}, {"ч", "ӵ"},
	{"ы", "ӹ"}, {"э", "ӭ"}, {"і", "ї"}, {"ѵ", "ѷ"}, {"ә", "ӛ"}, {"ө", "ӫ"}, {"א", "אַאָאּ"}, {"ב", "בּבֿ"}, {"ג", "גּ"},
	{"ד", "דּ"}, {"ה", "הּ"}, {"ו", "וּוֹ"}, {"ז", "זּ"}, {"ט", "טּ"}, {"י", "יִיּ"}, {"ך", "ךּ"}, {"כ", "כּכֿ"}, {"ל", "לּ"},
	{"מ", "מּ"}, {"נ", "נּ"}, {"ס", "סּ"}, {"ף", "ףּ"}, {"פ", "פּפֿ"}, {"צ", "צּ"}, {"ק", "קּ"}, {"ר", "רּ"}, {"ש", "שׁשׂשּׁשּׂשּ"},
	{"ת", "תּ"}, {"ײ", "ײַ"}, {"ا", "آأإ"}, {"ه", "ة"}, {"و", "ؤ"}, {"ي", "ىئ"}, {"ہ", "ۂ"}, {"ے", "ۓ"}, {"ە", "ۀ"},
}

var folded = sync.OnceValue(func() map[rune]string {
	m := map[rune]string{}
	for _, f := range folds {
		for _, r := range f.letters {
			m[r] = f.as
		}
	}
	return m
})

// word is a word of a text: as it is compared, and where it stands, in bytes.
type word struct {
	folded   string
	from, to int
}

// words yields the words of a text. What is neither letter, digit nor mark parts them; each Chinese or Japanese letter
// is a word, since nothing parts those.
func words(text string) iter.Seq[word] {
	return func(yield func(word) bool) {
		for at := 0; at < len(text); {
			w := next(text, at)
			if w.folded != "" && !yield(w) {
				return
			}
			at = w.to
		}
	}
}

// next returns the next word from a place on, or an empty one that ends with the text. Most words need no folding.
func next(text string, at int) word {
	for at < len(text) && text[at] < 0x80 && !isPart(rune(text[at])) {
		at++
	}
	from := at
	for at < len(text) && (text[at] >= 'a' && text[at] <= 'z' || text[at] >= '0' && text[at] <= '9') {
		at++
	}
	if at > from && (at == len(text) || text[at] < 0x80 && !isPart(rune(text[at]))) {
		return word{text[from:at], from, at}
	}
	return nextFolded(text, from)
}

// nextFolded is next for any word.
func nextFolded(text string, at int) word {
	var b strings.Builder
	var from, to int
	for i, r := range text[at:] {
		i += at
		switch isAlone := unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana); {
		case isMark(r):
			if b.Len() > 0 {
				to = i + utf8.RuneLen(r)
			}
			continue
		case b.Len() > 0 && (isAlone || !isPart(r)):
			return word{b.String(), from, to}
		case isAlone:
			return word{string(r), i, i + utf8.RuneLen(r)}
		case !isPart(r):
			continue
		}
		if b.Len() == 0 {
			from = i
		}
		write(&b, r)
		to = i + utf8.RuneLen(r)
	}
	if b.Len() == 0 {
		to = len(text)
	}
	return word{b.String(), from, to}
}

// isPart reports whether a rune belongs to a word.
func isPart(r rune) bool {
	if r < 0x80 {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

// isMark reports whether a rune counts for nothing, inside a word or between two: an accent, a vowel sign that is seldom
// typed, what only stretches or joins letters.
func isMark(r rune) bool {
	const tatweel = 0x640
	if r < 0x80 {
		return false
	}
	return r == tatweel || unicode.Is(unicode.Cf, r) ||
		unicode.Is(unicode.Mn, r) && unicode.In(r, unicode.Inherited, unicode.Arabic, unicode.Hebrew, unicode.Cyrillic, unicode.Syriac)
}

func write(b *strings.Builder, r rune) {
	r = unicode.ToLower(r)
	if r >= 0x80 {
		if as, ok := folded()[r]; ok {
			b.WriteString(as)
			return
		}
	}
	b.WriteRune(r)
}

// Fold returns the words of a text as they are compared, with a space between two: letters, digits and the marks that
// belong to them, nothing else.
func Fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for w := range words(text) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.folded)
	}
	return b.String()
}
