package main

import (
	"context"
	"os"
	"strings"
	"time"

	"entente/internal/diag"
	"entente/internal/reading/source"
)

// How watching goes: folders are looked at so often, a file is left alone until it
// has not been written to for so long, and a round of pages is committed when none
// has come for a while, or after the longest time.
const (
	lookAgain  = 5 * time.Second
	settled    = 2 * time.Second
	pagesIdle  = 3 * time.Second
	roundLimit = time.Minute
)

// watch takes in what is there and then what comes, until the command is stopped,
// which is its natural end.
func (in *ingestion) watch(files, seeds []string) error {
	ctx, stop := context.WithCancel(in.app.ctx)
	defer stop()
	var pages <-chan fetched
	if len(seeds) > 0 {
		pages = in.web.pages(ctx, in.Every, seeds)
	}
	for _, name := range files {
		if _, err := os.Stat(name); err != nil && !strings.ContainsAny(name, "*?[") {
			return &diag.Error{File: name, Msg: "no such file or folder", Hint: "what is watched must be there", Reason: diag.Missing}
		}
	}
	known := fileTimes{}
	for {
		r := &round{ctx: in.app.ctx, web: in.web, pages: pages, idle: pagesIdle, until: time.Now().Add(roundLimit)}
		fresh := known.fresh(files, time.Now())
		if len(fresh) == 0 {
			select {
			case f, more := <-pages: // a nil channel never gives any
				if !more {
					pages = nil
					continue
				}
				r.first = &f
			case <-time.After(lookAgain):
				continue
			case <-ctx.Done():
				return nil
			}
		} else {
			r.files = source.Open(fresh, in.opts)
		}
		err := in.round(r)
		if r.files != nil {
			r.files.Close()
		}
		if ctx.Err() != nil {
			return nil // what was coded is committed
		}
		if err != nil {
			return err
		}
		if r.ended {
			pages = nil
		}
	}
}

// fileTimes are the files that were read, as they were then.
type fileTimes map[string]fileTime

type fileTime struct {
	size int64
	at   time.Time
}

// fresh are the files that are new or not as they were, and that nobody is writing
// to any more.
func (t fileTimes) fresh(args []string, now time.Time) (out []string) {
	if len(args) == 0 {
		return nil
	}
	for _, name := range source.Files(args) {
		info, err := os.Stat(name)
		if err != nil {
			continue // gone again
		}
		is := fileTime{info.Size(), info.ModTime()}
		if t[name] == is || now.Sub(is.at) < settled {
			continue
		}
		t[name] = is
		out = append(out, name)
	}
	return out
}
