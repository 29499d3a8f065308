package storetest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"placard/data"
	"placard/server"
)

// childDir is set for a child that a test starts in order to kill it.
const childDir = "PLACARD_STORETEST_DIR"

// Main is for TestMain: in a child it writes until it is killed, telling each id once the store has it. Elsewhere it
// returns at once.
func Main(a Adapter) {
	dir := os.Getenv(childDir)
	if dir == "" {
		return
	}
	s, err := a.Open(dir)
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	go func() {
		for {
			list, err := s.Unopened(context.Background(), 10)
			if err == nil {
				var o []server.Opening
				for _, x := range list {
					o = append(o, server.Opening{Seq: x.Seq, Person: x.Sealed.ID[:1]})
				}
				err = s.Record(context.Background(), o)
			}
			if err != nil {
				fmt.Println("error", err)
				os.Exit(1)
			}
			time.Sleep(time.Millisecond)
		}
	}()
	var mu sync.Mutex
	for range 8 {
		go func() {
			for {
				items := signatures(3)
				r, err := s.Put(context.Background(), items)
				mu.Lock()
				for i := range r {
					fmt.Println(r[i].Status, r[i].ID, r[i].Seq, "told")
				}
				if err != nil {
					fmt.Println("error", err)
				}
				mu.Unlock()
			}
		}()
	}
	select {}
}

// killed kills a writer at random moments, again and again over one store, and looks for all it told.
func killed(t *testing.T, a Adapter) {
	rounds := 12
	if testing.Short() {
		rounds = 3
	}
	r := newRand(t)
	dir := t.TempDir()
	told := map[uuid.UUID]int64{}
	for round := range rounds {
		before := len(told)
		runAndKill(t, dir, time.Duration(20+r.IntN(250))*time.Millisecond, told)
		s := open(t, a, dir)
		CheckHeld(t, s, told)
		t.Logf("round %d: %d told", round, len(told)-before)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(told) == 0 {
		t.Error("no writer ever stored anything")
	}
}

// CheckHeld looks in a store for everything that a writer told of, and compares the store's sums with its actions.
func CheckHeld(t *testing.T, s server.Store, told map[uuid.UUID]int64) {
	t.Helper()
	receipts, err := s.Held(t.Context(), Campaign, slices.Collect(maps.Keys(told)))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range receipts {
		if x.Status != data.Held || x.Seq != told[x.ID] {
			t.Fatalf("%s was accepted as %d and is now %s %d", x.ID, told[x.ID], x.Status, x.Seq)
		}
	}
	checkSums(t, s)
}

// checkSums compares the sums with the actions.
func checkSums(t *testing.T, s server.Store) {
	t.Helper()
	var want server.Total
	q := server.Query{Campaign: Campaign, Limit: 500}
	for {
		list, err := s.List(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range list {
			want.Received++
			switch x.State {
			case server.Counted:
				want.Counted++
			case server.Doubled:
				want.Doubled++
			case server.Closed:
				want.Closed++
			}
			q.After = x.Seq
		}
		if len(list) < q.Limit {
			break
		}
	}
	if got := totalOf(t, s, data.Signature); got != want {
		t.Errorf("sums: got %+v, want %+v", got, want)
	}
}

func runAndKill(t *testing.T, dir string, after time.Duration, told map[uuid.UUID]int64) {
	t.Helper()
	w := StartWriter(t, dir)
	w.Begun()
	time.Sleep(after)
	w.Kill()
	for id, seq := range w.Told() {
		told[id] = seq
	}
}

// Writer is a process that writes into a store until it is killed.
type Writer struct {
	t    testing.TB
	cmd  *exec.Cmd
	mu   sync.Mutex
	told map[uuid.UUID]int64
	some chan struct{} // closed at the first word
	done chan struct{} // closed after the last
}

// StartWriter starts a writer in dir. The test's TestMain calls [Main].
func StartWriter(t testing.TB, dir string) *Writer {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	w := &Writer{t: t, cmd: exec.Command(exe, "-test.run=^$"), told: map[uuid.UUID]int64{}, some: make(chan struct{}), done: make(chan struct{})}
	w.cmd.Env = append(os.Environ(), childDir+"="+dir)
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Kill)
	go w.listen(out)
	return w
}

func (w *Writer) listen(out io.Reader) {
	defer close(w.done)
	first := sync.OnceFunc(func() { close(w.some) })
	defer first()
	for lines := bufio.NewScanner(out); lines.Scan(); first() {
		if rest, ok := strings.CutPrefix(lines.Text(), "error "); ok {
			w.t.Errorf("writer: %s", rest)
			return
		}
		var status, id, end string
		var seq int64
		if _, err := fmt.Sscan(lines.Text(), &status, &id, &seq, &end); err != nil || end != "told" || data.Status(status) != data.Accepted {
			continue // the line that the kill cut
		}
		if u, err := uuid.Parse(id); err == nil {
			w.mu.Lock()
			w.told[u] = seq
			w.mu.Unlock()
		}
	}
}

// Begun waits until the writer has stored something.
func (w *Writer) Begun() { <-w.some }

// Told returns the ids and seqs that the writer has told so far.
func (w *Writer) Told() map[uuid.UUID]int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.told)
}

// Signal sends a signal to the writer.
func (w *Writer) Signal(s os.Signal) {
	if err := w.cmd.Process.Signal(s); err != nil {
		w.t.Errorf("signal writer: %v", err)
	}
}

// Kill kills the writer and hears it out.
func (w *Writer) Kill() {
	if w.cmd.ProcessState == nil {
		_ = w.cmd.Process.Kill() // it may have ended
		<-w.done
		_ = w.cmd.Wait() // killed, and so not nil
	}
}
