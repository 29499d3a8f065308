package server_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"placard/data"
	"placard/data/pack"
	"placard/server"
	servermail "placard/server/mail"
	"placard/server/mail/mailtest"
)

// letterPack is a pack with a letter to two targets, and one who has no address, until the last of February.
func letterPack() *pack.Pack {
	l := &pack.Letter{Subject: "Kenya: end the killings", Deadline: time.Date(2008, 2, 29, 0, 0, 0, 0, time.UTC), Facts: "People are killed.", Requests: []string{"End it."}, Closing: "Yours sincerely,", Targets: []pack.Target{
		{ID: "president", Lang: "en", Name: "Mwai Kibaki", Salutation: "Your Excellency,", Email: "president@example.org"},
		{ID: "minister", Lang: "en", Name: "The Minister", Salutation: "Dear Minister,", Email: "minister@example.org"},
		{ID: "judge", Lang: "en", Name: "The Judge", Salutation: "Dear Judge,"},
	}}
	return &pack.Pack{ID: campaign, Languages: []string{"en"}, Hash: strings.Repeat("ab", 32), Edition: pack.Edition{Lang: "en", Forms: []pack.Form{{ID: "letter", Lang: "en", Kind: data.Letter, Letter: l}}}}
}

// office is a server that is not listening, whose letters are mailed when a test says so.
type office struct {
	*host
	relay *mailtest.Relay
	clock *clock
	n     int
}

// newOffice changes a host so that it mails letters to a relay of its own.
func newOffice(t *testing.T, change ...any) *office {
	t.Helper()
	o := &office{relay: mailtest.Start(t, nil), clock: &clock{t: time.Date(2008, 2, 27, 12, 0, 0, 0, time.UTC)}}
	o.host = startIdle(t, t.TempDir(), append(o.changes(), change...)...)
	return o
}

func (o *office) changes() []any {
	return []any{
		func(c *server.Config) {
			c.Pack = letterPack()
			c.Mail = server.Mail{Post: &servermail.Relay{Addr: o.relay.Addr, From: mail.Address{Name: "Act for Kenya", Address: "letters@campaign.example"}, Patience: 10 * time.Second}, Pace: time.Minute}
		},
		func(s *server.Server) { s.SetMailClock(o.clock.now) },
	}
}

// serve lets an organiser in, without mailing by itself.
func (o *office) serve() {
	s := httptest.NewServer(o.Server)
	o.t.Cleanup(s.Close)
	o.url = s.URL
}

// letterTo is a letter whose writer agrees to be answered.
func letterTo(target, name, email string) data.Action {
	a := action(name, email)
	a.Kind, a.Lang, a.Pack = data.Letter, "en", strings.Repeat("ab", 32)
	a.Fields["target"], a.Fields["personal"], a.Fields["place"] = target, "I saw "+name+"'s house burn.", "Kisumu"
	a.Consents = []data.Consent{{Purpose: "reply", Given: true, TextHash: strings.Repeat("ab", 32), Lang: "en", Method: pack.Method}}
	return a
}

// write puts letters into the store and opens them.
func (o *office) write(letters ...data.Action) {
	o.t.Helper()
	for _, a := range letters {
		if _, err := o.store.Put(o.t.Context(), []data.Sealed{o.seal(a)}); err != nil {
			o.t.Fatal(err)
		}
	}
	o.openAll()
}

func (o *office) openAll() {
	o.t.Helper()
	for {
		if n, err := o.OpenSome(o.t.Context()); err != nil {
			o.t.Fatal(err)
		} else if n == 0 {
			return
		}
	}
}

// round mails what is due now.
func (o *office) round() {
	o.t.Helper()
	if _, err := o.DeliverSome(o.t.Context()); err != nil {
		o.t.Error(err)
	}
}

// rounds mails for so long, looking sixty times, but not more often than every half minute.
func (o *office) rounds(d time.Duration) {
	o.t.Helper()
	step := max(30*time.Second, d/60)
	for range d / step {
		o.clock.add(step)
		o.round()
	}
}

func (o *office) delivery(seq int64) server.Delivery {
	o.t.Helper()
	list, err := o.store.Deliveries(o.t.Context(), server.DeliveryQuery{Campaign: campaign, Seq: seq, Limit: 1})
	if err != nil || len(list) != 1 {
		o.t.Fatalf("letter %d: got %v, %v", seq, list, err)
	}
	return list[0]
}

func (o *office) want(seq int64, state server.DeliveryState, code int, reason server.Reason) {
	o.t.Helper()
	if d := o.delivery(seq); d.State != state || d.Code != code || d.Reason != reason {
		o.t.Errorf("letter %d: got %s %d %q, want %s %d %q", seq, d.State, d.Code, d.Reason, state, code, reason)
	}
}

func text(t *testing.T, m mailtest.Mail) string {
	t.Helper()
	b, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(m.Body)))
	if err != nil {
		t.Error(err)
	}
	return string(b)
}

