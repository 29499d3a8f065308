package faulttest

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"

	"placard/data"
	"placard/data/local"
	"placard/data/outbox"
)

// The store of the device is what the outbox expects; neither package may know the other.
var _ outbox.Store = (*local.Store)(nil)

var (
	seedFlag     = flag.Uint64("seed", 0, "seed of the first run; 0 takes one from the clock")
	runsFlag     = flag.Int("runs", 0, "number of runs, of one seed each; 0 means 1000, or 20 with -short")
	parallelFlag = flag.Int("at-once", 16, "runs at the same time: they mostly wait")
)

// What all runs share, made by TestMain.
var (
	placardd string // the server's binary
	template string // a data folder that has seen its first start
	campaign data.Campaign
	identity age.Identity
)

const childEnv = "PLACARD_FAULT_KIT"

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		os.Exit(kitMain())
	}
	flag.Parse()
	dir, err := os.MkdirTemp("", "faulttest")
	if err == nil {
		err = prepare(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "prepare:", err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// prepare builds the server and lets it make a campaign.
func prepare(dir string) error {
	placardd, template = filepath.Join(dir, "placardd"), filepath.Join(dir, "template")
	build := exec.Command("go", "build", "-tags", "sqlite_fts5", "-o", placardd, "placard/server/placardd")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build placardd: %w\n%s", err, out)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s, err := startServer(ctx, ownHost(), template)
	if err != nil {
		return err
	}
	if err := s.stop(); err != nil {
		return fmt.Errorf("stop server: %w", err)
	}
	b, err := os.ReadFile(filepath.Join(template, "campaign.json"))
	if err != nil {
		return err
	}
	if campaign, err = data.ParseCampaign(b); err != nil {
		return err
	}
	f, err := os.Open(filepath.Join(template, "keys", "identity.key"))
	if err != nil {
		return err
	}
	defer f.Close()
	ids, err := age.ParseIdentities(f)
	if err != nil {
		return err
	}
	identity = ids[0]
	return nil
}
