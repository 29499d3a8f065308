//go:build unix

package chrome

import (
	"context"
	"errors"
	"maps"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"

	"placard/wasm/browser"
)

// Screen is what a page believes it is shown on.
type Screen = browser.Screen

// The two screens that every part of the web edition is tried on.
var (
	Phone   = browser.Phone
	Desktop = browser.Desktop
)

const phoneAgent = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36"

// Options say how to start the browser. The zero value is a desktop screen on a fresh profile.
type Options struct {
	Profile  string   // user data directory; empty means a fresh one that lives as long as the test
	Screen   Screen   // zero means Desktop
	Tolerant bool     // uncaught errors are logged but do not fail the test
	Args     []string // more command line flags
}

// Browser is a running Chromium. The test's end closes it.
type Browser struct {
	*browser.Running
	t    testing.TB
	opts Options
	ctx  context.Context

	mu      sync.Mutex
	offline bool
	targets map[target.ID]attached // pages and workers
}

type attached struct {
	ctx  context.Context
	kind string // "page", "worker", "service_worker", "shared_worker"
}

// Start starts Chromium and ends the test if it cannot. Under -short it skips the test.
func Start(t testing.TB, o Options) *Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("starts Chromium")
	}
	if o.Profile == "" {
		o.Profile = t.TempDir()
	}
	if o.Screen == (Screen{}) {
		o.Screen = Desktop
	}
	proc, err := startProcess(o.Profile, o.Args)
	if err != nil {
		t.Fatal(err)
	}
	actx, cancel := remote.NewAllocator(context.Background(), proc.Socket, remote.NoModifyURL)
	b := &Browser{t: t, opts: o, targets: map[target.ID]attached{}}
	b.Running = browser.NewRunning(t, proc, o.Tolerant, proc.Stop, cancel)
	b.ctx, _ = chromedp.NewContext(actx, chromedp.WithBrowserOption(chromedp.WithBrowserErrorf(b.noise)))
	if err := b.watchWorkers(); err != nil {
		t.Fatalf("connect to Chromium: %v", err)
	}
	return b
}

// noise receives chromedp's own complaints, which come by the dozen when a browser is killed.
func (b *Browser) noise(string, ...any) {}

// Restart starts a new browser on the same profile with the same options, after closing this one unless Kill or Close
// did.
func (b *Browser) Restart() *Browser {
	b.t.Helper()
	b.Close()
	return Start(b.t, b.opts)
}

// Profile returns the user data directory.
func (b *Browser) Profile() string { return b.opts.Profile }

// Offline takes the network away from every page, worker and service worker, those to come included, or gives it back;
// pages get the offline and online events. It is Chromium's emulation: what the browser fetches for itself (a check
// for a new service worker, say) may still get through, so a test of that stops its server as well.
func (b *Browser) Offline(off bool) {
	b.t.Helper()
	b.mu.Lock()
	b.offline = off
	all := maps.Clone(b.targets)
	b.mu.Unlock()
	for id, at := range all {
		switch err := at.setOffline(off); {
		case at.ctx.Err() != nil || errors.Is(err, chromedp.ErrTargetDetached): // closed, or a worker that ended
			b.mu.Lock()
			delete(b.targets, id)
			b.mu.Unlock()
		case err != nil:
			b.t.Errorf("set offline %v: %v", off, err)
		}
	}
}

func (at attached) setOffline(off bool) error {
	rules := network.EmulateNetworkConditionsByRuleParams{EmulateOfflineServiceWorker: &off, MatchedNetworkConditions: []*network.Conditions{}}
	if off {
		rules.MatchedNetworkConditions = append(rules.MatchedNetworkConditions, &network.Conditions{
			Offline: true, DownloadThroughput: -1, UploadThroughput: -1,
		})
	}
	if _, err := Call(at.ctx, network.EmulateNetworkConditionsByRule, rules); err != nil {
		return err
	}
	if at.kind != "page" {
		return nil // a worker takes navigator.onLine from its page
	}
	_, err := Call(at.ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{
		Offline: off, DownloadThroughput: -1, UploadThroughput: -1,
	})
	return err
}

// watchWorkers attaches to each worker and service worker as it appears, for its console and for Offline.
func (b *Browser) watchWorkers() error {
	events := chromedp.BrowserEvents(b.ctx, target.TargetCreated)
	discover := target.SetDiscoverTargetsParams{Discover: true}
	if _, err := chromedp.CallBrowser(b.ctx, target.SetDiscoverTargets, discover); err != nil {
		return err
	}
	go func() {
		for ev, err := range events {
			if err != nil {
				return
			}
			switch ev.TargetInfo.Type {
			case "worker", "service_worker", "shared_worker":
				go b.attachWorker(ev.TargetInfo)
			}
		}
	}()
	return nil
}

func (b *Browser) attachWorker(info *target.Info) {
	ctx, _ := chromedp.NewContext(b.ctx, chromedp.WithTargetID(info.TargetID), chromedp.WithDetachOnCancel())
	if err := b.adopt(ctx, info.Type); err != nil && b.ctx.Err() == nil {
		b.Journal.Logf("%s %s: %v", info.Type, info.URL, err)
	}
}

// adopt attaches to a target of the given kind, sends its console to the log and applies the network's state.
func (b *Browser) adopt(ctx context.Context, kind string) error {
	if err := chromedp.Do(ctx); err != nil {
		return err
	}
	go b.console(kind, chromedp.Console(ctx))
	at := attached{ctx, kind}
	b.mu.Lock()
	off := b.offline
	b.targets[chromedp.FromContext(ctx).Target.TargetID] = at
	b.mu.Unlock()
	if off {
		return at.setOffline(true)
	}
	return nil
}

func (b *Browser) console(name string, messages func(func(chromedp.ConsoleMessage, error) bool)) {
	for m, err := range messages {
		if err != nil {
			return
		}
		b.Journal.Logf("%s %s: %s", name, m.Type, m.Text)
		if m.IsException() {
			b.Journal.Uncaught(name + ": " + m.Text)
		}
	}
}
