package faulttest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
)

// run is one kit, one server and what happens between them.
type run struct {
	t    *testing.T
	ctx  context.Context
	rnd  *rand.Rand // of the script; used by the driver alone
	dir  string
	host string // of its server alone: a port that a killed server leaves must not become that of another run
	idle time.Duration
	p    *proxy

	servers sync.Mutex // held while the server is killed or started
	server  *serverProcess
	flags   []string
	backups []string

	kits sync.Mutex // held while the kit is killed or started
	kit  *process
	over bool // both are to stay away

	mu     sync.Mutex
	latest uuid.UUID            // queued last
	asked  map[uuid.UUID]string // each id that was ever queued, and the kit's word: "", "ok" or a code
	tally  [3]int               // the kit's last count
	word   string               // the kit's last line
	killAt int                  // lines until the kit is killed; 0: not
	events []string
	failed error
	began  time.Time
}

func newRun(t *testing.T, seed uint64) *run {
	r := &run{
		t: t, ctx: t.Context(), rnd: rand.New(rand.NewPCG(seed, 0)), dir: t.TempDir(),
		host: ownHost(), asked: map[uuid.UUID]string{}, began: time.Now(),
	}
	if r.rnd.IntN(4) == 0 {
		r.flags = []string{"-identity", "none"}
	}
	r.idle = time.Duration(50+r.rnd.IntN(250)) * time.Millisecond
	script := make([]fault, 5+r.rnd.IntN(25))
	density := r.rnd.Float64()
	for i := range script {
		if r.rnd.Float64() < density {
			script[i] = fault(r.rnd.IntN(int(faults)))
		}
	}
	r.p = newProxy(seed, script)
	r.p.log = r.note
	r.p.killServer = func() { r.killServer(); r.startServer() }
	r.p.killKit = func() { r.killKit(); r.startKit(0) }
	return r
}

// note keeps what happened, for the report of a failed run.
func (r *run) note(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, fmt.Sprintf("%7.3f  ", time.Since(r.began).Seconds())+fmt.Sprintf(format, args...))
}

// fail keeps the first thing that went wrong.
func (r *run) fail(err error) {
	if err == nil {
		return
	}
	r.note("FAILED: %v", err)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed == nil {
		r.failed = err
	}
}

func (r *run) hasFailed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failed != nil
}

func (r *run) isOver() bool {
	r.kits.Lock()
	defer r.kits.Unlock()
	return r.over
}

func (r *run) path(name string) string { return filepath.Join(r.dir, name) }

func (r *run) startServer() {
	r.servers.Lock()
	defer r.servers.Unlock()
	if r.server != nil || r.isOver() {
		return
	}
	ctx, cancel := context.WithTimeout(r.ctx, time.Minute)
	defer cancel()
	s, err := startServer(ctx, r.host, r.path("server"), r.flags...)
	if err != nil {
		r.fail(err)
		return
	}
	r.server = s
	r.p.aim(s.url)
	r.note("server started")
}

func (r *run) killServer() {
	r.servers.Lock()
	defer r.servers.Unlock()
	if r.server != nil {
		r.server.kill()
		r.server = nil
		r.note("server killed")
	}
}

// startKit starts the kit if there is none, with a clock that is wrong by that much.
func (r *run) startKit(clock time.Duration) {
	r.kits.Lock()
	defer r.kits.Unlock()
	if r.kit != nil || r.over {
		return
	}
	c := campaign
	c.Server = r.p.URL
	k, err := startKit(kitConfig{Dir: r.path("kit"), Campaign: c, Clock: clock, Idle: r.idle})
	if err != nil {
		r.fail(err)
		return
	}
	r.kit = k
	r.note("kit started, clock %v", clock)
	go r.listen(k)
}

func (r *run) killKit() {
	r.kits.Lock()
	defer r.kits.Unlock()
	if r.kit != nil {
		r.kit.kill()
		r.kit = nil
		r.note("kit killed")
	}
}

// listen reads a kit's lines until it is gone.
func (r *run) listen(k *process) {
	for line := range k.lines {
		if r.heard(line) {
			go func() { r.killKit(); r.startKit(0) }()
		}
		if sent, most := r.sent(), r.p.answered(); sent > most {
			r.fail(fmt.Errorf("the kit calls %d sent, the server answered %d", sent, most))
		}
	}
	err := k.crashed()
	if err == nil {
		return
	}
	r.kits.Lock()
	defer r.kits.Unlock()
	if strings.Contains(r.lastWord(), "closed device_full") { // it may, where there is no room to begin
		r.kit = nil
		return
	}
	r.fail(err)
}

func (r *run) sent() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.tally[1]
}

