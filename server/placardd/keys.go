package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"placard/data/seal"
)

var keygenCommand = command{
	name:  "keygen",
	args:  " FILE",
	short: "make a key, for offices that keep theirs off the server",
	long: `Makes a key and writes it to FILE, which must not exist. The public part goes to standard output: collect one line of
a campaign key and one of a recovery key in a file for placardd serve -recipients. The keys work with the age tool too.`,
	run: func(_ context.Context, std stdio, f *flag.FlagSet, args []string) error {
		if err := parse(f, args, 1); err != nil {
			return err
		}
		if _, err := os.Lstat(f.Arg(0)); err == nil {
			return fmt.Errorf("make key: %s is there already, and is left alone", f.Arg(0))
		}
		id, err := oneIdentity(f.Arg(0), "A key of Placard. Who has it can read what was sealed to it.")
		if err != nil {
			return err
		}
		fmt.Fprintln(std.out, id.Recipient())
		return nil
	},
}

// oneIdentity reads the key in a file, or makes one and writes it there.
func oneIdentity(path, note string) (*age.HybridIdentity, error) {
	ids, err := readIdentities(path)
	if err == nil {
		return ids[0], nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		return nil, fmt.Errorf("make key: %w", err)
	}
	text := fmt.Sprintf("# %s\n# Made on %s. Public key:\n# %s\n%s\n", note, time.Now().UTC().Format(time.DateOnly), id.Recipient(), id)
	if err := writeFile(path, []byte(text), 0o600); err != nil {
		return nil, fmt.Errorf("write key: %w", err)
	}
	return id, nil
}

// readIdentities reads the keys in a file, one a line, as the age tool writes them.
func readIdentities(path string) ([]*age.HybridIdentity, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read key: %w", err)
	}
	defer clear(b)
	parsed, err := age.ParseIdentities(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("read key %s: %w", path, err)
	}
	var ids []*age.HybridIdentity
	for _, id := range parsed {
		h, ok := id.(*age.HybridIdentity)
		if !ok {
			return nil, fmt.Errorf("read key %s: use post-quantum keys only, the ones that begin with AGE-SECRET-KEY-PQ-1", path)
		}
		ids = append(ids, h)
	}
	return ids, nil
}

// readRecipients reads the public keys in a file, one a line; lines that begin with # are notes.
func readRecipients(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read recipients: %w", err)
	}
	defer f.Close()
	var list []string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if line := strings.TrimSpace(sc.Text()); line != "" && line[0] != '#' {
			list = append(list, line)
		}
	}
	if _, err := seal.ParseRecipients(list); err != nil {
		return nil, fmt.Errorf("read recipients %s: %w", path, err)
	}
	return list, nil
}

// writeFile writes a file whole or not at all, and durably.
func writeFile(path string, b []byte, mode os.FileMode) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails once it is renamed, and is meant to
	_, err = f.Write(b)
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
}
