package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/uuid"

	"placard/app/semantic"
	"placard/data"
	"placard/data/pack"
)

const (
	nameField  = "Your name"
	emailField = "E-mail (optional)"
)

func contactText(t *testing.T) string { return form(t).Consents[0].Text }

func form(t *testing.T) pack.Form {
	t.Helper()
	f, ok := signForm(bundled(t).Edition)
	if !ok {
		t.Fatal("the bundled pack has nothing to sign")
	}
	return f
}

func TestSignReachesTheDevice(t *testing.T) {
	d := newDevice(t)
	s := newStage(t, phone, Config{Outbox: d, Campaign: d.campaign})
	s.app.Show("sign")
	s.says("To the leaders of Kenya")
	if c := s.must(semantic.Checkbox, contactText(t)); c.Checked {
		t.Fatal("the consent is ticked at first")
	}
	s.write(nameField, "  Wanjirũ wa Kĩmani ")
	s.tap(semantic.Button, "Sign")
	s.wait("thanks", func() bool { return s.find(semantic.Heading, "Thank you") != nil })
	s.says("Waiting")
	s.saysNot("Wanjirũ")

	got := d.opened(t)
	if len(got) != 1 {
		t.Fatalf("%d signatures wait", len(got))
	}
	a, p := got[0], bundled(t)
	if want := map[string]string{"name": "Wanjirũ wa Kĩmani"}; !reflect.DeepEqual(a.Fields, want) {
		t.Errorf("got fields %v, want %v", a.Fields, want)
	}
	want := []data.Consent{{Purpose: "contact", Given: false, TextHash: pack.TextHash(contactText(t)), Lang: "en", Method: pack.Method}}
	if !reflect.DeepEqual(a.Consents, want) {
		t.Errorf("got consents %v, want %v", a.Consents, want)
	}
	if a.Pack != p.Hash || a.Form != "petition" || a.Lang != "en" || a.Kind != data.Signature || a.Campaign != p.ID {
		t.Errorf("got %+v", a)
	}

	// The server takes it: the screen says so while the signer still stands there.
	d.file(t, data.Answer{Epoch: uuid.New(), Receipts: []data.Receipt{{ID: a.ID, Status: data.Accepted, Seq: 1}}})
	s.app.touch() // as the outbox would after a drain
	s.wait("sent", func() bool { return s.find(semantic.Text, "Sent") != nil })
	s.saysNot("Waiting")

	s.tap(semantic.Button, "Next person")
	if got := s.must(semantic.Textbox, nameField); got.Value != "" || !got.Focused {
		t.Errorf("the next person finds %q, focused %v", got.Value, got.Focused)
	}
}

func TestConsentIsRecordedWhenGiven(t *testing.T) {
	d := newDevice(t)
	s := newStage(t, desk, Config{Outbox: d, Campaign: d.campaign})
	s.app.Show("sign")
	s.write(nameField, "Ann")
	s.tap(semantic.Checkbox, contactText(t))
	s.tap(semantic.Button, "Sign")
	n := s.must(semantic.Textbox, emailField)
	if !n.Invalid || !strings.Contains(n.Error, "untick the box") || !n.Focused {
		t.Errorf("ticked without an e-mail: invalid %v, %q, focused %v", n.Invalid, n.Error, n.Focused)
	}
	if got := d.opened(t); len(got) != 0 {
		t.Fatal("it was stored all the same")
	}
	s.tap(semantic.Checkbox, contactText(t))
	if n := s.must(semantic.Textbox, emailField); n.Invalid {
		t.Error("unticked, the e-mail is still asked for")
	}
	s.tap(semantic.Checkbox, contactText(t))
	s.write(emailField, "ann@example.org")
	s.tap(semantic.Button, "Sign")
	s.wait("thanks", func() bool { return s.find(semantic.Heading, "Thank you") != nil })
	got := d.opened(t)
	if len(got) != 1 || !got[0].Consents[0].Given || got[0].Fields["email"] != "ann@example.org" {
		t.Errorf("got %+v", got)
	}
	s.tap(semantic.Button, "Next person")
	if s.must(semantic.Checkbox, contactText(t)).Checked {
		t.Error("the next person finds the box ticked")
	}
}

