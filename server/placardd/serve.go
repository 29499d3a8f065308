package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"placard/server"
	"placard/server/sqlite"
)

const databaseName = "placard.db"

var serveCommand = command{
	name:  "serve",
	short: "run the server; the first start makes keys, campaign file and password",
	long: `Runs the server. Its first start in an empty folder makes everything it needs:

  campaign.json        what kits must know; public. Hand it to activists, put it into the pack.
  keys/identity.key    opens what people sent. Who has it can read everything.
  keys/recovery.key    opens it too, if the first is lost. Move it off this machine.
  keys/receipt.key     signs the server's answers.
  placard.db           what people sent, sealed.

and prints the organiser's first password, once. Keep a copy of keys/ and campaign.json in a safe place: without the
keys nobody can read what was collected. placardd backup saves the database.

To keep the keys off the server altogether, make them elsewhere with placardd keygen, start here with
-recipients FILE, and open what placardd export gives out with placardd open, where the keys are.

Browsers keep the kit offline only where they reach it by https or on this very machine: put a web server that speaks
https in front, and give its address as -server-url.

Letters are mailed through a relay that you name with -smtp, as the sender -mail-from; without it they wait. Begin with
-mail-test YOUR-ADDRESS: you get every letter, and no target gets any. The organiser's page shows how far each one is.`,
	run: runServe,
}

type serveFlags struct {
	addr, data, web, campaign, identity, recipients, url, ready, level string

	mail mailFlags
}

func runServe(ctx context.Context, std stdio, f *flag.FlagSet, args []string) error {
	var o serveFlags
	f.StringVar(&o.addr, "addr", "127.0.0.1:8080", "`address` to listen on; port 0 takes a free one")
	f.StringVar(&o.data, "data", "var/server", "`folder` for database and keys")
	f.StringVar(&o.web, "web", "dist/web", "`folder` of the web edition")
	f.StringVar(&o.campaign, "campaign-id", "", "`id` of the campaign, set at the first start (default \"kenya-2008\")")
	f.StringVar(&o.identity, "identity", "", "`file` with the campaign's key, or \"none\": keep everything sealed (default DATA/keys/identity.key)")
	f.StringVar(&o.recipients, "recipients", "", "`file` with the public keys to seal to, for a first start without making keys")
	f.StringVar(&o.url, "server-url", "", "`URL` by which kits reach the server (default: the address it listens on)")
	f.StringVar(&o.ready, "ready-file", "", "`file` to write the server's address to when it is ready")
	f.StringVar(&o.level, "log", "info", "least `level` to log: debug (every request), info, warn, error")
	o.mail.add(f)
	if err := parse(f, args, 0); err != nil {
		return err
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(o.level)); err != nil {
		return fmt.Errorf("read -log: %w", err)
	}
	log := slog.New(slog.NewJSONHandler(std.err, &slog.HandlerOptions{Level: level}))

	folder, err := openFolder(o.data)
	if err != nil {
		return err
	}
	defer folder.Close()
	l, err := net.Listen("tcp", o.addr)
	if err != nil {
		return fmt.Errorf("listen: %w; stop what listens there, or give another -addr (with make run: ADDR=)", err)
	}
	defer l.Close()
	return serve(ctx, std, o, folder, l, log)
}

func serve(ctx context.Context, std stdio, o serveFlags, folder *folder, l net.Listener, log *slog.Logger) error {
	mail, err := o.mail.mail()
	if err != nil {
		return err
	}
	setup, err := folder.setUp(o, localURL(l.Addr()))
	if err != nil {
		return err
	}
	database := filepath.Join(o.data, databaseName)
	if _, err := os.Stat(database); errors.Is(err, fs.ErrNotExist) && !setup.made {
		fmt.Fprintf(std.out, "WARNING: the campaign is there, but its database %s is not: this starts an empty one.\nIf you have a backup, stop now and put it there. Kits send again only what no backup held.\n\n", database)
	}
	if o.web != "" {
		if _, err := os.Stat(filepath.Join(o.web, "index.html")); err != nil {
			fmt.Fprintf(std.out, "WARNING: there is no web edition in %s: browsers get a page that says so.\n\n", o.web)
		}
	}
	store, err := sqlite.Open(ctx, database)
	if err != nil {
		return err
	}
	defer store.Close()
	s, err := server.New(server.Config{
		Campaign: setup.campaign, Store: store, ReceiptKey: setup.receipt, Identities: setup.identities,
		Web: o.web, Mail: mail, HTTPS: strings.HasPrefix(setup.campaign.Server, "https:"), Log: log,
	})
	if err != nil {
		return err
	}
	setup.tell(std.out)
	if mail.Post != nil && s.Blind() {
		fmt.Fprint(std.out, "WARNING: without a key this server cannot read letters, and so it mails none.\n\n")
	}
	if mail.Test != "" {
		fmt.Fprintf(std.out, "TEST MODE: every letter goes to %s, and none to its target.\n\n", mail.Test)
	}
	if err := firstPassword(ctx, std, store, "The organiser's password, shown only this once:"); err != nil {
		return err
	}
	url := localURL(l.Addr())
	fmt.Fprintf(std.out, "Placard is ready: %s  (organiser: %s/organiser/)\n", url, url)
	if o.ready != "" {
		if err := writeFile(o.ready, []byte(url+"\n"), 0o600); err != nil {
			return fmt.Errorf("write ready file: %w", err)
		}
	}
	debug.SetGCPercent(400) // the heap is a few megabytes: collecting it less often costs nothing that is missed
	log.Info("ready", "campaign", setup.campaign.ID, "epoch", s.Epoch(), "blind", s.Blind())
	if err := s.Serve(ctx, l); err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	if err := store.Close(); err != nil {
		return fmt.Errorf("close database: %w", err)
	}
	log.Info("stopped")
	return nil
}

// firstPassword makes the organiser's password where there is none. It is printed before it is stored: a crash
// between the two makes another one, instead of one that nobody knows.
func firstPassword(ctx context.Context, std stdio, store server.Store, words string) error {
	has, err := server.HasPassword(ctx, store)
	if err != nil || has {
		return err
	}
	password := server.NewPassword()
	if _, err := fmt.Fprintf(std.out, "%s\n\n    %s\n\n", words, password); err != nil {
		return err
	}
	return server.SetPassword(ctx, store, password)
}

// localURL is the address of a listener as somebody on this machine types it.
func localURL(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return "http://" + a.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

var passwordCommand = command{
	name:  "password",
	short: "make a new password for the organiser",
	long:  "Makes a new password for the organiser and prints it. The server may be running (run it as the\nsame user); browsers that are logged in stay so until they log out or it stops.",
	run: func(ctx context.Context, std stdio, f *flag.FlagSet, args []string) error {
		dir := f.String("data", "var/server", "`folder` of the server")
		if err := parse(f, args, 0); err != nil {
			return err
		}
		path := filepath.Join(*dir, databaseName)
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("find the database: %w", err)
		}
		store, err := sqlite.Open(ctx, path)
		if err != nil {
			return err
		}
		defer store.Close()
		password := server.NewPassword()
		if err := server.SetPassword(ctx, store, password); err != nil {
			return err
		}
		fmt.Fprintf(std.out, "The organiser's new password:\n\n    %s\n", password)
		return nil
	},
}
