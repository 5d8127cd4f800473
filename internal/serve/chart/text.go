package chart

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"entente/internal/serve/terminal"
	"entente/internal/track/network"
	"entente/internal/track/series"
)

// Text writes a series as a table for a terminal, with what it adds up to.
func Text(w io.Writer, s *series.Series, names func(string) string) error {
	a, b := codeOr(s.First, "all"), codeOr(s.Second, "others")
	fmt.Fprintf(w, "%s\n", terminal.OneLine(Title(&s.Ask, codesWith(names))))
	fmt.Fprintln(w, terminal.OneLine(subtitle([]*series.Series{s})))
	if len(s.Bins) == 0 {
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	directed := s.First != ""
	head := "start\tread\tcooperation (95 %)\tconflict (95 %)\tper 1,000 read\t"
	if directed {
		head += fmt.Sprintf("%s>%s\t%s>%s\ttogether\t", a, b, b, a)
	}
	fmt.Fprintln(t, head)
	empty := 0
	for i := range s.Bins {
		n := &s.Bins[i]
		if n.Read+n.Cooperation.N+n.Conflict.N+n.Other == 0 {
			empty++
			continue
		}
		fmt.Fprintln(t, n.Start+"\t"+row(&n.Tally, directed))
	}
	fmt.Fprintln(t, "total\t"+row(&s.Total, directed))
	if err := t.Flush(); err != nil {
		return err
	}
	if directed {
		fmt.Fprintln(w, "directions and per 1,000: cooperation/conflict")
	}
	if empty > 0 {
		fmt.Fprintf(w, "not shown: %s in which nothing was read or done\n", terminal.Plural(empty, s.By))
	}
	if s.Outside > 0 {
		fmt.Fprintf(w, "%d incidents lie more than a month before or after what was read and are left out\n", s.Outside)
	}
	return totals(w, s, a, b, directed)
}

func row(t *series.Tally, directed bool) string {
	count := func(r *series.Rate) string {
		return fmt.Sprintf("%d (%.1f to %.1f)", r.N, r.Interval[0], r.Interval[1])
	}
	rates := "-"
	if t.Cooperation.Per1000 != nil {
		rates = figures(*t.Cooperation.Per1000) + "/" + figures(*t.Conflict.Per1000)
	}
	out := fmt.Sprintf("%d\t%s\t%s\t%s\t", t.Read, count(&t.Cooperation), count(&t.Conflict), rates)
	if directed {
		for _, d := range []*series.Side{&t.Forth, &t.Back, &t.Together} {
			out += fmt.Sprintf("%d/%d\t", d.Quads[0]+d.Quads[1], d.Quads[2]+d.Quads[3])
		}
	}
	return out
}

func totals(w io.Writer, s *series.Series, a, b string, directed bool) error {
	n := &s.Total
	fmt.Fprintln(w)
	if n.Cooperation.Interval1000 != nil {
		for _, r := range []struct {
			name string
			rate *series.Rate
		}{{"cooperation", &n.Cooperation}, {"conflict", &n.Conflict}} {
			fmt.Fprintf(w, "%s by 1,000 %s: %s (95 %% %s to %s)\n", r.name, s.Unit, figures(*r.rate.Per1000), figures(r.rate.Interval1000[0]), figures(r.rate.Interval1000[1]))
		}
	}
	for q, name := range quadNames {
		fmt.Fprintf(w, "%s %d", name, n.Quads[q])
		if q < 3 {
			fmt.Fprint(w, ", ")
		}
	}
	fmt.Fprintln(w)
	sides := []struct {
		name string
		side *series.Side
	}{{a + ">" + b, &n.Forth}, {b + ">" + a, &n.Back}, {"together", &n.Together}}
	if !directed {
		sides[0].name, sides[1].name = "one way", ""
	}
	for _, d := range sides {
		if d.name != "" && d.side.Quads != [4]int{} {
			fmt.Fprintf(w, "scores %s: PLOVER %+.1f and %+.1f, Goldstein %+.1f and %+.1f (cooperation and conflict)\n", d.name, d.side.Cooperation, d.side.Conflict, d.side.CooperationG, d.side.ConflictG)
		}
	}
	if len(n.Types) > 0 {
		var list []string
		for _, c := range n.Types {
			list = append(list, fmt.Sprintf("%s %d", codeOr(terminal.OneLine(c.Type), "no type"), c.N))
		}
		fmt.Fprintln(w, "types: "+strings.Join(list, ", "))
	}
	if len(n.Fields) > 0 {
		var list []string
		for _, c := range n.Fields {
			list = append(list, fmt.Sprintf("%s %d/%d", terminal.OneLine(c.Field), c.Cooperation, c.Conflict))
		}
		fmt.Fprintln(w, "domains (cooperation/conflict): "+strings.Join(list, ", "))
	}
	var err error
	for _, l := range trendLines([]*series.Series{s}) {
		_, err = fmt.Fprintln(w, l)
	}
	return err
}

func codeOr(code, other string) string {
	if code == "" {
		return other
	}
	return terminal.OneLine(code)
}

// codesWith is a code with its name behind it.
func codesWith(names func(string) string) func(string) string {
	return func(code string) string {
		if names != nil {
			if n := names(code); n != "" && n != code {
				return fmt.Sprintf("%s (%s)", code, n)
			}
		}
		return code
	}
}

// NetworkText writes a network as two tables.
func NetworkText(w io.Writer, n *network.Network, names func(string) string) error {
	fmt.Fprintf(w, "%d actors, %d directed edges between pairs of at least %d acts; %d acts of other pairs left out\n", len(n.Nodes), len(n.Edges), n.Min, n.Left)
	if len(n.Nodes) == 0 {
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "actor\tname\tpartners\tcooperation out/in/mutual\tconflict out/in/mutual\tPageRank cooperation\tconflict\tcommunity")
	for i := range n.Nodes {
		x := &n.Nodes[i]
		name := ""
		if names != nil {
			name = names(x.Actor)
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%d/%d/%d\t%d/%d/%d\t%.4f\t%.4f\t%d\n", terminal.OneLine(x.Actor), terminal.OneLine(name), x.Partners, x.CooperationOut, x.CooperationIn, x.CooperationBoth, x.ConflictOut, x.ConflictIn, x.ConflictBoth, x.CooperationRank, x.ConflictRank, x.Community)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(w)
	t = tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "source\t\ttarget\tcooperation\tconflict\tscores")
	for i := range n.Edges {
		e := &n.Edges[i]
		arrow := ">"
		if e.Mutual {
			arrow = "="
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%d\t%+.1f %+.1f\n", terminal.OneLine(e.Source), arrow, terminal.OneLine(e.Target), e.Cooperation, e.Conflict, e.CooperationScore, e.ConflictScore)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "= is what both do together; communities by modularity of cooperation (%.3f), 0 alone\n", n.Modularity)
	return err
}
