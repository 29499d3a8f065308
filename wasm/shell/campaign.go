//go:build js

package shell

import (
	"context"
	"fmt"
	"syscall/js"

	"placard/data"
	"placard/wasm/fetch"
)

const (
	campaignFile = "campaign.json"
	mostCampaign = 1 << 20 // bytes
)

// Campaign fetches the campaign file that lies beside the page; the service worker answers with the last one that came
// when there is no network. The error is a [data.Error]. Do not call it on the UI goroutine once the app runs.
func Campaign(ctx context.Context) (data.Campaign, error) {
	base := js.Global().Get("document").Get("baseURI").String()
	address := js.Global().Get("URL").New(campaignFile, base).Get("href").String()
	got, err := fetch.Do(ctx, fetch.Request{Method: "GET", URL: address, Cached: true, Most: mostCampaign})
	switch {
	case err != nil:
		return data.Campaign{}, data.NewError(data.CodeOffline, "", err)
	case got.Status == 404:
		return data.Campaign{}, data.NewError(data.CodeNoRecipients, "", nil)
	case got.Status != 200:
		return data.Campaign{}, data.NewError(data.CodeNotOurServer, "", fmt.Errorf("%s answered %d", campaignFile, got.Status))
	}
	return data.ParseCampaign(got.Body)
}
