// Placardd is the campaign's server: it takes what kits send, keeps it sealed, counts it, and shows it to the organiser.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	std := stdio{os.Stdin, os.Stdout, os.Stderr}
	switch err := Run(ctx, std, os.Args[1:]...); {
	case errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errUsage):
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "placardd:", err)
		stop()
		os.Exit(1)
	}
}

// stdio is where a command reads and writes.
type stdio struct {
	in       io.Reader
	out, err io.Writer
}

// errUsage ends a command that was called wrongly; what was wrong has been said.
var errUsage = errors.New("wrong usage")

// command is one thing that placardd can do.
type command struct {
	name, args, short string
	long              string
	run               func(ctx context.Context, std stdio, f *flag.FlagSet, args []string) error
}

var commands []command

func init() { // not a literal: help refers to the list
	commands = []command{serveCommand, keygenCommand, passwordCommand, backupCommand, exportCommand, openCommand, packCommand}
}

// Run runs one command. It is what main calls, and tests.
func Run(ctx context.Context, std stdio, args ...string) error {
	name := ""
	if len(args) > 0 {
		name = args[0]
	}
	for _, c := range commands {
		if c.name == name {
			f := flag.NewFlagSet(name, flag.ContinueOnError)
			f.SetOutput(std.err)
			f.Usage = func() { c.usage(f) }
			return c.run(ctx, std, f, args[1:])
		}
	}
	w := std.err
	help := name == "help" || name == "-h" || name == "-help" || name == "--help"
	if help {
		w = std.out
	} else if name != "" {
		fmt.Fprintf(w, "placardd: there is no command %q.\n\n", name)
	}
	fmt.Fprint(w, "Placardd is the campaign's server: it takes what kits send, keeps it sealed, counts it,\nand shows it to the organiser.\n\nUsage: placardd COMMAND [flags]\n\n")
	for _, c := range commands {
		fmt.Fprintf(w, "  %-9s %s\n", c.name, c.short)
	}
	fmt.Fprint(w, "\nBegin with:  placardd serve\nMore on one: placardd COMMAND -h\n")
	if help {
		return nil
	}
	return errUsage
}

func (c command) usage(f *flag.FlagSet) {
	w := f.Output()
	fmt.Fprintf(w, "Usage: placardd %s [flags]%s\n\n%s\n\nFlags:\n", c.name, c.args, c.long)
	f.PrintDefaults()
}

// parse reads flags and leaves exactly want arguments.
func parse(f *flag.FlagSet, args []string, want int) error {
	if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
		return err
	} else if err != nil {
		return errUsage
	}
	if f.NArg() != want {
		fmt.Fprintf(f.Output(), "placardd %s: got %d arguments, want %d.\n\n", f.Name(), f.NArg(), want)
		f.Usage()
		return errUsage
	}
	return nil
}
