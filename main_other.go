//go:build !js

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"placard/data"
)

const appID = "org.placard.kit"

func main() {
	if err := desktop(os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "placard:", err)
		os.Exit(1)
	}
}

// desktop runs the kit in a window until it is closed.
func desktop(args []string) error {
	flags := flag.NewFlagSet("placard", flag.ContinueOnError)
	dir := flags.String("data", defaultDir(), "`folder` in which this device keeps its sealed outbox")
	file := flags.String("campaign", "", "campaign `file` (campaign.json) from the organiser; kept for the next start")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is not understood; to open a campaign file write: placard -campaign %[1]s", flags.Arg(0))
	}
	if err := checkDisplay(); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	campaign, err := loadCampaign(*dir, *file)
	if path := (*fs.PathError)(nil); errors.As(err, &path) && path.Path == *file {
		cancel()
		return fmt.Errorf("read campaign file: %w", err)
	}
	k, err := open(ctx, *dir, campaign, err)
	if err != nil {
		cancel()
		return err
	}
	var sending sync.WaitGroup
	sending.Go(func() { k.run(ctx) })

	k.looks = keptLooks(*dir)
	fa := fyneapp.NewWithID(appID)
	w := fa.NewWindow("Placard")
	content := k.app(fa, newComputer(fa, w, k.campaign))
	w.SetPadded(false)
	w.SetContent(content.Content())
	w.Resize(fyne.NewSize(1100, 760))
	w.ShowAndRun()

	content.Close()
	cancel()
	sending.Wait()
	return k.close()
}

func defaultDir() string {
	base, err := os.UserConfigDir()
	if err != nil {
		return "placard-data"
	}
	return filepath.Join(base, "placard")
}

// loadCampaign reads the campaign file given, and keeps a copy beside the outbox; without one it reads that copy.
// Neither is no error: the pack may name its campaign, and can be read without.
func loadCampaign(dir, file string) (data.Campaign, error) {
	kept := filepath.Join(dir, "campaign.json")
	if file == "" {
		b, err := os.ReadFile(kept)
		if errors.Is(err, os.ErrNotExist) {
			return data.Campaign{}, nil
		} else if err != nil {
			return data.Campaign{}, data.NewError(data.CodeStorage, "", err)
		}
		return data.ParseCampaign(b)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return data.Campaign{}, err // desktop says it where the flag was typed
	}
	c, err := data.ParseCampaign(b)
	if err != nil {
		return data.Campaign{}, err
	}
	if err := keep(kept, b); err != nil {
		return c, data.NewError(data.CodeStorage, "", err)
	}
	return c, nil
}

// keep writes a file whole or not at all.
func keep(name string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(name+".new", b, 0o600); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}
