package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	post "placard/server/mail"
)

func TestMailFlags(t *testing.T) {
	t.Setenv(passwordEnv, "")
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("open sesame\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ args, wrong string }{
		{"", ""},
		{"-smtp=relay.example:587 -mail-from=letters@example.org", ""},
		{"-smtp=relay.example:587 -mail-from=letters@example.org -smtp-user=u -smtp-password-file=" + file, ""},
		{"-mail-from=letters@example.org", "-smtp"},
		{"-smtp=relay.example:587", "-mail-from"},
		{"-smtp=relay.example -mail-from=letters@example.org", "HOST:PORT"},
		{"-smtp=relay.example:587 -mail-from=letters@example.org -smtp-user=u", passwordEnv},
		{"-smtp=relay.example:587 -mail-from=letters@example.org -smtp-user=u -smtp-plain -smtp-password-file=" + file, "without TLS"},
		{"-smtp=relay.example:587 -mail-from=letters@example.org -mail-test=nobody", "-mail-test"},
		{"-smtp=relay.example:587 -mail-from=letters@example.org -mail-pace=0s", "-mail-pace"},
	} {
		var m mailFlags
		f := flag.NewFlagSet("serve", flag.ContinueOnError)
		m.add(f)
		if err := f.Parse(strings.Fields(c.args)); err != nil {
			t.Fatal(err)
		}
		got, err := m.mail()
		if c.wrong == "" && err != nil || c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)) {
			t.Errorf("%s: got %v, want one about %q", c.args, err, c.wrong)
		}
		if r, ok := got.Post.(*post.Relay); ok && c.wrong == "" && r.User != "" && r.Password != "open sesame" {
			t.Errorf("%s: got password %q", c.args, r.Password)
		}
	}
}
