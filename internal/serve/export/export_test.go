package export

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"entente/internal/diag"
	"entente/internal/record"
	"entente/internal/text"
)

// samplePage is a page with one record of every shape: symmetric, without
// target, nested, uncoded, with awkward bytes.
func samplePage() Page {
	body := "Russia\tmet China\nin Qingdao. <Troops> may \"move\"."
	score := 2.5
	gold := 1.0
	rus := record.Actor{Span: record.Span{Start: 0, End: 6}, Text: "Russia", Country: "RUS", Sectors: []string{"GOV", "MIL"}, CAMEO: "RUSGOVMIL", Office: "minister of defence"}
	chn := record.Actor{Span: record.Span{Start: 11, End: 16}, Text: "China", Country: "CHN", Sectors: []string{"GOV"}}
	ev := record.Evidence{SentenceSpan: record.Span{Start: 0, End: 28}, Trigger: record.Span{Start: 7, End: 10}}
	return Page{
		Doc: &text.Document{ID: "d\t1", Body: body, Sentences: []text.Sentence{{Span: text.Span{Start: 0, End: 28}}}, Tokens: []text.Token{{Span: text.Span{Start: 0, End: 6}, Form: "Russia", Feats: text.Plural | text.Past, Head: -1}}},
		Coding: &record.Coding{
			Doc: record.Doc{ID: "d\t1", Published: "2025-06-27"},
			Records: []record.Record{
				{ID: "r1", Act: "meet", Symmetric: true, Counted: true, Source: []record.Actor{rus}, Target: []record.Actor{chn},
					Codes:    []record.Code{{Codebook: "plover", Type: "CONSULT", Mode: "visit", Code: "CONSULT/visit", Score: &score, Quad: 1}, {Codebook: "cameo", Type: "04", Code: "042", Mirror: "043", Score: &gold, MirrorScore: &score}, {Codebook: "other", Code: "x"}},
					Contexts: []string{"military", "diplomatic"}, Place: &record.Place{Text: "Qingdao", Name: "Qingdao", GeoNamesID: 1797929, Lat: 36.06488, Lon: 120.38042, Country: "CHN", Resolution: "city"},
					Date: record.Date{Start: "2025-06-26", End: "2025-06-27"}, Factuality: record.Factuality{Certainty: record.Certain}, Evidence: []record.Evidence{ev},
					Topics: []record.Record{{ID: "t1", Act: "cooperate", Source: []record.Actor{rus}, Factuality: record.Factuality{Certainty: record.Possible, Hypothetical: true}, NotCounted: []string{"topic of talks"}}}},
				{ID: "r2", Act: "protest", Factuality: record.Factuality{Certainty: record.Uncommitted, Negated: true}, NotCounted: []string{"negated"}, Attribution: &record.Attribution{Kind: record.SaidUnnamed, Text: "analysts"}, SaidBy: "analysts"},
				{ID: "r3", Act: "meet", Symmetric: true, Counted: true, Source: []record.Actor{rus, chn}, Codes: []record.Code{{Codebook: "cameo", Code: "040"}}, Factuality: record.Factuality{Certainty: record.Certain}},
			},
		},
	}
}

// TestEveryFormat walks the list: a new format is tested by existing.
func TestEveryFormat(t *testing.T) {
	for _, f := range Formats {
		t.Run(f.Name, func(t *testing.T) {
			if got, err := Find(f.Name); err != nil || got.Name != f.Name || f.Gloss == "" {
				t.Fatalf("not to be found: %v", err)
			}
			p := samplePage()
			all := string(f.Append(nil, p, Options{}))
			if all != string(f.Append(nil, p, Options{})) {
				t.Error("the same coding gives other bytes")
			}
			if !strings.HasSuffix(all, "\n") || strings.Contains(all, "\n\n") {
				t.Errorf("lines end badly:\n%s", all)
			}
			counted := string(f.Append(nil, p, Options{CountedOnly: true}))
			if strings.Contains(counted, "r2") || !strings.Contains(counted, "r1") || strings.Count(counted, "\n") >= strings.Count(all, "\n") {
				t.Errorf("counted only:\n%s", counted)
			}
			if got := f.Append([]byte("x"), p, Options{}); string(got) != "x"+all {
				t.Error("does not append")
			}
			empty := Page{Doc: &text.Document{}, Coding: &record.Coding{}}
			if got := f.Append(nil, empty, Options{}); len(got) != 0 {
				t.Errorf("a page without records gives %q", got)
			}
		})
	}
	if _, err := Find("tvs"); err == nil || !strings.Contains(err.Error(), `did you mean "tsv"`) {
		t.Errorf("no suggestion: %v", err)
	}
}

