package export_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"entente/data"
	"entente/internal/coder"
	"entente/internal/coding/domain"
	"entente/internal/knowledge/codebook"
	"entente/internal/knowledge/table"
	"entente/internal/serve/export"
	"entente/internal/text"
)

// The page docs/format/plover.md is what other people's programs are written
// against, so it is read here and every record is held to it, field by field.

// A schema is the fields that the page names, with their types.
type schema struct {
	types   map[string]string
	sectors map[string]bool
	codes   map[string]bool // countries, and PLOVER's codes for what is no country
	book    *codebook.Book
	ids     map[string]string
}

// Fields that every record has, whatever is in them.
var always = strings.Fields("id date actor event recipient event_text mode context text text_info cite_info coder counted aux_mode factuality act cameo evidence")

const ploverSectors = "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC"

func loadSchema(t *testing.T) *schema {
	t.Helper()
	s := &schema{types: map[string]string{}, sectors: map[string]bool{}, codes: map[string]bool{}, ids: map[string]string{}}
	page, err := os.ReadFile("../../../docs/format/plover.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\| ([^|]+) \\|").FindAllStringSubmatch(string(page), -1) {
		s.types[m[1]] = m[2]
	}
	for _, x := range strings.Fields(ploverSectors) {
		s.sectors[x] = true
	}
	for _, x := range strings.Fields("IGO NGO MNC IMG ISM EUR UNO") {
		s.codes[x] = true
	}
	states, err := table.Read(data.FS, "reference/states.tsv", "iso3")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range states.Rows {
		s.codes[r.Get("iso3")] = true
	}
	if s.book, err = codebook.Load(data.FS); err != nil {
		t.Fatal(err)
	}
	if len(s.types) < 30 || len(s.codes) < 190 {
		t.Fatalf("read %d fields and %d codes", len(s.types), len(s.codes))
	}
	return s
}

// record checks one record of a document with this body.
func (s *schema) record(r map[string]any, body string, top bool) error {
	for _, k := range always {
		if _, ok := r[k]; !ok {
			return fmt.Errorf("field %s is absent", k)
		}
	}
	for k, v := range r {
		typ, ok := s.types[k]
		if !ok {
			return fmt.Errorf("field %s is not in the page", k)
		}
		if !fits(typ, v) {
			return fmt.Errorf("field %s is %T, the page says %s", k, v, typ)
		}
	}
	id := r["id"].(string)
	if before, twice := s.ids[id]; twice {
		return fmt.Errorf("id %s is also that of %s", id, before)
	}
	s.ids[id] = body
	for _, k := range []string{"actor", "recipient", "third"} {
		list, _ := r[k].([]any)
		for _, e := range list {
			if err := s.entity(e.(map[string]any), body); err != nil {
				return fmt.Errorf("%s: %w", k, err)
			}
		}
	}
	if err := s.event(r); err != nil {
		return err
	}
	for _, c := range r["context"].([]any) {
		if !contains(domain.Contexts, c.(string)) {
			return fmt.Errorf("context %v is none of PLOVER's", c)
		}
	}
	for _, m := range r["aux_mode"].([]any) {
		if !contains([]string{"historical", "future", "hypothetical", "negation"}, m.(string)) {
			return fmt.Errorf("aux_mode %v", m)
		}
	}
	if not, _ := r["not_counted"].([]any); r["counted"].(bool) == (len(not) > 0) {
		return fmt.Errorf("counted is %v with reasons %v", r["counted"], not)
	}
	if label, _ := r["factuality"].(map[string]any)["label"].(string); !contains([]string{"CT+", "CT-", "PR+", "PR-", "PS+", "PS-", "Uu"}, label) {
		return fmt.Errorf("factuality %q", label)
	}
	if err := s.days(r); err != nil {
		return err
	}
	if loc, ok := r["event_loc"].(map[string]any); ok {
		if err := s.place(loc, body); err != nil {
			return err
		}
	}
	info := r["text_info"].(map[string]any)
	if got, err := cut(body, info); err != nil || strings.TrimSpace(got) != r["text"] {
		return fmt.Errorf("text %q, at text_info %q: %v", r["text"], got, err)
	}
	for i, e := range r["evidence"].([]any) {
		ev := e.(map[string]any)
		words, err := cut(body, ev["trigger"].(map[string]any))
		if err != nil || words == "" || i == 0 && words != r["event_text"] {
			return fmt.Errorf("trigger %q, event_text %q: %v", words, r["event_text"], err)
		}
		if why, _ := ev["why"].([]any); len(why) == 0 {
			return fmt.Errorf("evidence %d says no why", i)
		}
	}
	topics, _ := r["topics"].([]any)
	for _, t := range topics {
		topic := t.(map[string]any)
		if topic["counted"] != false || !top {
			return fmt.Errorf("topic %v is counted, or a topic of a topic", topic["id"])
		}
		if err := s.record(topic, body, false); err != nil {
			return fmt.Errorf("topic: %w", err)
		}
	}
	return nil
}

