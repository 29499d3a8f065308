//go:build js

package shell

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"syscall/js"

	"placard/data"
)

const campaignFile = "campaign.json"

// Campaign fetches the campaign file that lies beside the page; the service worker answers with the last one that came
// when there is no network. The error is a [data.Error]. Do not call it on the UI goroutine once the app runs.
func Campaign(ctx context.Context) (data.Campaign, error) {
	base := js.Global().Get("document").Get("baseURI").String()
	address := js.Global().Get("URL").New(campaignFile, base).Get("href").String()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return data.Campaign{}, data.NewError(data.CodeInternal, "", err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return data.Campaign{}, data.NewError(data.CodeOffline, "", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	switch {
	case err != nil:
		return data.Campaign{}, data.NewError(data.CodeOffline, "", err)
	case resp.StatusCode == http.StatusNotFound:
		return data.Campaign{}, data.NewError(data.CodeNoRecipients, "", nil)
	case resp.StatusCode != http.StatusOK:
		return data.Campaign{}, data.NewError(data.CodeNotOurServer, "", fmt.Errorf("%s answered %s", campaignFile, resp.Status))
	}
	return data.ParseCampaign(body)
}
