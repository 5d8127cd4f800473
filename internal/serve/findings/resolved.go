package findings

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"entente/internal/record"
	"entente/internal/serve/terminal"
)

// Resolved writes what became of the predictions of a ledger, for reading.
func Resolved(w io.Writer, fs []record.Finding, o Options) error {
	if o.Width == 0 {
		o.Width = 100
	}
	o.Width = max(o.Width, minWidth)
	b := &printer{o: o}
	count := map[record.Verdict]int{}
	indent := strings.Repeat(" ", 12)
	for i := range fs {
		f := &fs[i]
		count[f.Verdict]++
		p := f.Prediction
		made := p.Made
		if made == "" {
			made = "no date"
		}
		b.put(fmt.Sprintf("%-12s", outcome(f.Verdict)), ansi[f.Verdict], fmt.Sprintf("“%s” (%s, %s)", f.Claim.Text, p.Document, made))
		b.put(indent, "", f.Text)
		for _, g := range f.Grounds {
			says := g.Row + ": " + g.Says
			if g.Source != "" {
				says += " [" + g.Source + "]"
			}
			b.put(indent+"rests on ", dim, says)
		}
		b.WriteString("\n")
	}
	var parts []string
	for _, v := range []record.Verdict{record.Supported, record.Refuted, record.Mixed, record.Open, record.NotCovered, record.NotCheckable} {
		if n := count[v]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, strings.ToLower(outcome(v))))
		}
	}
	head := terminal.Plural(len(fs), "prediction")
	if len(parts) > 0 {
		head += ": " + strings.Join(parts, ", ")
	}
	b.put("", bold, head)
	_, err := io.WriteString(w, b.String())
	return err
}

// outcome is a verdict on a prediction in one or two words.
func outcome(v record.Verdict) string {
	switch v {
	case record.Supported:
		return "TRUE"
	case record.Refuted:
		return "FALSE"
	}
	return strings.ToUpper(string(v))
}

// ResolvedJSON writes a line for each prediction.
func ResolvedJSON(w io.Writer, fs []record.Finding) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range fs {
		if err := enc.Encode(&fs[i]); err != nil {
			return err
		}
	}
	return nil
}
