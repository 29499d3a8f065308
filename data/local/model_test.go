package local

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/uuid"

	"placard/data"
)

// TestLikeAModel files random words at random moments and compares with a model that is too simple to be wrong.
func TestLikeAModel(t *testing.T) {
	seed := uint64(rand.Uint32())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	s := open(t, newName(t))
	state := map[uuid.UUID]data.State{}
	var ids []uuid.UUID
	statuses := []data.Status{data.Accepted, data.Duplicate, data.Refused, data.Later, data.Held, data.Missing}
	for range 300 {
		if len(ids) == 0 || rnd.IntN(3) == 0 {
			x := add(t, s, 1)[0]
			ids, state[x.ID] = append(ids, x.ID), data.StateWaiting
			continue
		}
		a := answer(uuid.New(), 0)
		for _, i := range rnd.Perm(len(ids))[:min(len(ids), 1+rnd.IntN(8))] {
			status := statuses[rnd.IntN(len(statuses))]
			a.Receipts = append(a.Receipts, data.Receipt{ID: ids[i], Status: status, Seq: rnd.Int64N(50)})
			switch old := state[ids[i]]; {
			case status == data.Accepted, status == data.Duplicate, status == data.Held:
				state[ids[i]] = data.StateSent
			case status == data.Refused && old == data.StateWaiting:
				state[ids[i]] = data.StateRefused
			case status == data.Missing && old == data.StateSent:
				state[ids[i]] = data.StateWaiting
			}
		}
		file(t, s, a)
	}
	count := map[data.State]int{}
	page, err := s.Page(t.Context(), campaign, 0, len(ids))
	if err != nil || len(page) != len(ids) {
		t.Fatalf("got %d entries, %v, want %d", len(page), err, len(ids))
	}
	for i, e := range page {
		count[e.State]++
		if e.ID != ids[len(ids)-1-i] || e.State != state[e.ID] {
			t.Errorf("entry %d: got %s, want %s", i, e.State, state[e.ID])
		}
	}
	wantTally(t, s, count[data.StateWaiting], count[data.StateSent], count[data.StateRefused])
}

// TestNoStatementScans: no statement walks through a table that grows with use.
func TestNoStatementScans(t *testing.T) {
	s := open(t, newName(t))
	for _, query := range []string{
		insertAction, insertSeal, insertCampaign, selectDigest, selectWaiting, selectTally, selectPage, selectUnverified,
		fileSent, fileRefused, fileLater, fileMissing, fileGone, fileCounters, dropSafe,
		selectArchive, beginArchive, endArchive, deleteWords, deleteNews, lastNews, insertNews, insertWords, selectMany, selectFound, selectNewest, selectNews,
	} {
		args := make([]any, strings.Count(query, "?"))
		for n := range args {
			if !strings.Contains(query, fmt.Sprint("?", n+1)) {
				args = args[:n]
				break
			}
		}
		rows, err := s.db.Query("EXPLAIN QUERY PLAN "+query, args...)
		if err != nil {
			t.Errorf("%v:\n%s", err, query)
			continue
		}
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				t.Error(err)
			}
			if table, ok := strings.CutPrefix(step, "SCAN "); ok && !asked(table) {
				t.Errorf("%s:\n%s", step, query)
			}
		}
		rows.Close()
	}
}

// asked reports whether a step walks through what the statement brings or asked for: its own arguments, the rows that a
// search found, the best of those.
func asked(table string) bool {
	for _, own := range []string{"json_each", "CONSTANT", "best", "(subquery", "news_words VIRTUAL TABLE INDEX 0:M", "news_words VIRTUAL TABLE INDEX 64:M", "news_words VIRTUAL TABLE INDEX 0:="} {
		if strings.HasPrefix(table, own) {
			return true
		}
	}
	return false
}
