package server_test

import (
	"testing"

	"placard/data"
)

// BenchmarkOpen measures opening, telling doubles and recording, which run after the answer: a transaction of 64
// actions, given as the time of one.
func BenchmarkOpen(b *testing.B) {
	h := start(b, blind) // its own opener only waits; the one to measure has the key
	const n = 64
	var items []data.Sealed
	for range n {
		items = append(items, h.seal(action("Wanjirũ wa Ngũgĩ", "wanjiru@example.org")))
	}
	h.send(items...)
	opener := h.withKey()
	b.ResetTimer()
	for range b.N {
		b.StopTimer()
		if err := h.store.Forget(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if got, err := opener.OpenSome(b.Context()); err != nil || got != n {
			b.Fatalf("opened %d, %v", got, err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N*n), "µs/action")
}
