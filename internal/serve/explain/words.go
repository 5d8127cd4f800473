package explain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"entente/internal/record"
	"entente/internal/serve/terminal"
	"entente/internal/text"
)

// An actorWords is an actor in one line: its code; its words, office, and whom
// the words stand for where they do not say so themselves.
type actorWords struct{ Code, Words string }

func who(c *record.Coding, a *record.Actor) actorWords {
	words := terminal.OneLine(a.Text)
	s := words
	var more []string
	if a.Office != "" {
		more = append(more, a.Office)
	}
	if n := terminal.OneLine(a.Name); n != "" && !strings.Contains(words, n) {
		more = append(more, n)
	}
	if a.Country == "" {
		if m := members(c, a); m != "" {
			more = append(more, m)
		}
	}
	if len(more) > 0 {
		s += " (" + strings.Join(more, ", ") + ")"
	}
	return actorWords{code(a), s}
}

// members names those whom a collective stands for: "RUS GOV + CHN GOV".
func members(c *record.Coding, a *record.Actor) string {
	var out []string
	for _, m := range a.Members {
		if m < 0 || int(m) >= len(c.Actors) {
			continue
		}
		if b := &c.Actors[m]; b.Country != "" {
			out = append(out, code(b))
		}
	}
	return strings.Join(out, " + ")
}

func code(a *record.Actor) string {
	c := a.Country
	if c == "" {
		c = "---"
	}
	return strings.Join(append([]string{c}, a.Sectors...), " ")
}

func where(p *record.Place) string {
	if p == nil {
		return "no place of its own"
	}
	s := placeName(p)
	var more []string
	if p.Resolution != "" {
		more = append(more, p.Resolution)
	}
	if p.Lat != 0 || p.Lon != 0 {
		more = append(more, fmt.Sprintf("%.2f %.2f", p.Lat, p.Lon))
	}
	if p.GeoNamesID != 0 {
		more = append(more, "GeoNames "+strconv.Itoa(int(p.GeoNamesID)))
	}
	if len(p.States) > 0 {
		more = append(more, "states "+strings.Join(p.States, " "))
	}
	if p.Note != "" {
		more = append(more, terminal.OneLine(p.Note))
	}
	if len(more) > 0 {
		s += " (" + strings.Join(more, ", ") + ")"
	}
	return s
}

