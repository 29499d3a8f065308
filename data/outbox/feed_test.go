//go:build !js

package outbox

import (
	"net/http"
	"testing"
	"time"

	"placard/data"
	"placard/data/local"
)

// newReader makes an outbox that fetches comments, from a server that has one.
func newReader(t *testing.T) (*Outbox, *campaignServer, *data.Comments) {
	t.Helper()
	s := newServer(t)
	list := &data.Comments{Campaign: campaignID, At: time.Now().UTC(), Total: 1, List: []data.Published{{ID: "0123456789abcdef", Day: "2008-02-27", Name: "Juma", Text: "Haki"}}}
	s.meddle = func(_ int, w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/v1/comments" {
			return false
		}
		tag := `"` + list.At.String() + `"`
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
		body, signature, err := data.SignComments(*list, s.key)
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set(data.SignatureHeader, signature)
		w.Write(body)
		return true
	}
	store, err := local.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	o, err := New(Config{Store: store, Feeds: store, Campaign: s.campaign, Pace: quick})
	if err != nil {
		t.Fatal(err)
	}
	return o, s, list
}

func feed(t *testing.T, o *Outbox) data.Feed {
	t.Helper()
	f, err := o.Feed(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// again drains as if it were time to ask.
func again(t *testing.T, o *Outbox) {
	t.Helper()
	o.askNow()
	if err := o.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestCommentsComeDown(t *testing.T) {
	o, _, list := newReader(t)
	if f := feed(t, o); !f.Asked.IsZero() || len(f.List) != 0 {
		t.Errorf("before: got %+v", f)
	}
	told := make(chan bool, 9)
	defer o.Watch(func() {
		if f, err := o.Feed(t.Context()); err == nil && len(f.List) == 1 {
			told <- true
		}
	})()
	again(t, o)
	f := feed(t, o)
	if len(f.List) != 1 || f.List[0] != list.List[0] || f.Total != 1 || time.Since(f.Asked) > time.Minute || len(told) == 0 {
		t.Errorf("got %+v, watchers told %d times", f, len(told))
	}
	again(t, o) // as it was
	if f := feed(t, o); len(f.List) != 1 {
		t.Errorf("unchanged: got %+v", f)
	}
	list.At, list.Total, list.List = list.At.Add(time.Second), 0, nil
	again(t, o)
	if f := feed(t, o); len(f.List) != 0 || f.Total != 0 || f.Asked.IsZero() {
		t.Errorf("taken back: got %+v", f)
	}
}

// TestCommentsOfSomebodyElse: what our server did not sign is not shown, and what was there stays.
func TestCommentsOfSomebodyElse(t *testing.T) {
	o, s, list := newReader(t)
	again(t, o)
	good := s.meddle
	for name, meddle := range map[string]func(w http.ResponseWriter){
		"unsigned": func(w http.ResponseWriter) { w.Write([]byte(`{"campaign":"kenya-2008","comments":[]}`)) },
		"counters for comments": func(w http.ResponseWriter) {
			b := []byte(`{"campaign":"kenya-2008","total":9}`)
			w.Header().Set(data.SignatureHeader, sign(s.key, "placard counters v1\x00", b))
			w.Write(b)
		},
		"of another campaign": func(w http.ResponseWriter) {
			other := *list
			other.Campaign = "other"
			b, signature, _ := data.SignComments(other, s.key)
			w.Header().Set(data.SignatureHeader, signature)
			w.Write(b)
		},
	} {
		s.lock(func() {
			s.meddle = func(_ int, w http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path == "/v1/comments" {
					meddle(w)
				}
				return r.URL.Path == "/v1/comments"
			}
		})
		o.askNow()
		wantErr(t, o.Drain(t.Context()), data.CodeNotOurServer)
		if f := feed(t, o); len(f.List) != 1 {
			t.Errorf("%s: got %+v", name, f)
		}
	}
	// A server that has none is no failure.
	s.lock(func() {
		s.meddle = func(_ int, w http.ResponseWriter, r *http.Request) bool { return false }
	})
	again(t, o)
	s.lock(func() { s.meddle = good })
	again(t, o)
	if f := feed(t, o); len(f.List) != 1 || o.Status().Err != nil {
		t.Errorf("at last: got %+v, %v", f, o.Status().Err)
	}
}
