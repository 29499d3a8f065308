//go:build !js

package outbox

import (
	"crypto/ed25519"
	"encoding/base64"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"placard/data"
	"placard/data/seal"
)

func sign(key ed25519.PrivateKey, domain string, b []byte) string {
	return base64.StdEncoding.EncodeToString(ed25519.Sign(key, append([]byte(domain), b...)))
}

func TestOneSignatureAllTheWay(t *testing.T) {
	s := newServer(t)
	o := newOutbox(t, s, quick)
	var changes atomic.Int32
	defer o.Watch(func() { changes.Add(1) })()
	a := signature(1)
	if err := o.Queue(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	wantTally(t, o, 1, 0, 0)
	if changes.Load() == 0 {
		t.Error("queued: no watcher was told")
	}
	if err := o.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantTally(t, o, 0, 1, 0)
	if c := tally(t, o).Counters; c == nil || c.Counts[data.Signature] != 1 {
		t.Errorf("counters: got %+v, want 1 signature", c)
	}
	got, err := seal.Open(s.stored[a.ID], s.identity)
	if err != nil || got.Fields[data.FieldName] != a.Fields[data.FieldName] {
		t.Errorf("got %+v, %v, want %+v", got, err, a)
	}
	if st := o.Status(); !st.Online || st.Err != nil || st.Sending {
		t.Errorf("status: got %+v, want online and at rest", st)
	} else if ago := time.Since(st.Seen); ago < 0 || ago > 3*time.Minute {
		t.Errorf("heard from the server %v ago", ago)
	}
}

func TestQueueRefuses(t *testing.T) {
	o := newOutbox(t, newServer(t), quick)
	nameless, stranger := signature(1), signature(1)
	delete(nameless.Fields, data.FieldName)
	stranger.Campaign = "other"
	wantErr(t, o.Queue(t.Context(), nameless), data.CodeFieldMissing)
	wantErr(t, o.Queue(t.Context(), stranger), data.CodeCampaignUnknown)
	wantTally(t, o, 0, 0, 0)

	_, err := New(Config{Campaign: data.Campaign{ID: campaignID}})
	wantErr(t, err, data.CodeNoRecipients)
}

func TestBatchesDouble(t *testing.T) {
	s := newServer(t)
	o := newOutbox(t, s, quick)
	ids := queue(t, o, 4+8+16+32+10)
	if err := o.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := []int{4, 8, 16, 32, 10}; !slices.Equal(s.batches, want) {
		t.Errorf("got batches of %v, want %v", s.batches, want)
	}
	for i, id := range ids {
		if got, want := s.seqs[id], int64(i+1); got != want {
			t.Errorf("action %d: sent as number %d", want, got)
		}
	}
}

func TestABatchKeepsToItsBytes(t *testing.T) {
	s := newServer(t)
	o := newOutbox(t, s, quick)
	o.size = data.MaxBatchItems
	queue(t, o, 100)
	s.meddle = func(_ int, _ http.ResponseWriter, r *http.Request) bool {
		if r.ContentLength > data.BatchTarget {
			t.Errorf("got a batch of %d bytes, want at most %d", r.ContentLength, data.BatchTarget)
		}
		return false
	}
	if err := o.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(s.batches) < 2 || s.batches[0] < 20 {
		t.Errorf("got batches of %v", s.batches)
	}
	wantTally(t, o, 0, 100, 0)
}

// TestOneBadItem: a server that refuses every batch with a certain item in it gets all the others.
func TestOneBadItem(t *testing.T) {
	for _, code := range []data.Code{data.CodeBatchMalformed, data.CodeBatchTooLarge, data.CodeContentType, data.CodeItemMalformed, data.CodeInternal} {
		t.Run(string(code), func(t *testing.T) {
			s := newServer(t)
			o := newOutbox(t, s, quick)
			o.size = 32
			ids := queue(t, o, 40)
			s.meddle = refuseWith(ids[17], code)
			wantErr(t, o.Drain(t.Context()), code)
			wantTally(t, o, 1, 39, 0)
			if st := o.Status(); st.Err == nil || st.Err.Code != code || !st.Online {
				t.Errorf("status: got %+v, want %s", st, code)
			}
			page, err := o.Page(t.Context(), 40-18, 1)
			if err != nil || page[0].ID != ids[17] || page[0].Code != code || page[0].State != data.StateWaiting {
				t.Errorf("entry: got %+v, %v, want it waiting with %s", page, err, code)
			}
			s.lock(func() { s.meddle = nil })
			run(t, o)
			o.Wake()
			eventually(t, "the item that was refused is sent", func() bool { return s.count() == 40 })
		})
	}
}

// refuseWith refuses every batch that holds the item, whole.
func refuseWith(id uuid.UUID, code data.Code) func(int, http.ResponseWriter, *http.Request) bool {
	return func(_ int, w http.ResponseWriter, r *http.Request) bool {
		body := peek(r)
		items, err := data.ParseBatch(body)
		if err != nil || !slices.ContainsFunc(items, func(i data.Item) bool { return i.Sealed.ID == id }) {
			return false
		}
		fail(w, data.NewError(code, "", nil))
		return true
	}
}

func TestWhatTheServerPutsOffOrRefuses(t *testing.T) {
	s := newServer(t)
	o := newOutbox(t, s, quick)
	ids := queue(t, o, 6)
	s.judge = func(x data.Sealed) (data.Receipt, bool) {
		switch x.ID {
		case ids[0]:
			return data.Receipt{Status: data.Later, Code: data.CodeServerFull, Hint: "Wait."}, true
		case ids[1]:
			return data.Receipt{Status: data.Refused, Code: data.CodeKindUnknown, Hint: "Update."}, true
		case ids[2]:
			return data.Receipt{Status: "what"}, true
		}
		return data.Receipt{}, false
	}
	if err := o.Drain(t.Context()); err == nil {
		t.Error("something was put off: got no error")
	}
	wantTally(t, o, 2, 3, 1)
	s.lock(func() { s.judge = nil })
	run(t, o)
	o.Wake()
	eventually(t, "the rest is sent", func() bool { return tally(t, o).Sent == 5 })
}

func TestAFullServerIsNotAskedForEach(t *testing.T) {
	s := newServer(t)
	o := newOutbox(t, s, quick)
	queue(t, o, 60)
	s.judge = func(data.Sealed) (data.Receipt, bool) {
		return data.Receipt{Status: data.Later, Code: data.CodeServerFull}, true
	}
	wantErr(t, o.Drain(t.Context()), data.CodeServerFull)
	if len(s.paths) > maxStrikes {
		t.Errorf("got %d requests, want at most %d", len(s.paths), maxStrikes)
	}
	wantTally(t, o, 60, 0, 0)
}

func TestARestoredServer(t *testing.T) {
	s := newServer(t)
	pace := quick
	pace.Idle = 20 * time.Millisecond
	o := newOutbox(t, s, pace)
	ids := queue(t, o, 30)
	run(t, o)
	eventually(t, "all sent", func() bool { return tally(t, o).Sent == 30 })
	s.lock(func() { // a backup from before the last twenty
		s.epoch = uuid.New()
		for _, id := range ids[10:] {
			delete(s.stored, id)
			delete(s.seqs, id)
		}
	})
	eventually(t, "all there again", func() bool { return s.count() == 30 && tally(t, o).Sent == 30 })

	s.lock(func() { s.safe = 30 })
	eventually(t, "no seal is kept for nothing", func() bool {
		left, err := o.store.Unverified(t.Context(), campaignID, uuid.Nil, 1)
		return err == nil && len(left) == 0
	})
	s.lock(func() { s.paths = nil })
	eventually(t, "then it asks for counters alone", func() bool {
		var n int
		s.lock(func() { n = len(s.paths) })
		return n >= 3
	})
	s.lock(func() {
		for _, p := range s.paths[1:] { // a check may have been on its way
			if p != "GET /v1/counters" {
				t.Errorf("idle: got %s", p)
			}
		}
	})
}

// What was just sent is not in the counters that came with the answer: they are asked for again soon, also when a new
// epoch made the outbox check what it sent before.
func TestCountersAreAskedForSoonAfterSending(t *testing.T) {
	s := newServer(t)
	o := newOutbox(t, s, quick)
	for range 2 {
		queue(t, o, 1)
		if err := o.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := time.Until(o.poll); got > 3*settle {
			t.Errorf("asks in %v, want within %v", got, 3*settle)
		}
		s.lock(func() { s.epoch = uuid.New() })
	}
	if !slices.Contains(s.paths, "POST /v1/held") {
		t.Errorf("the second round checked nothing: %q", s.paths)
	}
}

func TestAServerThatWillNotCheckStillGetsActions(t *testing.T) {
	s := newServer(t)
	o := newOutbox(t, s, quick)
	queue(t, o, 5)
	if err := o.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.epoch = uuid.New()
	s.meddle = func(_ int, w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/v1/held" {
			fail(w, data.NewError(data.CodeItemMalformed, "", nil))
		}
		return r.URL.Path == "/v1/held"
	}
	queue(t, o, 30)
	wantErr(t, o.Drain(t.Context()), data.CodeItemMalformed)
	wantTally(t, o, 0, 35, 0)
}