// TestLettersAreMailed goes the whole way, from the wire to the relay, and looks for what it leaves behind.
func TestLettersAreMailed(t *testing.T) {
	o := &office{relay: mailtest.Start(t, nil), clock: &clock{t: time.Date(2008, 2, 27, 12, 0, 0, 0, time.UTC)}}
	o.host = start(t, append(o.changes(), func(c *server.Config) { c.Mail.Pace = time.Nanosecond })...)
	no := letterTo("minister", "Otieno", "otieno@example.org")
	no.Consents[0].Given = false
	o.send(o.seal(letterTo("president", "Wanjirũ", "wanjiru@example.org")), o.seal(no))
	o.total(data.Letter)
	for deadline := time.Now().Add(10 * time.Second); len(o.relay.Mails()) < 2 || o.delivery(1).State != server.Sent || o.delivery(2).State != server.Sent; time.Sleep(5 * time.Millisecond) {
		o.clock.add(time.Second)
		o.WakeMail()
		if time.Now().After(deadline) {
			t.Fatalf("got %d mails; %s", len(o.relay.Mails()), o.logs)
		}
	}
	mails := o.relay.Mails()
	slices.SortFunc(mails, func(a, b mailtest.Mail) int { return strings.Compare(b.To, a.To) })
	yes, not := mails[0], mails[1]
	if yes.To != "president@example.org" || yes.Header.Get("Reply-To") != "<wanjiru@example.org>" || !strings.Contains(text(t, yes), "Wanjirũ's house") {
		t.Errorf("got %q %v %s", yes.To, yes.Header, text(t, yes))
	}
	if not.To != "minister@example.org" || not.Header.Get("Reply-To") != "" || strings.Contains(text(t, not), "otieno@") {
		t.Errorf("without consent: got %q %v %s", not.To, not.Header, text(t, not))
	}
	o.stop()
	o.nothingPersonal("Wanjir", "wanjiru@", "Otieno", "otieno@", "house burn", "Kisumu")
}

// nothingPersonal looks for words in the log and in every file of the store.
func (o *office) nothingPersonal(words ...string) {
	o.t.Helper()
	files, err := filepath.Glob(filepath.Join(o.dir, "*"))
	if err != nil || len(files) == 0 {
		o.t.Fatalf("got %v, %v", files, err)
	}
	texts := map[string][]byte{"log": []byte(o.logs.String())}
	for _, f := range files {
		if texts[f], err = os.ReadFile(f); err != nil {
			o.t.Fatal(err)
		}
	}
	for name, b := range texts {
		for _, w := range words {
			if bytes.Contains(b, []byte(w)) {
				o.t.Errorf("%s holds %q", filepath.Base(name), w)
			}
		}
	}
}

// TestHostileTarget: a made-up target may be anybody's name, and is not written down.
func TestHostileTarget(t *testing.T) {
	o := newOffice(t)
	o.write(letterTo("Wanjirũ of Kisumu", "Wanjirũ", ""))
	o.rounds(20 * time.Minute)
	o.want(1, server.Stopped, 0, server.ReasonNoTarget)
	if err := o.store.Close(); err != nil {
		t.Fatal(err)
	}
	o.nothingPersonal("Wanjir", "Kisumu")
}

// TestPace counts how many letters a target gets in some minutes, and that nobody waits for another's.
func TestPace(t *testing.T) {
	o := newOffice(t)
	for i := range 80 {
		o.write(letterTo([]string{"president", "minister"}[i%2], fmt.Sprint("Writer ", i), ""))
	}
	o.round()
	if n := len(o.relay.Mails()); n > 2 {
		t.Errorf("at once: got %d mails", n)
	}
	o.rounds(10 * time.Minute)
	before := len(o.relay.Mails())
	o.rounds(20 * time.Minute)
	if got := len(o.relay.Mails()) - before; got < 22 || got > 44 {
		t.Errorf("got %d mails in twenty minutes to two targets, want about 34", got)
	}
}

func TestAnswersOfTheRelay(t *testing.T) {
	o := newOffice(t)
	o.write(letterTo("president", "A", ""))
	o.relay.FailAt(mailtest.Target, mailtest.Later)
	o.rounds(16 * time.Minute)
	d := o.delivery(1)
	if o.want(1, server.Waiting, 451, "4.3.0"); d.Attempts < 1 || d.Attempts > 3 || !d.Next.After(o.clock.now()) {
		t.Errorf("got %+v: want it to wait longer each time", d)
	}
	o.relay.FailAt(mailtest.Target, mailtest.Never)
	o.rounds(time.Hour)
	o.want(1, server.Refused, 554, "5.7.1")
	o.relay.FailAt(mailtest.End, mailtest.CutAfter)
	o.write(letterTo("president", "B", ""))
	o.rounds(20 * time.Minute)
	o.want(2, server.Unsure, 0, server.ReasonBroken)
	o.relay.Fail(nil)
	o.rounds(12 * time.Hour)
	if o.want(2, server.Unsure, 0, server.ReasonBroken); len(o.relay.Mails()) != 1 {
		t.Errorf("got %d mails: what may have been sent is not sent again by itself", len(o.relay.Mails()))
	}
	if strings.Contains(o.logs.String(), "dear writer") {
		t.Error("the log repeats the relay's words")
	}
}

