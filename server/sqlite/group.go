package sqlite

import (
	"bytes"
	"context"
	"errors"
	"runtime"

	"github.com/google/uuid"
	"github.com/mattn/go-sqlite3"

	"placard/data"
)

// maxGroup bounds the items of one transaction, so that nobody waits long behind a rush.
const maxGroup = 1000

// job is one call of Put on its way through the writer.
type job struct {
	items    []data.Sealed
	receipts []data.Receipt
	err      error
	done     chan struct{}
}

var errClosed = errors.New("the store is closed")

// Put implements [server.Store]. It waits for the disk even when ctx ends: by then the item may be stored.
func (s *Store) Put(_ context.Context, items []data.Sealed) ([]data.Receipt, error) {
	if len(items) == 0 {
		return nil, nil
	}
	j := &job{items: items, done: make(chan struct{})}
	if err := s.send(j); err != nil {
		return nil, err
	}
	<-j.done
	return j.receipts, j.err
}

func (s *Store) send(j *job) error {
	s.closing.RLock()
	defer s.closing.RUnlock()
	if s.closed {
		return errClosed
	}
	s.jobs <- j
	return nil
}

// run commits in groups: what arrives while one group is on its way to the disk makes the next one, so that the
// groups grow with the rush and a lone request never waits for company.
func (s *Store) run() {
	var group []*job
	for j := range s.jobs {
		group = append(group[:0], j)
		n := len(j.items)
		runtime.Gosched() // whoever is ready to send comes along: fuller groups for a microsecond's wait
	fill:
		for n < maxGroup {
			select {
			case j, ok := <-s.jobs:
				if !ok {
					break fill
				}
				group = append(group, j)
				n += len(j.items)
			default:
				break fill
			}
		}
		s.commit(group)
		clear(group)
	}
}

func (s *Store) commit(group []*job) {
	d := deltas{}
	err := s.transact(d, func(ctx context.Context) error {
		for _, j := range group {
			j.receipts = make([]data.Receipt, len(j.items))
			for i, item := range j.items {
				r, err := s.put(ctx, item)
				if err != nil {
					return err
				}
				if j.receipts[i] = r; r.Status == data.Accepted {
					d.add(&item, func(t *tally) { t.Received++ })
				}
			}
		}
		return nil
	})
	for _, j := range group {
		if err != nil {
			j.receipts, j.err = nil, err
		}
		close(j.done)
	}
}

// put stores one item. It returns an error only where the whole transaction is lost.
func (s *Store) put(ctx context.Context, item data.Sealed) (data.Receipt, error) {
	digest := item.Digest()
	res, err := s.insert.ExecContext(ctx, item.ID[:], digest[:], item.Campaign, string(item.Kind), item.Day, item.Size, item.Seal)
	if fault := (sqlite3.Error{}); errors.As(err, &fault) && (fault.Code == sqlite3.ErrConstraint || fault.Code == sqlite3.ErrMismatch || fault.Code == sqlite3.ErrTooBig) {
		return receipt(item.ID, data.Later, data.CodeInternal), nil
	} else if err != nil {
		return data.Receipt{}, err
	}
	if n, err := res.RowsAffected(); err != nil {
		return data.Receipt{}, err
	} else if n == 1 {
		seq, err := res.LastInsertId()
		return data.Receipt{ID: item.ID, Status: data.Accepted, Seq: seq}, err
	}
	var seq int64
	var held []byte
	if err := s.first.QueryRowContext(ctx, item.ID[:]).Scan(&seq, &held); err != nil {
		return data.Receipt{}, err
	}
	if !bytes.Equal(held, digest[:]) {
		return receipt(item.ID, data.Refused, data.CodeConflict), nil
	}
	return data.Receipt{ID: item.ID, Status: data.Duplicate, Seq: seq}, nil
}

func receipt(id uuid.UUID, status data.Status, code data.Code) data.Receipt {
	return data.Receipt{ID: id, Status: status, Code: code, Hint: code.Hint()}
}
