package faulttest

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	_ "github.com/mattn/go-sqlite3"

	"placard/data"
	"placard/data/local"
	"placard/data/seal"
)

// healing is how long a kit may take, once every fault is gone, until all is sent.
const healing = 60 * time.Second

// settling is how long all must stay well: an answer of before may still be on its way, and say that something is missing.
const settling = 200 * time.Millisecond

// TestFaults is the promise of the kit: nothing lost, nothing doubled.
func TestFaults(t *testing.T) {
	runs, seed := *runsFlag, *seedFlag
	if runs == 0 {
		runs = 1000
		if testing.Short() {
			runs = 20
		}
	}
	if seed == 0 {
		seed = uint64(time.Now().UnixNano()) % 1_000_000_000
	}
	t.Logf("%d runs from seed %d on", runs, seed)
	var sums sums
	var next atomic.Uint64
	var workers sync.WaitGroup
	for range min(*parallelFlag, runs) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < uint64(runs); i = next.Add(1) - 1 {
				t.Run(fmt.Sprint(seed+i), func(t *testing.T) { oneRun(t, seed+i, &sums) })
			}
		})
	}
	workers.Wait()
	t.Logf("%d actions stored, %d put off by the kit, %d requests, %d kills of a kit, %d of a server, %d restores",
		sums.stored.Load(), sums.refused.Load(), sums.requests.Load(), sums.kits.Load(), sums.servers.Load(), sums.restores.Load())
}

// sums says that the runs did what they are for.
type sums struct {
	stored, refused, requests, kits, servers, restores atomic.Int64
}

func oneRun(t *testing.T, seed uint64, sums *sums) {
	r := newRun(t, seed)
	if err := os.CopyFS(r.path("server"), os.DirFS(template)); err != nil {
		t.Fatal(err)
	}
	r.startServer()
	r.startKit(0)
	for range 6 + r.rnd.IntN(8) {
		r.step()
	}
	healed := r.healed()
	r.end()
	if healed {
		r.check()
	}
	r.count(sums)
	if r.failed != nil {
		t.Errorf("%v\n\nreplay with: go test -tags sqlite_fts5 ./server/faulttest -run TestFaults -runs 1 -seed %d\n\n%s",
			r.failed, seed, strings.Join(r.events, "\n"))
	}
}

// healed ends all faults and waits until all is sent, and stays so.
func (r *run) healed() bool {
	r.note("healing")
	r.p.heal()
	r.mu.Lock()
	r.killAt = 0
	r.mu.Unlock()
	r.p.stragglers.Wait()
	r.startServer()
	r.startKit(0)
	var well time.Time  // since when nothing is missing
	var asked time.Time // when the last action was queued, of one at least
	for deadline := time.Now().Add(healing); !r.hasFailed(); time.Sleep(10 * time.Millisecond) {
		if asked.IsZero() || r.unheard() && time.Since(asked) > 3*time.Second { // a kill of before the healing may have come in between
			r.queue(1)
			asked = time.Now()
		}
		switch missing := r.missing(); {
		case missing == "" && well.IsZero():
			well = time.Now()
		case missing == "" && time.Since(well) > settling:
			return true
		case missing != "":
			well = time.Time{}
			if time.Now().After(deadline) {
				r.fail(fmt.Errorf("%v after the last fault: %s", healing, missing))
			}
		}
	}
	return false
}

// unheard reports whether the kit has not yet stored what was queued last.
func (r *run) unheard() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked[r.latest] != "ok"
}

// end stops everything that runs, kit first.
func (r *run) end() {
	r.kits.Lock()
	r.over = true
	r.kits.Unlock()
	r.killKit()
	r.p.close()
	r.servers.Lock()
	defer r.servers.Unlock()
	if r.server != nil {
		r.fail(r.server.stop())
		r.server = nil
	}
}

// missing says what is not yet as it should be, from outside.
func (r *run) missing() string {
	r.mu.Lock()
	tally := r.tally
	var ok []uuid.UUID
	last := ""
	for id, word := range r.asked {
		if word == "ok" {
			ok = append(ok, id)
		}
	}
	if word := r.asked[r.latest]; word != "ok" {
		r.mu.Unlock()
		return fmt.Sprintf("the kit did not store the last action: %q", word)
	}
	r.mu.Unlock()
	if tally[0] != 0 || tally[1]+tally[2] < len(ok) {
		return fmt.Sprintf("the kit's tally is %v", tally)
	}
	held, err := heldBy(r.path("server/placard.db"))
	if err != nil {
		return err.Error()
	}
	if err := r.strangers(held); err != nil {
		r.fail(err)
		return err.Error()
	}
	if tally[1] != len(held) {
		return fmt.Sprintf("the kit calls %d sent, the server has %d", tally[1], len(held))
	}
	for _, id := range ok {
		if _, there := held[id]; !there {
			last = fmt.Sprintf("%d of %d on the server, %v is not", len(held), len(ok), id)
		}
	}
	return last
}

