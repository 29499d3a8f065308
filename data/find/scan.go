package find

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"placard/data"
)

// HeadlineWeight is how much more a finding in a headline counts than one in the text.
const HeadlineWeight = 8

// Scan searches without an index: it reads every item. The best come first, of two as good ones the newer; an empty
// query finds all, newest first. The screen has its turn meanwhile.
func Scan(ctx context.Context, items iter.Seq[data.NewsText], query string, limit int) ([]data.Hit, error) {
	q := Parse(query)
	var list []ranked
	n := 0
	for item := range items {
		if n++; n%16 == 0 {
			turn()
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if score, ok := q.score(item); ok {
			list = append(list, ranked{item, score})
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int {
		return cmp.Or(b.score-a.score, strings.Compare(b.item.Day, a.item.Day), strings.Compare(a.item.ID, b.item.ID))
	})
	var hits []data.Hit
	for _, r := range list[:min(limit, len(list))] {
		hits = append(hits, q.Hit(r.item))
	}
	return hits, nil
}

type ranked struct {
	item  data.NewsText
	score int
}

// score says how well an item answers, and whether it does.
func (q Query) score(n data.NewsText) (score int, ok bool) {
	if len(q) == 0 {
		return 0, true
	}
	head, body, figures := q.count(n.Headline), q.count(n.Body), q.count(n.Figures)
	for i := range q {
		sum := HeadlineWeight*head[i] + body[i] + figures[i]
		if sum == 0 {
			return 0, false
		}
		score += sum
	}
	return score, true
}
