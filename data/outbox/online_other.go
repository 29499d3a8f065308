//go:build !js

package outbox

import (
	"context"
	"net"
	"slices"
	"time"
)

const (
	lookEvery = 3 * time.Second
	slept     = 20 * time.Second // a look that late means that the machine slept
)

// onlineEvents sends when the device may have come online: its addresses changed to others than none, or it woke up.
// No system tells so in a portable way; a look costs some 50 µs.
func onlineEvents(ctx context.Context) <-chan struct{} {
	events := make(chan struct{}, 1)
	go func() {
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		for last, at := addresses(), time.Now().Round(0); ; {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			now, t := addresses(), time.Now().Round(0) // of the wall clock, which goes on in sleep
			if len(now) > 0 && (!slices.Equal(now, last) || t.Sub(at) > slept) {
				signal(events)
			}
			last, at = now, t
		}
	}()
	return events
}

// offlineEvents calls f when the device has no address left that leads beyond it.
func offlineEvents(ctx context.Context, f func()) {
	go func() {
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		for had := len(addresses()) > 0; ; {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			has := len(addresses()) > 0
			if had && !has {
				f()
			}
			had = has
		}
	}()
}

// addresses lists the addresses that lead beyond this machine.
func addresses() []string {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var list []string
	for _, a := range all {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.IsGlobalUnicast() {
			list = append(list, ip.String())
		}
	}
	slices.Sort(list)
	return list
}
