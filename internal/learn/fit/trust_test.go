package fit

import (
	"testing"

	"entente/internal/coding/relation"
	"entente/internal/coding/trust"
	"entente/internal/learn/corpus"
	"entente/internal/record"
	"entente/internal/text"
)

// A scorer that finds one record in each article, at the byte that is its length.
func oneRecord(counted bool) Scorer {
	return func(d *text.Document) []trust.Scored {
		r := &record.Record{Counted: counted, Codes: []record.Code{{Codebook: "plover", Type: "ACCUSE"}},
			Source:   []record.Actor{{Span: record.Span{Start: 0, End: 5}}},
			Target:   []record.Actor{{Span: record.Span{Start: 14, End: 20}}},
			Evidence: []record.Evidence{{Trigger: record.Span{Start: 6}}}}
		return []trust.Scored{{Record: r, Features: []uint64{uint64(len(d.Body))}}}
	}
}

func TestJudgedRecordsAreFoundByTheirText(t *testing.T) {
	docs := []*text.Document{{Body: "Kenya accused Uganda."}, {Body: "Nobody judged this."}, {Body: "Kenya accused Uganda."}}
	mark := corpus.Mark(docs[0].Body)
	judged := []corpus.Judged{
		{Document: mark, Trigger: 6, Type: "ACCUSE", Source: 0, Target: 14, RightParts: true},
		{Document: mark, Trigger: 6, Type: "REJECT", Source: 0, Target: 14, RightParts: true, RightCount: true}, // another type since
	}
	j := Judge(oneRecord(true), docs, judged)
	if len(j.Rows) != 1 || j.Lost != 1 || j.Groups[0] != mark {
		t.Fatalf("%d rows, %d lost, groups %v; want one row of one article, however often it stands, and one lost", len(j.Rows), j.Lost, j.Groups)
	}
	if j.Rows[0].Allowed != 1<<trust.Right || j.Right[0] {
		t.Errorf("right in its parts and wrongly counted became classes %b, right %v", j.Rows[0].Allowed, j.Right[0])
	}
}

func TestMarkedSentencesLeaveOpenWhatCounts(t *testing.T) {
	accuse := corpusPair("ACCUSE")
	right := Marked(oneRecord(true), []corpus.Pair{accuse}, 0.5)
	if len(right) != 1 || right[0].Allowed != 1<<trust.Right|1<<(trust.Right|trust.Counts) {
		t.Fatalf("a right type gives %+v", right)
	}
	wrong := Marked(oneRecord(true), []corpus.Pair{corpusPair("ASSAULT")}, 0.5)
	if len(wrong) != 1 || wrong[0].Allowed != 1|1<<trust.Counts {
		t.Fatalf("a wrong type gives %+v", wrong)
	}
	other := accuse
	other.Target = text.Span{Start: 0, End: 5}
	if rows := Marked(oneRecord(true), []corpus.Pair{other}, 0.5); len(rows) != 0 {
		t.Errorf("a record of others gives %+v", rows)
	}
	if rows := Marked(oneRecord(false), []corpus.Pair{accuse}, 0.5); len(rows) != 0 {
		t.Errorf("a record that does not count gives %+v", rows)
	}
}

func corpusPair(label string) corpus.Pair {
	p := corpus.Pair{Body: "Kenya accused Uganda.", Source: text.Span{Start: 0, End: 5}, Target: text.Span{Start: 14, End: 20}}
	if c, ok := relation.ParseClass(label); ok {
		p.Allowed = 1 << c
	}
	return p
}

func TestCoversTellThePriceOfALimit(t *testing.T) {
	j := &Judgements{Parts: []int{3, 1, 2, 3}}
	trials := []Trial{{0.9, true}, {0.8, false}, {0.3, false}, {0.2, true}}
	c := j.Covers(trials, 0, 1, 0.5)[0]
	if c.Share != 0.5 || c.Kept != 0.5 || c.Parts != 1 || c.Count != 0.5 || c.Both != 0.5 {
		t.Errorf("%+v", c)
	}
}