func TestErrorsAtTheField(t *testing.T) {
	for _, c := range []struct {
		name, field, value string
		want               data.Code
	}{
		{"no name", nameField, "", data.CodeFieldMissing},
		{"blank name", nameField, "   ", data.CodeFieldMissing},
		{"long name", nameField, strings.Repeat("é", data.MaxName+1), data.CodeFieldTooLong},
		{"huge name", nameField, strings.Repeat("x", 200_000), data.CodeFieldTooLong},
		{"bidi override", nameField, "Ann \u202Egro.elpmaxe", data.CodeFieldCharacters},
		{"control", nameField, "Ann\u0007", data.CodeFieldCharacters},
		{"line feed", nameField, "Ann\nBob", data.CodeFieldCharacters},
		{"no @", emailField, "ann.example.org", data.CodeEmailMalformed},
		{"two addresses", emailField, "a@example.org, b@example.org", data.CodeEmailMalformed},
		{"no dot", emailField, "ann@example", data.CodeEmailMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			cam, _ := campaign(t)
			b := &shelf{}
			s := newStage(t, phone, Config{Outbox: b, Campaign: cam})
			s.app.Show("sign")
			if c.field != nameField {
				s.write(nameField, "Ann")
			}
			s.must(semantic.Textbox, c.field).Set(c.value)
			s.must(semantic.Button, "Sign").Focus()
			s.tap(semantic.Button, "Sign")
			n := s.must(semantic.Textbox, c.field)
			want := c.want.Hint()
			if c.want == data.CodeFieldTooLong { // it says how long it may be
				want = fmt.Sprintf("Shorten this text to 120 characters at most: it has %s too many.", group(int64(len([]rune(c.value))-120)))
			}
			if !n.Invalid || n.Error != want {
				t.Errorf("got %v %q, want %q", n.Invalid, n.Error, want)
			}
			if !n.Focused || n.Offscreen {
				t.Errorf("focused %v, off screen %v", n.Focused, n.Offscreen)
			}
			if n.Value != c.value {
				t.Errorf("what was typed is lost")
			}
			s.says("Not signed yet")
			if len(b.took()) != 0 {
				t.Error("it was queued")
			}
			n.Set("ann@example.org")
			if n := s.must(semantic.Textbox, c.field); n.Invalid {
				t.Errorf("it is right now, and still marked: %q", n.Error)
			}
		})
	}
}

func TestFocusGoesToTheFirstError(t *testing.T) {
	cam, _ := campaign(t)
	s := newStage(t, phone, Config{Outbox: &shelf{}, Campaign: cam})
	s.app.Show("sign")
	s.must(semantic.Textbox, emailField).Set("ann")
	s.tap(semantic.Button, "Sign")
	if !s.must(semantic.Textbox, nameField).Focused {
		t.Error("the first of two errors has no focus")
	}
	s.says("2 fields need another look")
}

func TestFailedQueueKeepsTheForm(t *testing.T) {
	cam, _ := campaign(t)
	b := &shelf{fail: data.NewError(data.CodeDeviceFull, "", errors.New("disk"))}
	s := newStage(t, phone, Config{Outbox: b, Campaign: cam})
	s.app.Show("sign")
	s.write(nameField, "Ann")
	s.tap(semantic.Button, "Sign")
	s.wait("the error", func() bool { return s.find(semantic.Text, "Not stored") != nil })
	s.says(data.CodeDeviceFull.Hint())
	if got := s.must(semantic.Textbox, nameField).Value; got != "Ann" {
		t.Errorf("the name is %q now", got)
	}

	// The same once more is the same action: if the first one lies on the disk after all, nothing is doubled.
	b.change(func() { b.fail = nil })
	s.tap(semantic.Button, "Sign")
	s.wait("thanks", func() bool { return s.find(semantic.Heading, "Thank you") != nil })
	if b.took()[0].ID != b.took()[1].ID {
		t.Error("the second attempt is another action")
	}
	s.tap(semantic.Button, "Next person")
	s.write(nameField, "Ann")
	s.tap(semantic.Button, "Sign")
	s.wait("thanks", func() bool { return len(b.took()) == 3 && s.find(semantic.Heading, "Thank you") != nil })
	if b.took()[2].ID == b.took()[0].ID {
		t.Error("two people of one name became one signature")
	}
}

