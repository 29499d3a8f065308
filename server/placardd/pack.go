package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"placard/data/pack"
)

var packCommand = command{
	name:  "pack",
	args:  " check FOLDER",
	short: "say what is wrong with a pack, by file and line",
	long: `Checks a campaign's pack, the folder of text files that its kits show, and says what is wrong in which line and what to
write instead. Warnings name what a kit leaves out; with errors no kit opens the pack.`,
	run: func(_ context.Context, std stdio, f *flag.FlagSet, args []string) error {
		if err := parse(f, args, 2); err != nil {
			return err
		}
		if f.Arg(0) != "check" {
			fmt.Fprintf(f.Output(), "placardd pack: there is no %q, only check.\n\n", f.Arg(0))
			f.Usage()
			return errUsage
		}
		folder := os.DirFS(f.Arg(1))
		problems := pack.Problems(pack.Check(folder))
		for _, p := range problems {
			fmt.Fprintln(std.out, p)
		}
		if problems.Fatal() {
			return errors.New("no kit opens this pack")
		}
		p, err := pack.Load(folder)
		if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "The pack of %s is in order: %d news items, %d forms.\n", p.ID, len(p.News), len(p.Forms))
		return nil
	},
}
