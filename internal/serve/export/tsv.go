package export

import (
	"strconv"
	"strings"

	"entente/internal/record"
)

// tsvColumns in their order; docs/format/tsv.md says what each holds.
var tsvColumns = []string{
	"date", "source", "target", "cameo", "plover", "mode", "contexts", "goldstein", "counted", "factuality", "said_by", "place", "sentence", "document", "start", "end",
	"date_end", "geonameid", "lat", "lon", "country", "source_text", "target_text", "event_text", "not_counted", "record", "confidence", "trust",
}

var tsvHeader = strings.Join(tsvColumns, "\t") + "\n"

// A dyad is one source and one target of a record, and CAMEO's code for it.
type dyad struct {
	source, target         string
	sourceText, targetText string
	cameo                  string
	goldstein              *float64
}

// dyads are a record's rows: each source with each target, and for a symmetric
// act also each target with each source, under the mirror code. A side that is
// missing or has no code is an empty string. Two actors with one code make one
// row.
func dyads(r *record.Record) []dyad {
	code, mirror := "", ""
	var score, mirrorScore *float64
	if c := r.In("cameo"); c != nil {
		code, score = c.Code, c.Score
		mirror, mirrorScore = c.Mirror, c.MirrorScore
		if mirror == "" {
			mirror, mirrorScore = code, score
		}
	}
	none := []record.Actor{{}}
	sources, targets := r.Source, r.Target
	if len(sources) == 0 {
		sources = none
	}
	var out []dyad
	seen := map[[3]string]bool{}
	add := func(a, b *record.Actor, code string, score *float64) {
		d := dyad{a.Code(), b.Code(), a.Text, b.Text, code, score}
		k := [3]string{d.source, d.target, code}
		if d.source == "" && d.target == "" {
			k = [3]string{d.sourceText, d.targetText, code}
		}
		if !seen[k] {
			seen[k] = true
			out = append(out, d)
		}
	}
	if r.Symmetric && len(targets) == 0 && len(sources) > 1 {
		// One list of equals: each with each.
		for i := range sources {
			for j := range sources {
				if i != j {
					add(&sources[i], &sources[j], code, score)
				}
			}
		}
		return out
	}
	if len(targets) == 0 {
		targets = none
	}
	for i := range sources {
		for j := range targets {
			add(&sources[i], &targets[j], code, score)
		}
	}
	// A visit is hosted: a code with a mirror has two rows even where the act
	// itself has one side that acts.
	if (r.Symmetric || mirror != code) && len(r.Source) > 0 && len(r.Target) > 0 {
		for i := range sources {
			for j := range targets {
				add(&targets[j], &sources[i], mirror, mirrorScore)
			}
		}
	}
	return out
}

func appendTSV(dst []byte, p Page, o Options) []byte {
	for i := range p.Coding.Records {
		dst = appendRecordTSV(dst, p, &p.Coding.Records[i], o)
	}
	return dst
}

func appendRecordTSV(dst []byte, p Page, r *record.Record, o Options) []byte {
	if o.CountedOnly && !r.Counted {
		return dst
	}
	var e record.Evidence
	sentence := ""
	if len(r.Evidence) > 0 {
		e = r.Evidence[0]
		sentence = strconv.Itoa(int(e.Sentence))
	}
	typ, mode := "", ""
	if c := r.In("plover"); c != nil {
		typ, mode = c.Type, c.Mode
	}
	counted := "no"
	if r.Counted {
		counted = "yes"
	}
	sure := ""
	if r.Confidence > 0 {
		sure = strconv.FormatFloat(r.Confidence, 'f', -1, 64)
	}
	trust := ""
	if r.Trust > 0 {
		trust = strconv.FormatFloat(r.Trust, 'f', -1, 64)
	}
	place, id, lat, lon, country := "", "", "", "", ""
	if pl := r.Place; pl != nil {
		if place = pl.Name; place == "" {
			place = pl.Text
		}
		country = pl.Country
		if pl.GeoNamesID != 0 {
			id = strconv.Itoa(int(pl.GeoNamesID))
		}
		if pl.GeoNamesID != 0 || pl.Lat != 0 || pl.Lon != 0 {
			lat, lon = strconv.FormatFloat(record.Degrees(pl.Lat), 'f', -1, 64), strconv.FormatFloat(record.Degrees(pl.Lon), 'f', -1, 64)
		}
	}
	docID := r.Doc.ID
	if docID == "" {
		docID = p.Coding.Doc.ID
	}
	for _, d := range dyads(r) {
		score := ""
		if d.goldstein != nil {
			score = strconv.FormatFloat(*d.goldstein, 'f', -1, 64)
		}
		for k, v := range [...]string{
			r.Date.Start, d.source, d.target, d.cameo, typ, mode, strings.Join(r.Contexts, ";"), score, counted, r.Factuality.Label(), r.SaidBy, place, sentence, docID,
			strconv.Itoa(int(e.Trigger.Start)), strconv.Itoa(int(e.Trigger.End)),
			r.Date.End, id, lat, lon, country, d.sourceText, d.targetText, bytesOf(p.Doc, e.Trigger), strings.Join(r.NotCounted, "; "), r.ID, sure, trust,
		} {
			if k > 0 {
				dst = append(dst, '\t')
			}
			dst = appendField(dst, v)
		}
		dst = append(dst, '\n')
	}
	for i := range r.Topics {
		dst = appendRecordTSV(dst, p, &r.Topics[i], o)
	}
	return dst
}

// appendField writes tab, line ends and backslash as \t, \n, \r and \\, so that
// a row is always one line and every field can be had back.
func appendField(dst []byte, s string) []byte {
	for i := range len(s) {
		switch s[i] {
		case '\t':
			dst = append(dst, `\t`...)
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		case '\\':
			dst = append(dst, `\\`...)
		default:
			dst = append(dst, s[i])
		}
	}
	return dst
}
