package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"placard/server"
	"placard/server/mail/mailtest"
)

// newDesk is an office with an organiser in front of it.
func newDesk(t *testing.T, change ...any) (*office, *organiser) {
	t.Helper()
	o := newOffice(t, append(change, func(c *server.Config) { c.Mail.From.Address = "letters@campaign.example" })...)
	o.serve()
	org := o.organiser()
	org.logIn()
	return o, org
}

func wantOn(t *testing.T, page string, words map[string]bool) {
	t.Helper()
	for w, there := range words {
		if strings.Contains(page, w) != there {
			t.Errorf("%q there is %v, want %v", w, !there, there)
		}
	}
}

func TestLettersPage(t *testing.T) {
	o, org := newDesk(t)
	if org.get("/organiser/letters"); !strings.Contains(org.page, "No letters yet.") {
		t.Errorf("got %s", org.page)
	}
	o.write(letterTo("president", "<b>Wanjirũ</b>", "wanjiru@example.org"), letterTo("judge", "B", ""), letterTo("nobody", "C", ""))
	o.rounds(30 * time.Minute)
	org.get("/organiser/letters")
	wantOn(t, org.page, map[string]bool{
		"Mwai Kibaki": true, "The Judge": true, "Unknown": true, "the target has no e-mail address": true, "no such target": true,
		"letters@campaign.example": true, "Pause all mail": true, "Wanjir": false, "nobody": false, "Test mode": false,
	})
	org.get("/organiser/letters?state=sent")
	wantOn(t, org.page, map[string]bool{`id="n1"`: true, `id="n2"`: false})
	org.get("/organiser/letters/1")
	wantOn(t, org.page, map[string]bool{"&lt;b&gt;Wanjirũ&lt;/b&gt;": true, "<b>W": false, "president@example.org": true, "wanjiru@example.org": true, "Your Excellency,": true, "another state of the pack": false})
	for _, path := range []string{"/organiser/letters/99", "/organiser/letters/x", "/organiser/letters/-1"} {
		if org.get(path); org.last.StatusCode != 404 {
			t.Errorf("%s: got %s", path, org.last.Status)
		}
	}
}

func TestLetterButtons(t *testing.T) {
	o, org := newDesk(t)
	o.write(letterTo("president", "A", ""), letterTo("minister", "B", ""))
	press := func(path, to string, status int) {
		t.Helper()
		org.get("/organiser/letters")
		if org.post(path, nil, "csrf", org.csrf(), "to", to, "return", "state="); org.last.StatusCode != status {
			t.Errorf("%s %s: got %s, want %d", path, to, org.last.Status, status)
		}
	}
	press("/organiser/letters/1", "stop", 200)
	o.want(1, server.Stopped, 0, server.ReasonOrganiser)
	press("/organiser/letters/1", "stop", 409)
	press("/organiser/letters/1", "sent", 409)
	press("/organiser/letters/1", "bounced", 400)
	press("/organiser/letters", "pause", 200)
	wantOn(t, org.page, map[string]bool{"an organiser has paused it": true})
	o.rounds(30 * time.Minute)
	o.want(2, server.Waiting, 0, "")
	press("/organiser/letters", "resume", 200)
	o.relay.FailAt(mailtest.End, mailtest.Cut)
	o.rounds(30 * time.Minute)
	o.want(2, server.Unsure, 0, server.ReasonBroken)
	org.get("/organiser/letters")
	wantOn(t, org.page, map[string]bool{"1 perhaps sent": true})
	o.relay.Fail(nil)
	press("/organiser/letters/2", "again", 200)
	press("/organiser/letters/1", "again", 200)
	o.rounds(30 * time.Minute)
	o.want(1, server.Sent, 0, "")
	o.want(2, server.Sent, 0, "")
	if n := len(o.relay.Mails()); n != 2 {
		t.Errorf("got %d mails", n)
	}
	token := org.csrf()
	for _, path := range []string{"/organiser/letters", "/organiser/letters/1", "/organiser/letters/bounce"} {
		if org.post(path, http.Header{"Sec-Fetch-Site": {"cross-site"}}, "csrf", token, "to", "again"); org.last.StatusCode != 403 {
			t.Errorf("%s from another site: got %s", path, org.last.Status)
		}
		if org.post(path, nil, "to", "again"); org.last.StatusCode != 403 {
			t.Errorf("%s without a token: got %s", path, org.last.Status)
		}
	}
}

func TestTestedLettersGoForReal(t *testing.T) {
	o, org := newDesk(t, func(c *server.Config) { c.Mail.Test = "organiser@example.org" })
	o.write(letterTo("president", "A", ""), letterTo("president", "B", ""))
	o.rounds(30 * time.Minute)
	org.get("/organiser/letters")
	wantOn(t, org.page, map[string]bool{"Test mode": true, "organiser@example.org": true, "to their targets": false})
	if org.post("/organiser/letters", nil, "csrf", org.csrf(), "to", "real"); org.last.StatusCode == 200 || o.delivery(1).State != server.Tested {
		t.Errorf("in test mode: got %s, %+v", org.last.Status, o.delivery(1))
	}
	o.Server.Mail.Test = ""
	org.get("/organiser/letters")
	wantOn(t, org.page, map[string]bool{"Send the 2 tested letters to their targets": true})
	org.post("/organiser/letters", nil, "csrf", org.csrf(), "to", "real")
	o.rounds(30 * time.Minute)
	o.want(1, server.Sent, 0, "")
	if mails := o.relay.Mails(); len(mails) != 4 || mails[3].To != "president@example.org" {
		t.Errorf("got %+v", mails)
	}
}