func TestUncodedErrorIsSaidInWords(t *testing.T) {
	cam, _ := campaign(t)
	s := newStage(t, phone, Config{Outbox: &shelf{fail: errors.New("SQL logic error near Ann")}, Campaign: cam})
	s.app.Show("sign")
	s.write(nameField, "Ann")
	s.tap(semantic.Button, "Sign")
	s.wait("the error", func() bool { return s.find(semantic.Text, "Not stored") != nil })
	s.says(data.CodeStorage.Hint())
	s.saysNot("SQL")
}

func TestButtonsRestWhileWorking(t *testing.T) {
	cam, _ := campaign(t)
	b := &shelf{hold: make(chan struct{})}
	s := newStage(t, phone, Config{Outbox: b, Campaign: cam})
	s.app.Show("sign")
	s.write(nameField, "Ann")
	s.tap(semantic.Button, "Sign")
	if n := s.must(semantic.Button, "Saving…"); !n.Disabled || n.Tap() {
		t.Error("the button can be pressed twice")
	}
	s.app.Show("appeal") // looking elsewhere must not lose it
	s.app.Show("sign")
	close(b.hold)
	s.wait("thanks", func() bool { return s.find(semantic.Heading, "Thank you") != nil })
	if len(b.took()) != 1 {
		t.Errorf("queued %d times", len(b.took()))
	}
}

func TestDraftSurvivesLookingElsewhere(t *testing.T) {
	cam, _ := campaign(t)
	s := newStage(t, phone, Config{Outbox: &shelf{}, Campaign: cam})
	s.app.Show("sign")
	s.write(nameField, "Ann")
	s.tap(semantic.Link, "Archive")
	s.tap(semantic.Link, "Sign")
	s.win.Resize(desk)
	if got := s.must(semantic.Textbox, nameField).Value; got != "Ann" {
		t.Errorf("the name is %q now", got)
	}
	s.tap(semantic.Button, "Clear the form")
	if got := s.must(semantic.Textbox, nameField).Value; got != "" {
		t.Errorf("cleared, the name is %q", got)
	}
}

func TestRefusedStorageIsSaid(t *testing.T) {
	cam, _ := campaign(t)
	s := newStage(t, phone, Config{Outbox: &shelf{}, Campaign: cam})
	s.plat.refuse = true
	s.app.Show("sign")
	for range 2 {
		s.write(nameField, "Ann")
		s.tap(semantic.Button, "Sign")
		s.wait("thanks", func() bool { return s.find(semantic.Heading, "Thank you") != nil })
		s.tap(semantic.Button, "Next person")
	}
	s.wait("the notice", func() bool { return s.find(semantic.Alert, say("persist.refused")) != nil })
	if s.plat.persist != 1 {
		t.Errorf("asked %d times", s.plat.persist)
	}
	s.tap(semantic.Button, "Close this notice")
	s.saysNot(say("persist.refused"))
}

func TestWhatStandsInTheWay(t *testing.T) {
	cam, _ := campaign(t)
	damaged := cam
	damaged.ReceiptKey = nil
	for _, c := range []struct {
		name   string
		cam    data.Campaign
		outbox Outbox
		fault  error
		want   string
	}{
		{"no key", data.Campaign{}, nil, nil, data.CodeNoRecipients.Hint()},
		{"damaged key", damaged, &shelf{}, nil, data.CodeCampaignCard.Hint()},
		{"no store", cam, nil, data.NewError(data.CodeStorage, "", nil), say("sign.nostore.what")},
		{"open elsewhere", cam, nil, data.NewError(data.CodeStoreBusy, "", nil), say("sign.elsewhere.what")},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStage(t, phone, Config{Campaign: c.cam, Outbox: c.outbox, Fault: c.fault})
			s.app.Show("sign")
			s.says(c.want)
			if n := s.find(semantic.Textbox, ""); n != nil {
				t.Error("people can type what cannot be kept")
			}
			s.app.Show("outbox")
			if c.outbox != nil {
				s.says("Nothing here yet")
				return
			}
			s.says(c.want)
			s.says(say("status.unknown"))
			if s.find(semantic.Text, say("outbox.empty")) != nil || s.find(semantic.Text, say("status.none")) != nil {
				t.Error("it says what waits, and cannot know")
			}
		})
	}
}