// strangers names an action that the server holds and this run never queued.
func (r *run) strangers(held map[uuid.UUID]data.Sealed) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id := range held {
		if _, ok := r.asked[id]; !ok {
			return fmt.Errorf("%v is on the server, and was never queued", id)
		}
	}
	return nil
}

// heldBy reads what a server holds from its database.
func heldBy(path string) (map[uuid.UUID]data.Sealed, error) {
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro&_busy_timeout=5000")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, err := db.Query("SELECT id, campaign, kind, day, size, seal FROM action")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	held := map[uuid.UUID]data.Sealed{}
	for rows.Next() {
		var s data.Sealed
		if err := rows.Scan(&s.ID, &s.Campaign, &s.Kind, &s.Day, &s.Size, &s.Seal); err != nil {
			return nil, err
		}
		if _, twice := held[s.ID]; twice {
			return nil, fmt.Errorf("%v is there twice", s.ID)
		}
		held[s.ID] = s
	}
	return held, rows.Err()
}

// check looks into both databases, when nobody else has them open.
func (r *run) check() {
	path := r.path("server/placard.db")
	held, err := heldBy(path)
	if err != nil {
		r.fail(err)
		return
	}
	for id, word := range r.asked {
		switch s, there := held[id]; {
		case word == "ok" && !there:
			r.fail(fmt.Errorf("%v is lost: the kit stored it, the server does not have it", id))
		case word != "ok" && word != "" && there:
			r.fail(fmt.Errorf("%v was refused to the person (%s), and is on the server", id, word))
		case there:
			a, err := seal.Open(s, identity)
			if err != nil || a.Fields[data.FieldName] != nameOf(id) {
				r.fail(fmt.Errorf("%v holds something else: %v", id, err))
			}
		}
	}
	r.fail(r.strangers(held))
	r.fail(counted(path, len(held)))
	r.fail(r.checkKit(held))
}

// counted compares what the server counts with what it holds.
func counted(path string, want int) error {
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		return err
	}
	defer db.Close()
	var got, doubled int
	if err := db.QueryRow("SELECT sum(received), sum(doubled) FROM tally").Scan(&got, &doubled); err != nil {
		return err
	}
	var sound string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&sound); err != nil || sound != "ok" {
		return fmt.Errorf("the server's database: %s, %v", sound, err)
	}
	if got != want || doubled != 0 {
		return fmt.Errorf("the server counts %d received and %d doubled, and holds %d", got, doubled, want)
	}
	return nil
}

// checkKit opens the kit's store as its next start would.
func (r *run) checkKit(held map[uuid.UUID]data.Sealed) error {
	store, err := local.Open(r.ctx, r.path("kit"))
	if err != nil {
		return fmt.Errorf("open the kit's store: %w", err)
	}
	defer store.Close()
	tally, err := store.Tally(r.ctx, campaign.ID)
	if err != nil {
		return err
	}
	page, err := store.Page(r.ctx, campaign.ID, 0, tally.Total()+1)
	if err != nil {
		return err
	}
	sent := map[uuid.UUID]bool{}
	for _, e := range page {
		if e.State != data.StateSent {
			err = errors.Join(err, fmt.Errorf("%v is %s (%s) on the device, not sent", e.ID, e.State, e.Code))
		}
		if _, there := held[e.ID]; !there {
			err = errors.Join(err, fmt.Errorf("%v is sent on the device, and not on the server", e.ID))
		}
		sent[e.ID] = true
	}
	for id, word := range r.asked {
		if word == "ok" && !sent[id] {
			err = errors.Join(err, fmt.Errorf("%v is no longer on the device", id))
		}
	}
	if len(page) != tally.Sent || len(page) != len(sent) {
		err = errors.Join(err, fmt.Errorf("%d entries, %d different, tally %+v", len(page), len(sent), tally))
	}
	return err
}

func (r *run) count(s *sums) {
	for _, word := range r.asked {
		switch word {
		case "ok":
			s.stored.Add(1)
		case "":
		default:
			s.refused.Add(1)
		}
	}
	s.requests.Add(int64(r.p.count))
	for _, e := range r.events {
		switch {
		case strings.HasSuffix(e, "kit killed"):
			s.kits.Add(1)
		case strings.HasSuffix(e, "server killed"):
			s.servers.Add(1)
		case strings.Contains(e, "server restored"):
			s.restores.Add(1)
		}
	}
}
