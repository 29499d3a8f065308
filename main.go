// Placard is an offline activism kit: it shows a campaign's pack, takes people's actions where there is no
// connectivity, keeps them sealed on the device, and sends them to the campaign's server when there is a network.
//
// Both editions start in the same order, store → outbox → window; what differs stands in main_other.go and main_js.go.
package main

import (
	"context"
	"errors"
	"io"
	"sync"

	"fyne.io/fyne/v2"

	"placard/app"
	"placard/data"
	"placard/data/local"
	"placard/data/outbox"
	"placard/data/pack"
)

// kit is what runs behind the window.
type kit struct {
	pack     *pack.Pack
	campaign data.Campaign
	store    io.Closer
	outbox   *outbox.Outbox
	archive  *local.Archive // of the pack; nil where there is no store
	looks    looks
	fault    error // why nothing can be kept or sent; the pack can be read all the same
}

// open opens the bundled pack, the store of the given name and the outbox on it. The error is the pack's: without
// text there is nothing to show. Everything else that is wrong ends in kit.fault, for the screen.
func open(ctx context.Context, name string, campaign data.Campaign, campaignErr error) (*kit, error) {
	p, err := pack.Bundled()
	if err != nil {
		return nil, err
	}
	k := &kit{pack: p, campaign: campaign, fault: campaignErr}
	if k.campaign.ID == "" && p.Campaign != nil {
		k.campaign, k.fault = *p.Campaign, nil
	}
	if k.campaign.ID != "" && k.campaign.ID != p.ID {
		k.campaign, k.fault = data.Campaign{}, data.NewError(data.CodeCampaignCard, "campaign", nil)
	}
	if k.campaign.ID == "" {
		return k, nil
	}
	store, err := local.Open(ctx, name)
	if err != nil {
		k.fault = err
		return k, nil
	}
	k.store, k.archive = store, store.Archive(p.Hash)
	if k.outbox, err = outbox.New(outbox.Config{Store: store, Feeds: store, Campaign: k.campaign}); err != nil {
		k.fault = err
	}
	return k, nil
}

// looks are how an edition keeps what the user chose of the kit's looks, and where it has further letters.
type looks struct {
	look   app.Look
	wishes app.Wishes
	keep   func(app.Look) error
	font   func(ctx context.Context, name string) ([]byte, error)
	scribe app.Scribe
}

func (l looks) put(c *app.Config) {
	c.Look, c.Wishes, c.KeepLook, c.Font, c.Scribe = l.look, l.wishes, l.keep, l.font, l.scribe
}

// app makes the window's content.
func (k *kit) app(fa fyne.App, p app.Platform) *app.App {
	c := app.Config{Pack: k.pack, Campaign: k.campaign, Platform: p, Fault: k.fault}
	k.looks.put(&c)
	if k.outbox != nil {
		c.Outbox = k.outbox
	}
	if k.archive != nil {
		c.Archive = k.archive
	}
	a := app.New(fa, c)
	if coded := (*data.Error)(nil); errors.As(k.fault, &coded) {
		a.Notice(app.Notice{Key: "fault", Weight: app.Danger, Words: func() (string, string) { return app.ErrorWords(coded), "" }})
	}
	return a
}

// run makes the pack's news ready to be searched, and sends what waits until ctx ends.
func (k *kit) run(ctx context.Context) {
	var filling sync.WaitGroup
	filling.Go(func() { k.fill(ctx) })
	if k.outbox != nil {
		k.outbox.Run(ctx) // ends with ctx only, and says that
	}
	filling.Wait()
}

// fill fills the archive, unless that was done for this pack before. Where it fails, on a full device perhaps, the app
// searches without it, more slowly, and the next start tries again.
func (k *kit) fill(ctx context.Context) {
	if k.archive == nil {
		return
	}
	for _, e := range k.pack.Editions() {
		if err := k.archive.Fill(ctx, e.Lang, e.Texts()); err != nil {
			return
		}
	}
}

// close closes the store. What was queued is safe with or without it.
func (k *kit) close() error {
	if k.store == nil {
		return nil
	}
	return k.store.Close()
}