// event checks codes and scores against the codebooks' tables.
func (s *schema) event(r map[string]any) error {
	types, modes := r["event"].([]any), r["mode"].([]any)
	if len(types) > 1 || len(modes) > len(types) {
		return fmt.Errorf("event %v mode %v", types, modes)
	}
	if len(types) == 1 {
		code := types[0].(string)
		if len(modes) == 1 {
			code += "/" + modes[0].(string)
		}
		e, ok := s.book.Entry("plover", code)
		if !ok {
			return fmt.Errorf("%s is not in PLOVER's table", code)
		}
		if r["quad_code"] != float64(e.Quad) || e.Score != nil && r["event_scale"] != *e.Score {
			return fmt.Errorf("%s: quad_code %v event_scale %v, the table has %d %v", code, r["quad_code"], r["event_scale"], e.Quad, e.Score)
		}
	} else if r["quad_code"] != nil || r["event_scale"] != nil {
		return fmt.Errorf("no type, but quad_code %v event_scale %v", r["quad_code"], r["event_scale"])
	}
	for _, x := range r["cameo"].([]any) {
		row := x.(map[string]any)
		e, ok := s.book.Entry("cameo", row["code"].(string))
		if !ok || len(row["code"].(string)) < 3 {
			return fmt.Errorf("CAMEO code %v", row["code"])
		}
		if e.Score != nil && row["goldstein"] != *e.Score {
			return fmt.Errorf("CAMEO %v has goldstein %v, the table %v", row["code"], row["goldstein"], *e.Score)
		}
	}
	if !s.book.Known(r["act"].(string)) {
		return fmt.Errorf("act %v", r["act"])
	}
	return nil
}

func (s *schema) entity(e map[string]any, body string) error {
	code := e["code"].(string)
	if code != "" && !s.codes[code] {
		return fmt.Errorf("code %q of %q", code, e["entity_text"])
	}
	for _, x := range e["sector"].([]any) {
		if !s.sectors[x.(string)] {
			return fmt.Errorf("sector %v of %q", x, e["entity_text"])
		}
	}
	if cameo, _ := e["cameo"].(string); len(cameo)%3 != 0 || cameo != strings.ToUpper(cameo) {
		return fmt.Errorf("CAMEO actor code %q of %q", cameo, e["entity_text"])
	}
	if got, err := cut(body, e["span"].(map[string]any)); err != nil || got != e["entity_text"] {
		return fmt.Errorf("entity_text %q, at span %q: %v", e["entity_text"], got, err)
	}
	if e["why"].(map[string]any)["rule"] == "" {
		return fmt.Errorf("%q says no why", e["entity_text"])
	}
	return nil
}

func (s *schema) place(p map[string]any, body string) error {
	if c, _ := p["country_code"].(string); c != "" && !s.codes[c] {
		return fmt.Errorf("country_code %q of %q", c, p["extracted_place"])
	}
	lat, lon := p["lat"].(float64), p["lon"].(float64)
	if math.Abs(lat) > 90 || math.Abs(lon) > 180 {
		return fmt.Errorf("%q at %v %v", p["extracted_place"], lat, lon)
	}
	if !contains([]string{"point", "city", "admin1", "country", "region"}, p["resolution"].(string)) {
		return fmt.Errorf("resolution %v", p["resolution"])
	}
	if got, err := cut(body, p["span"].(map[string]any)); err != nil || got != p["extracted_place"] {
		return fmt.Errorf("extracted_place %q, at span %q: %v", p["extracted_place"], got, err)
	}
	return nil
}