func TestRunWakesAtOnce(t *testing.T) {
	s := newServer(t)
	o := newOutbox(t, s, Pace{Stall: time.Second, First: time.Hour, Most: time.Hour, Idle: time.Hour})
	down := true
	s.meddle = func(_ int, w http.ResponseWriter, r *http.Request) bool {
		if down {
			fail(w, data.NewError(data.CodeServerFull, "", nil))
		}
		return down
	}
	run(t, o)
	eventually(t, "the first attempt failed", func() bool { return !o.Status().Next.IsZero() })
	if st := o.Status(); st.Err == nil || st.Err.Code != data.CodeServerFull || time.Until(st.Next) < 20*time.Minute {
		t.Errorf("status: got %+v, want a try in half an hour or more", st)
	}
	s.lock(func() { down = false })
	queue(t, o, 1)
	eventually(t, "queueing wakes", func() bool { return s.count() == 1 })
	s.lock(func() { down = true })
	queue(t, o, 1)
	eventually(t, "it failed again", func() bool { return o.Status().Err != nil && !o.Status().Next.IsZero() })
	s.lock(func() { down = false })
	o.Wake()
	eventually(t, "Wake wakes", func() bool { return s.count() == 2 })
}

// A device that went offline with nothing to send shows that it is online again once it is, and not at the next poll.
func TestOnlineAgain(t *testing.T) {
	o := newOutbox(t, newServer(t), Pace{Stall: time.Second, First: time.Hour, Most: time.Hour, Idle: time.Hour})
	run(t, o)
	eventually(t, "it is online", func() bool { return o.Status().Online && !o.Status().Sending })
	o.setStatus(func(s *Status) { s.Online = false }) // as an event of the device would
	o.Wake()                                          // and another
	eventually(t, "it is online again", func() bool { return o.Status().Online })
}

