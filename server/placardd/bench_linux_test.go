package main

import (
	"bufio"
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"placard/data"
	"placard/data/seal"
)

const benchClients = 64

// BenchmarkIngest measures what the server takes in from 64 clients, unopened, beside its baseline in the same run:
// the same bytes from 64 goroutines into one SQLite file, in groups of one transaction and one sync. cpu-µs/action is
// the server's alone: it runs as a process of its own.
func BenchmarkIngest(b *testing.B) {
	uuid.EnableRandPool() // the clients share the machine with the server: let them cost little
	defer uuid.DisableRandPool()
	item := benchItem(b)
	var raw float64
	b.Run("raw", func(b *testing.B) { raw = benchRaw(b, item) })
	b.Run("single", func(b *testing.B) {
		rate := benchServer(b, item, 1)
		if raw > 0 {
			b.ReportMetric(100*rate/raw, "%raw")
		}
	})
	b.Run("batch=100", func(b *testing.B) { benchServer(b, item, 100) })
}

// benchItem is a signature of usual length, sealed to two recipients.
func benchItem(b *testing.B) data.Sealed {
	b.Helper()
	one, err1 := age.GenerateHybridIdentity()
	two, err2 := age.GenerateHybridIdentity()
	a := data.NewAction("bench", data.Signature, time.Now())
	a.Fields[data.FieldName], a.Fields[data.FieldEmail] = "Wanjirũ wa Ngũgĩ", "wanjiru@example.org"
	if err1 != nil || err2 != nil {
		b.Fatal(err1, err2)
	}
	s, err := seal.Seal(a, one.Recipient(), two.Recipient())
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// spread runs f n times from 64 goroutines.
func spread(n int, f func(worker int) error) error {
	var left atomic.Int64
	left.Store(int64(n))
	var wg sync.WaitGroup
	errs := make(chan error, benchClients)
	for w := range benchClients {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if err := f(w); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	return <-errs
}

func benchRaw(b *testing.B, item data.Sealed) float64 {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(b.TempDir(), "raw.db")+"?_journal_mode=WAL&_synchronous=FULL")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE TABLE t (id BLOB NOT NULL UNIQUE, frame BLOB NOT NULL)"); err != nil {
		b.Fatal(err)
	}
	type job struct {
		id    uuid.UUID
		frame []byte
		done  chan error
	}
	jobs := make(chan job, benchClients)
	defer close(jobs)
	go func() {
		for j := range jobs {
			group := []job{j}
			for len(jobs) > 0 {
				group = append(group, <-jobs)
			}
			err := func() error {
				tx, err := db.Begin()
				if err != nil {
					return err
				}
				stmt, err := tx.Prepare("INSERT INTO t VALUES (?, ?)")
				if err != nil {
					return err
				}
				for _, j := range group {
					if _, err := stmt.Exec(j.id[:], j.frame); err != nil {
						return err
					}
				}
				return tx.Commit()
			}()
			for _, j := range group {
				j.done <- err
			}
		}
	}()
	b.ResetTimer()
	err = spread(b.N, func(int) error {
		s := item
		s.ID = uuid.New()
		j := job{s.ID, data.AppendFrame(nil, s), make(chan error, 1)}
		jobs <- j
		return <-j.done
	})
	if err != nil {
		b.Fatal(err)
	}
	rate := float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(rate, "actions/s")
	return rate
}

func benchServer(b *testing.B, item data.Sealed, perBatch int) float64 {
	d := startDaemon(b, b.TempDir(), "-campaign-id", "bench", "-identity", "none", "-log", "error")
	conns := make([]*benchConn, benchClients)
	for i := range conns {
		conns[i] = newBenchConn(b, d.url, item, perBatch)
	}
	before := d.cpu(b)
	b.ResetTimer()
	err := spread(b.N, func(w int) error { return conns[w].post() })
	if err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	actions := float64(b.N * perBatch)
	rate := actions / b.Elapsed().Seconds()
	b.ReportMetric(rate, "actions/s")
	b.ReportMetric(float64((d.cpu(b)-before).Microseconds())/actions, "cpu-µs/action")
	return rate
}

// benchConn is a client that costs little, because it shares the machine with the server: it builds its request once,
// and writes new ids into it.
type benchConn struct {
	c      net.Conn
	r      *bufio.Reader
	req    []byte
	ids    []int // where they are in req, in text
	answer []byte
}

func newBenchConn(b *testing.B, url string, item data.Sealed, n int) *benchConn {
	b.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close() })
	c := &benchConn{c: conn, r: bufio.NewReader(conn)}
	var body []byte
	for range n {
		body = data.AppendFrame(body, item)
	}
	c.req = fmt.Appendf(nil, "POST /v1/actions HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", data.BatchType, len(body), body)
	for at, id := 0, []byte(item.ID.String()); ; at += len(id) {
		next := bytes.Index(c.req[at:], id)
		if next < 0 {
			break
		}
		at += next
		c.ids = append(c.ids, at)
	}
	if len(c.ids) != n {
		b.Fatalf("%d ids in a batch of %d", len(c.ids), n)
	}
	return c
}

func (c *benchConn) post() error {
	n := len(c.ids)
	for _, at := range c.ids {
		id := uuid.New()
		copy(c.req[at:], id.String())
	}
	if _, err := c.c.Write(c.req); err != nil {
		return err
	}
	status, length := "", 0
	for {
		line, err := c.r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if status == "" {
			status = string(line)
		}
		if v, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(v))); err != nil {
				return err
			}
		}
		if len(line) == 2 {
			break
		}
	}
	c.answer = slices.Grow(c.answer[:0], length)[:length]
	if _, err := io.ReadFull(c.r, c.answer); err != nil {
		return err
	}
	if got := bytes.Count(c.answer, []byte(`"accepted"`)); !strings.HasPrefix(status, "HTTP/1.1 200") || got != n {
		return fmt.Errorf("got %q, %d accepted of %d: %.300s", status, got, n, c.answer)
	}
	return nil
}

// cpu returns the processor time that the daemon has used, all threads.
func (d *daemon) cpu(b *testing.B) time.Duration {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", d.cmd.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	f := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	user, err1 := strconv.Atoi(f[11])
	system, err2 := strconv.Atoi(f[12])
	if err1 != nil || err2 != nil {
		b.Fatal(err1, err2)
	}
	return time.Duration(user+system) * 10 * time.Millisecond // Linux counts in hundredths of a second
}
