package server_test

import (
	"strings"
	"testing"

	"placard/data"
	"placard/server"
)

// startShown is start with two signatures and a comment that is shown, opened.
func startShown(t *testing.T) *host {
	t.Helper()
	h := start(t)
	h.send(h.seal(action("Amina", "amina@example.org")), h.seal(action("Juma", "")), h.seal(comment("Baraka", "Haki")))
	h.total(data.Signature)
	h.total(data.Comment)
	if _, err := h.store.Moderate(t.Context(), 3, server.Shown); err != nil {
		t.Fatal(err)
	}
	return h
}

// TestRetention: the day is set, what would go is shown, and erasing takes that and no more; the counts stay.
func TestRetention(t *testing.T) {
	h := startShown(t)
	o := h.organiser()
	o.logIn()
	o.get("/organiser/data")
	if !strings.Contains(o.page, "Erase 3<") || strings.Contains(o.page, "has passed. Erase") {
		t.Errorf("got %s", o.page)
	}
	o.post("/organiser/data", nil, "csrf", o.csrf(), "until", "in a while")
	if o.last.StatusCode != 422 || !strings.Contains(o.page, "2027-12-31") {
		t.Errorf("no day: got %s", o.last.Status)
	}
	o.post("/organiser/data", nil, "csrf", o.csrf(), "until", "2008-12-31")
	if !strings.Contains(o.page, `value="2008-12-31"`) || !strings.Contains(o.page, "has passed. Erase") {
		t.Errorf("set: got %s", o.page)
	}
	o.get("/organiser/")
	if !strings.Contains(o.page, `<a href="/organiser/data">erase it</a>`) {
		t.Error("the overview does not say that the day has passed")
	}
	o.get("/organiser/data")
	h.send(h.seal(action("Late", ""))) // after the page was shown
	h.total(data.Signature)
	o.post("/organiser/data/erase", nil, "csrf", o.csrf(), "last", "3")
	if o.last.StatusCode != 422 || !strings.Contains(o.page, "Nothing was erased") {
		t.Errorf("unsure: got %s", o.last.Status)
	}
	o.post("/organiser/data/erase", nil, "csrf", o.csrf(), "last", "3", "sure", "yes")
	if o.last.StatusCode != 200 || !strings.Contains(o.page, "Erased: 3.") || !strings.Contains(o.page, "Erase 1<") {
		t.Errorf("erased: got %s: %s", o.last.Status, o.page)
	}
	if got, want := h.total(data.Signature), (server.Total{Received: 3, Counted: 3}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	o.get("/organiser/actions")
	if strings.Contains(o.page, "Amina") || !strings.Contains(o.page, "Late") {
		t.Errorf("the list: got %s", o.page)
	}
	if c := h.comments(); len(c.List) != 0 {
		t.Errorf("comments: got %+v", c)
	}
	o.get("/organiser/export.csv?state=all")
	if strings.Contains(o.page, "Amina") || !strings.Contains(o.page, "Late") {
		t.Errorf("table: got %s", o.page)
	}
}
