package server_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"placard/data"
	"placard/server"
)

// TestWithdraw: the page shows what it is about and asks first; then it is gone from lists, tables, feed and counters.
func TestWithdraw(t *testing.T) {
	h := startShown(t)
	if c := h.comments(); len(c.List) != 1 {
		t.Fatalf("comments: got %+v", c)
	}
	o := h.organiser()
	o.logIn()
	o.get("/organiser/actions")
	if !strings.Contains(o.page, `href="/organiser/actions/1/withdraw"`) || strings.Contains(o.page, "withdrawn") {
		t.Errorf("the list: got %s", o.page)
	}
	o.get("/organiser/actions/1/withdraw")
	if !strings.Contains(o.page, "Amina") || !strings.Contains(o.page, "amina@example.org") || !strings.Contains(o.page, "Withdraw number 1") {
		t.Errorf("the question: got %s", o.page)
	}
	o.post("/organiser/actions/1/withdraw", nil, "csrf", o.csrf())
	if o.last.StatusCode != 422 || !strings.Contains(o.page, "Nothing was withdrawn") || h.total(data.Signature).Counted != 2 {
		t.Errorf("unsure: got %s", o.last.Status)
	}
	o.post("/organiser/actions/1/withdraw", nil, "csrf", "of somebody else", "sure", "yes")
	if got := h.total(data.Signature).Counted; got != 2 {
		t.Errorf("from another page: %d are counted", got)
	}
	o.get("/organiser/actions/1/withdraw")
	o.post("/organiser/actions/1/withdraw", nil, "csrf", o.csrf(), "sure", "yes")
	if o.last.StatusCode != 200 || !strings.Contains(o.page, "Number 1 was withdrawn") || strings.Contains(o.page, "Amina") || !strings.Contains(o.page, "Juma") || !strings.Contains(o.page, "1 was withdrawn and its content erased") {
		t.Errorf("withdrawn: got %s: %s", o.last.Status, o.page)
	}
	if got, want := h.total(data.Signature), (server.Total{Received: 2, Counted: 1, Withdrawn: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, path := range []string{"1", "9", "x", "-1", "99999999999999999999"} {
		if o.get("/organiser/actions/" + path + "/withdraw"); o.last.StatusCode != 404 {
			t.Errorf("%s: got %s", path, o.last.Status)
		}
	}
	o.get("/organiser/actions/3/withdraw")
	o.post("/organiser/actions/3/withdraw", nil, "csrf", o.csrf(), "sure", "yes")
	if c := h.comments(); len(c.List) != 0 || c.Total != 0 {
		t.Errorf("comments: got %+v", c)
	}
	o.get("/organiser/export.csv?state=all")
	if strings.Contains(o.page, "Amina") || !strings.Contains(o.page, "Juma") {
		t.Errorf("table: got %s", o.page)
	}
	id := func(seq string) string {
		o.get("/organiser/actions/" + seq + "/withdraw")
		_, rest, _ := strings.Cut(o.page, "<code>")
		id, _, _ := strings.Cut(rest, "</code>")
		return id
	}("2")
	for _, name := range []string{"2", id, " " + strings.ToUpper(id) + " "} {
		if o.get("/organiser/find?name=" + url.QueryEscape(name)); !strings.Contains(o.page, "Withdraw number 2") {
			t.Errorf("find %q: got %s", name, o.last.Status)
		}
	}
	for name, want := range map[string]int{"Juma": 400, "": 400, "1": 404, uuid.NewString(): 404, "//evil.example": 400} {
		if o.get("/organiser/find?name=" + url.QueryEscape(name)); o.last.StatusCode != want {
			t.Errorf("find %q: got %s, want %d", name, o.last.Status, want)
		}
	}
	if o.get("/organiser/actions"); strings.Contains(o.page, "was withdrawn. Its") {
		t.Error("a notice is said twice")
	}
	o.get("/organiser/")
	if !strings.Contains(o.page, "Withdrawn, not counted") {
		t.Errorf("the overview: got %s", o.page)
	}
}
