package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"entente/internal/diag"
	"entente/internal/knowledge/petrarch"
)

// dictionaryFlags are shared by the commands that say who actors are.
type dictionaryFlags struct {
	Actors []string `placeholder:"FILE" sep:"none" help:"PETRARCH or TABARI dictionary of actors whose entries win over the built-in ones; may be given again."`
	Agents []string `placeholder:"FILE" sep:"none" help:"The same for agents: nouns for those who act."`
}

// read loads the dictionaries. A file that is not there stops the program; a
// line that cannot be read is named on w and left out.
func (d dictionaryFlags) read(w io.Writer) (dicts []petrarch.Dictionary, err error) {
	load := func(names []string, parse func(name string, b []byte) (petrarch.Dictionary, *diag.List)) {
		for _, name := range names {
			b, rerr := os.ReadFile(name)
			if rerr != nil {
				var pe *os.PathError
				if errors.As(rerr, &pe) {
					rerr = pe.Err
				}
				err = errors.Join(err, &diag.Error{File: name, Msg: "dictionary cannot be read: " + rerr.Error(), Hint: "name a file of entries, as docs/format/petrarch-dictionaries.md shows", Reason: diag.Missing})
				continue
			}
			dict, finds := parse(name, b)
			dicts = append(dicts, dict)
			if finds.Err() != nil {
				fmt.Fprintf(w, "%v\n", finds)
			}
		}
	}
	load(d.Actors, func(name string, b []byte) (petrarch.Dictionary, *diag.List) {
		a, finds := petrarch.Actors(name, b)
		return petrarch.Dictionary{Actors: a}, finds
	})
	load(d.Agents, func(name string, b []byte) (petrarch.Dictionary, *diag.List) {
		a, finds := petrarch.Agents(name, b)
		return petrarch.Dictionary{Agents: a}, finds
	})
	return dicts, err
}
