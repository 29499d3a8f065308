package server_test

import (
	"net/http"
	"strings"
	"testing"

	"placard/data"
)

func comment(name, text string) data.Action {
	a := action(name, "")
	a.Kind, a.Lang = data.Comment, "sw"
	a.Fields[data.FieldComment] = text
	delete(a.Fields, data.FieldEmail)
	return a
}

// comments fetches the feed as a kit does.
func (h *host) comments() data.Comments {
	h.t.Helper()
	resp, body := h.do("GET", "/v1/comments?campaign="+campaign, nil)
	if resp.StatusCode != 200 {
		h.t.Fatalf("got %s: %s", resp.Status, body)
	}
	c, err := data.OpenComments(body, resp.Header.Get(data.SignatureHeader), campaign, h.Campaign.ReceiptKey)
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// TestComments: nobody reads a comment before a moderator let it through, and nobody after one took it back.
func TestComments(t *testing.T) {
	h := start(t)
	first, second := comment("Wanjirũ <b>", "Haki <script>alert(1)</script>\nna amani"), comment("Juma", "the second")
	h.send(h.seal(first), h.seal(second))
	h.total(data.Comment)
	if c := h.comments(); c.Total != 0 || len(c.List) != 0 || c.At.IsZero() {
		t.Errorf("nobody has read them: got %+v", c)
	}
	o := h.organiser()
	o.logIn()
	if !strings.Contains(o.page, "2 comments wait to be read") {
		t.Error("the overview does not tell of them")
	}
	o.get("/organiser/comments")
	for want, there := range map[string]bool{"Juma": true, "Haki &lt;script&gt;": true, "<script>": false, "Wanjirũ &lt;b&gt;": true, `lang="sw"`: true} {
		if strings.Contains(o.page, want) != there {
			t.Errorf("to be read: %q there is %v, want %v", want, !there, there)
		}
	}
	decide := func(seq, to string) {
		t.Helper()
		o.post("/organiser/comments/"+seq, nil, "csrf", o.csrf(), "to", to, "return", "state=pending")
		if o.last.StatusCode != 200 || o.last.Request.URL.String() != o.url+"/organiser/comments?state=pending" {
			t.Errorf("got %s at %s", o.last.Status, o.last.Request.URL)
		}
	}
	decide("1", "shown")
	if strings.Contains(o.page, "Haki") || !strings.Contains(o.page, "Juma") {
		t.Error("what is shown still waits to be read")
	}
	c := h.comments()
	if c.Total != 1 || len(c.List) != 1 {
		t.Fatalf("got %+v, want one", c)
	}
	if p := c.List[0]; p.Name != "Wanjirũ <b>" || p.Text != first.Fields[data.FieldComment] || p.Day != "2008-02-27" || p.Lang != "sw" || len(p.ID) != 16 || strings.HasPrefix(first.ID.String(), p.ID[:8]) {
		t.Errorf("got %+v", p)
	}
	decide("2", "shown")
	if c := h.comments(); len(c.List) != 2 || c.List[0].Name != "Juma" || c.List[0].ID == c.List[1].ID {
		t.Errorf("not the newest first: got %+v", c)
	}
	decide("1", "hidden")
	if c := h.comments(); len(c.List) != 1 || c.List[0].Name != "Juma" {
		t.Errorf("one is hidden: got %+v", c)
	}
	o.post("/organiser/actions/2", nil, "csrf", o.csrf(), "to", "duplicate")
	if c := h.comments(); len(c.List) != 0 {
		t.Errorf("what does not count is shown: got %+v", c)
	}
	for path, status := range map[string]int{"/organiser/comments/9": 404, "/organiser/comments/x": 400} {
		o.get("/organiser/comments")
		if o.post(path, nil, "csrf", o.csrf(), "to", "shown"); o.last.StatusCode != status {
			t.Errorf("%s: got %s", path, o.last.Status)
		}
	}
	o.get("/organiser/comments")
	if o.post("/organiser/comments/1", nil, "csrf", o.csrf(), "to", "nonsense"); o.last.StatusCode != 400 {
		t.Errorf("nonsense: got %s", o.last.Status)
	}
}

// TestCommentsUnchanged: who has the feed already is not sent it again.
func TestCommentsUnchanged(t *testing.T) {
	h := start(t)
	resp, _ := h.do("GET", "/v1/comments", nil)
	tag := resp.Header.Get("ETag")
	if resp, body := h.do("GET", "/v1/comments", nil, "If-None-Match", tag); resp.StatusCode != http.StatusNotModified || len(body) != 0 || tag == "" {
		t.Errorf("got %s and %d bytes for the tag %s", resp.Status, len(body), tag)
	}
	h.send(h.seal(comment("Juma", "hello")))
	h.total(data.Comment)
	if _, err := h.store.Moderate(t.Context(), 1, "shown"); err != nil {
		t.Fatal(err)
	}
	o := h.organiser()
	o.logIn()
	o.post("/organiser/comments/1", nil, "csrf", o.csrf(), "to", "shown")
	if resp, body := h.do("GET", "/v1/comments", nil, "If-None-Match", tag); resp.StatusCode != 200 || len(body) == 0 {
		t.Errorf("changed: got %s", resp.Status)
	}
	resp, body := h.do("GET", "/v1/comments?campaign=other", nil)
	wantError(t, resp, body, data.CodeCampaignUnknown)
}

// TestCommentsOfABlindServer: it can let none through, and does not say that there are none.
func TestCommentsOfABlindServer(t *testing.T) {
	resp, body := start(t, blind).do("GET", "/v1/comments", nil)
	wantError(t, resp, body, data.CodeNotFound)
}
