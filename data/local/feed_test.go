package local

import (
	"reflect"
	"testing"
	"time"

	"placard/data"
)

// TestFeed: a list takes the place of the one before, whole, and outlives the store.
func TestFeed(t *testing.T) {
	name := newName(t)
	s := open(t, name)
	is := func(want data.Feed) {
		t.Helper()
		got, err := s.Feed(t.Context(), campaign)
		if err != nil || !got.Asked.Equal(want.Asked) || !got.At.Equal(want.At) || got.Total != want.Total || got.Tag != want.Tag || !reflect.DeepEqual(got.List, want.List) {
			t.Errorf("got %+v, %v, want %+v", got, err, want)
		}
	}
	is(data.Feed{})
	asked := time.Unix(1204156800, 0)
	f := data.Feed{Asked: asked, Tag: `"one"`, Comments: data.Comments{Campaign: campaign, At: asked.Add(-time.Millisecond), Total: 7, List: []data.Published{
		{ID: "b", Day: "2008-02-27", Name: "Wanjirũ", Text: "two\nlines", Lang: "sw"}, {ID: "a", Day: "2008-02-26", Name: "'; DROP", Text: "مرحبا"},
	}}}
	if err := s.KeepFeed(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	is(f)
	if other, err := s.Feed(t.Context(), "other"); err != nil || !other.Asked.IsZero() || len(other.List) != 0 {
		t.Errorf("another campaign: got %+v, %v", other, err)
	}
	f.Asked = asked.Add(time.Hour)
	if err := s.SeeFeed(t.Context(), campaign, f.Asked); err != nil {
		t.Fatal(err)
	}
	is(f)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, name)
	is(f)
	f.Tag, f.Total, f.List = `"two"`, 1, f.List[:1]
	if err := s.KeepFeed(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	is(f)
	f.Total, f.List = 0, nil
	if err := s.KeepFeed(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	is(f)
}