func placeName(p *record.Place) string {
	var parts []string
	for _, s := range []string{p.Name, p.Admin1, p.Country} {
		if s = terminal.OneLine(s); s != "" && (len(parts) == 0 || parts[len(parts)-1] != s) {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return terminal.OneLine(p.Text)
	}
	return strings.Join(parts, ", ")
}

func whenOf(d record.Date) string {
	s := days(d.Start, d.End)
	if s == "" {
		s = "not dated"
	}
	quoted := ""
	if d.Text != "" {
		quoted = "“" + terminal.OneLine(d.Text) + "”"
		s += ", " + quoted
	}
	if r := strings.TrimSpace(strings.TrimPrefix(terminal.OneLine(d.Reason), "\""+terminal.OneLine(d.Text)+"\"")); r != "" {
		s += ", " + r
	}
	return s
}

func days(start, end string) string {
	switch {
	case start == "" && end == "":
		return ""
	case start == end:
		return start
	case end == "":
		return "from " + start
	case start == "":
		return "until " + end
	}
	return start + " to " + end
}

// Certainties in plain words.
var certainties = map[record.Certainty]string{
	record.Certain: "certain", record.Probable: "probable", record.Possible: "possible", record.Uncommitted: "nobody vouches for it",
}

// saidBy is whose word it is and how surely: "RUS GOV; possible (PS+), future".
func saidBy(r *record.Record) string {
	s := "the article"
	if r.Attribution != nil {
		s = terminal.OneLine(r.SaidBy)
		if s == "" {
			s = string(r.Attribution.Kind)
		}
		if r.Attribution.Hedge != "" {
			s += ", hedged “" + terminal.OneLine(r.Attribution.Hedge) + "”"
		}
	}
	f := r.Factuality
	how := []string{fmt.Sprintf("%s (%s)", certainties[f.Certainty], f.Label())}
	return s + "; " + strings.Join(append(how, auxiliary(f)...), ", ")
}

func auxiliary(f record.Factuality) []string {
	var out []string
	for _, x := range []struct {
		on   bool
		name string
	}{{f.Negated, "negated"}, {f.Future, "future"}, {f.Hypothetical, "hypothetical"}, {f.Habitual, "habitual"}, {f.Historical, "historical"}} {
		if x.on {
			out = append(out, x.name)
		}
	}
	return out
}

func saidNote(doc *text.Document, c *record.Coding, a *record.Attribution) string {
	src := terminal.OneLine(a.Text)
	if src == "" {
		src = "nobody named"
	}
	kind := string(a.Kind)
	if a.Actor >= 0 && int(a.Actor) < len(c.Actors) && c.Actors[a.Actor].Country != "" {
		kind += ", " + code(&c.Actors[a.Actor])
	}
	how := "said by"
	if a.Verb == record.Attitude {
		how = "attitude of"
	}
	s := fmt.Sprintf("%s %s (%s), cue “%s”", how, src, kind, terminal.OneLine(doc.Text(text.Span(a.Cue))))
	if a.Hedge != "" {
		s += ", hedged"
	}
	return s
}

// codes are what each codebook calls the act, with its score, and the contexts.
func codes(r *record.Record) []string {
	var out []string
	for _, c := range r.Codes {
		s := strings.ToUpper(c.Codebook)
		if c.Type == "" {
			out = append(out, s+" none")
			continue
		}
		s += " " + c.Code + score(c.Score)
		if c.Mirror != "" {
			s += " / " + c.Mirror + score(c.MirrorScore)
		}
		out = append(out, s)
	}
	if len(r.Contexts) > 0 {
		out = append(out, "["+strings.Join(r.Contexts, ", ")+"]")
	}
	return out
}

func score(v *float64) string {
	if v == nil {
		return ""
	}
	return " (" + strconv.FormatFloat(*v, 'g', -1, 64) + ")"
}

// A whyLine is the reason for one field: what it is about, and the rule, table
// row or model behind it.
type whyLine struct{ About, Text string }

// whys are all reasons of one mention. A rule that was applied several times is
// told once.
func whys(r *record.Record, e *record.Evidence) []whyLine {
	var out []whyLine
	add := func(about string, ws ...record.Why) {
		for _, w := range ws {
			// One table row may stand behind several parts of an actor.
			rule, detail := terminal.OneLine(w.Rule), strings.Join(slices.Compact(strings.Fields(terminal.OneLine(w.Detail))), " ")
			if detail == rule || strings.HasSuffix(rule, " "+detail) {
				detail = ""
			}
			if rule == "" {
				continue
			}
			l := whyLine{about, rule}
			if detail != "" {
				l.Text += ": " + detail
			}
			if n := len(out) - 1; n >= 0 && out[n].About == about && detail != "" && strings.HasPrefix(out[n].Text, rule+": ") {
				if !strings.Contains(out[n].Text+",", detail+",") {
					out[n].Text += ", " + detail
				}
				continue
			}
			if n := len(out) - 1; n < 0 || out[n] != l {
				out = append(out, l)
			}
		}
	}
	add("event", e.Why...)
	for _, list := range [][]record.Actor{r.Source, r.Target, r.Third} {
		for i := range list {
			add("“"+terminal.OneLine(list[i].Text)+"”", list[i].Why)
		}
	}
	if pl := r.Place; pl != nil {
		w := pl.Why
		if pl.GeoNamesID != 0 {
			w.Detail = strings.TrimPrefix(w.Detail+"; gazetteer row "+strconv.Itoa(int(pl.GeoNamesID)), "; ")
		}
		add("“"+terminal.OneLine(pl.Text)+"”", w)
	}
	add("certainty", r.Factuality.Why...)
	if r.Attribution != nil {
		add("speaker", r.Attribution.Why)
	}
	add("rules", r.Rules...)
	return out
}
