package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"

	"filippo.io/age"

	"placard/data"
	"placard/data/seal"
)

var openCommand = command{
	name:  "open",
	short: "open an export with the campaign's key",
	long: `Reads an export from standard input, opens each action with the keys in the identity file, and writes it to standard
output as one line of JSON. What does not open is told on standard error and passed over; then the exit status is 1.

  placardd export -data var > all.placard       on the server
  placardd open -identity recovery.key < all.placard > all.ndjson      where the key is`,
	run: func(ctx context.Context, std stdio, f *flag.FlagSet, args []string) error {
		file := f.String("identity", "", "`file` with the campaign's or the recovery key")
		if err := parse(f, args, 0); err != nil {
			return err
		}
		if *file == "" {
			fmt.Fprintln(std.err, "placardd open: name the key with -identity.")
			return errUsage
		}
		list, err := readIdentities(*file)
		if err != nil {
			return err
		}
		ids := make([]age.Identity, len(list))
		for i, id := range list {
			ids[i] = id
		}
		return openExport(ctx, std, ids)
	},
}

func openExport(ctx context.Context, std stdio, ids []age.Identity) error {
	in, out := bufio.NewReaderSize(std.in, 256<<10), bufio.NewWriter(std.out)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	opened, closed := 0, 0
	for n := 1; ctx.Err() == nil; n++ {
		frame, err := readFrame(in)
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return errors.Join(fmt.Errorf("read frame %d: %w", n, err), out.Flush())
		}
		action, err := openFrame(frame, ids)
		if err != nil {
			closed++
			fmt.Fprintf(std.err, "frame %d: %v\n", n, err)
			continue
		}
		if err := enc.Encode(action); err != nil {
			return fmt.Errorf("write action: %w", err)
		}
		opened++
	}
	if err := errors.Join(ctx.Err(), out.Flush()); err != nil {
		return err
	}
	fmt.Fprintf(std.err, "Opened %d actions, %d could not be opened.\n", opened, closed)
	if closed > 0 {
		return fmt.Errorf("open export: %d of %d actions could not be opened", closed, opened+closed)
	}
	return nil
}

func openFrame(frame []byte, ids []age.Identity) (data.Action, error) {
	items, err := data.ParseBatch(frame)
	if err != nil {
		return data.Action{}, err
	}
	if items[0].Err != nil {
		return data.Action{}, fmt.Errorf("%s: %w", items[0].Sealed.ID, items[0].Err)
	}
	action, err := seal.Open(items[0].Sealed, ids...)
	if err != nil {
		return action, fmt.Errorf("%s: %w", items[0].Sealed.ID, err)
	}
	return action, nil
}

// readFrame reads the next frame whole, or returns io.EOF where the export ends.
func readFrame(r *bufio.Reader) ([]byte, error) {
	line, err := r.ReadSlice('\n')
	switch {
	case err == nil:
	case errors.Is(err, io.EOF) && len(line) == 0:
		return nil, io.EOF
	case errors.Is(err, io.EOF), errors.Is(err, bufio.ErrBufferFull):
		return nil, data.NewError(data.CodeBatchMalformed, "", errors.New("no line of lengths"))
	default:
		return nil, err
	}
	h, s, _ := bytes.Cut(bytes.TrimSuffix(line, []byte{'\n'}), []byte{' '})
	header, err1 := strconv.ParseUint(string(h), 10, 24)
	size, err2 := strconv.ParseUint(string(s), 10, 24)
	if err := errors.Join(err1, err2); err != nil || header+size > data.MaxBatchBytes {
		return nil, data.NewError(data.CodeBatchMalformed, "", err)
	}
	frame := append([]byte(nil), line...)
	frame = append(frame, make([]byte, header+size+2)...)
	if _, err := io.ReadFull(r, frame[len(line):]); err != nil {
		return nil, data.NewError(data.CodeBatchMalformed, "", errors.New("the export ends within an action"))
	}
	return frame, nil
}
