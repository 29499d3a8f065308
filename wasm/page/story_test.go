//go:build browser

package page_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"placard/server/servertest"
	"placard/wasm/browser"
	"placard/wasm/chrome"
	"placard/wasm/firefox"
)

// sign fills the form in as a person does and returns when the screen says that the signature is kept.
func (s *session) sign(name, email string) {
	s.t.Helper()
	s.tap("link", "Sign")
	s.Wait(element("heading", "Sign the petition"))
	s.write(nameField, name)
	if email != "" {
		s.write(emailField, email)
	}
	s.tap("button", "Sign")
	s.Wait(element("heading", "Thank you"))
}

// signAgain is sign for a line of people: the same page and the same typing, with the accessibility actions of a switch
// or a screen reader in place of a finger, because they need no scrolling.
func (s *session) signAgain(name, email string) {
	s.t.Helper()
	if chrome.Eval[bool](s.Page, element("button", "Next person")+" != null") {
		s.act("button", "Next person", "click")
	} else {
		s.act("link", "Sign", "click")
	}
	for field, text := range map[string]string{nameField: name, emailField: email} {
		if text == "" {
			continue
		}
		s.act("textbox", field, "focus")
		s.Insert(text)
		s.Wait(fmt.Sprintf("valueInGo(%s) === %q", element("textbox", field), text))
	}
	s.act("button", "Sign", "click")
	s.Wait(element("heading", "Thank you"))
}

func (s *session) act(role, name, what string) {
	s.t.Helper()
	s.Wait(element(role, name))
	chrome.Eval[chromedp.Void](s.Page, element(role, name)+"."+what+"()")
}

func (s *session) write(field, text string) {
	s.t.Helper()
	s.tapUntil("textbox", field, element("textbox", field)+` === document.activeElement`)
	s.Insert(text)
}

// says waits for words in the mirror.
func (s *session) says(words string) {
	s.t.Helper()
	s.Wait(fmt.Sprintf(`document.getElementById('mirror').textContent.includes(%q)`, words))
}

// The whole way: one visit, the network gone, a signature, everything closed, back without a network, the network back,
// and the organiser sees that signature once.
func TestOneSignatureAllTheWay(t *testing.T) { inEach(t, testOneSignatureAllTheWay) }

func testOneSignatureAllTheWay(t *testing.T, start starter) {
	for name, screen := range screens {
		t.Run(name, func(t *testing.T) {
			c := servertest.Start(t, "-web", edition(t, "1.0.0"))
			b := start(t, browser.Options{Screen: screen})
			s := use(t, b, c.URL, screen.Touch)
			installed(s.Page)
			shot(s.Page, "story-1-appeal-"+name)
			look := func(where string) { // in Chromium TestAxe looks at every screen in every state
				if s.inFirefox() {
					s.check(name + ", " + where)
				}
			}
			look("appeal")

			c.Stop()
			b.Offline(true)
			want := "Wanjirũ wa Ngũgĩ"
			s.sign(want, "wanjiru@example.org")
			s.says("waits for a network")
			s.says("1 waiting")
			shot(s.Page, "story-2-thanks-"+name)
			look("thanks")
			b.Close()

			b = b.Restart()
			s = use(t, b, c.URL, screen.Touch)
			s.says("1 waiting")
			s.tap("link", "Outbox")
			s.says("Waiting")
			shot(s.Page, "story-3-waiting-"+name)
			look("outbox")

			s.sendNow(c)
			s.says("nothing waiting")
			s.says("Sent")
			shot(s.Page, "story-4-sent-"+name)
			s.tap("link", "Appeal")
			s.says("1 signed as of") // the server counted it in the meantime
			s.clean()

			if got := c.WaitFor(1); got[0] != want {
				t.Errorf("the organiser sees %q, want %q", got, want)
			}
		})
	}
}

