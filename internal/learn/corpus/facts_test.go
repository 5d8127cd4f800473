package corpus

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadFacts(t *testing.T) {
	path := write(t, "dev.jsonl", `{"text": "They did n't sign , he said .", "targets": [{"span1": [3, 4], "label": -2.5, "span_text": "sign"}, {"span1": [6, 7], "label": 3.0}]}`+"\n")
	got, err := ReadFacts(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].Body != "They didn't sign, he said." {
		t.Fatalf("read %+v", got)
	}
	for i, want := range []struct {
		word  string
		value float64
	}{{"sign", -2.5}, {"said", 3}} {
		f := got[0].Facts[i]
		if got[0].Body[f.At.Start:f.At.End] != want.word || f.Word != want.word || f.Value != want.value {
			t.Errorf("fact %d is %+v, want %v", i, f, want)
		}
	}
}

func TestReadFactsRefusesWhatIsNone(t *testing.T) {
	for _, bad := range []string{
		`{"text": "a b", "targets": [{"span1": [1, 3], "label": 1}]}`,
		`{"text": "a b", "targets": [{"span1": [0, 1], "label": 4}]}`,
		`{"text": "a b", "targets": [{"span1": [0, 1]}]}`,
		`not JSON`,
	} {
		if _, err := ReadFacts(write(t, "x.jsonl", bad)); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
}

func TestScaleOf(t *testing.T) {
	for path, want := range map[string]string{"factuality/UW/test.jsonl": "uw", "x/MEANTIME/dev.jsonl": "meantime", "a/UDS_IH2.jsonl": "uds", "mine.jsonl": ""} {
		if got := ScaleOf(path); got != want {
			t.Errorf("%s has scale %q, want %q", path, got, want)
		}
	}
}

func TestReadWikinews(t *testing.T) {
	path := write(t, "1.xml", `<?xml version="1.0"?><Document doc_id="7">
<token number="0" sentence="0" t_id="1">Talks</token><token number="1" sentence="0" t_id="2">failed</token>
<token number="2" sentence="1" t_id="3">He</token><token number="3" sentence="1" t_id="4">may</token><token number="4" sentence="1" t_id="5">give</token><token number="5" sentence="1" t_id="6">up</token><token number="6" sentence="1" t_id="7">.</token>
<Markables><EVENT_MENTION certainty="POSSIBLE" polarity="POS" time="FUTURE" m_id="1"><token_anchor t_id="6"/><token_anchor t_id="5"/></EVENT_MENTION>
<EVENT_MENTION certainty="CERTAIN" polarity="POS" m_id="2"/></Markables><Relations/></Document>`)
	got, err := ReadWikinews(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[1].Body != "He may give up." || len(got[0].Events) != 0 || len(got[1].Events) != 1 {
		t.Fatalf("read %+v", got)
	}
	e := got[1].Events[0]
	if got[1].Body[e.At.Start:e.At.End] != "give" {
		t.Errorf("the event is at %v", e.At)
	}
	e.At.Start, e.At.End = 0, 0
	if want := (WikinewsEvent{Words: "give up", Certainty: "POSSIBLE", Polarity: "POS", Time: "FUTURE"}); !reflect.DeepEqual(e, want) {
		t.Errorf("the event is %+v, want %+v", e, want)
	}
}
