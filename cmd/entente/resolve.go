package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"entente/data"
	"entente/internal/coding/actor"
	"entente/internal/diag"
	"entente/internal/knowledge/gazetteer"
	"entente/internal/record"
	"entente/internal/text"
)

type resolveCmd struct {
	Texts  []string `arg:"" name:"text" help:"Actor strings, each an argument, or - for one string a line on standard input."`
	Date   string   `placeholder:"DAY" help:"Day on which offices are asked for, as 2025-06-27."`
	Format string   `short:"f" enum:"text,json" default:"text" help:"text (for reading) or json (one object a line)."`

	knowledgeFlags  `embed:""`
	dictionaryFlags `embed:""`
}

func (c *resolveCmd) Run(a *app) error {
	var day text.Date
	if c.Date != "" {
		var err error
		if day, err = parseDay(c.Date); err != nil {
			return usageError{err}
		}
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	gaz, err := gazetteer.Open(data.Gazetteer)
	if err != nil {
		return fmt.Errorf("open the gazetteer: %w", err)
	}
	own, err := c.read(a.stderr)
	if err != nil {
		return err
	}
	who, err := actor.New(files, gaz, own...)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(a.stdout)
	write := writeResolved
	if c.Format == "json" {
		write = writeResolvedJSON
	}
	one := func(s string) error {
		if s = strings.TrimSpace(s); s == "" {
			return nil
		}
		r, members := who.PhraseMembers(s, day)
		return write(out, s, &r, members)
	}
	for _, t := range c.Texts {
		if t != "-" {
			if err := one(t); err != nil {
				return err
			}
			continue
		}
		in := bufio.NewScanner(a.stdin)
		in.Buffer(nil, 1<<20)
		for n := 1; in.Scan(); n++ {
			if err := one(in.Text()); err != nil {
				return err
			}
			// Whoever types line by line is answered line by line.
			if err := out.Flush(); err != nil {
				return err
			}
		}
		if err := in.Err(); errors.Is(err, bufio.ErrTooLong) {
			return &diag.Error{File: "-", Msg: "a line is longer than 1 MB", Hint: "one actor string a line", Reason: diag.TooLong}
		} else if err != nil {
			return fmt.Errorf("read standard input: %w", err)
		}
	}
	return out.Flush()
}

// resolved is the JSON form of an answer; docs/format/resolve.md describes it.
type resolved struct {
	Text    string           `json:"text"`
	Country string           `json:"country"`
	Sectors []string         `json:"sectors"`
	CAMEO   string           `json:"cameo"`
	Office  string           `json:"office,omitempty"`
	Name    string           `json:"name,omitempty"`
	Kind    record.ActorKind `json:"kind"`
	Members []string         `json:"members,omitempty"`
	Why     record.Why       `json:"why"`
}

func writeResolvedJSON(w io.Writer, s string, a *record.Actor, members []record.Actor) error {
	r := resolved{Text: s, Country: a.Country, Sectors: a.Sectors, CAMEO: a.CAMEO, Office: a.Office, Name: nameOf(a), Kind: a.Kind, Why: a.Why}
	for i := range members {
		r.Members = append(r.Members, codeOf(&members[i]))
	}
	if r.Sectors == nil {
		r.Sectors = []string{}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}

// codeOf is state and sectors in one string, as explain prints them.
func codeOf(a *record.Actor) string {
	return strings.TrimSpace(a.Country + " " + strings.Join(a.Sectors, " "))
}

func writeResolved(w io.Writer, s string, a *record.Actor, members []record.Actor) error {
	code := codeOf(a)
	if len(members) > 0 {
		var each []string
		for i := range members {
			each = append(each, codeOf(&members[i]))
		}
		code = "several: " + strings.Join(each, ", ")
	}
	if code == "" {
		code = "nobody known"
	}
	fmt.Fprintf(w, "%s\n  actor   %s\n", s, code)
	for _, f := range [...]struct{ name, value string }{
		{"CAMEO", a.CAMEO}, {"office", a.Office}, {"name", nameOf(a)}, {"kind", string(a.Kind)},
	} {
		if f.value != "" {
			fmt.Fprintf(w, "  %-7s %s\n", f.name, f.value)
		}
	}
	why := a.Why.Rule
	if a.Why.Detail != "" {
		why += " (" + a.Why.Detail + ")"
	}
	_, err := fmt.Fprintf(w, "  why     %s\n", why)
	return err
}

func nameOf(a *record.Actor) string {
	if a.Name != "" {
		return a.Name
	}
	return a.Person
}
