package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"entente/internal/check"
	"entente/internal/diag"
	"entente/internal/track/store"
)

// A plovered is what a line of "entente code" says of an event between states.
type plovered struct {
	ID        string   `json:"id"`
	Date      string   `json:"date"`
	End       string   `json:"enddate"`
	Event     []string `json:"event"`
	Quad      int      `json:"quad_code"`
	Counted   bool     `json:"counted"`
	Act       string   `json:"act"`
	Actor     []party  `json:"actor"`
	Recipient []party  `json:"recipient"`
	Cite      struct {
		Document string `json:"document"`
	} `json:"cite_info"`
}

type party struct {
	Code string `json:"code"`
}

// readEvents reads a series of events from the records that "entente code" puts
// out: those that count and have a day, each pair of parties of a record once.
// Records of one day, type and pair are taken for reports of one event.
func readEvents(name string) ([]check.Event, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &diag.Error{File: name, Msg: "no such file", Hint: "entente code -o FILE writes one", Reason: diag.Missing}
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []check.Event
	seen := map[string]bool{}
	in := bufio.NewReaderSize(f, 1<<20)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if len(strings.TrimSpace(string(line))) > 0 {
			var r plovered
			if jerr := json.Unmarshal(line, &r); jerr != nil || r.ID == "" {
				return nil, &diag.Error{File: name, Line: n, Column: 1, Msg: "is no record", Hint: "the lines that entente code writes", Reason: diag.Syntax}
			}
			out = r.add(out, seen, fmt.Sprintf("%s:%d", name, n))
		}
		if err != nil {
			return out, nil
		}
	}
}

func (r *plovered) add(out []check.Event, seen map[string]bool, row string) []check.Event {
	if !r.Counted || r.Date == "" || len(r.Event) == 0 {
		return out
	}
	if r.End == "" {
		r.End = r.Date
	}
	for _, a := range r.Actor {
		for _, b := range r.Recipient {
			if a.Code == "" || b.Code == "" || a.Code == b.Code {
				continue
			}
			key := fmt.Sprint(min(a.Code, b.Code), max(a.Code, b.Code), r.Event[0], r.Date, r.End)
			if seen[key] {
				continue
			}
			seen[key] = true
			out = append(out, check.Event{A: a.Code, B: b.Code, Type: r.Event[0], Quad: r.Quad, First: r.Date, Last: r.End, Row: row,
				Says: fmt.Sprintf("%s to %s, %s, %s (%s)", a.Code, b.Code, r.Date, r.Act, r.Cite.Document)})
		}
	}
	return out
}

// storedEvents are the incidents of a store as checks ask for them. The first
// failure is kept: a check has no place for it.
type storedEvents struct {
	ctx context.Context
	db  *store.Store
	err error
}

func (s *storedEvents) keep(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *storedEvents) Between(a, b, first, last string) []check.Event {
	deeds, err := s.db.Between(s.ctx, a, b, first, last)
	s.keep(err)
	out := make([]check.Event, len(deeds))
	for i, d := range deeds {
		out[i] = check.Event{A: min(d.Source, d.Target), B: max(d.Source, d.Target), Type: d.Type, Quad: d.Quad, First: d.First, Last: d.Last,
			Row: d.Origin + " " + d.ID, Says: fmt.Sprintf("%s to %s, %s, %s", d.Source, d.Target, d.First, cmp.Or(d.Act, d.Type))}
	}
	return out
}

func (s *storedEvents) Volume(first, last string) int {
	n, err := s.db.CountBetween(s.ctx, first, last)
	s.keep(err)
	return n
}

func (s *storedEvents) Days() (first, last string) {
	first, last, err := s.db.Days(s.ctx)
	s.keep(err)
	return first, last
}