func TestPloverFields(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(string(appendPlover(nil, samplePage(), Options{}))), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines", len(lines))
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &got); err != nil {
		t.Fatal(err)
	}
	for k, want := range map[string]string{
		"id": `"r1"`, "date": `"2025-06-26"`, "enddate": `"2025-06-27"`, "event": `["CONSULT"]`, "mode": `["visit"]`, "context": `["military","diplomatic"]`,
		"quad_code": `1`, "event_scale": `2.5`, "event_text": `"met"`, "counted": `true`, "aux_mode": `[]`, "text": `"Russia\tmet China\nin Qingdao."`,
		"cameo":     `[{"code":"042","goldstein":1,"source":"RUSGOVMIL","target":"CHNGOV"},{"code":"043","goldstein":2.5,"source":"CHNGOV","target":"RUSGOVMIL"}]`,
		"text_info": `{"end":28,"sequence":0,"start":0}`,
	} {
		b, _ := json.Marshal(got[k])
		if string(b) != want {
			t.Errorf("%s: got %s, want %s", k, b, want)
		}
	}
	if loc := got["event_loc"].(map[string]any); loc["lat"] != 36.06488 {
		t.Errorf("latitude %v", loc["lat"])
	}
	if len(got["topics"].([]any)) != 1 || len(got["codes"].([]any)) != 1 {
		t.Error("topics or further codes are lost")
	}
	json.Unmarshal([]byte(lines[1]), &got)
	if b, _ := json.Marshal([]any{got["date"], got["aux_mode"], got["said_by"]}); string(b) != `[null,["negation"],"analysts"]` {
		t.Errorf("second record: %s", b)
	}
}

func TestTSVRows(t *testing.T) {
	rows := strings.Split(strings.TrimSuffix(string(appendTSV([]byte(tsvHeader), samplePage(), Options{})), "\n"), "\n")
	want := len(tsvColumns)
	var pairs []string
	for i, r := range rows {
		f := strings.Split(r, "\t")
		if len(f) != want {
			t.Fatalf("row %d has %d fields, the header %d", i, len(f), want)
		}
		if i > 0 {
			pairs = append(pairs, f[1]+">"+f[2]+" "+f[3]+" "+f[8])
			if f[13] != `d\t1` {
				t.Errorf("a tab in a field is not escaped: %q", f[13])
			}
		}
	}
	if got := strings.Join(pairs, ", "); got != "RUSGOVMIL>CHNGOV 042 yes, CHNGOV>RUSGOVMIL 043 yes, RUSGOVMIL>  no, >  no, RUSGOVMIL>CHNGOV 040 yes, CHNGOV>RUSGOVMIL 040 yes" {
		t.Errorf("rows %s", got)
	}
}

// TestTSVPageNamesEveryColumn holds the page in docs/format to the code.
func TestTSVPageNamesEveryColumn(t *testing.T) {
	page, err := os.ReadFile("../../../docs/format/tsv.md")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for l := range strings.Lines(string(page)) {
		if f := strings.Split(l, "|"); len(f) > 3 && strings.HasPrefix(strings.TrimSpace(f[2]), "`") {
			names = append(names, strings.Trim(f[2], " `"))
		}
	}
	if strings.Join(names, " ") != strings.Join(tsvColumns, " ") {
		t.Errorf("page\n %v\ncode\n %v", names, tsvColumns)
	}
	for _, doc := range []struct {
		file string
		want []string
	}{{"annotate.md", layerNames()}, {"plover.md", ploverFields()}} {
		b, err := os.ReadFile("../../../docs/format/" + doc.file)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range doc.want {
			if !strings.Contains(string(b), "`"+n+"`") {
				t.Errorf("%s does not explain %s", doc.file, n)
			}
		}
	}
}

func layerNames() (out []string) {
	for _, l := range Layers {
		out = append(out, l.Name)
	}
	return out
}

func ploverFields() (out []string) {
	for _, v := range []any{ploverRecord{}, ploverEntity{}, ploverPlace{}} {
		t := reflect.TypeOf(v)
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			out = append(out, name)
		}
	}
	return out
}

// TestEveryLayer walks the list of layers.
func TestEveryLayer(t *testing.T) {
	p := samplePage()
	for _, l := range Layers {
		got, err := FindLayers([]string{l.Name})
		if err != nil || len(got) != 1 {
			t.Fatalf("%s: %v", l.Name, err)
		}
		for _, page := range []Page{p, {Doc: &text.Document{}, Coding: &record.Coding{}}} {
			var v map[string]any
			line := AppendAnnotation(nil, page, got)
			if err := json.Unmarshal(line, &v); err != nil || strings.Count(string(line), "\n") != 1 {
				t.Fatalf("%s: %v\n%s", l.Name, err, line)
			}
			if _, ok := v[l.Name].([]any); !ok {
				t.Errorf("%s is no array: %s", l.Name, line)
			}
			if v["text"] != page.Doc.Body {
				t.Errorf("text is not the body")
			}
		}
	}
	if all, err := FindLayers(nil); err != nil || len(all) != len(Layers) {
		t.Error("no names must mean all layers")
	}
	_, err := FindLayers([]string{"tokens", "actor"})
	var de *diag.Error
	if de, _ = err.(*diag.Error); de == nil || !strings.Contains(de.Hint, "actors") {
		t.Errorf("no suggestion: %v", err)
	}
}