// TestGivingUp refuses for now until the server takes it for good.
func TestGivingUp(t *testing.T) {
	o := newOffice(t, func(c *server.Config) { c.Pack.Forms[0].Letter.Deadline = time.Time{} })
	o.relay.FailAt(mailtest.Target, mailtest.Later)
	o.write(letterTo("president", "A", ""))
	began := o.clock.now()
	for o.delivery(1).State == server.Waiting {
		if o.clock.add(10 * time.Minute); o.clock.now().Sub(began) > 200*time.Hour {
			t.Fatal("it never ends")
		}
		o.round()
	}
	o.want(1, server.Refused, 451, "4.3.0")
	if d, took := o.delivery(1), o.clock.now().Sub(began); d.Attempts != server.MaxAttempts || took < 48*time.Hour || took > 120*time.Hour {
		t.Errorf("got %d attempts in %v", d.Attempts, took)
	}
}

// TestRelayInTrouble: what concerns the relay costs no letter a try, and is tried ever more rarely.
func TestRelayInTrouble(t *testing.T) {
	for _, at := range []mailtest.Step{mailtest.Greeting, mailtest.Hello, mailtest.Sender} {
		o := newOffice(t)
		var asked atomic.Int32
		o.relay.Fail(func(s mailtest.Step) mailtest.Fault {
			if s == at {
				asked.Add(1)
				return mailtest.Never
			}
			return mailtest.None
		})
		o.write(letterTo("president", "A", ""), letterTo("minister", "B", ""))
		o.rounds(6 * time.Hour)
		for seq := range int64(2) {
			if o.want(seq+1, server.Waiting, 0, ""); o.delivery(seq+1).Attempts != 0 {
				t.Errorf("%s: got %+v", at, o.delivery(seq+1))
			}
		}
		if n := asked.Load(); n < 10 || n > 40 {
			t.Errorf("%s: asked %d times in six hours", at, n)
		}
		o.relay.Fail(nil)
		if o.rounds(time.Hour); len(o.relay.Mails()) != 2 {
			t.Errorf("%s: well again: got %d mails", at, len(o.relay.Mails()))
		}
	}
}

func TestNotMailed(t *testing.T) {
	o := newOffice(t)
	o.write(letterTo("president", "Set aside", ""), letterTo("judge", "No address", ""), letterTo("president", "Fine", ""))
	if _, err := o.store.Decide(t.Context(), 1, server.Doubled); err != nil {
		t.Fatal(err)
	}
	o.rounds(30 * time.Minute)
	o.want(1, server.Waiting, 0, "")
	o.want(2, server.Stopped, 0, server.ReasonNoAddress)
	o.want(3, server.Sent, 0, "")
	if err := o.store.SetSetting(t.Context(), server.SettingPause, server.PausedOrganiser); err != nil {
		t.Fatal(err)
	}
	o.write(letterTo("president", "Paused", ""))
	o.rounds(30 * time.Minute)
	o.want(4, server.Waiting, 0, "")
	o.clock.add(72 * time.Hour)
	if err := o.store.SetSetting(t.Context(), server.SettingPause, server.PausedNo); err != nil {
		t.Fatal(err)
	}
	o.round()
	o.want(4, server.Stopped, 0, server.ReasonDeadline)
	if n := len(o.relay.Mails()); n != 1 {
		t.Errorf("got %d mails", n)
	}
}

// TestLastMinute: a letter written just before the deadline is not held back beyond it.
func TestLastMinute(t *testing.T) {
	o := newOffice(t)
	o.clock.t = time.Date(2008, 3, 1, 11, 59, 59, 0, time.UTC) // it is still the last day somewhere
	o.write(letterTo("president", "Late", ""))
	o.round()
	o.want(1, server.Sent, 0, "")
}

func TestTestMode(t *testing.T) {
	o := newOffice(t, func(c *server.Config) { c.Mail.Test = "organiser@example.org" })
	o.write(letterTo("president", "A", "a@example.org"))
	o.rounds(30 * time.Minute)
	o.want(1, server.Tested, 0, "")
	mails := o.relay.Mails()
	if len(mails) != 1 || mails[0].To != "organiser@example.org" || mails[0].Header.Get("To") != "<organiser@example.org>" ||
		!strings.HasPrefix(mails[0].Header.Get("Subject"), "[TEST] ") || !strings.Contains(text(t, mails[0]), "president@example.org") {
		t.Errorf("got %+v", mails)
	}
}
