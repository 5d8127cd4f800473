package eval

import (
	"encoding/json"
	"entente/internal/learn/corpus"
	"fmt"
	"sort"
	"strings"

	"entente/internal/record"
)

// gsrWants says what a file of the set's form holds.
const gsrWants = "a JSON array of PLOVER records with source, target, event and text"

// A gsrRecord is one gold record; target may be missing, or a word without a
// code, and then nothing is asked of it.
type gsrRecord struct {
	ID     string          `json:"id"`
	Source json.RawMessage `json:"source"`
	Target json.RawMessage `json:"target"`
	Event  string          `json:"event"`
	Mode   string          `json:"mode"`
	Text   string          `json:"text"`
}

type gsrActor struct {
	Code   string `json:"code"`
	Sector string `json:"sector"`
}

// gsrTypes are types of PLOVER's first version by their names of today.
var gsrTypes = map[string]string{"FIGHT": "ASSAULT", "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}

// gsrCodes are codes that the set spells in its own way; it calls all bodies of
// states IGO.
var gsrCodes = map[string]string{"ITL": "ITA", "JAP": "JPN", "VTN": "VNM", "UNO": "IGO", "EUR": "IGO", "IMG": "IGO"}

// GSR scores coding on full PLOVER records. A gold record is found when one
// coded record has its type, the same set of source countries and the same set
// of target countries; a gold target without a code asks nothing. Where both
// sides act on each other, sources and targets together are compared, since the
// set lists both as sources. Sectors are right when each gold sector (its first
// three letters) is among those coded. Dates are not compared: the set has none.
// The best coded record of each text counts, first of those that are counted.
func GSR(code Coder, path string, o Output) error {
	b, err := corpus.Read(path, gsrWants)
	if err != nil {
		return err
	}
	var gold []gsrRecord
	if err := json.Unmarshal(b, &gold); err != nil {
		return corpus.Malformed(path, 1, err.Error(), gsrWants)
	}
	ids, texts := make([]string, len(gold)), make([]string, len(gold))
	for i := range gold {
		ids[i], texts[i] = gold[i].ID, gold[i].Text
	}
	docs, err := pages(ids, texts)
	if err != nil {
		return err
	}
	// gold, type, type and source, type and both, and counted, and sectors; coded, of these right
	s := NewSample(8)
	o.predict("id", "gold", "reached", "coded")
	for i := range gold {
		g := &gold[i]
		want := gsrTypes[g.Event]
		if want == "" {
			want = g.Event
		}
		src, srcSectors := gsrActors(g.Source)
		tgt, tgtSectors := gsrActors(g.Target)
		got := code(docs[i])
		best := make([]float64, 6)
		best[0] = 1
		var coded, right float64
		var shown []string
		for _, r := range flat(got.Records) {
			typ := ploverType(&r)
			if typ == "" {
				continue
			}
			haveSrc, haveTgt := countries(r.Source), countries(r.Target)
			shown = append(shown, fmt.Sprintf("%s(%s > %s)", typ, haveSrc, haveTgt))
			sameSource := haveSrc == src
			same := sameSource && (tgt == "" || haveTgt == tgt)
			if r.Symmetric {
				all := countries(append(append([]record.Actor(nil), r.Source...), r.Target...))
				sameSource = all == join(src, tgt) || sameSource
				same = same || all == join(src, tgt)
			}
			coded++
			if typ != want {
				continue
			}
			best[1] = 1
			if sameSource {
				best[2] = 1
			}
			if !same {
				continue
			}
			right++
			best[3] = 1
			if r.Counted {
				best[4] = 1
			}
			if sectors(r.Source, srcSectors) && sectors(r.Target, tgtSectors) {
				best[5] = 1
			}
		}
		s.Add(g.ID, append(best, coded, right)...)
		o.predict(g.ID, fmt.Sprintf("%s(%s > %s)", want, src, tgt), best[3], strings.Join(shown, "; "))
		if best[3] == 0 && o.Details != nil {
			fmt.Fprintf(o.Details, "%s(%s > %s)\t%s\t%s\n", want, src, tgt, strings.Join(shown, "; "), g.Text)
		}
	}
	fmt.Fprintf(o.Report, "PLOVER gold records: %s, %d records (95 %% intervals)\n", path, len(gold))
	for _, l := range []struct {
		what        string
		part, whole int
	}{{"type", 1, 0}, {"type, source country", 2, 0}, {"type, both countries", 3, 0}, {"… and counted", 4, 0}, {"… and sectors", 5, 0}, {"precision of coded records", 7, 6}} {
		fmt.Fprintf(o.Report, "%-28s %s\n", l.what, s.Ratio(l.part, l.whole))
	}
	return nil
}

func ploverType(r *record.Record) string {
	for _, c := range r.Codes {
		if c.Codebook == "plover" {
			return c.Type
		}
	}
	return ""
}

// gsrActors reads gold actors: their countries as one string, and sectors.
func gsrActors(raw json.RawMessage) (codes string, sectors []string) {
	var list []gsrActor
	if json.Unmarshal(raw, &list) != nil {
		return "", nil
	}
	set := map[string]bool{}
	for _, a := range list {
		if a.Code != "" {
			set[gsrCode(a.Code)] = true
		}
		if len(a.Sector) >= 3 {
			sectors = append(sectors, a.Sector[:3])
		}
	}
	return setString(set), sectors
}

func gsrCode(c string) string {
	if x := gsrCodes[c]; x != "" {
		return x
	}
	return c
}

func countries(list []record.Actor) string {
	set := map[string]bool{}
	for i := range list {
		if c := list[i].Country; c != "" {
			set[gsrCode(c)] = true
		}
	}
	return setString(set)
}

func setString(set map[string]bool) string {
	out := sorted(set)
	return strings.Join(out, "+")
}

// join is the union of two sets of countries.
func join(a, b string) string {
	set := map[string]bool{}
	for _, c := range strings.Split(a+"+"+b, "+") {
		if c != "" {
			set[c] = true
		}
	}
	return setString(set)
}

// sectors reports whether each of want is a sector of somebody in the list.
func sectors(list []record.Actor, want []string) bool {
	var have []string
	for i := range list {
		have = append(have, list[i].Sectors...)
	}
	sort.Strings(have)
	for _, w := range want {
		if i := sort.SearchStrings(have, w); i == len(have) || have[i] != w {
			return false
		}
	}
	return true
}
