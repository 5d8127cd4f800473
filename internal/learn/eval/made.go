package eval

import (
	"fmt"
	"slices"
	"strings"

	"entente/internal/record"
	"entente/internal/text"
)

// A CheckFunc reads a sentence of a document of that day and gives its findings.
type CheckFunc func(id, body string, day text.Date) []record.Finding

// A madeCase is one made sentence with what is true of it.
type madeCase struct {
	kind    string // begins with "true", or names how it was corrupted
	body    string
	day     text.Date
	correct bool
}

// A madeScore counts verdicts on made sentences by kind.
type madeScore struct {
	verdicts                             map[string]map[record.Verdict]int
	trueN, trueRefuted, trueNoClaim      float64
	falseN, falseSupported, falseRefuted float64
}

// checkMade checks the cases and writes a table of verdicts. about is the kind of
// claim that counts; kinds that are in ungraded are shown and not summed.
func checkMade(check CheckFunc, cases []madeCase, about record.ClaimKind, o Output, ungraded ...string) *madeScore {
	s := &madeScore{verdicts: map[string]map[record.Verdict]int{}}
	o.predict("kind", "day", "sentence", "verdict", "text")
	for i := range cases {
		k := &cases[i]
		if s.verdicts[k.kind] == nil {
			s.verdicts[k.kind] = map[record.Verdict]int{}
		}
		v, why := worst(check(fmt.Sprint(i), k.body, k.day), about)
		s.verdicts[k.kind][v]++
		day := fmt.Sprintf("%04d-%02d-%02d", k.day.Year, k.day.Month, k.day.Day)
		o.predict(k.kind, day, k.body, string(v), why)
		graded := !slices.Contains(ungraded, k.kind)
		if bad := k.correct && (refutes(v) || v == "") || !k.correct && v == record.Supported; bad && graded && o.Details != nil {
			fmt.Fprintf(o.Details, "%s\t%s\t%s\t%s\t%s\n", k.kind, v, day, k.body, why)
		}
		switch {
		case !graded:
		case k.correct:
			s.trueN++
			s.trueRefuted += one(refutes(v))
			s.trueNoClaim += one(v == "")
		default:
			s.falseN++
			s.falseSupported += one(v == record.Supported)
			s.falseRefuted += one(refutes(v))
		}
	}
	s.write(o)
	return s
}

func (s *madeScore) write(o Output) {
	w := o.Report
	shown := []record.Verdict{record.Supported, record.Refuted, record.Stale, record.Vacant, record.Mixed, record.NotCovered, ""}
	fmt.Fprintf(w, "%-22s %6s", "", "n")
	for _, v := range shown {
		name := string(v)
		if v == "" {
			name = "no claim"
		}
		fmt.Fprintf(w, " %11s", name)
	}
	fmt.Fprintln(w)
	var kinds []string
	for k := range s.verdicts {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		n := 0
		for _, c := range s.verdicts[k] {
			n += c
		}
		fmt.Fprintf(w, "%-22s %6d", k, n)
		for _, v := range shown {
			fmt.Fprintf(w, " %11d", s.verdicts[k][v])
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "true sentences refuted              %.4f of %.0f (%.0f); without a claim %.4f\n", over(s.trueRefuted, s.trueN), s.trueN, s.trueRefuted, over(s.trueNoClaim, s.trueN))
	fmt.Fprintf(w, "corrupted ones not called supported %.4f of %.0f\n", 1-over(s.falseSupported, s.falseN), s.falseN)
	fmt.Fprintf(w, "corrupted ones refuted              %.4f (refuted, stale or vacant)\n", over(s.falseRefuted, s.falseN))
}

// worst is the verdict that counts of the claims of one kind: a refutation if
// there is one, else the first.
func worst(fs []record.Finding, about record.ClaimKind) (v record.Verdict, why string) {
	for i := range fs {
		if f := &fs[i]; f.Claim.Kind == about && (v == "" || refutes(f.Verdict) && !refutes(v)) {
			v, why = f.Verdict, f.Text
		}
	}
	return v, why
}

func refutes(v record.Verdict) bool {
	return v == record.Refuted || v == record.Stale || v == record.Vacant
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// withArticle is a state's name as it stands in a sentence.
func withArticle(name string) string {
	switch name {
	case "United States", "United Kingdom", "United Arab Emirates", "Netherlands", "Philippines", "Bahamas", "Maldives", "Gambia", "Central African Republic", "Dominican Republic", "Czech Republic", "Comoros",
		"Seychelles", "Solomon Islands", "Marshall Islands", "European Union":
		return "the " + name
	}
	return name
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