func TestRetryAfterIsHonoured(t *testing.T) {
	s := newServer(t)
	o := newOutbox(t, s, quick)
	s.meddle = func(n int, w http.ResponseWriter, _ *http.Request) bool {
		if n == 1 {
			w.Header().Set("Retry-After", "1")
			fail(w, data.NewError(data.CodeTooMany, "", nil))
		}
		return n == 1
	}
	start := time.Now()
	queue(t, o, 1)
	run(t, o)
	eventually(t, "the first attempt", func() bool { return o.Status().Err != nil })
	queue(t, o, 1) // does not shorten the wait
	eventually(t, "sent", func() bool { return s.count() == 2 })
	if d := time.Since(start); d < time.Second {
		t.Errorf("sent after %v, want a second or more", d)
	}
}

func TestRetryAfter(t *testing.T) {
	const date = "Wed, 27 Feb 2008 17:04:05 GMT"
	for _, test := range []struct {
		value string
		want  time.Duration
	}{
		{"", 0}, {"7", 7 * time.Second}, {"-3", 0}, {"999999999999999999999", 0}, {"86400", mostAfter}, {"soon", 0},
		{"Wed, 27 Feb 2008 17:05:05 GMT", time.Minute}, {"Wed, 27 Feb 2008 16:00:00 GMT", 0}, {"Wed, 27 Feb 2028 17:05:05 GMT", mostAfter},
	} {
		if got := retryAfter(header{"Retry-After": test.value, "Date": date}); got != test.want {
			t.Errorf("%q: got %v, want %v", test.value, got, test.want)
		}
	}
}

func TestBackoff(t *testing.T) {
	p := Pace{}.withDefaults()
	if got := p.backoff(1); got != 0 {
		t.Errorf("first retry: got %v, want at once", got)
	}
	for failures, want := range map[int]time.Duration{2: time.Second, 3: 2 * time.Second, 6: 16 * time.Second, 20: 3 * time.Minute, 10_000: 3 * time.Minute} {
		seen := map[time.Duration]bool{}
		for range 100 {
			got := p.backoff(failures)
			if seen[got] = true; got < want/2 || got > want {
				t.Errorf("%d failures: got %v, want %v to %v", failures, got, want/2, want)
			}
		}
		if len(seen) < 50 {
			t.Errorf("%d failures: only %d different waits", failures, len(seen))
		}
	}
}
