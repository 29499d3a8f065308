package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"
	"time"
)

// Options say how to open a database.
type Options struct {
	TakeOver bool   // take the database from another tab that has it open, instead of failing with ErrOwned
	Worker   string // URL of worker.js, relative to the page; empty means DefaultWorker
}

// Connector opens one database of this origin, for [sql.OpenDB].
type Connector struct {
	name string
	opts Options

	mu    sync.Mutex
	conn  *conn
	facts facts
	lost  chan struct{}
}

var _ driver.Connector = (*Connector)(nil)

// New names a database. Nothing is opened before the first use.
func New(name string, o Options) *Connector {
	if o.Worker == "" {
		o.Worker = DefaultWorker
	}
	return &Connector{name: name, opts: o, lost: make(chan struct{})}
}

// Of returns the Connector behind db, or nil if db is of another driver.
func Of(db *sql.DB) *Connector {
	d, ok := db.Driver().(named)
	if !ok {
		return nil
	}
	return d.Connector
}

// named is the driver that a Connector belongs to: opening by name keeps the options.
type named struct{ *Connector }

func (d named) Open(name string) (driver.Conn, error) {
	return New(name, d.opts).Connect(context.Background())
}

// Driver satisfies [driver.Connector].
func (c *Connector) Driver() driver.Driver { return named{c} }

// Lost returns a channel that is closed when another tab took the database over. From then on every call fails with
// [ErrLost].
func (c *Connector) Lost() <-chan struct{} { return c.lost }

var errSecond = errors.New("open a second connection: this driver has one, set MaxOpenConns(1)")

// Connect satisfies [driver.Connector]. It opens the database.
func (c *Connector) Connect(ctx context.Context) (driver.Conn, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case <-c.lost:
		return nil, ErrLost
	default:
	}
	if c.conn != nil && !c.conn.closed {
		return nil, errSecond
	}
	start := time.Now()
	p := newPort(c.opts.Worker)
	facts, err := p.open(ctx, c.name, c.opts.TakeOver)
	if err != nil {
		p.stop()
		return nil, err
	}
	facts.openTime = time.Since(start)
	c.facts = facts
	c.conn = &conn{port: p}
	go c.watch(c.conn)
	return c.conn, nil
}

func (c *Connector) watch(k *conn) {
	select {
	case <-k.port.lost:
		close(c.lost)
	case <-k.port.stopped:
	}
}

// facts are what the Worker reports of the database it opened.
type facts struct {
	version                           string
	durable, young, mirrored, rebuilt bool
	openTime                          time.Duration
}

func (p *port) open(ctx context.Context, name string, takeOver bool) (facts, error) {
	var f facts
	if err := p.start(ctx); err != nil {
		return f, err
	}
	b := appendText(request(opOpen, len(name)+8), name)
	if takeOver {
		b = append(b, 1)
	} else {
		b = append(b, 0)
	}
	r, err := p.call(ctx, b)
	if err != nil {
		return f, err
	}
	f.version = r.text()
	for _, fact := range []*bool{&f.durable, &f.young, &f.mirrored, &f.rebuilt} {
		*fact = r.u8() == 1
	}
	return f, nil
}