func (s *schema) days(r map[string]any) error {
	var last time.Time
	for _, k := range []string{"date", "enddate"} {
		v, _ := r[k].(string)
		if v == "" {
			continue
		}
		d, err := time.Parse(time.DateOnly, v)
		if err != nil || d.Before(last) {
			return fmt.Errorf("%s is %q after %s", k, v, last.Format(time.DateOnly))
		}
		last = d
	}
	if r["date"] == nil {
		if info, _ := r["date_info"].(map[string]any); info == nil || info["reason"] == nil {
			return fmt.Errorf("no date, and date_info gives no reason: %v", info)
		}
	}
	return nil
}

// fits reports whether v has the type that the page names.
func fits(typ string, v any) bool {
	_, isString := v.(string)
	number, isNumber := v.(float64)
	_, isList := v.([]any)
	_, isObject := v.(map[string]any)
	_, isBool := v.(bool)
	switch {
	case typ == "string":
		return isString
	case typ == "string or null":
		return isString || v == nil
	case typ == "1 to 4":
		return isNumber && number >= 1 && number <= 4
	case typ == "number":
		return isNumber
	case typ == "boolean":
		return isBool
	case typ == "object", typ == "location":
		return isObject
	}
	return strings.HasPrefix(typ, "array") && isList
}

func cut(body string, span map[string]any) (string, error) {
	from, to := int(span["start"].(float64)), int(span["end"].(float64))
	if from < 0 || to < from || to > len(body) {
		return "", fmt.Errorf("span %d to %d in a text of %d bytes", from, to, len(body))
	}
	return body[from:to], nil
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// own is text of ours that reaches most fields; it is read where nothing else is.
const own = `The Russian defence minister met his Chinese counterpart in Qingdao on Thursday. The ministers discussed joint exercises.
Iran denied that its forces had attacked the port. Ukrainian officials said Russian troops shelled a village near Kharkiv on Tuesday, killing three civilians.
The United States reportedly plans to impose sanctions on Iran next week. France and Germany signed a trade agreement in Paris on Monday.
Protesters clashed with police in Nairobi. The European Union and the United Nations will send aid to Sudan. Apple sued Samsung in March.`

// TestPloverRecordsKeepToThePage codes our own text and, where the shared data
// folder is, thousands of news sentences, as one run.
func TestPloverRecordsKeepToThePage(t *testing.T) {
	s := loadSchema(t)
	c, err := coder.New(data.FS, coder.Built{Models: data.Models("en"), Gazetteer: data.Gazetteer})
	if err != nil {
		t.Fatal(err)
	}
	format, err := export.Find("plover")
	if err != nil {
		t.Fatal(err)
	}
	bodies := append(strings.Split(own, "\n"), own)
	shared := os.Getenv("ENTENTE_SHARED")
	if shared == "" {
		shared = "../../../../shared"
	}
	if f, err := os.Open(filepath.Join(shared, "data/events/plv/train.tsv")); err == nil {
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Scan() // the head
		for n := 0; lines.Scan() && (n < 300 || !testing.Short()); n++ {
			if cols := strings.Split(lines.Text(), "\t"); len(cols) > 1 {
				bodies = append(bodies, cols[1])
			}
		}
	} else {
		t.Logf("no shared data folder at %s: only our own text is read", shared)
	}
	records, wrong := 0, 0
	for i, body := range bodies {
		doc := &text.Document{ID: fmt.Sprintf("d%d", i), Body: body, Language: "en", Published: text.Date{Year: 2025, Month: 6, Day: 27}}
		if i%3 == 0 {
			doc.Published = text.Date{}
		}
		out := format.Append(nil, export.Page{Doc: doc, Coding: c.Code(doc)}, export.Options{})
		for line := range strings.Lines(string(out)) {
			var r map[string]any
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatal(err)
			}
			records++
			if err := s.record(r, body, true); err != nil {
				if wrong++; wrong <= 20 {
					t.Errorf("%v\n\tin %q", err, body)
				}
			}
		}
	}
	if records < 10 {
		t.Errorf("only %d records to check", records)
	}
	t.Logf("%d records of %d texts, %d wrong", records, len(bodies), wrong)
}