// Nothing personal may lie about after a signature: not in Preferences, not in a file, not in the window's title.
func TestNothingPersonalStays(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	d := newDevice(t)
	s := newStage(t, phone, Config{Outbox: d, Campaign: d.campaign})
	s.app.Show("sign")
	s.write(nameField, "Xanthippe Unmistakable")
	s.tap(semantic.Button, "Sign")
	s.wait("thanks", func() bool { return s.find(semantic.Heading, "Thank you") != nil })
	if strings.Contains(s.win.Title()+s.app.Route(), "Xanthippe") {
		t.Error("the name is in the title or route")
	}
	for _, f := range s.app.sign.fields {
		f.entry.Undo()
		if f.value() != "" {
			t.Errorf("undo brings back %q", f.value())
		}
	}
	if len(s.app.sign.attempt.Fields) != 0 {
		t.Error("the attempt is still in memory")
	}
	filepath.WalkDir(home, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			if b, _ := os.ReadFile(path); strings.Contains(string(b), "Xanthippe") {
				t.Errorf("the name is in %s", path)
			}
		}
		return nil
	})
}

// The wheel over a field scrolls the page: the fields are in the way of the button that everybody looks for.
func TestTheWheelPassesOverFields(t *testing.T) {
	cam, _ := campaign(t)
	s := newStage(t, desk, Config{Outbox: &shelf{}, Campaign: cam})
	s.app.Show("sign")
	s.win.Resize(fyne.NewSize(900, 400))
	s.must(semantic.Textbox, nameField).Reveal()
	n := s.must(semantic.Textbox, nameField)
	before := n.Y
	test.Scroll(s.win.Canvas(), fyne.NewPos(n.X+n.W/2, n.Y+n.H-10), 0, -60)
	if after := s.must(semantic.Textbox, nameField).Y; after >= before {
		t.Errorf("the field stayed at %v", after)
	}
}

// Near its end a field says how much room is left, on the screen with each key and aloud once the hands rest; what is
// too long is kept, and counted.
func TestRoomInAField(t *testing.T) {
	cam, _ := campaign(t)
	b := &shelf{}
	s := newStage(t, phone, Config{Outbox: b, Campaign: cam})
	s.app.Show("sign")
	box := func() *semantic.Node { return s.must(semantic.Textbox, nameField) }
	seen := func() string { return s.app.sign.fields[0].room.words.text() }
	said := func() string { return s.app.sign.fields[0].room.said }
	high := s.app.sign.fields[0].MinSize().Height

	box().Set(strings.Repeat("é", 99) + "  ")
	if got := seen(); got != "" {
		t.Errorf("with 21 left it says %q", got)
	}
	for n := 100; n < 110; n++ {
		box().Set(strings.Repeat("é", n))
		if got, want := seen(), fmt.Sprintf("%d characters left", 120-n); got != want {
			t.Fatalf("at %d characters it shows %q, want %q", n, got, want)
		}
		if got := said(); got != "" {
			t.Fatalf("between two keys it says %q aloud", got)
		}
	}
	if got := s.app.sign.fields[0].MinSize().Height; got <= high {
		t.Errorf("the field is %v high with the words below it, %v without", got, high)
	}
	s.wait("the word on what is left", func() bool { return s.find(semantic.Status, "11 characters left") != nil })
	if got := seen(); got != "11 characters left" {
		t.Errorf("it shows %q", got)
	}

	long := strings.Repeat("Wanjirũ ", 20) + "end" // pasted
	box().Set(long)
	if got := seen(); got != "43 characters too many" || box().Value != long {
		t.Errorf("it shows %q, of %q", got, box().Value)
	}
	s.tap(semantic.Button, "Sign")
	if got, want := box().Error, "Shorten this text to 120 characters at most: it has 43 too many."; got != want || len(b.took()) > 0 {
		t.Errorf("got %q, want %q; %d taken", got, want, len(b.took()))
	}
	box().Set(string([]rune(long)[:121]))
	s.wait("the new number", func() bool {
		return s.find(semantic.Status, "1 character too many") != nil && strings.HasSuffix(box().Error, "it has 1 too many.")
	})
	box().Set("Wanjirũ")
	if seen() != "" || box().Invalid {
		t.Errorf("with plenty of room it shows %q, invalid %v", seen(), box().Invalid)
	}
	s.wait("silence", func() bool { return said() == "" })
	box().Set(strings.Repeat("x", 120))
	if got := seen(); got != "0 characters left" {
		t.Errorf("full, it shows %q", got)
	}
	s.tap(semantic.Button, "Sign")
	s.wait("thanks", func() bool { return s.find(semantic.Heading, "Thank you") != nil })
}