func (r *run) lastWord() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.word
}

// heard takes in a line of the kit, and reports whether the script kills the kit on it.
func (r *run) heard(line string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := strings.Fields(line)
	switch f[0] {
	case "ok":
		r.asked[uuid.MustParse(f[1])] = "ok"
	case "err":
		r.asked[uuid.MustParse(f[1])] = f[2]
	case "tally":
		fmt.Sscan(line[len("tally "):], &r.tally[0], &r.tally[1], &r.tally[2])
	}
	r.word = line
	r.events = append(r.events, fmt.Sprintf("%7.3f  kit: %s", time.Since(r.began).Seconds(), line))
	if r.killAt == 0 {
		return false
	}
	r.killAt--
	return r.killAt == 0
}

// queue hands n actions to the kit, without waiting for its word.
func (r *run) queue(n int) {
	for range n {
		var id uuid.UUID
		for i := range id {
			id[i] = byte(r.rnd.Uint32())
		}
		id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80 // version 4
		r.mu.Lock()
		r.asked[id], r.latest = "", id
		r.mu.Unlock()
		r.tell("queue " + id.String())
	}
}

func (r *run) tell(line string) {
	r.kits.Lock()
	defer r.kits.Unlock()
	if r.kit != nil {
		fmt.Fprintln(r.kit.in, line) // a kit that dies does not hear it
	}
}

// step lets the next thing of the script happen.
func (r *run) step() {
	switch r.rnd.IntN(12) {
	case 0, 1, 2, 3:
		r.queue(1 + r.rnd.IntN(8))
	case 4:
		r.mu.Lock()
		r.killAt = 1 + r.rnd.IntN(12)
		r.mu.Unlock()
		r.queue(1 + r.rnd.IntN(8))
	case 5:
		r.queue(1 + r.rnd.IntN(4))
		r.pause(20)
		r.killKit()
		r.pause(40)
		r.startKit(time.Duration(r.rnd.IntN(20*365*24)-10*365*24) * time.Hour)
	case 6:
		r.killServer()
		r.pause(150)
		r.startServer()
	case 7:
		r.backup()
	case 8:
		r.restore()
	case 9:
		r.fullDisk("kit", filepath.Join(r.path("kit"), "outbox.db"), func() *process { return r.kit }, &r.kits)
	case 10:
		r.fullDisk("server", filepath.Join(r.path("server"), "placard.db"), func() *process {
			if r.server == nil {
				return nil
			}
			return r.server.process
		}, &r.servers)
	case 11:
		r.tell("wake")
	}
	r.pause(60)
}

func (r *run) pause(ms int) { time.Sleep(time.Duration(r.rnd.IntN(ms)) * time.Millisecond) }

func (r *run) backup() {
	r.servers.Lock()
	defer r.servers.Unlock()
	to := r.path(fmt.Sprintf("backup-%d.db", len(r.backups)))
	if err := backup(r.path("server"), to); err != nil {
		r.note("%v", err) // a full disk is allowed to be in the way
		return
	}
	r.backups = append(r.backups, to)
	r.note("backup %d made", len(r.backups))
}

// restore brings the server back to its newest backup, as it is after a disk has died.
func (r *run) restore() {
	if len(r.backups) == 0 {
		r.backup()
	}
	r.queue(1 + r.rnd.IntN(4)) // something to be forgotten
	r.pause(150)
	r.servers.Lock()
	if len(r.backups) == 0 || r.server == nil {
		r.servers.Unlock()
		return
	}
	r.server.kill()
	r.server = nil
	r.fail(restore(r.path("server"), r.backups[len(r.backups)-1]))
	r.note("server restored from backup %d", len(r.backups))
	r.servers.Unlock()
	r.startServer()
}

// fullDisk lets a process write hardly more than it has written, for a while.
func (r *run) fullDisk(who, db string, of func() *process, lock *sync.Mutex) {
	size := int64(0)
	for _, f := range []string{db, db + "-wal"} {
		if info, err := os.Stat(f); err == nil {
			size = max(size, info.Size())
		}
	}
	limit := func(bytes int64) {
		lock.Lock()
		defer lock.Unlock()
		if p := of(); p != nil {
			if err := setFileLimit(p.cmd.Process.Pid, bytes); err != nil {
				r.note("limit: %v", err) // it may be gone this moment
			}
			r.note("%s: disk limit %d", who, bytes)
		}
	}
	limit(size + int64(r.rnd.IntN(60_000)) - 20_000)
	r.queue(1 + r.rnd.IntN(10))
	r.pause(200)
	limit(-1)
	r.startKit(0) // if it found no room to start in
}
