package local

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"placard/data"
	"placard/data/find"
)

// tidings are news in several scripts.
var tidings = []data.NewsText{
	{ID: "speak-out", Day: "2008-02-26", Headline: "Kenyan victims speak out", Body: "Survivors in Nairobi and Nakuru told a delegation.\nThey asked for an inquiry.", Figures: "at least 1,000 killed · Amnesty International kenya-20080214"},
	{ID: "threats", Day: "2008-02-01", Headline: "Activists receive threats", Body: "Wanjirũ wa Ngũgĩ read the leaflet of 1 February; the café of the victims was closed."},
	{ID: "kiswahili", Day: "2008-01-28", Headline: "Heshimu haki za binadamu", Body: "Ujumbe kwa Kiswahili: komesha dhuluma. Ng’ombe za Jaramogi."},
	{ID: "arabic", Day: "2008-01-18", Headline: "كَتَبَ الشُّهُودُ", Body: "أُرسلت الرسائل إلى نيروبي"},
	{ID: "cœur", Day: "2008-01-04", Headline: "Au cœur de l’élection", Body: "À Kisumu, où l’été fut violent: ẽ, ñ, ß, Łódź."},
	{ID: "chinese", Day: "2008-01-03", Headline: "肯尼亚的人权", Body: "人权观察报告。"},
}

func filled(t testing.TB, items ...data.NewsText) *Archive {
	t.Helper()
	a := open(t, newName(t)).Archive("pack one")
	fillArchive(t, a, "en", items)
	return a
}

func fillArchive(t testing.TB, a *Archive, lang string, items []data.NewsText) {
	t.Helper()
	if err := a.Fill(t.Context(), lang, slices.Values(items)); err != nil {
		t.Fatal(err)
	}
}

// ids are what a search finds, in order.
func ids(t testing.TB, a *Archive, lang, query string) string {
	t.Helper()
	hits, err := a.Search(t.Context(), lang, query, 100)
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	return idsOf(hits)
}

func idsOf(hits []data.Hit) string {
	var list []string
	for _, h := range hits {
		list = append(list, h.ID)
	}
	return strings.Join(list, " ")
}

const all = "speak-out threats kiswahili arabic cœur chinese"

// TestSearch: what a person types finds what it says, however either is written; and a scan finds the same.
func TestSearch(t *testing.T) {
	a := filled(t, tidings...)
	for _, c := range []struct{ query, want string }{
		{"nairobi", "speak-out"}, {"NAIROBI nakuru", "speak-out"}, {"nai", "speak-out"}, {"nai nakuru", ""}, {"nakuru nai", "speak-out"},
		{"victims", "speak-out threats"}, {"  victims  ", "speak-out threats"},
		{"wanjiru", "threats"}, {"Wanjirũ", "threats"}, {"wanjiru\u0303 ngugi", "threats"}, {"cafe", "threats"}, {"càfë", "threats"},
		{"kiswahili", "kiswahili"}, {"Kĩswahili", "kiswahili"}, {"jaramogi", "kiswahili"}, {"ng'ombe", "kiswahili"}, {"ng’o", "kiswahili"},
		{"كتب", "arabic"}, {"كَتَبَ", "arabic"}, {"كـتـب", "arabic"}, {"الشهود", "arabic"}, {"ارسلت", "arabic"}, {"الى", "arabic"}, {"الي", "arabic"}, {"إلى", "arabic"},
		{"coeur", "cœur"}, {"cœur", "cœur"}, {"l'ete", "cœur"}, {"élection", "cœur"}, {"election", "cœur"}, {"e n ss lodz", "cœur"}, {"ẽ", "cœur speak-out threats"},
		{"人权", "chinese"}, {"权人", ""}, {"肯尼", "chinese"},
		{"1,000", "speak-out"}, {"kenya-20080214", "speak-out"}, {"amnesty", "speak-out"}, {"1 february", "threats"},
		{"", all}, {" \t\n", all}, {"?!… — *", all}, {"\u0303", all},
	} {
		got := ids(t, a, "en", c.query)
		scan, err := find.Scan(t.Context(), slices.Values(tidings), c.query, 100)
		if err != nil {
			t.Fatal(err)
		}
		if c.query == "ẽ" { // "e" begins words in many: which is best is the index's own affair
			if !strings.HasPrefix(got, "cœur") || len(strings.Fields(got)) != len(scan) {
				t.Errorf("%q: got %q, a scan %q", c.query, got, idsOf(scan))
			}
			continue
		}
		if got != c.want || idsOf(scan) != c.want {
			t.Errorf("%q: got %q, a scan %q, want %q", c.query, got, idsOf(scan), c.want)
		}
	}
}

