package app

import (
	"testing"

	"placard/app/semantic"
)

// One notice is shown at a time, the weightiest first; the others are a tap away, and closing one shows the next.
func TestNotices(t *testing.T) {
	s := newStage(t, phone, Config{})
	is := func(want string, role semantic.Role, others string) {
		t.Helper()
		root := s.read()
		var shown []string
		for _, r := range []semantic.Role{semantic.Alert, semantic.Status} {
			for _, n := range semantic.FindAll(root, r) {
				if n.Name == "a hint" || n.Name == "a warning" || n.Name == "a newer warning" || n.Name == "a danger" {
					shown = append(shown, n.Name)
					if n.Role != role {
						t.Errorf("%q is a %s", n.Name, n.Role)
					}
				}
			}
		}
		if want == "" && len(shown) != 0 || want != "" && (len(shown) != 1 || shown[0] != want) {
			t.Errorf("shown are %q, want %q", shown, want)
		}
		if got := s.find(semantic.Button, others) != nil; others != "" && !got {
			t.Errorf("beside %q there is no %q", want, others)
		}
		if others == "" && (s.find(semantic.Button, "1 more notice") != nil || s.find(semantic.Button, "0 more notices") != nil) {
			t.Errorf("beside %q there is said to be more", want)
		}
	}
	put := s.app.Notice
	begins := func() float32 { return s.app.frame.parts[3].Position().Y }
	top := begins()
	if head := s.app.frame.header.Size().Height; top != head {
		t.Errorf("without a notice the screen begins at %v, below a header of %v", top, head)
	}
	put(Notice{Key: "hint", Text: "a hint"})
	is("a hint", semantic.Status, "")
	if begins() <= top {
		t.Error("a notice lies over the screen")
	}
	put(Notice{Key: "danger", Text: "a danger", Weight: Danger})
	put(Notice{Key: "old", Text: "a warning", Weight: Warning})
	is("a danger", semantic.Alert, "2 more notices")
	s.tap(semantic.Button, "2 more notices")
	is("a warning", semantic.Alert, "2 more notices")
	put(Notice{Key: "old", Text: "a warning", Weight: Warning}) // the same again
	is("a warning", semantic.Alert, "2 more notices")
	put(Notice{Key: "new", Text: "a newer warning", Weight: Warning})
	is("a newer warning", semantic.Alert, "3 more notices")
	put(Notice{Key: "hint", Text: "a hint", Action: "Do it", Do: func() { put(Notice{Key: "hint"}) }})
	is("a newer warning", semantic.Alert, "3 more notices")
	for _, want := range []string{"a warning", "a hint"} {
		s.tap(semantic.Button, "3 more notices")
		is(want, map[bool]semantic.Role{true: semantic.Status, false: semantic.Alert}[want == "a hint"], "3 more notices")
	}
	s.tap(semantic.Button, "Do it")
	is("a warning", semantic.Alert, "2 more notices")
	s.tap(semantic.Button, "Close this notice")
	is("a newer warning", semantic.Alert, "1 more notice")
	s.tap(semantic.Button, "1 more notice")
	is("a danger", semantic.Alert, "1 more notice")
	s.tap(semantic.Button, "Close this notice")
	is("a newer warning", semantic.Alert, "")
	s.tap(semantic.Button, "Close this notice")
	is("", "", "")
	if begins() != top {
		t.Errorf("after the last notice the screen begins at %v, want %v", begins(), top)
	}
	if s.find(semantic.Button, "Close this notice") != nil {
		t.Error("nothing is left to close, and a button for it")
	}
}

// What is the only way on cannot be closed away.
func TestNoticeStays(t *testing.T) {
	s := newStage(t, phone, Config{})
	s.app.Notice(Notice{Key: "lost", Text: "open elsewhere", Weight: Danger, Action: "Go on here", Do: func() {}, Stays: true})
	if s.find(semantic.Button, "Go on here") == nil || s.find(semantic.Button, "Close this notice") != nil {
		t.Errorf("a notice that stays can be closed:\n%s", s.text())
	}
	s.app.Notice(Notice{Key: "lost", Text: "open elsewhere", Weight: Danger})
	s.tap(semantic.Button, "Close this notice")
	s.saysNot("open elsewhere")
}
