//go:build js

// Command queue puts a hundred signatures, sealed to the campaign's keys, into the kit's outbox in the browser, as after
// a day at a stall without a network. It says so in the title of the page, which never leaves its first screen.
package main

import (
	"context"
	"fmt"
	"syscall/js"
	"time"

	"placard/data"
	"placard/data/local"
	"placard/data/outbox"
	"placard/wasm/shell"
)

func main() {
	title := "queued"
	if err := run(context.Background()); err != nil {
		title = err.Error()
	}
	js.Global().Get("document").Set("title", title)
	select {}
}

func run(ctx context.Context) error {
	campaign, err := shell.Campaign(ctx)
	if err != nil {
		return err
	}
	store, err := local.Open(ctx, "placard")
	if err != nil {
		return err
	}
	o, err := outbox.New(outbox.Config{Store: store, Campaign: campaign})
	if err != nil {
		return err
	}
	js.Global().Get("document").Set("title", "queueing")
	for i := range 100 {
		a := data.NewAction(campaign.ID, data.Signature, time.Now())
		a.Fields[data.FieldName] = fmt.Sprintf("Wanjirũ the %dth", i)
		a.Fields[data.FieldEmail] = fmt.Sprintf("wanjiru%d@example.org", i)
		if err := o.Queue(ctx, a); err != nil {
			return err
		}
	}
	return store.Close()
}