// TestSearchTakesEverything: no text that can be typed or pasted is FTS5's syntax or an error.
func TestSearchTakesEverything(t *testing.T) {
	a := filled(t, tidings...)
	for query, want := range map[string]string{
		`"nairobi`: "speak-out", `nairobi"`: "speak-out", `"nairobi" NEAR nakuru`: "", "NEAR(nairobi nakuru)": "", "nairobi OR wanjiru": "",
		"nairobi AND nakuru": "speak-out", "NOT nairobi": "", "nair*": "speak-out", "^kenyan": "speak-out", "-nairobi": "speak-out", "headline:kenyan": "",
		"headline : kenyan": "", "(nairobi": "speak-out", "nairobi) --": "speak-out", "nairobi\x00": "speak-out", "nai\x00robi": "", "{body}: x": "",
		"nairobi; DROP TABLE news": "", "'nairobi'": "speak-out", `\nairobi`: "speak-out", "+nairobi + nakuru": "speak-out", "\xffnairobi\xfe": "speak-out",
		strings.Repeat("x", 10_000): "", strings.Repeat("nairobi ", 1250): "speak-out", strings.Repeat("ẽ", 5_000): "", strings.Repeat("人", 10_000): "",
		strings.Repeat("*\"(", 3_000): all, "nairobi" + strings.Repeat(" \"*", 3_000): "speak-out",
	} {
		if got := ids(t, a, "en", query); got != want {
			t.Errorf("%.60q: got %q, want %q", query, got, want)
		}
	}
}

// marked writes what was found in brackets.
func marked(runs []data.Run) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Found {
			b.WriteString("[" + r.Text + "]")
		} else {
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

func TestPassages(t *testing.T) {
	long := data.NewsText{ID: "long", Day: "2008-01-01", Headline: "A long story", Body: strings.Repeat("word ", 300) + "the needle, found " + strings.Repeat("word ", 300)}
	a := filled(t, append(tidings, long)...)
	for query, want := range map[string][2]string{
		"victims kenyan": {"[Kenyan] [victims] speak out", "Survivors in Nairobi and Nakuru told a delegation. They asked for an inquiry."},
		"nakuru inq":     {"Kenyan victims speak out", "Survivors in Nairobi and [Nakuru] told a delegation. They asked for an [inquiry]."},
		"amnesty":        {"Kenyan victims speak out", "at least 1,000 killed · [Amnesty] International kenya-20080214"},
		"wanjiru":        {"Activists receive threats", "[Wanjirũ] wa Ngũgĩ read the leaflet of 1 February; the café of the victims was closed."},
		"شهود كتب":       {"", ""},
		"كتب":            {"[كَتَبَ] الشُّهُودُ", "أُرسلت الرسائل إلى نيروبي"},
		"needle":         {"A long story", "… word word word word word the [needle], found" + strings.Repeat(" word", 16) + " …"},
		"long":           {"A [long] story", strings.TrimSpace(strings.Repeat("word ", 24)) + " …"},
	} {
		hits, err := a.Search(t.Context(), "en", query, 1)
		if err != nil {
			t.Fatal(err)
		}
		var got [2]string
		if len(hits) > 0 {
			got = [2]string{marked(hits[0].Headline), marked(hits[0].Passage)}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", query, got, want)
		}
	}
}

// TestBestFirst: a headline counts more than the text, and of two as good ones the newer comes first.
func TestBestFirst(t *testing.T) {
	a := filled(t,
		data.NewsText{ID: "other", Day: "2008-04-01", Headline: "A quiet day", Body: "of nothing at all"},
		data.NewsText{ID: "text", Day: "2008-03-01", Headline: "Something else", Body: "of the police and more"},
		data.NewsText{ID: "newer", Day: "2008-02-01", Headline: "The police fired", Body: "of them and more said"},
		data.NewsText{ID: "older", Day: "2008-01-01", Headline: "The police fired", Body: "of them and more said"},
	)
	if got, want := ids(t, a, "en", "police"), "newer older text"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	t.Run("frequent", func(t *testing.T) {
		many := news(rankedItems + 100)
		for i := range many {
			many[i].Body = "police " + many[i].Body
		}
		slices.Reverse(many)
		got := strings.Fields(ids(t, filled(t, many...), "en", "police"))
		if len(got) != 100 || got[0] != many[0].ID || got[99] != many[99].ID {
			t.Errorf("got %d items, %q …", len(got), got[0])
		}
	})
	hits, err := a.Search(t.Context(), "en", "police", 2)
	if got, want := idsOf(hits), "newer older"; err != nil || got != want {
		t.Errorf("limit 2: got %q, %v, want %q", got, err, want)
	}
	if got, want := ids(t, a, "en", ""), "other text newer older"; got != want {
		t.Errorf("all: got %q, want %q", got, want)
	}
}

// TestAnotherPack: what is found is the pack's own, and one that is not filled says so.
func TestAnotherPack(t *testing.T) {
	name := newName(t)
	s := open(t, name)
	one, two := s.Archive("one"), s.Archive("two")
	if _, err := one.Search(t.Context(), "en", "nairobi", 10); !errors.Is(err, ErrUnfilled) {
		t.Errorf("before: got %v, want %v", err, ErrUnfilled)
	}
	many := news(3 * fillItems)
	fillArchive(t, one, "en", many)
	fillArchive(t, one, "sw", tidings[2:3])
	if got, want := ids(t, one, "sw", ""), "kiswahili"; got != want {
		t.Errorf("another language: got %q, want %q", got, want)
	}
	never := func(func(data.NewsText) bool) { t.Error("the items were read again") }
	if err := one.Fill(t.Context(), "en", never); err != nil {
		t.Error(err)
	}
	s.Close()
	s = open(t, name)
	one, two = s.Archive("one"), s.Archive("two")
	if got := len(strings.Fields(ids(t, one, "en", "nairobi"))); got == 0 {
		t.Error("nothing is found after opening again")
	}
	fillArchive(t, two, "en", tidings)
	if _, err := one.Search(t.Context(), "en", "nairobi", 10); !errors.Is(err, ErrUnfilled) {
		t.Errorf("the old pack: got %v, want %v", err, ErrUnfilled)
	}
	if got, want := ids(t, two, "en", "nairobi"), "speak-out"; got != want {
		t.Errorf("the new pack: got %q, want %q", got, want)
	}
	if got := ids(t, two, "en", ""); got != all {
		t.Errorf("the new pack: got %q, want %q", got, all)
	}
	if _, err := s.db.Exec(`INSERT INTO news_words (news_words) VALUES ('integrity-check')`); err != nil {
		t.Error(err)
	}
}

// TestFillCutShort: a filling that ended half-way is no archive yet, and the next one is whole.
func TestFillCutShort(t *testing.T) {
	name := newName(t)
	s := open(t, name)
	many := news(5 * fillItems)
	ctx, cancel := context.WithCancel(t.Context())
	cut := func(yield func(data.NewsText) bool) {
		for i, n := range many {
			if i == 3*fillItems+1 {
				cancel()
			}
			if !yield(n) {
				return
			}
		}
	}
	if err := s.Archive("one").Fill(ctx, "en", cut); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want %v", err, context.Canceled)
	}
	if _, err := s.Archive("one").Search(t.Context(), "en", "nairobi", 10); !errors.Is(err, ErrUnfilled) {
		t.Errorf("got %v, want %v", err, ErrUnfilled)
	}
	s.Close()
	a := open(t, name).Archive("one")
	fillArchive(t, a, "en", many)
	hits, err := a.Search(t.Context(), "en", "", 10_000)
	if err != nil || len(hits) != len(many) {
		t.Errorf("got %d items, %v, want %d", len(hits), err, len(many))
	}
}

