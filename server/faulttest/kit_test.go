package faulttest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"placard/data"
	"placard/data/local"
	"placard/data/outbox"
)

// kitConfig is what a kit's process is told, as JSON in its environment.
type kitConfig struct {
	Dir      string
	Campaign data.Campaign
	Clock    time.Duration // how wrong its clock is
	Idle     time.Duration
}

// kitMain is the kit: the real store and the real outbox, driven by lines on standard input ("queue UUID", "wake")
// and telling on standard output what happened ("ok UUID", "err UUID CODE", "tally WAITING SENT REFUSED").
func kitMain() int {
	var c kitConfig
	if err := json.Unmarshal([]byte(os.Getenv(childEnv)), &c); err != nil {
		fmt.Fprintln(os.Stderr, "read configuration:", err)
		return 1
	}
	ctx := context.Background()
	store, err := local.Open(ctx, c.Dir)
	if err != nil {
		say("closed %s", codeOf(err))
		fmt.Fprintln(os.Stderr, "open:", err)
		return 3
	}
	o, err := outbox.New(outbox.Config{Store: store, Campaign: c.Campaign, Pace: outbox.Pace{
		Stall: 250 * time.Millisecond, First: 10 * time.Millisecond, Most: 200 * time.Millisecond, Idle: c.Idle,
	}})
	if err != nil {
		fmt.Fprintln(os.Stderr, "make outbox:", err)
		return 1
	}
	changed := make(chan struct{}, 1)
	o.Watch(func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	go func() {
		for range changed {
			if t, err := o.Tally(ctx); err == nil {
				say("tally %d %d %d", t.Waiting, t.Sent, t.Refused)
			}
		}
	}()
	go o.Run(ctx)
	say("ready")
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		switch verb, id, _ := strings.Cut(in.Text(), " "); verb {
		case "queue":
			if err := o.Queue(ctx, actOf(uuid.MustParse(id), time.Now().Add(c.Clock))); err != nil {
				say("err %s %s", id, codeOf(err))
			} else {
				say("ok %s", id)
			}
		case "wake":
			o.Wake()
		}
	}
	if err := store.Close(); err != nil {
		fmt.Fprintln(os.Stderr, "close:", err)
		return 1
	}
	return 0
}

// actOf is the action that belongs to an id.
func actOf(id uuid.UUID, at time.Time) data.Action {
	a := data.NewAction(campaignOf(), data.Signature, at)
	a.ID = id
	a.Fields[data.FieldName] = nameOf(id)
	a.Fields[data.FieldEmail] = id.String()[:8] + "@example.org"
	return a
}

func nameOf(id uuid.UUID) string { return "Wanjirũ " + id.String() }

func campaignOf() string { return "kenya-2008" }

var saying sync.Mutex

func say(format string, args ...any) {
	saying.Lock()
	defer saying.Unlock()
	fmt.Printf(format+"\n", args...)
}

func codeOf(err error) data.Code {
	if e := (*data.Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return "uncoded"
}
