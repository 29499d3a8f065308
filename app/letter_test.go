package app

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"placard/app/semantic"
	"placard/data"
	"placard/data/pack"
)

// letterStage opens the letter of the bundled pack.
func letterStage(t *testing.T, change func(*pack.Letter)) (*stage, *act) {
	t.Helper()
	d := newDevice(t)
	p := *bundled(t)
	p.Edition.Forms = append([]pack.Form(nil), p.Edition.Forms...)
	for i := range p.Edition.Forms {
		if f := &p.Edition.Forms[i]; f.Letter != nil {
			l := *f.Letter
			change(&l)
			f.Letter = &l
		}
	}
	s := newStage(t, phone, Config{Outbox: d, Campaign: d.campaign, Pack: &p, Now: onDay("2008-02-20")})
	f, ok := s.app.formOf(data.Letter)
	if !ok {
		t.Fatal("the bundled pack has no letter")
	}
	s.app.Show("act/" + f.form.ID)
	return s, f
}

// nameIn is the label of the form's name.
func nameIn(f *act) string {
	for _, in := range f.fields {
		if in.form.Name == data.FieldName {
			return in.form.Label
		}
	}
	return ""
}

// The facts stand there before anything is typed; the whole letter, the mail and the copy are one and the same text.
func TestLetter(t *testing.T) {
	s, f := letterStage(t, func(*pack.Letter) {})
	to := f.form.Letter.Targets[0]
	for _, r := range f.form.Letter.Requests {
		s.says(r)
	}
	s.tap(semantic.Button, say("letter.read"))
	s.says(say("letter.nobody"))
	s.tap(semantic.Radio, f.inputs[0].spec().Options[0].Label)
	for _, in := range f.fields {
		switch in.form.Name {
		case data.FieldName:
			s.write(in.form.Label, "Wanjirũ")
		case pack.FieldPersonal:
			s.write(in.form.Label, "I have family in Nakuru.")
		}
	}
	subject, body := f.form.Letter.Compose(to, f.form.Values(typed(f.inputs)))
	if !strings.Contains(body, "I have family in Nakuru.") || !strings.Contains(body, "Wanjirũ") {
		t.Fatalf("the letter lacks what was typed:\n%s", body)
	}
	s.tap(semantic.Button, say("letter.read"))
	for _, p := range strings.Split(body, "\n\n") {
		s.says(p)
	}
	s.write(nameIn(f), "Wanjirũ wa Kĩmani")
	s.saysNot(say("letter.close")) // it would be out of date
	subject, body = f.form.Letter.Compose(to, f.form.Values(typed(f.inputs)))
	s.tap(semantic.Button, say("letter.copy"))
	s.wait("copied", func() bool { return strings.Contains(s.text(), say("letter.copied")) })
	if want := subject + "\n\n" + body; s.plat.copied != want {
		t.Errorf("copied %q, want %q", s.plat.copied, want)
	}
	s.tap(semantic.Button, say("letter.mail"))
	u, err := url.Parse(s.plat.opened[0])
	if err != nil || u.Scheme != "mailto" || u.Opaque != to.Email || u.Query().Get("subject") != subject || u.Query().Get("body") != strings.ReplaceAll(body, "\n", "\r\n") {
		t.Errorf("a mail by %q, %v", s.plat.opened[0], err)
	}
	s.tap(semantic.Button, say("letter.save"))
	s.wait("saved", func() bool { return strings.Contains(s.text(), say("share.saved.file")) })
	if !strings.HasPrefix(s.plat.kept(), f.form.ID+".pdf: %PDF-") {
		t.Errorf("saved %.60q", s.plat.kept())
	}
	s.write(nameIn(f), "محمد") // what the font lacks is never left out of a letter
	s.tap(semantic.Button, say("letter.save"))
	s.wait("a text", func() bool { return strings.HasPrefix(s.plat.kept(), f.form.ID+".txt: ") })
	for _, want := range []string{to.Name, "محمد", f.form.Letter.Requests[0]} {
		if !strings.Contains(s.plat.kept(), want) {
			t.Errorf("saved without %q: %q", want, s.plat.kept())
		}
	}
}

// The paper can be read again: every part is on it, in order, over as many pages as it takes.
func TestPaper(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("reads the PDF with pdftotext")
	}
	p := paper{
		address: []string{"The President", "Nairobi"}, date: "20 February 2008", subject: "Protect everyone",
		body: strings.Repeat("Wanjirũ wa Kĩmani asks – “now”.\n\n", 60), copies: []string{"Copies to:", "The section"}, title: "Letter",
	}
	b, err := p.pdf()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	text := string(out)
	at := 0
	for _, want := range []string{"The President", "Nairobi", "20 February 2008", "Protect everyone", "Wanjirũ wa Kĩmani asks – “now”.", "\f", "Copies to:"} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("no %q after the first %d letters of:\n%s", want, at, text)
		}
		at += i
	}
}

// A letter that mail programs would cut off goes by the clipboard, and the gauge says so before.
func TestLongLetter(t *testing.T) {
	s, f := letterStage(t, func(l *pack.Letter) { l.Facts = strings.Repeat("A fact that is long. ", 120) })
	s.tap(semantic.Radio, f.inputs[0].spec().Options[0].Label)
	s.says("too many for a link to a mail program")
	s.tap(semantic.Button, say("letter.mail"))
	s.wait("copied", func() bool { return strings.Contains(s.text(), say("letter.mail.copied")) })
	u, err := url.Parse(s.plat.opened[0])
	if err != nil || u.Query().Get("body") != "" || u.Query().Get("subject") == "" {
		t.Errorf("opened %q, %v", s.plat.opened[0], err)
	}
	if !strings.Contains(s.plat.copied, "A fact that is long.") {
		t.Errorf("copied %q", s.plat.copied)
	}
}

// After its deadline a letter can be read and not written.
func TestClosedLetter(t *testing.T) {
	s, f := letterStage(t, func(l *pack.Letter) { l.Deadline = time.Date(2008, 2, 10, 0, 0, 0, 0, time.UTC) })
	s.says(say("letter.closed"))
	s.says("10 February 2008")
	s.says(f.form.Letter.Requests[0])
	if s.find(semantic.Button, f.form.Button) != nil {
		t.Error("it can still be sent")
	}
}