func TestLettersPageSaysWhyTheyWait(t *testing.T) {
	for words, change := range map[string]func(*server.Config){
		"knows no mail relay": func(c *server.Config) { c.Mail = server.Mail{} },
		"cannot mail them":    blind,
	} {
		_, org := newDesk(t, change)
		if org.get("/organiser/letters"); !strings.Contains(org.page, words) {
			t.Errorf("no %q in %s", words, org.page)
		}
	}
	o, org := newDesk(t)
	if err := o.store.SetSetting(t.Context(), server.SettingPause, server.PausedRestored); err != nil {
		t.Fatal(err)
	}
	if org.get("/organiser/letters"); !strings.Contains(org.page, "restored from a backup") {
		t.Error("nothing is said of the restored backup")
	}
	if err := o.store.SetSetting(t.Context(), server.SettingPause, server.PausedNo); err != nil {
		t.Fatal(err)
	}
	o.relay.FailAt(mailtest.Greeting, mailtest.Never)
	o.write(letterTo("president", "A", ""))
	o.rounds(20 * time.Minute)
	if org.get("/organiser/letters"); !strings.Contains(org.page, "The mail relay cannot be used: the relay answered 554 5.7.1") {
		t.Error("nothing is said of the relay's trouble")
	}
}

// report is a bounce as mail servers write it.
func report(id, action, status string) string {
	return fmt.Sprintf("From: MAILER-DAEMON@example.org\r\nSubject: Undelivered Mail Returned to Sender\r\nMessage-ID: <20080227.A1@example.org>\r\n"+
		"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\r\nI am sorry.\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n"+
		"Reporting-MTA: dns; example.org\r\n\r\nFinal-Recipient: rfc822; president@example.org\r\nAction: %s\r\nStatus: %s\r\n\r\n"+
		"--x\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: Kenya\r\nMessage-ID: %s\r\n\r\n--x--\r\n", action, status, id)
}

func TestBounce(t *testing.T) {
	o, org := newDesk(t)
	o.write(letterTo("president", "A", ""), letterTo("president", "B", ""))
	o.rounds(30 * time.Minute)
	mails := o.relay.Mails()
	if len(mails) != 2 || o.delivery(2).State != server.Sent {
		t.Fatalf("got %d mails", len(mails))
	}
	paste := func(text string, status int) {
		t.Helper()
		org.get("/organiser/letters")
		if org.post("/organiser/letters/bounce", nil, "csrf", org.csrf(), "report", text); org.last.StatusCode != status {
			t.Errorf("got %s, want %d", org.last.Status, status)
		}
	}
	id := mails[0].Header.Get("Message-Id")
	paste("hello", 422)
	paste(report(id, "delayed", "4.4.1"), 422)
	paste(report("<0123456789abcdef0123456789abcdef@campaign.example>", "failed", "5.1.1"), 404)
	if o.in(server.Bounced) != 0 {
		t.Error("something came back that did not")
	}
	paste(report(id, "failed", "5.1.1"), 200)
	if !strings.Contains(org.page, "marked as come back") || o.in(server.Bounced) != 1 || o.in(server.Sent) != 1 {
		t.Errorf("got %d bounced, %s", o.in(server.Bounced), org.page)
	}
	paste(report(id, "failed", "5.1.1"), 404) // once is enough
}

func FuzzBounce(f *testing.F) {
	f.Add(report("<0123456789abcdef0123456789abcdef@campaign.example>", "failed", "5.1.1"))
	f.Add("Action: failed\nStatus: 5.0.0\n<0123456789ABCDEF0123456789ABCDEF@")
	f.Fuzz(func(t *testing.T, text string) {
		ids, status := server.ParseBounce(text)
		if len(ids) > 20 || len(status) > 9 || (len(ids) > 0 && status == "") {
			t.Errorf("got %d ids, status %q", len(ids), status)
		}
		for _, id := range ids {
			if len(id) != 32 || strings.Trim(id, "0123456789abcdef") != "" {
				t.Errorf("got id %q", id)
			}
		}
	})
}

// TestMessageIDTellsNothing: the id of an action lies on its writer's device, and is not what a target sees.
func TestMessageIDTellsNothing(t *testing.T) {
	o := newOffice(t)
	a := letterTo("president", "A", "")
	o.write(a)
	o.rounds(30 * time.Minute)
	for _, m := range o.relay.Mails() {
		for _, id := range []string{a.ID.String(), strings.ReplaceAll(a.ID.String(), "-", "")} {
			if strings.Contains(fmt.Sprint(m.Header)+m.Body, id) {
				t.Errorf("the mail holds the action's id: %v", m.Header)
			}
		}
	}
	if o.delivery(1).State != server.Sent {
		t.Error("it was not mailed")
	}
}
