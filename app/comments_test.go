package app

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"placard/app/semantic"
	"placard/data"
)

// TestComments: what others wrote is there to be read offline, with when that was true; more of it on demand.
func TestComments(t *testing.T) {
	d := &shelf{}
	c, _ := campaign(t)
	s := newStage(t, phone, Config{Outbox: d, Campaign: c})
	s.app.Show("act/comment")
	s.says(say("comments.never"))

	at := time.Date(2008, 2, 27, 12, 0, 0, 0, time.UTC)
	f := data.Feed{Asked: at, Tag: "0"}
	d.change(func() { d.feed = f })
	none := say("comments.none", with{"Time": moment(at)})
	s.wait("none", func() bool { return s.find(semantic.Text, none) != nil })

	f.Tag, f.Total = "1", 31
	for i := range 30 {
		f.List = append(f.List, data.Published{ID: fmt.Sprint(i), Day: "2008-02-26", Name: fmt.Sprint("Juma ", i), Text: fmt.Sprintf("line one of %d\n\nline two", i), Lang: "sw"})
	}
	d.change(func() { d.feed = f })
	s.wait("the newest", func() bool { return s.find(semantic.Heading, "Juma 0") != nil })
	s.says(sayN("comments.newest", 30, with{"Total": "31", "Time": moment(at)}))
	if n := s.must(semantic.Text, "line one of 0"); n.Lang != "sw" {
		t.Errorf("read in %q, want sw", n.Lang)
	}
	s.must(semantic.Text, "line two")
	if s.find(semantic.Heading, "Juma 19") == nil || s.find(semantic.Heading, "Juma 20") != nil {
		t.Error("not twenty at first")
	}
	s.tap(semantic.Button, say("comments.more"))
	if s.find(semantic.Heading, "Juma 29") == nil || s.find(semantic.Button, say("comments.more")) != nil {
		t.Error("not all after that")
	}

	// What is typed stays when the list changes, and what was read stays when the store fails.
	s.write("Your comment", "Haki")
	d.change(func() { d.readErr = errors.New("gone") })
	s.wait("failure", func() bool { return s.find(semantic.Text, say("comments.failed")) != nil })
	if s.find(semantic.Heading, "Juma 29") == nil || s.must(semantic.Textbox, "Your comment").Value != "Haki" {
		t.Error("a failure took something away")
	}
}