// Whatever the screen called stored is there after the browser was killed at once, twenty times over.
func TestKilledWhenItSaysWaiting(t *testing.T) { inEach(t, testKilledWhenItSaysWaiting) }

func testKilledWhenItSaysWaiting(t *testing.T, start starter) {
	c := servertest.Start(t, "-web", edition(t, "1.0.0"))
	b := start(t, browser.Options{Screen: chrome.Phone})
	s := use(t, b, c.URL, true)
	installed(s.Page)
	c.Stop()
	times := 20
	if s.inFirefox() {
		times = 4 // each start takes its time
	}
	for i := range times {
		s.signAgain(fmt.Sprintf("Person %d", i+1), "")
		b.Kill()
		b = b.Restart()
		s = use(t, b, c.URL, true)
		s.says(fmt.Sprintf("%d waiting", i+1))
	}
	s.tap("link", "Outbox")
	s.sendNow(c)
	s.says("nothing waiting")
	c.WaitFor(times)
}

// The power goes the moment the first signature of a fresh profile is said to be kept. The phone's disk, as it stood,
// still has it.
func TestPowerCutAtTheFirstSignature(t *testing.T) { inEach(t, testPowerCutAtTheFirstSignature) }

func testPowerCutAtTheFirstSignature(t *testing.T, start starter) {
	disk := browser.NewDisk(t)
	c := servertest.Start(t, "-web", edition(t, "1.0.0"))
	// Tolerant: the server goes while the service worker still fetches.
	b := start(t, browser.Options{Screen: chrome.Phone, Profile: filepath.Join(disk.Dir, "profile"), Tolerant: true})
	s := use(t, b, c.URL, true)
	c.Stop()
	s.signAgain("Wanjirũ wa Ngũgĩ", "")
	cut := disk.Cut(b)
	c.Start()
	s = use(t, start(t, browser.Options{Screen: chrome.Phone, Profile: filepath.Join(cut.Dir, "profile")}), c.URL, true)
	s.says("nothing waiting")
	c.WaitFor(1)
}

// After fifty signatures (fewer in Firefox, which takes longer for each) and a kill no name and no address lies in any
// file of the browser's profile, in UTF-8 or in the UTF-16 that browsers use inside.
func TestSeizedPhone(t *testing.T) { inEach(t, testSeizedPhone) }

func testSeizedPhone(t *testing.T, start starter) {
	c := servertest.Start(t, "-web", edition(t, "1.0.0"))
	b := start(t, browser.Options{Screen: chrome.Phone})
	s := use(t, b, c.URL, true)
	installed(s.Page)
	c.Stop()
	people := 50
	if s.inFirefox() {
		people = 15
	}
	for i := range people {
		s.signAgain(fmt.Sprintf("Canary%02dkimani", i), fmt.Sprintf("canary%02dkimani@example.org", i))
	}
	s.says(fmt.Sprintf("%d waiting", people))
	if s.inFirefox() {
		time.Sleep(3 * time.Second) // its session file has the last page by now; wasm/firefox tests that it is searched
	}
	profile := b.Profile()
	b.Kill()
	leaks := search(t, profile, "anary", 2*people)
	for _, l := range leaks {
		t.Errorf("a name lies in %s", l)
	}
}

// search returns the files below dir that hold the words "Canary00kimani" and so on, at most most of them.
func search(t *testing.T, dir, stem string, most int) []string {
	t.Helper()
	word := regexp.MustCompile(`(?i)c` + stem + `\d\dkimani`)
	var found []string
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if b, err = firefox.Unpack(b); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		files++
		wide := strings.ReplaceAll(string(b), "\x00", "")
		if (word.Match(b) || word.MatchString(wide)) && len(found) < most {
			found = append(found, strings.TrimPrefix(path, dir))
		}
		return nil
	})
	if err != nil || files < 20 {
		t.Fatalf("searched %d files of the profile: %v", files, err)
	}
	return found
}
