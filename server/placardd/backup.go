package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"placard/data"
	"placard/server"
	"placard/server/sqlite"
)

var backupCommand = command{
	name:  "backup",
	args:  " FILE-OR-FOLDER",
	short: "copy the database while the server runs",
	long: `Copies the database, consistent although the server goes on. A name without an ending is a FOLDER, made if need be, in
which the copy gets a name with date and time; a FILE must not exist yet. When the copy is checked and on disk, the server tells kits that what is in it is safe, and they
let go of their own copies: so put it on another machine or disk, and keep the newest one.

The keys are not in it. Without keys/identity.key or keys/recovery.key the copy is unreadable, to you as well.

To restore: stop the server, copy the backup over DATA/placard.db, remove DATA/placard.db-wal and DATA/placard.db-shm,
start the server. Kits then send again what the backup does not have. Letters are not mailed until the organiser lets them:
the backup does not know which went out after it.

Run it as the user that the server runs as, or its files end up with another owner.`,
	run: func(ctx context.Context, std stdio, f *flag.FlagSet, args []string) error {
		dir := f.String("data", "var/server", "`folder` of the server")
		if err := parse(f, args, 1); err != nil {
			return err
		}
		to := f.Arg(0)
		if info, err := os.Stat(to); strings.HasSuffix(to, string(filepath.Separator)) || err == nil && info.IsDir() || filepath.Ext(to) == "" {
			if err := os.MkdirAll(to, 0o700); err != nil {
				return fmt.Errorf("make backup folder: %w", err)
			}
			to = filepath.Join(to, "placard-"+time.Now().UTC().Format("20060102T150405.000Z")+".db")
		}
		seq, err := sqlite.Backup(ctx, filepath.Join(*dir, databaseName), to)
		if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "%s holds everything up to number %d. The keys are not in it: keep a copy of %s elsewhere too.\n", to, seq, filepath.Join(*dir, "keys"))
		return nil
	},
}

var exportCommand = command{
	name:  "export",
	short: "write everything that was sent, sealed, to standard output or a file",
	long:  "Writes every action that the server holds, sealed as it came, for placardd open. The server may be running;\nrun it as the same user.",
	run: func(ctx context.Context, std stdio, f *flag.FlagSet, args []string) (err error) {
		dir := f.String("data", "var/server", "`folder` of the server")
		out := f.String("o", "", "`file` to write to, which must not exist (default: standard output)")
		if err := parse(f, args, 0); err != nil {
			return err
		}
		b, err := os.ReadFile(filepath.Join(*dir, "campaign.json"))
		if err != nil {
			return fmt.Errorf("read campaign file: %w", err)
		}
		campaign, err := data.ParseCampaign(b)
		if err != nil {
			return fmt.Errorf("read campaign file: %w", err)
		}
		store, err := sqlite.Open(ctx, filepath.Join(*dir, databaseName))
		if err != nil {
			return err
		}
		defer store.Close()
		var w io.Writer = std.out
		if *out != "" {
			file, err2 := os.OpenFile(*out, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
			if err2 != nil {
				return fmt.Errorf("make export: %w", err2)
			}
			defer func() { err = errors.Join(err, file.Sync(), file.Close()) }()
			w = file
		}
		n, err := server.Export(ctx, store, campaign.ID, w)
		fmt.Fprintf(std.err, "Exported %d actions.\n", n)
		return err
	},
}