// TestSigningWhileFilling: a signature that comes while the archive is filled waits for one small transaction, not for
// all of them.
func TestSigningWhileFilling(t *testing.T) {
	s := open(t, newName(t))
	done := make(chan error, 1)
	go func() { done <- s.Archive("one").Fill(t.Context(), "en", slices.Values(news(40*fillItems))) }()
	added := 0
	for ; ; added++ {
		select {
		case err := <-done:
			if err != nil || added < 10 {
				t.Errorf("%d signatures were stored meanwhile, %v", added, err)
			}
			wantTally(t, s, added, 0, 0)
			return
		default:
		}
		if err := s.Add(t.Context(), sealed(added)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSchemaOne: a store from before the archive opens, with all that it holds, and takes an archive.
func TestSchemaOne(t *testing.T) {
	name := newName(t)
	db, err := openDB(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	if err := apply(t.Context(), db, "migration/0001_outbox.sql", 1); err != nil {
		t.Fatal(err)
	}
	list := add(t, &Store{db: db}, 3)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := open(t, name)
	wantWaiting(t, s, list...)
	fillArchive(t, s.Archive("one"), "en", tidings)
	if got, want := ids(t, s.Archive("one"), "en", "nairobi"), "speak-out"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// news are n items of some two thousand characters, of words as seldom and as frequent as in a language.
func news(n int) []data.NewsText {
	list := make([]data.NewsText, n)
	word := uint64(1)
	next := func() string {
		word = word*6364136223846793005 + 1442695040888963407
		r := float64(word>>40) / (1 << 24)
		rank := int(20_000 * r * r * r)
		const sounds = "ba ku ni ro sa te mi jo la we"
		var b strings.Builder
		for rank += 10; rank > 0; rank /= 10 {
			b.WriteString(sounds[rank%10*3 : rank%10*3+2])
		}
		return b.String()
	}
	for i := range list {
		day := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i)
		var body strings.Builder
		for range 350 {
			body.WriteString(next() + " ")
		}
		if i%100 == 0 {
			body.WriteString("Nairobi ")
		}
		if i%11 == 0 { // as many as are ranked
			body.WriteString("Kisumu")
		}
		list[i] = data.NewsText{ID: fmt.Sprint("item-", i), Day: day.Format(time.DateOnly), Headline: next() + " " + next() + " " + next(), Body: body.String(), Figures: next() + " · " + next()}
	}
	return list
}
