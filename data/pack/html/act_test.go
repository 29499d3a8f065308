package html

import (
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	tree "golang.org/x/net/html"

	"placard/data"
	"placard/data/pack"
)

// changed is the bundled pack in its first language with some of its files changed; where old is empty the file goes.
func changed(t *testing.T, edits ...[3]string) *pack.Pack {
	t.Helper()
	m := fstest.MapFS{}
	if err := copyInto(m, os.DirFS("../kenya-2008"), ""); err != nil {
		t.Fatal(err)
	}
	for name := range m {
		if lang, _, ok := strings.Cut(name, "/"); ok && len(lang) == 2 {
			delete(m, name)
		}
	}
	first, _, _ := strings.Cut(string(m["pack.toml"].Data), "[translations")
	m["pack.toml"] = &fstest.MapFile{Data: []byte(first)}
	for _, e := range edits {
		name, old, with := e[0], e[1], e[2]
		if old == "" {
			delete(m, name)
			continue
		}
		text, err := fs.ReadFile(m, name)
		if err != nil || !strings.Contains(string(text), old) {
			t.Fatalf("%s has no %q: %v", name, old, err)
		}
		m[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(text), old, with, 1))}
	}
	p, err := pack.Load(m)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// links lists where a page's links lead, by their text.
func links(t *testing.T, page []byte) map[string]string {
	t.Helper()
	all := map[string]string{}
	for n := range parse(t, page).Descendants() {
		if n.Data == "a" {
			all[textOf(n)] = attr(n, "href")
		}
	}
	return all
}

// says reports what a page's text, its white space folded, lacks.
func says(t *testing.T, page []byte, want ...string) {
	t.Helper()
	var main *tree.Node
	for n := range parse(t, page).Descendants() {
		if n.Data == "main" {
			main = n
		}
	}
	text := strings.Join(strings.Fields(textOf(main)), " ")
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("the page lacks %q:\n%s", w, text)
		}
	}
}

func TestEventsPage(t *testing.T) {
	all := site(t, bundled(t))
	says(t, all["read/events.html"],
		"London: Day of action at the Kenyan embassy 27 February 2008, 17:00 to 19:00 45 Portland Place Source: A list relayed by activists. How sure: medium.",
		"Denver: Candle vigil 27 February 2008, 18:00 Capitol, west steps Source:", "Times are those of the place.")
	if got := strings.Count(string(all["read/events.html"]), "<li class=\"card\""); got != 7 {
		t.Errorf("got %d events", got)
	}
	if got := links(t, all["read/events.html"])["I will be there"]; got != "../read/form/pledge.html" {
		t.Errorf("the way to the pledge: got %q", got)
	}
	for file, want := range map[string]string{"index.html": "read/events.html", "read/archive.html": "../read/events.html", "read/events.html": "../read/events.html",
		"read/news/killings-continue.html": "../../read/events.html", "read/form/letter.html": "../../read/events.html"} {
		if got := links(t, all[file])["Events"]; got != want {
			t.Errorf("%s: the events are at %q, want %q", file, got, want)
		}
	}
	// Without events there is neither the page nor a way to it.
	all = site(t, changed(t, [3]string{"events.toml"}, [3]string{"forms/pledge.toml", "events = true", ""}))
	if all["read/events.html"] != nil || links(t, all["index.html"])["Events"] != "" {
		t.Error("a pack without events has a page of them")
	}
}

// Under the sign form stand the ways to the other forms, and nothing more of them: the first page is small.
func TestMoreToDo(t *testing.T) {
	all := site(t, bundled(t))
	got := links(t, all["index.html"])
	for title, id := range map[string]string{"Write a letter": "letter", "Write to people at risk": "solidarity", "I will be there": "pledge", "Share the protest": "share", "Comment on the appeal": "comment"} {
		if want := "read/form/" + id + ".html"; got[title] != want {
			t.Errorf("%s is at %q, want %q", title, got[title], want)
		}
	}
	if slices.Contains(slices.Collect(maps.Values(got)), "read/form/petition.html") {
		t.Error("the petition stands among the others")
	}
	without := site(t, changed(t, [3]string{"forms/letter.toml"}, [3]string{"forms/solidarity.toml"}, [3]string{"forms/pledge.toml"}, [3]string{"forms/share.toml"}, [3]string{"forms/comment.toml"}))
	if strings.Contains(string(without["index.html"]), "More you can do") {
		t.Error("there is nothing more to do, and it says there is")
	}
	if more := len(all["index.html"]) - len(without["index.html"]); more > 1_000 {
		t.Errorf("the other forms take %d bytes of the first page", more)
	}
}

