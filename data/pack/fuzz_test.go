package pack

import (
	"testing"
	"testing/fstest"
	"time"

	"placard/data"
)

// FuzzLoad gives the loader a folder of strange files. It must say what is wrong or return a pack that holds what its
// types promise.
func FuzzLoad(f *testing.F) {
	m := kenya(f)
	get := func(name string) []byte { return m[name].Data }
	f.Add(get("pack.toml"), get(appeal), get(killings), get(petition), get("consents.toml"), get(letter), get(events), get("targets.toml"), get("shares.toml"), []byte("{}"), "en")
	f.Add(get("pack.toml"), get(appeal), get(killings), get(petition), get("consents.toml"), get(pledge), get(events), get("targets.toml"), get("shares.toml"), []byte(""), "sw")
	f.Add([]byte("[translations.sw]\ntitle=1"), []byte("+++\n+++"), []byte("+++"), []byte("[[fields]]\n[fields.x]"), []byte("consents = [{}]"),
		[]byte("kind = \"letter\"\ntargets = [\"x\"]\n[letter]\nrequests = []\n[[fields]]\ntype = \"choice\"\noptions = [{}]"),
		[]byte("[[events]]\nstart = 17:00\nend = 1\nzone = \"../x\""), []byte("targets = [{id = \"x\", post = 1}]"), []byte("[[shares]]\n[[shares]]"), []byte("["), "sw")
	f.Add([]byte("\xff"), []byte("+++\ndate=1979-05-27T07:32:00Z\n+++\n![a](b)"), []byte{}, []byte("a=[[[[[[[[[["), []byte("[[a]]\n[[a.b]]\n[a.b.c]"),
		[]byte("kind = \"pledge\"\nevents = 1\nevent_label = 1"), []byte("events = 1"), []byte("[targets]"), []byte("shares = [1, {}]"), []byte("null"), "..")
	f.Fuzz(func(t *testing.T, manifest, appeal, news, form, consents, other, gatherings, targets, shares, campaign []byte, folder string) {
		m := fstest.MapFS{}
		for name, b := range map[string][]byte{"pack.toml": manifest, "appeal.md": appeal, killings: news, petition: form,
			"consents.toml": consents, "forms/other.toml": other, "events.toml": gatherings, "targets.toml": targets, "shares.toml": shares, "campaign.json": campaign} {
			m[name] = &fstest.MapFile{Data: b}
			if validFolder(folder) {
				m[folder+"/"+name] = m[name]
			}
		}
		began := time.Now()
		p, err := Load(m)
		if d := time.Since(began); d > 2*time.Second {
			t.Errorf("took %v", d)
		}
		if err != nil {
			if ps, ok := err.(Problems); !ok || len(ps) == 0 {
				t.Errorf("got error %v", err)
			}
			return
		}
		promised(t, p)
	})
}

func validFolder(s string) bool { return languageTag.MatchString(s) }

// promised checks what users of a loaded pack rely on.
func promised(t *testing.T, p *Pack) {
	t.Helper()
	for _, e := range append([]Edition{p.Edition}, p.translations...) {
		if e.Lang == "" || e.Title == "" || e.Appeal.Title == "" || e.Appeal.Date.IsZero() || e.Appeal.Body == "" || len(e.Appeal.Demands) == 0 || len(e.Forms) == 0 {
			t.Errorf("%s: something is empty: %+v", e.Lang, e)
		}
		for _, n := range e.News {
			if n.ID == "" || n.Lang == "" || n.Headline == "" || n.Body == "" || n.Date.IsZero() || leak(n.Body) != nil {
				t.Errorf("news item %+v", n)
			}
		}
		for _, v := range e.Events {
			if v.ID == "" || v.Title == "" || v.Place == "" || v.Date.IsZero() || v.Source == "" || v.Sure == "" || v.End != "" && v.End <= v.Start {
				t.Errorf("event %+v", v)
			}
		}
		for _, v := range e.Targets {
			if v.ID == "" || v.Name == "" || v.Salutation == "" || v.Lang == "" || data.CheckField("email", v.Email, 0) != nil {
				t.Errorf("target %+v", v)
			}
		}
		for _, v := range e.Shares {
			if v.ID == "" || v.Text == "" {
				t.Errorf("text to share %+v", v)
			}
		}
		for _, f := range e.Forms {
			if !f.Kind.Known() || f.Button == "" || len(f.Fields) == 0 && f.Kind != data.Share || len(f.Fields) > maxFields || leak(f.Statement) != nil {
				t.Errorf("form %+v", f)
			}
			for _, field := range f.Fields {
				if field.Name == "" || field.Label == "" || field.Max <= 0 || field.InputMode == "" || field.Type == "" || (field.Type == Choice) != (len(field.Options) > 0) {
					t.Errorf("field %+v", field)
				}
			}
			if l := f.Letter; (f.Kind == data.Letter) != (l != nil) || l != nil && (len(l.Targets) == 0 || l.Facts == "" || len(l.Requests) == 0) {
				t.Errorf("letter %+v", l)
			}
			for _, c := range f.Consents {
				if c.Text == "" || c.Purpose == "" || c.Lang != e.Lang {
					t.Errorf("consent %+v", c)
				}
			}
		}
	}
}
