package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"entente/internal/diag"
	"entente/internal/record"
	"entente/internal/serve/findings"
)

// A ledger is a file of open predictions, a JSON line each. The zero ledger has
// no file and keeps nothing.
type ledger struct {
	name       string
	known      map[string]bool
	lines      bytes.Buffer
	fresh, old int
}

func openLedger(name string) (*ledger, error) {
	l := &ledger{name: name, known: map[string]bool{}}
	if name == "" {
		return l, nil
	}
	list, err := readLedger(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for i := range list {
		l.known[list[i].ID] = true
	}
	return l, nil
}

func readLedger(name string) ([]record.Prediction, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var out []record.Prediction
	n := 0
	for line := range bytes.Lines(b) {
		n++
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		var p record.Prediction
		if err := json.Unmarshal(line, &p); err != nil || p.ID == "" {
			return nil, &diag.Error{File: name, Line: n, Column: 1, Msg: "is no prediction", Hint: "a ledger holds the lines that check --ledger writes", Reason: diag.Syntax}
		}
		out = append(out, p)
	}
	return out, nil
}

// add enters an open prediction that is not in the ledger yet.
func (l *ledger) add(p *record.Prediction) {
	switch {
	case l.name == "" || !p.Open:
	case l.known[p.ID]:
		l.old++
	default:
		l.known[p.ID] = true
		l.fresh++
		enc := json.NewEncoder(&l.lines)
		enc.SetEscapeHTML(false)
		enc.Encode(p) // a buffer and plain fields: nothing can fail
	}
}

// close appends what is new, in one write, and says how much that was.
func (l *ledger) close(w io.Writer) error {
	if l.name == "" {
		return nil
	}
	if l.fresh > 0 {
		f, err := os.OpenFile(l.name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
		if err != nil {
			return err
		}
		_, err = f.Write(l.lines.Bytes())
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%s entered into %s, %d there already\n", plural(l.fresh, "prediction"), l.name, l.old)
	return err
}

// resolve holds the predictions of a ledger against the tables.
func (c *checkCmd) resolve(a *app) error {
	switch {
	case len(c.Args) > 0 || c.Ledger != "":
		return usageError{errors.New("--resolve FILE reads no articles; leave out files and --ledger")}
	case c.Format == "html":
		return usageError{errors.New("--resolve writes text or json")}
	}
	list, err := readLedger(c.Resolve)
	if errors.Is(err, fs.ErrNotExist) {
		return &diag.Error{File: c.Resolve, Msg: "no such file", Hint: "check --ledger FILE writes one", Reason: diag.Missing}
	}
	if err != nil {
		return err
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	tables, pack, err := loadReference(files)
	if err != nil {
		return err
	}
	checker, err := c.checker(tables, pack)
	if err != nil {
		return err
	}
	var fs []record.Finding
	for i := range list {
		fs = append(fs, checker.Resolve(&list[i]))
	}
	out, err := openOutput(a, c.Output)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if c.Format == "json" {
		err = findings.ResolvedJSON(&b, fs)
	} else {
		err = findings.Resolved(&b, fs, c.options(a))
	}
	err = errors.Join(err, out.put(b.Bytes()))
	return errors.Join(err, out.close(err == nil))
}
