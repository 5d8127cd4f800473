package eval

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"entente/internal/knowledge/reference"
	"entente/internal/record"
)

// A leaderTriple is one file of FactBench's relation leader: that a person led a
// state in some years.
type leaderTriple struct {
	kind, file    string
	person, state string
	from, to      string // years
	correct       bool
}

// A ClaimFunc gives claims of a document of a day their verdicts.
type ClaimFunc func(claims []record.Claim, published string) []record.Finding

// FactBench holds the triples of FactBench's relation leader in dir against the
// tables, without any text: the claim is that the person was head of state or of
// government in each of the years. A triple is borne out if all of them are; it is
// refuted if one is. Files with another property than an office are no such claims
// and left out.
func FactBench(check ClaimFunc, t *reference.Tables, dir string, o Output) error {
	triples, other, err := readTriples(dir)
	if err != nil {
		return err
	}
	states := map[string]string{}
	for i := range t.States {
		s := &t.States[i]
		for _, n := range append([]string{s.Name}, s.Aliases...) {
			if states[n] == "" {
				states[n] = s.ISO3
			}
		}
	}
	offices := map[string][]string{}
	for i := range t.Holders {
		h := &t.Holders[i]
		if n := reference.Fold(h.Person); slices.Contains(leaderOffices, h.Office) && !slices.Contains(offices[n], h.Office) {
			offices[n] = append(offices[n], h.Office)
		}
	}
	counts := map[string]map[record.Verdict]int{}
	var right, wrong, falseRefuted, trueN float64
	o.predict("kind", "file", "person", "state", "from", "to", "verdict")
	for _, k := range triples {
		code := states[k.state]
		v := record.NotCovered
		why := "no state of this name"
		if code != "" {
			v, why = leaderVerdict(check, k, code, offices[reference.Fold(k.person)])
		}
		if counts[k.kind] == nil {
			counts[k.kind] = map[record.Verdict]int{}
		}
		counts[k.kind][v]++
		o.predict(k.kind, k.file, k.person, k.state, k.from, k.to, string(v))
		trueN += one(k.correct)
		if v == record.Supported || v == record.Refuted {
			agrees := k.correct == (v == record.Supported)
			right += one(agrees)
			wrong += one(!agrees)
			falseRefuted += one(k.correct && v == record.Refuted)
			if !agrees && o.Details != nil {
				fmt.Fprintf(o.Details, "%s\t%s\t%s\t%s\t%s-%s\t%s\n", k.kind, v, k.person, k.state, k.from, k.to, why)
			}
		}
	}
	w := o.Report
	fmt.Fprintf(w, "FactBench, relation leader: %d triples; %d with another property left out\n", len(triples), other)
	fmt.Fprintf(w, "%-16s %6s %11s %11s %11s\n", "", "n", "supported", "refuted", "not covered")
	var kinds []string
	for k := range counts {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		c := counts[k]
		fmt.Fprintf(w, "%-16s %6d %11d %11d %11d\n", k, c[record.Supported]+c[record.Refuted]+c[record.NotCovered], c[record.Supported], c[record.Refuted], c[record.NotCovered])
	}
	n := float64(len(triples))
	fmt.Fprintf(w, "covered                  %.4f of %.0f\n", over(right+wrong, n), n)
	fmt.Fprintf(w, "verdict agrees with label %.4f of %.0f covered\n", over(right, right+wrong), right+wrong)
	fmt.Fprintf(w, "true triples refuted     %.4f of %.0f (%.0f)\n", over(falseRefuted, trueN), trueN, falseRefuted)
	return nil
}

// leaderOffices are the offices that the word leader can mean.
var leaderOffices = []string{"head of state", "head of government"}

// leaderVerdict asks for each of the years. Which office is meant is guessed from
// what the tables know of anybody of that name, in whichever state; of a name that
// they do not know both must be refuted.
func leaderVerdict(check ClaimFunc, k leaderTriple, code string, known []string) (record.Verdict, string) {
	if len(known) == 0 {
		known = leaderOffices
	}
	first, last := yearOf(k.from), yearOf(k.to)
	held, asked := 0, 0
	for y := first; y <= last; y++ {
		supported, why, against := false, "", 0
		for _, office := range known {
			c := record.Claim{Kind: record.ClaimOffice, Person: k.person, State: code, Office: office, Status: "was", Days: []record.DaySpan{{First: fmt.Sprintf("%04d-01-01", y), Last: fmt.Sprintf("%04d-12-31", y)}}, Said: -1}
			for _, f := range check([]record.Claim{c}, "") {
				supported = supported || f.Verdict == record.Supported
				if refutes(f.Verdict) {
					why = f.Text
					against++
				}
			}
		}
		if asked++; supported {
			held++
		} else if against == len(known) {
			return record.Refuted, why
		}
	}
	if held == asked && held > 0 {
		return record.Supported, ""
	}
	return record.NotCovered, ""
}

func yearOf(s string) (y int) {
	fmt.Sscanf(s, "%d", &y)
	return y
}

var (
	fbSubject = regexp.MustCompile(`^<([^>]+)>\s*$`)
	fbLabel   = regexp.MustCompile(`"([^"]+)"@en`)
	fbDate    = regexp.MustCompile(`dbo:(from|to)\s+"(\d{4})`)
	fbOffice  = regexp.MustCompile(`dbo:office\s+<([^>]+)>`)
)

// readTriples reads the Turtle files below dir, of which only labels, the office
// and the years are wanted; other is how many have another property.
func readTriples(dir string) (out []leaderTriple, other int, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".ttl" {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		parts := strings.Split(filepath.ToSlash(rel), "/") // train/wrong/mix/date/leader/x.ttl
		k := leaderTriple{file: rel, kind: strings.Join(parts[1:len(parts)-2], " "), correct: len(parts) > 1 && parts[1] == "correct"}
		labels, subject, office := map[string]string{}, "", ""
		for l := range strings.Lines(string(b)) {
			if m := fbSubject.FindStringSubmatch(strings.TrimSpace(l)); m != nil {
				subject = m[1]
			}
			if strings.Contains(l, "rdfs:label") {
				if m := fbLabel.FindStringSubmatch(l); m != nil {
					labels[subject] = m[1]
				}
			}
			if m := fbDate.FindStringSubmatch(l); m != nil {
				if m[1] == "from" {
					k.from = m[2]
				} else {
					k.to = m[2]
				}
			}
			if m := fbOffice.FindStringSubmatch(l); m != nil {
				office = m[1]
			}
		}
		if office == "" || k.from == "" {
			other++
			return nil
		}
		if k.to == "" {
			k.to = k.from
		}
		k.state = labels[office]
		for s, name := range labels {
			if s != office {
				k.person = name // the one other subject with a label
			}
		}
		out = append(out, k)
		return nil
	})
	return out, other, err
}