func TestLetterPage(t *testing.T) {
	letter := [3]string{"forms/letter.toml", "[letter]\n", "[letter]\nnumber = \"UA 27/08\"\ndeadline = 2199-03-31\n"}
	open := site(t, changed(t, letter))["read/form/letter.html"]
	says(t, open, "What is sent Please protect the human rights of all people in Kenya After Kenya's disputed election",
		"Your own words stand here", "all that is in your power to protect everyone", "Yours respectfully, UA 27/08", "Last day to write: 31 March 2199.", "Say in a few sentences who you are")
	if s := string(open); !strings.Contains(s, "<form") || strings.Contains(s, "last day to write this letter is over") {
		t.Errorf("an open letter has no form:\n%s", s)
	}
	letter[2] = strings.Replace(letter[2], "2199", "2008", 1)
	over := site(t, changed(t, letter))["read/form/letter.html"]
	says(t, over, "What is sent", "Last day to write: 31 March 2008.", "The last day to write this letter is over. Check with your section before you write.")
	if strings.Contains(string(over), "<form") || strings.Contains(string(over), "<select") {
		t.Errorf("a letter that is over has a form:\n%s", over)
	}
}

// A choice shows its options and begins with none, so that nobody writes to whom they did not choose.
func TestChoice(t *testing.T) {
	p := bundled(t)
	f, _ := p.Form("letter")
	write := func(p *pack.Pack, e Entry) string {
		var b strings.Builder
		if err := WriteForm(&b, p, p.Edition, e, "read.css"); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	empty := write(p, Entry{Form: f})
	for _, want := range []string{`<select id="f-target" name="field.target" autocomplete="off" required>`, `<option value="">Choose one</option>`,
		`<option value="president">Mwai Kibaki, President of the Republic of Kenya</option>`} {
		if !strings.Contains(empty, want) {
			t.Errorf("the form lacks %s:\n%s", want, empty)
		}
	}
	wrong := write(p, Entry{Form: f, Values: map[string]string{"target": "odm"}, Errors: []*data.Error{data.NewError(data.CodeChoiceUnknown, "target", nil)}})
	for _, want := range []string{`<option value="odm" selected>`, `aria-describedby="f-target-wrong "`, `aria-invalid="true"`, "Choose one of the list.", "Not sent yet: 1 field needs another look."} {
		if !strings.Contains(wrong, want) {
			t.Errorf("the form lacks %s:\n%s", want, wrong)
		}
	}
	one := changed(t, [3]string{"forms/letter.toml", `targets = ["president", "odm"]`, `targets = ["odm"]`})
	f, _ = one.Form("letter")
	if got := write(one, Entry{Form: f}); strings.Contains(got, `<option value="">`) {
		t.Errorf("one target is a choice:\n%s", got)
	}
}

// The words around a form that is no signature do not speak of signing.
func TestNothingIsSigned(t *testing.T) {
	p := bundled(t)
	for _, f := range p.Forms {
		if f.Kind == data.Signature {
			continue
		}
		var b, thanks strings.Builder
		e := Entry{Form: f, Trouble: Full}
		if err := WriteForm(&b, p, p.Edition, e, "read.css"); err != nil {
			t.Fatal(err)
		}
		if err := WriteThanks(&thanks, p, p.Edition, f, "read.css"); err != nil {
			t.Fatal(err)
		}
		for _, page := range []string{b.String(), thanks.String()} {
			_, main, _ := strings.Cut(page, "<main")
			for _, word := range []string{"sign ", "signed", "Signed", "signature"} {
				if strings.Contains(main, word) {
					t.Errorf("%s says %q:\n%s", f.ID, word, main)
				}
			}
		}
	}
	says(t, site(t, p)["read/form/share.html"], "Texts to share 27 February 2008 is a day of action")
}
