package main

import (
	"io/fs"
	"strings"

	"entente/data"
	"entente/internal/check"
	"entente/internal/coder"
	"entente/internal/knowledge/reference"
	"entente/internal/learn/eval"
	"entente/internal/record"
	"entente/internal/text"
)

// without is a folder of tables in which one file is another.
type without struct {
	fs.FS
	name string
	body []byte
}

func (w without) ReadFile(name string) ([]byte, error) {
	if name == w.name {
		return w.body, nil
	}
	return fs.ReadFile(w.FS, name)
}

// holdOut leaves out every tenth row of a table, the comments and the header
// aside.
func holdOut(files fs.FS, name string) (fs.FS, error) {
	b, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	var out strings.Builder
	header, n := false, 0
	for l := range strings.Lines(string(b)) {
		switch {
		case strings.HasPrefix(l, "#"):
		case !header:
			header = true
		default:
			if n++; n%10 == 0 {
				continue
			}
		}
		out.WriteString(l)
	}
	return without{files, name, []byte(out.String())}, nil
}

// evalOfficeCheck makes sentences from all rows and checks them with nine in ten.
func evalOfficeCheck(s scoring) error {
	files, err := holdOut(s.files, "reference/holders.tsv")
	if err != nil {
		return err
	}
	all, err := reference.Load(s.files)
	if err != nil {
		return err
	}
	c, err := loadCoder(files, data.Models("en"))
	if err != nil {
		return err
	}
	pack, err := reference.LoadPack(files)
	if err != nil {
		return err
	}
	return eval.OfficeCheck(checkWith(c, pack), c.Tables(), all, s.Output)
}

// checking loads all that a check of made sentences needs.
func checking(s scoring) (eval.CheckFunc, *reference.Tables, *reference.Pack, error) {
	c, err := loadCoder(s.files, data.Models("en"))
	if err != nil {
		return nil, nil, nil, err
	}
	pack, err := reference.LoadPack(s.files)
	if err != nil {
		return nil, nil, nil, err
	}
	return checkWith(c, pack), c.Tables(), pack, nil
}

func evalTradeCheck(s scoring) error {
	check, t, pack, err := checking(s)
	if err != nil {
		return err
	}
	return eval.TradeCheck(check, t, pack, s.Output)
}

func evalMemberCheck(s scoring) error {
	check, t, pack, err := checking(s)
	if err != nil {
		return err
	}
	return eval.MemberCheck(check, t, pack, s.Output)
}

func evalMeasureCheck(s scoring) error {
	check, t, pack, err := checking(s)
	if err != nil {
		return err
	}
	return eval.MeasureCheck(check, t, pack, s.Output)
}

// evalFactBench checks claims that are built from triples.
func evalFactBench(s scoring) error {
	t, err := reference.Load(s.files)
	if err != nil {
		return err
	}
	pack, err := reference.LoadPack(s.files)
	if err != nil {
		return err
	}
	return eval.FactBench(check.New(t, pack).Check, t, s.path, s.Output)
}

// checkWith reads and checks one sentence.
func checkWith(c *coder.Coder, pack *reference.Pack) eval.CheckFunc {
	checker := check.New(c.Tables(), pack)
	return func(id, body string, day text.Date) []record.Finding {
		doc := &text.Document{ID: id, Body: body, Language: "en", Published: day}
		out := c.Code(doc)
		return checker.Check(c.Claims(doc, out), out.Doc.Published)
	}
}
