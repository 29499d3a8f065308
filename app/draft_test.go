package app

import (
	"errors"
	"reflect"
	"testing"

	"placard/app/semantic"
	"placard/data"
)

// What is typed is told after each change, comes back into an empty form, and is gone once it was signed or cleared.
func TestDraft(t *testing.T) {
	d := newDevice(t)
	s := newStage(t, phone, Config{Outbox: d, Campaign: d.campaign})
	s.app.Show("sign")
	s.write(nameField, "Wanjirũ")
	s.write(emailField, "w@example.org")
	s.tap(semantic.Checkbox, contactText(t))
	want := Draft{Form: form(t).ID, Lang: "en", Fields: map[string]string{"name": "Wanjirũ", "email": "w@example.org"}, Consents: []string{"contact"}}
	if got := s.plat.drafts[len(s.plat.drafts)-1]; !reflect.DeepEqual(got, want) {
		t.Errorf("told %+v, want %+v", got, want)
	}
	s.tap(semantic.Button, "Clear the form")
	if got := s.plat.drafts[len(s.plat.drafts)-1]; !got.Empty() {
		t.Errorf("after clearing: %+v", got)
	}
	if !s.app.Restore(want) {
		t.Error("nothing was put back")
	}
	if got := s.app.Draft(); !reflect.DeepEqual(got, want) {
		t.Errorf("restored %+v, want %+v", got, want)
	}
	if c := s.must(semantic.Checkbox, contactText(t)); !c.Checked {
		t.Error("the box is not ticked")
	}
	s.tap(semantic.Button, "Sign")
	s.wait("thanks", func() bool { return s.find(semantic.Heading, "Thank you") != nil })
	if got := s.plat.drafts[len(s.plat.drafts)-1]; !got.Empty() || got.Attempt != "" {
		t.Errorf("after signing: %+v", got)
	}
	if got := d.opened(t); len(got) != 1 || got[0].Fields["name"] != "Wanjirũ" {
		t.Errorf("stored %+v", got)
	}
}

// A draft takes nothing away, and one of another form is left alone.
func TestDraftYields(t *testing.T) {
	s := newStage(t, phone, Config{Outbox: &shelf{}, Campaign: newDevice(t).campaign})
	s.app.Show("sign")
	s.write(nameField, "typed since")
	if s.app.Restore(Draft{Form: "another", Fields: map[string]string{"email": "a@example.org"}}) {
		t.Error("another form's draft was put in")
	}
	if s.app.Restore(Draft{Form: form(t).ID, Fields: map[string]string{"name": " "}}) {
		t.Error("an empty draft was put in")
	}
	s.app.Restore(Draft{Form: form(t).ID, Fields: map[string]string{"name": "older", "email": "a@example.org", "gone": "x"}})
	if got := s.app.Draft().Fields; got["name"] != "typed since" || got["email"] != "a@example.org" || got["gone"] != "" {
		t.Errorf("got %v", got)
	}
}

// A restart in the moment of storing stores the same signature once.
func TestDraftOfAnAttempt(t *testing.T) {
	c := newDevice(t).campaign
	first := newStage(t, phone, Config{Outbox: &shelf{fail: errors.New("cut")}, Campaign: c})
	first.app.Show("sign")
	first.write(nameField, "Wanjirũ")
	first.tap(semantic.Button, "Sign")
	first.settle()
	left := first.app.Draft()
	if left.Attempt == "" {
		t.Fatal("the draft has no attempt")
	}
	held := &shelf{fail: data.NewError(data.CodeConflict, "", nil)} // it has it already
	s := newStage(t, phone, Config{Outbox: held, Campaign: c})
	s.app.Show("sign")
	s.app.Restore(left)
	if got := s.app.Draft(); !reflect.DeepEqual(got, left) {
		t.Errorf("restored %+v, want %+v", got, left)
	}
	s.tap(semantic.Button, "Sign")
	s.wait("thanks", func() bool { return s.find(semantic.Heading, "Thank you") != nil })
	if got := held.took(); len(got) != 1 || got[0].ID.String() != left.Attempt {
		t.Errorf("stored %v, want %s", got, left.Attempt)
	}
	s.tap(semantic.Button, "Next person")
	s.write(nameField, "Wanjirũ")
	s.tap(semantic.Button, "Sign")
	s.settle()
	if got := held.took(); got[1].ID == got[0].ID {
		t.Error("the next person signs under the same number")
	}
}
