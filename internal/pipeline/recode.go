package pipeline

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"entente/internal/record"
	"entente/internal/text"
	"entente/internal/track/store"
)

// A Difference is what coding a document anew changes.
type Difference struct {
	Document store.Document
	Gone     []store.Record // records that are not found any more
	New      []store.Record
	Changed  [][2]store.Record // records of one id that say something else, before and after
}

// A Recoded counts what coding anew came to.
type Recoded struct {
	Documents, Differing              int
	Records, Same, Gone, New, Changed int
}

// Recode codes the documents of a store anew, tells show of each that comes out
// otherwise, and, if apply is set, puts them in the place of what was there.
// Batches go in as they are full; a run that breaks off can be started again.
func Recode(ctx context.Context, code Coder, workers int, k *Keeper, apply bool, step func(), show func(*Difference) error) (Recoded, error) {
	var sum Recoded
	src := &stored{ctx: ctx, store: k.Store, old: map[string]*was{}}
	w := k.writer(ctx, store.Recode)
	_, err := Run(ctx, src, func(d *text.Document) *record.Coding { return pathless(code, d) }, workers, func(r Result) error {
		if step != nil {
			step()
		}
		before := src.take(r.Doc.ID)
		d := Difference{Document: before.document}
		var now []store.Record
		if r.Coding != nil {
			now = k.Records(r.Doc, r.Coding)
		}
		sum.Documents++
		sum.Records += len(now)
		sum.Same += d.compare(before.records, now)
		sum.Gone, sum.New, sum.Changed = sum.Gone+len(d.Gone), sum.New+len(d.New), sum.Changed+len(d.Changed)
		if len(d.Gone)+len(d.New)+len(d.Changed) > 0 {
			sum.Differing++
			if err := show(&d); err != nil {
				return err
			}
		}
		if !apply {
			return nil
		}
		doc := k.document(&r, nil)
		doc.Name = before.document.Name
		return w.add(doc, &r)
	})
	if cerr := w.finish(); err == nil {
		err = cerr
	}
	return sum, err
}

// compare sorts records into gone, new and changed, and returns how many are the
// same.
func (d *Difference) compare(before, now []store.Record) (same int) {
	byID := func(a, b store.Record) int { return cmp.Compare(a.ID, b.ID) }
	before, now = slices.SortedFunc(slices.Values(before), byID), slices.SortedFunc(slices.Values(now), byID)
	i, j := 0, 0
	for i < len(before) || j < len(now) {
		switch {
		case j == len(now) || i < len(before) && before[i].ID < now[j].ID:
			d.Gone = append(d.Gone, before[i])
			i++
		case i == len(before) || now[j].ID < before[i].ID:
			d.New = append(d.New, now[j])
			j++
		default:
			if bytes.Equal(before[i].JSON, now[j].JSON) {
				same++
			} else {
				d.Changed = append(d.Changed, [2]store.Record{before[i], now[j]})
			}
			i, j = i+1, j+1
		}
	}
	return same
}

// stored hands out the documents of a store again.
type stored struct {
	ctx   context.Context
	store *store.Store
	page  []store.Document
	after string
	old   map[string]*was // of documents in flight; one goroutine fills it, one empties it
	guard sync.Mutex
}

type was struct {
	document store.Document
	records  []store.Record
}

const pageOfTexts = 500

func (s *stored) Next() (*text.Document, error) {
	if len(s.page) == 0 {
		page, err := s.store.Texts(s.ctx, s.after, pageOfTexts)
		if err != nil {
			return nil, err
		}
		if len(page) == 0 {
			return nil, io.EOF
		}
		s.page, s.after = page, page[len(page)-1].ID
		records, err := s.store.Wholes(s.ctx, page[0].ID, s.after)
		if err != nil {
			return nil, err
		}
		s.guard.Lock()
		for _, d := range page {
			s.old[d.ID] = &was{d, records[d.ID]}
		}
		s.guard.Unlock()
	}
	d := s.page[0]
	s.page = s.page[1:]
	return restored(&d)
}

func (s *stored) take(id string) *was {
	s.guard.Lock()
	defer s.guard.Unlock()
	w := s.old[id]
	delete(s.old, id)
	return w
}

// restored is a document as it was when it was first coded.
func restored(d *store.Document) (*text.Document, error) {
	zones, err := readZones(d.Zones)
	if err != nil {
		return nil, fmt.Errorf("document %s: %w", d.ID, err)
	}
	out := &text.Document{ID: d.ID, Path: d.Name, Title: d.Title, URL: d.URL, Publisher: d.Publisher, Language: d.Language, Dateline: d.Dateline, Body: d.Text, Zones: zones}
	if d.Published != "" {
		var y, m, day int
		if _, err := fmt.Sscanf(d.Published, "%d-%d-%d", &y, &m, &day); err != nil {
			return nil, fmt.Errorf("document %s: day %q: %w", d.ID, d.Published, err)
		}
		out.Published = text.Date{Year: int16(y), Month: int8(m), Day: int8(day)}
	}
	return out, nil
}

// writeZones writes zones as the store keeps them: 0-27 dateline; 28-60 title.
func writeZones(zones []text.Zone) string {
	var b strings.Builder
	for i, z := range zones {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%d-%d %s", z.Start, z.End, z.Kind)
	}
	return b.String()
}

func readZones(s string) (out []text.Zone, err error) {
	if s == "" {
		return nil, nil
	}
	for part := range strings.SplitSeq(s, "; ") {
		span, kind, ok := strings.Cut(part, " ")
		from, to, ok2 := strings.Cut(span, "-")
		a, err1 := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		k, ok3 := text.ZoneNamed(kind)
		if !ok || !ok2 || !ok3 || err1 != nil || err2 != nil {
			return nil, fmt.Errorf("zone %q", part)
		}
		out = append(out, text.Zone{Span: text.Span{Start: int32(a), End: int32(b)}, Kind: k})
	}
	return out, nil
}
